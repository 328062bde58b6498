-- Requests to change: the whole request as a JSON document, and beside it the
-- columns that are searched. Times are nanoseconds since 1970, 0 for none.

-- +goose Up
CREATE TABLE requests (
    id       TEXT    NOT NULL PRIMARY KEY,
    version  INTEGER NOT NULL,
    tenant   TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    surface  TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    undoes   TEXT    NOT NULL,
    document TEXT    NOT NULL
) STRICT;

CREATE INDEX requests_by_age ON requests (tenant, created);
CREATE INDEX requests_by_state ON requests (tenant, state, created);

-- A request is taken back once: by one that is open or has taken effect.
CREATE UNIQUE INDEX requests_undone_once ON requests (undoes)
    WHERE undoes <> '' AND state IN ('pending', 'executing', 'done', 'partly_done', 'unknown');
