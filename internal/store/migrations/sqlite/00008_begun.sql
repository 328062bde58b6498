-- The order in which changes began to be carried out, in which limits per day count
-- them; 0: not begun.

-- +goose Up
ALTER TABLE requests ADD COLUMN begun INTEGER NOT NULL DEFAULT 0;
CREATE INDEX requests_by_begun ON requests (begun);
