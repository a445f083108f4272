-- The epoch of the instance that replays a pull's dead letter.
ALTER TABLE connector_dead_letter ADD COLUMN replay_epoch INTEGER;

-- The run of a pull that still adds records to the job; the job is not completed before the run ends.
ALTER TABLE connector_job ADD COLUMN run TEXT;

-- Of a job that grew by and by: its records are those between first_seq and last_seq that name it.
ALTER TABLE connector_job ADD COLUMN last_seq INTEGER;

UPDATE connector_job SET last_seq = first_seq + records - 1;

CREATE INDEX connector_job_by_run ON connector_job (run) WHERE run IS NOT NULL;

INSERT INTO connector_schema (version, applied_at) VALUES (4, CAST(unixepoch('subsec') * 1000 AS INTEGER));
