-- What the removal of old jobs, runs and dead letters needs.
-- Of jobs that are gone: their records are among those of these numbers, as are others'.
CREATE TABLE connector_removal (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    first_seq INTEGER NOT NULL,
    last_seq  INTEGER NOT NULL
) STRICT;

-- When a process last looked for what is too old.
INSERT INTO connector_counter (name, value) VALUES ('retention', 0);

-- Of a pull's, when its replay was last refused.
ALTER TABLE connector_dead_letter ADD COLUMN refused_at INTEGER;

INSERT INTO connector_schema (version, applied_at) VALUES (10, CAST(unixepoch('subsec') * 1000 AS INTEGER));
