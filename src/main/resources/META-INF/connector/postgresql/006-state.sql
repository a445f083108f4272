-- How far incremental pulls have come, and what pulls have delivered.
-- value is JSON, as a record had it; field is what it was read from, NULL if it was set by hand.
CREATE TABLE connector_pull_state (
    pull       text   NOT NULL PRIMARY KEY,
    field      text,
    value      text   NOT NULL,
    updated_at bigint NOT NULL
);

-- since_key orders the records of an incremental pull, which are kept only while they can come again.
CREATE TABLE connector_delivered (
    pull         text  NOT NULL,
    record_hash  bytea NOT NULL,
    content_hash bytea NOT NULL,
    since_key    bytea,
    PRIMARY KEY (pull, record_hash)
);

CREATE INDEX connector_delivered_by_since ON connector_delivered (pull, since_key) WHERE since_key IS NOT NULL;

-- JSON: the pull's value when the run ended; NULL for pulls that are not incremental.
ALTER TABLE connector_run ADD COLUMN state text;

INSERT INTO connector_schema (version, applied_at) VALUES (6, (extract(epoch FROM now()) * 1000)::bigint);
