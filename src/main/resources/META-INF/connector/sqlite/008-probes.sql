-- When one request last tried whether the target takes the credentials of a paused flow again.
ALTER TABLE connector_flow ADD COLUMN probed_at INTEGER;

INSERT INTO connector_schema (version, applied_at) VALUES (8, CAST(unixepoch('subsec') * 1000 AS INTEGER));
