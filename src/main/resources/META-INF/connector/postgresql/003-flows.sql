-- What flows have accepted, and what they send. Times are UTC epoch milliseconds.
CREATE TABLE connector_counter (
    name  text    NOT NULL PRIMARY KEY,
    value bigint  NOT NULL
);

-- The last seq of a record that was given away.
INSERT INTO connector_counter (name, value) VALUES ('record', 0);

CREATE TABLE connector_flow (
    flow           text    NOT NULL PRIMARY KEY,
    paused_reason  text,
    paused_at      bigint,
    not_before     bigint,
    refused_in_row integer NOT NULL DEFAULT 0
);

-- The records of one flow, tenant and stream in their order. Those waiting before next_seq are in a batch.
CREATE TABLE connector_lane (
    id          bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    flow        text    NOT NULL,
    tenant      text    NOT NULL,
    stream      text    NOT NULL,
    next_seq    bigint  NOT NULL DEFAULT 1,
    -- of the newest record that was put into the lane to wait
    last_seq    bigint  NOT NULL DEFAULT 0,
    -- records without a result
    pending     bigint  NOT NULL DEFAULT 0,
    last_served bigint  NOT NULL DEFAULT 0,
    -- the epoch of the instance that reads it
    owner       bigint,
    UNIQUE (flow, tenant, stream)
);

CREATE INDEX connector_lane_to_serve ON connector_lane (flow, last_served) WHERE last_seq >= next_seq;

-- Its records have the numbers from first_seq on.
CREATE TABLE connector_job (
    seq        bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         text    NOT NULL UNIQUE,
    flow       text    NOT NULL,
    tenant     text    NOT NULL,
    env        text    NOT NULL,
    name       text    NOT NULL,
    status     text    NOT NULL,
    created_at bigint  NOT NULL,
    updated_at bigint  NOT NULL,
    first_seq  bigint  NOT NULL,
    records    bigint  NOT NULL,
    -- records that have a result
    done       bigint  NOT NULL DEFAULT 0
);

CREATE INDEX connector_job_by_tenant ON connector_job (flow, tenant, seq);

CREATE TABLE connector_job_stream (
    job       bigint  NOT NULL,
    position  bigint  NOT NULL,
    stream    text    NOT NULL,
    accepted  bigint  NOT NULL DEFAULT 0,
    success   bigint  NOT NULL DEFAULT 0,
    fail      bigint  NOT NULL DEFAULT 0,
    existing  bigint  NOT NULL DEFAULT 0,
    updated   bigint  NOT NULL DEFAULT 0,
    cancelled bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (job, position)
);

-- status: waiting (in its lane, or in a batch: see next_seq), sending (in a batch out of the lane's order),
-- replay (to be sent again), delivered, updated, existing, failed, cancelled, duplicate (of another of its job,
-- whose result it shares).
CREATE TABLE connector_record (
    seq          bigint  PRIMARY KEY,
    lane         bigint  NOT NULL,
    job          bigint  NOT NULL,
    idx          integer NOT NULL,
    hash         bytea   NOT NULL,
    external_id  text,
    -- gone when it was delivered or cancelled
    payload      bytea,
    status       text    NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    target_id    text,
    error        text,
    last_status  integer,
    duplicate_of bigint,
    -- how many of its job are equal to it
    duplicates   integer NOT NULL DEFAULT 0
);

CREATE INDEX connector_record_waiting ON connector_record (lane, seq) WHERE status = 'waiting';

-- A request to be sent: its key and bytes are the same for every try.
CREATE TABLE connector_batch (
    id              bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key             text    NOT NULL UNIQUE,
    flow            text    NOT NULL,
    lane            bigint  NOT NULL,
    first_seq       bigint  NOT NULL,
    last_seq        bigint  NOT NULL,
    -- the seqs of its records in the order sent, a JSON array
    members         text    NOT NULL,
    body            bytea   NOT NULL,
    ordered         boolean NOT NULL,
    attempts        integer NOT NULL DEFAULT 0,
    -- attempts of the batches that it was split from
    earlier         integer NOT NULL DEFAULT 0,
    next_attempt_at bigint  NOT NULL,
    -- the epoch of the instance that sends it
    claimed         bigint,
    last_status     integer,
    last_error      text
);

CREATE INDEX connector_batch_due ON connector_batch (flow, next_attempt_at) WHERE claimed IS NULL;
CREATE INDEX connector_batch_claimed ON connector_batch (flow, claimed) WHERE claimed IS NOT NULL;
CREATE INDEX connector_batch_by_lane ON connector_batch (lane, first_seq);

CREATE TABLE connector_idempotency (
    flow       text    NOT NULL,
    tenant     text    NOT NULL,
    key        text    NOT NULL,
    body_hash  text    NOT NULL,
    job        text    NOT NULL,
    created_at bigint  NOT NULL,
    PRIMARY KEY (flow, tenant, key)
);

CREATE INDEX connector_idempotency_by_time ON connector_idempotency (created_at);

-- Failed records that are to be sent again and are in no batch yet.
CREATE TABLE connector_replay (
    seq          bigint  PRIMARY KEY,
    flow         text    NOT NULL,
    requested_at bigint  NOT NULL,
    claimed      bigint
);

CREATE INDEX connector_replay_by_flow ON connector_replay (flow, seq);

-- Of a flow's record; of a pull's, the time at which somebody asked for its replay.
ALTER TABLE connector_dead_letter ADD COLUMN record_seq bigint;
ALTER TABLE connector_dead_letter ADD COLUMN replay_at bigint;

CREATE INDEX connector_dead_letter_by_record ON connector_dead_letter (record_seq) WHERE record_seq IS NOT NULL;
CREATE INDEX connector_dead_letter_to_replay ON connector_dead_letter (name, seq) WHERE replay_at IS NOT NULL;

INSERT INTO connector_schema (version, applied_at) VALUES (3, (extract(epoch FROM now()) * 1000)::bigint);
