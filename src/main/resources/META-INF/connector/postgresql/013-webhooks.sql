-- The events of jobs that a flow's webhook is called for.
CREATE TABLE connector_webhook_event (
    flow  text NOT NULL,
    event text NOT NULL,
    PRIMARY KEY (flow, event)
);

-- Calls that are still to be made. job: the id that is shown.
CREATE TABLE connector_webhook (
    id              bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    flow            text    NOT NULL,
    tenant          text    NOT NULL,
    job             text    NOT NULL,
    event           text    NOT NULL,
    -- what is sent, the same bytes for every try; none before the first
    body            bytea,
    attempts        integer NOT NULL DEFAULT 0,
    -- of one that is claimed: when others may take it
    next_attempt_at bigint  NOT NULL,
    -- the epoch of the instance that calls it
    claimed         bigint
);

CREATE INDEX connector_webhook_due ON connector_webhook (flow, next_attempt_at);
CREATE INDEX connector_webhook_by_job ON connector_webhook (job);

INSERT INTO connector_schema (version, applied_at) VALUES (13, (extract(epoch FROM now()) * 1000)::bigint);
