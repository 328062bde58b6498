-- By what changes in the audit are found: derived from its entries, filled as they are
-- appended, and for older ones when the file is opened. Times are nanoseconds since 1970.

-- +goose Up
CREATE TABLE audit_changes (
    change TEXT    NOT NULL PRIMARY KEY,
    tenant TEXT    NOT NULL,
    newest INTEGER NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_changes_by_age ON audit_changes (newest);

CREATE TABLE audit_steps (
    change TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (change, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_steps_by_seq ON audit_steps (seq);

CREATE TABLE audit_keys (
    key    TEXT NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (key, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_keys_by_change ON audit_keys (change);

CREATE TABLE audit_names (
    tenant TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    folded TEXT    NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (tenant, id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_names_by_name ON audit_names (tenant, folded);
