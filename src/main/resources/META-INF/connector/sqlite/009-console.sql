-- What the console needs: pulls that are paused, and lists of one flow, tenant or stream in their order.
CREATE TABLE connector_paused_pull (
    pull      TEXT    NOT NULL PRIMARY KEY,
    paused_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- requests that were refused for now
CREATE INDEX connector_batch_retrying ON connector_batch (flow, next_attempt_at) WHERE attempts > 0;
CREATE INDEX connector_job_by_flow ON connector_job (flow, seq);
-- those of one tenant, or one stream, newest first without a sort
CREATE INDEX connector_dead_letter_of_tenant ON connector_dead_letter (tenant, seq);
CREATE INDEX connector_dead_letter_of_stream ON connector_dead_letter (stream, seq);

INSERT INTO connector_schema (version, applied_at) VALUES (9, CAST(unixepoch('subsec') * 1000 AS INTEGER));
