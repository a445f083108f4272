-- Records that could not be delivered. seq is the order; id is what is shown.
CREATE TABLE connector_dead_letter (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT    NOT NULL UNIQUE,
    created_at  INTEGER NOT NULL,
    direction   TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    stream      TEXT,
    tenant      TEXT,
    job         TEXT    NOT NULL,
    record_id   TEXT    NOT NULL,
    record      BLOB    NOT NULL,
    last_status INTEGER,
    reason      TEXT    NOT NULL,
    -- the reason in lower case, which searches look into
    reason_key  TEXT    NOT NULL,
    attempts    INTEGER NOT NULL
) STRICT;

CREATE INDEX connector_dead_letter_by_name ON connector_dead_letter (name, seq);
CREATE INDEX connector_dead_letter_by_tenant ON connector_dead_letter (tenant, stream, seq);
CREATE INDEX connector_dead_letter_by_job ON connector_dead_letter (job, seq);
CREATE INDEX connector_dead_letter_by_time ON connector_dead_letter (created_at);

INSERT INTO connector_schema (version, applied_at) VALUES (2, CAST(unixepoch('subsec') * 1000 AS INTEGER));
