-- The records of jobs that still grow, so that an equal one that comes later is known; gone when the run ends.
-- hash is the last 64 bits of the record's hash.
CREATE TABLE connector_growing (
    job  INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    seq  INTEGER NOT NULL,
    PRIMARY KEY (job, hash)
) STRICT, WITHOUT ROWID;

INSERT INTO connector_schema (version, applied_at) VALUES (7, CAST(unixepoch('subsec') * 1000 AS INTEGER));
