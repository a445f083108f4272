-- What the console needs: pulls that are paused, and lists of one flow, tenant or stream in their order.
CREATE TABLE connector_paused_pull (
    pull      text   NOT NULL PRIMARY KEY,
    paused_at bigint NOT NULL
);

-- requests that were refused for now
CREATE INDEX connector_batch_retrying ON connector_batch (flow, next_attempt_at) WHERE attempts > 0;
CREATE INDEX connector_job_by_flow ON connector_job (flow, seq);
-- those of one tenant, or one stream, newest first without a sort
CREATE INDEX connector_dead_letter_of_tenant ON connector_dead_letter (tenant, seq);
CREATE INDEX connector_dead_letter_of_stream ON connector_dead_letter (stream, seq);
-- where a time begins, without a look at the table
CREATE INDEX connector_dead_letter_times ON connector_dead_letter (created_at, seq);

INSERT INTO connector_schema (version, applied_at) VALUES (9, (extract(epoch FROM now()) * 1000)::bigint);
