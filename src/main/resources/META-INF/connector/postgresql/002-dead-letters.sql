-- Records that could not be delivered. seq is the order; id is what is shown.
CREATE TABLE connector_dead_letter (
    seq         bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id          text    NOT NULL UNIQUE,
    created_at  bigint  NOT NULL,
    direction   text    NOT NULL,
    name        text    NOT NULL,
    stream      text,
    tenant      text,
    job         text    NOT NULL,
    record_id   text    NOT NULL,
    record      bytea   NOT NULL,
    last_status integer,
    reason      text    NOT NULL,
    -- the reason in lower case, which searches look into
    reason_key  text    NOT NULL,
    attempts    integer NOT NULL
);

CREATE INDEX connector_dead_letter_by_name ON connector_dead_letter (name, seq);
CREATE INDEX connector_dead_letter_by_tenant ON connector_dead_letter (tenant, stream, seq);
CREATE INDEX connector_dead_letter_by_job ON connector_dead_letter (job, seq);
CREATE INDEX connector_dead_letter_by_time ON connector_dead_letter (created_at);

INSERT INTO connector_schema (version, applied_at) VALUES (2, (extract(epoch FROM now()) * 1000)::bigint);
