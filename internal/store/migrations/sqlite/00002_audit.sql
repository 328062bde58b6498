-- The audit: records that are only ever added, and the head kept apart from
-- them, so that records missing at the end are noticed.

-- +goose Up
CREATE TABLE audit (
    seq  INTEGER NOT NULL PRIMARY KEY,
    body BLOB    NOT NULL,
    prev TEXT    NOT NULL,
    hash TEXT    NOT NULL
) STRICT;

CREATE TABLE audit_head (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
) STRICT;

-- These stop a mistake, not an intruder; the chain is against those.
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
-- +goose StatementEnd
