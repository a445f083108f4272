-- Who uses this store, the runs of pulls, their locks and where they go on. Times are UTC epoch milliseconds.
CREATE TABLE connector_schema (
    version    INTEGER NOT NULL PRIMARY KEY,
    applied_at INTEGER NOT NULL
) STRICT;

-- One row a process that has the store open. It lives as long as it holds the file lock instances/EPOCH.lock.
CREATE TABLE connector_instance (
    epoch              INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid               TEXT    NOT NULL UNIQUE,
    host               TEXT    NOT NULL,
    pid                INTEGER NOT NULL,
    process_started_at INTEGER NOT NULL,
    started_at         INTEGER NOT NULL,
    heartbeat_at       INTEGER NOT NULL
) STRICT;

CREATE TABLE connector_run (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT    NOT NULL UNIQUE,
    pull          TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    started_at    INTEGER NOT NULL,
    ended_at      INTEGER,
    requests      INTEGER NOT NULL DEFAULT 0,
    pages         INTEGER NOT NULL DEFAULT 0,
    records       INTEGER NOT NULL DEFAULT 0,
    delivered     INTEGER NOT NULL DEFAULT 0,
    skipped       INTEGER NOT NULL DEFAULT 0,
    dead_lettered INTEGER NOT NULL DEFAULT 0,
    resumed       INTEGER NOT NULL DEFAULT 0,
    warnings      TEXT    NOT NULL DEFAULT '[]',
    error_code    TEXT,
    error_message TEXT
) STRICT;

CREATE INDEX connector_run_by_pull ON connector_run (pull, seq);

-- A row is there while a run holds its pull.
CREATE TABLE connector_pull_lock (
    pull          TEXT    NOT NULL PRIMARY KEY,
    epoch         INTEGER NOT NULL,
    run_id        TEXT    NOT NULL,
    acquired_at   INTEGER NOT NULL,
    progressed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE connector_checkpoint (
    pull        TEXT    NOT NULL PRIMARY KEY,
    fingerprint TEXT    NOT NULL,
    position    TEXT    NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

INSERT INTO connector_schema (version, applied_at) VALUES (1, CAST(unixepoch('subsec') * 1000 AS INTEGER));
