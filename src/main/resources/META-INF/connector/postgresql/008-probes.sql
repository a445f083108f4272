-- When one request last tried whether the target takes the credentials of a paused flow again.
ALTER TABLE connector_flow ADD COLUMN probed_at bigint;

INSERT INTO connector_schema (version, applied_at) VALUES (8, (extract(epoch FROM now()) * 1000)::bigint);
