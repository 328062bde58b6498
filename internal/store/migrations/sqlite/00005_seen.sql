-- What may be taken once, such as a signed message: hashes, kept as long as the
-- thing itself would be taken. Times are nanoseconds since 1970.

-- +goose Up
CREATE TABLE seen (
    hash  BLOB    NOT NULL PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX seen_by_end ON seen (until);
