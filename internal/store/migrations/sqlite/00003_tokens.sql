-- The bearer tokens that let people in over HTTP: hashes, never the tokens.
-- Times are nanoseconds since 1970, 0 for never.

-- +goose Up
CREATE TABLE tokens (
    id      TEXT    NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    used    INTEGER NOT NULL
) STRICT;

-- People tell tokens apart by name; a revoked one's may be given again.
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked = 0;
