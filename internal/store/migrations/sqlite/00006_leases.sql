-- Who executes a request, and until when that is believed: fence counts who took it
-- up, lease is when it ends by the store's clock, sent when something last went to the
-- tenant. expires and look_at say when a request waits for a process to act. Times are
-- nanoseconds since 1970, 0 for none.

-- +goose Up
ALTER TABLE requests ADD COLUMN fence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN lease INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN expires INTEGER NOT NULL DEFAULT 0;
ALTER TABLE requests ADD COLUMN look_at INTEGER NOT NULL DEFAULT 0;

CREATE INDEX requests_to_look_at ON requests (tenant, look_at) WHERE look_at > 0;
