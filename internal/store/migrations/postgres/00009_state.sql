-- The state on a PostgreSQL server, as schema 9 of the file has it. Times are
-- nanoseconds since 1970, 0 for none.

-- +goose Up
-- Requests to change: the whole request as a JSON document, and beside it the columns
-- that are searched. arrival tells in which order they came. fence counts who took a
-- request up, lease is when that ends by the server's clock, sent when something last
-- went to the tenant; expires and look_at say when it waits for a process to act; begun
-- is the order in which changes began, in which limits per day count them.
CREATE TABLE requests (
    id       TEXT   NOT NULL PRIMARY KEY,
    arrival  BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    version  BIGINT NOT NULL,
    tenant   TEXT   NOT NULL,
    state    TEXT   NOT NULL,
    surface  TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    created  BIGINT NOT NULL,
    undoes   TEXT   NOT NULL,
    document TEXT   NOT NULL,
    fence    BIGINT NOT NULL DEFAULT 0,
    lease    BIGINT NOT NULL DEFAULT 0,
    sent     BIGINT NOT NULL DEFAULT 0,
    expires  BIGINT NOT NULL DEFAULT 0,
    look_at  BIGINT NOT NULL DEFAULT 0,
    begun    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX requests_by_age ON requests (tenant, created);
CREATE INDEX requests_by_state ON requests (tenant, state, created);
CREATE INDEX requests_to_look_at ON requests (tenant, look_at) WHERE look_at > 0;
CREATE INDEX requests_by_begun ON requests (begun);

-- A change is undone once: by a request that is carried out or was.
CREATE UNIQUE INDEX requests_undone_once ON requests (undoes)
    WHERE undoes <> '' AND state IN ('executing', 'done', 'partly_done', 'unknown');

-- The audit: records that are only ever added, and the head kept apart from them, so
-- that records missing at the end are noticed.
CREATE TABLE audit (
    seq  BIGINT NOT NULL PRIMARY KEY,
    body BYTEA  NOT NULL,
    prev TEXT   NOT NULL,
    hash TEXT   NOT NULL
);
CREATE TABLE audit_head (
    "only" BIGINT NOT NULL PRIMARY KEY CHECK ("only" = 1),
    seq    BIGINT NOT NULL,
    hash   TEXT   NOT NULL
);

-- This stops a mistake, not an intruder; the chain is against those.
-- +goose StatementBegin
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- By what changes in the audit are found: derived from its entries.
CREATE TABLE audit_changes (
    change TEXT   NOT NULL PRIMARY KEY,
    tenant TEXT   NOT NULL,
    newest BIGINT NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX audit_changes_by_age ON audit_changes (newest);
CREATE TABLE audit_steps (
    change TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    PRIMARY KEY (change, seq)
);
CREATE INDEX audit_steps_by_seq ON audit_steps (seq);
CREATE TABLE audit_keys (
    key    TEXT NOT NULL,
    change TEXT NOT NULL,
    PRIMARY KEY (key, change)
);
CREATE INDEX audit_keys_by_change ON audit_keys (change);
CREATE TABLE audit_names (
    tenant TEXT   NOT NULL,
    id     TEXT   NOT NULL,
    name   TEXT   NOT NULL,
    folded TEXT   NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (tenant, id, name)
);
CREATE INDEX audit_names_by_name ON audit_names (tenant, folded);

-- The bearer tokens that let people in over HTTP: hashes, never the tokens.
CREATE TABLE tokens (
    id      TEXT   NOT NULL PRIMARY KEY,
    name    TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    hash    BYTEA  NOT NULL,
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    revoked BIGINT NOT NULL,
    used    BIGINT NOT NULL
);
-- People tell tokens apart by name; a revoked one's may be given again.
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked = 0;

-- What may be taken once, such as a signed message: hashes, kept as long as the thing
-- itself would be taken.
CREATE TABLE seen (
    hash  BYTEA  NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);
CREATE INDEX seen_by_end ON seen (until);

-- Random secrets that all programs on one state share.
CREATE TABLE keys (
    name  TEXT  NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);
