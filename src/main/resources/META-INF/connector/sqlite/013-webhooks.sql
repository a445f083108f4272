-- The events of jobs that a flow's webhook is called for.
CREATE TABLE connector_webhook_event (
    flow  TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (flow, event)
) STRICT, WITHOUT ROWID;

-- Calls that are still to be made. job: the id that is shown.
CREATE TABLE connector_webhook (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    flow            TEXT    NOT NULL,
    tenant          TEXT    NOT NULL,
    job             TEXT    NOT NULL,
    event           TEXT    NOT NULL,
    -- what is sent, the same bytes for every try; none before the first
    body            BLOB,
    attempts        INTEGER NOT NULL DEFAULT 0,
    -- of one that is claimed: when others may take it
    next_attempt_at INTEGER NOT NULL,
    -- the epoch of the instance that calls it
    claimed         INTEGER
) STRICT;

CREATE INDEX connector_webhook_due ON connector_webhook (flow, next_attempt_at);
CREATE INDEX connector_webhook_by_job ON connector_webhook (job);

INSERT INTO connector_schema (version, applied_at) VALUES (13, CAST(unixepoch('subsec') * 1000 AS INTEGER));
