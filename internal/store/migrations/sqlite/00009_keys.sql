-- Random secrets that all programs on one state share.

-- +goose Up
CREATE TABLE keys (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT;
