-- A change is undone once: by a request that is carried out or was. One that only
-- waits stops nobody, so that a question nobody answers blocks no undo.

-- +goose Up
DROP INDEX requests_undone_once;
CREATE UNIQUE INDEX requests_undone_once ON requests (undoes)
    WHERE undoes <> '' AND state IN ('executing', 'done', 'partly_done', 'unknown');
