-- Who uses this store, the runs of pulls, their locks and where they go on. Times are UTC epoch milliseconds.
CREATE TABLE connector_schema (
    version    integer NOT NULL PRIMARY KEY,
    applied_at bigint  NOT NULL
);

-- One row a process that has the store open. It lives as long as it renews heartbeat_at.
CREATE TABLE connector_instance (
    epoch              bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid               text    NOT NULL UNIQUE,
    host               text    NOT NULL,
    pid                bigint  NOT NULL,
    process_started_at bigint  NOT NULL,
    started_at         bigint  NOT NULL,
    heartbeat_at       bigint  NOT NULL
);

CREATE TABLE connector_run (
    seq           bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id            text    NOT NULL UNIQUE,
    pull          text    NOT NULL,
    status        text    NOT NULL,
    started_at    bigint  NOT NULL,
    ended_at      bigint,
    requests      bigint  NOT NULL DEFAULT 0,
    pages         bigint  NOT NULL DEFAULT 0,
    records       bigint  NOT NULL DEFAULT 0,
    delivered     bigint  NOT NULL DEFAULT 0,
    skipped       bigint  NOT NULL DEFAULT 0,
    dead_lettered bigint  NOT NULL DEFAULT 0,
    resumed       boolean NOT NULL DEFAULT false,
    warnings      text    NOT NULL DEFAULT '[]',
    error_code    text,
    error_message text
);

CREATE INDEX connector_run_by_pull ON connector_run (pull, seq);

-- A row is there while a run holds its pull.
CREATE TABLE connector_pull_lock (
    pull          text   NOT NULL PRIMARY KEY,
    epoch         bigint NOT NULL,
    run_id        text   NOT NULL,
    acquired_at   bigint NOT NULL,
    progressed_at bigint NOT NULL
);

CREATE TABLE connector_checkpoint (
    pull        text   NOT NULL PRIMARY KEY,
    fingerprint text   NOT NULL,
    position    text   NOT NULL,
    updated_at  bigint NOT NULL
);

INSERT INTO connector_schema (version, applied_at) VALUES (1, (extract(epoch FROM now()) * 1000)::bigint);
