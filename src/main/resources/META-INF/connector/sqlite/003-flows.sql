-- What flows have accepted, and what they send. Times are UTC epoch milliseconds.
CREATE TABLE connector_counter (
    name  TEXT    NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last seq of a record that was given away.
INSERT INTO connector_counter (name, value) VALUES ('record', 0);

CREATE TABLE connector_flow (
    flow           TEXT    NOT NULL PRIMARY KEY,
    paused_reason  TEXT,
    paused_at      INTEGER,
    not_before     INTEGER,
    refused_in_row INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The records of one flow, tenant and stream in their order. Those waiting before next_seq are in a batch.
CREATE TABLE connector_lane (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    flow        TEXT    NOT NULL,
    tenant      TEXT    NOT NULL,
    stream      TEXT    NOT NULL,
    next_seq    INTEGER NOT NULL DEFAULT 1,
    -- of the newest record that was put into the lane to wait
    last_seq    INTEGER NOT NULL DEFAULT 0,
    -- records without a result
    pending     INTEGER NOT NULL DEFAULT 0,
    last_served INTEGER NOT NULL DEFAULT 0,
    -- the epoch of the instance that reads it
    owner       INTEGER,
    UNIQUE (flow, tenant, stream)
) STRICT;

CREATE INDEX connector_lane_to_serve ON connector_lane (flow, last_served) WHERE last_seq >= next_seq;

-- Its records have the numbers from first_seq on.
CREATE TABLE connector_job (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT    NOT NULL UNIQUE,
    flow       TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    env        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    first_seq  INTEGER NOT NULL,
    records    INTEGER NOT NULL,
    -- records that have a result
    done       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX connector_job_by_tenant ON connector_job (flow, tenant, seq);

CREATE TABLE connector_job_stream (
    job       INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    stream    TEXT    NOT NULL,
    accepted  INTEGER NOT NULL DEFAULT 0,
    success   INTEGER NOT NULL DEFAULT 0,
    fail      INTEGER NOT NULL DEFAULT 0,
    existing  INTEGER NOT NULL DEFAULT 0,
    updated   INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;

-- status: waiting (in its lane, or in a batch: see next_seq), sending (in a batch out of the lane's order),
-- replay (to be sent again), delivered, updated, existing, failed, cancelled, duplicate (of another of its job,
-- whose result it shares).
CREATE TABLE connector_record (
    seq          INTEGER PRIMARY KEY,
    lane         INTEGER NOT NULL,
    job          INTEGER NOT NULL,
    idx          INTEGER NOT NULL,
    hash         BLOB    NOT NULL,
    external_id  TEXT,
    -- gone when it was delivered or cancelled
    payload      BLOB,
    status       TEXT    NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    target_id    TEXT,
    error        TEXT,
    last_status  INTEGER,
    duplicate_of INTEGER,
    -- how many of its job are equal to it
    duplicates   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Entries of an index are in the order of seq by themselves.
CREATE INDEX connector_record_waiting ON connector_record (lane) WHERE status = 'waiting';

-- A request to be sent: its key and bytes are the same for every try.
CREATE TABLE connector_batch (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    key             TEXT    NOT NULL UNIQUE,
    flow            TEXT    NOT NULL,
    lane            INTEGER NOT NULL,
    first_seq       INTEGER NOT NULL,
    last_seq        INTEGER NOT NULL,
    -- the seqs of its records in the order sent, a JSON array
    members         TEXT    NOT NULL,
    body            BLOB    NOT NULL,
    ordered         INTEGER NOT NULL,
    attempts        INTEGER NOT NULL DEFAULT 0,
    -- attempts of the batches that it was split from
    earlier         INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    -- the epoch of the instance that sends it
    claimed         INTEGER,
    last_status     INTEGER,
    last_error      TEXT
) STRICT;

CREATE INDEX connector_batch_due ON connector_batch (flow, next_attempt_at) WHERE claimed IS NULL;
CREATE INDEX connector_batch_claimed ON connector_batch (flow, claimed) WHERE claimed IS NOT NULL;
CREATE INDEX connector_batch_by_lane ON connector_batch (lane, first_seq);

CREATE TABLE connector_idempotency (
    flow       TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    body_hash  TEXT    NOT NULL,
    job        TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (flow, tenant, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX connector_idempotency_by_time ON connector_idempotency (created_at);

-- Failed records that are to be sent again and are in no batch yet.
CREATE TABLE connector_replay (
    seq          INTEGER PRIMARY KEY,
    flow         TEXT    NOT NULL,
    requested_at INTEGER NOT NULL,
    claimed      INTEGER
) STRICT;

CREATE INDEX connector_replay_by_flow ON connector_replay (flow, seq);

-- Of a flow's record; of a pull's, the time at which somebody asked for its replay.
ALTER TABLE connector_dead_letter ADD COLUMN record_seq INTEGER;
ALTER TABLE connector_dead_letter ADD COLUMN replay_at INTEGER;

CREATE INDEX connector_dead_letter_by_record ON connector_dead_letter (record_seq) WHERE record_seq IS NOT NULL;
CREATE INDEX connector_dead_letter_to_replay ON connector_dead_letter (name, seq) WHERE replay_at IS NOT NULL;

INSERT INTO connector_schema (version, applied_at) VALUES (3, CAST(unixepoch('subsec') * 1000 AS INTEGER));
