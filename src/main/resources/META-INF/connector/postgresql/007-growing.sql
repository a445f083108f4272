-- The records of jobs that still grow, so that an equal one that comes later is known; gone when the run ends.
-- hash is the last 64 bits of the record's hash.
CREATE TABLE connector_growing (
    job  BIGINT NOT NULL,
    hash BIGINT NOT NULL,
    seq  BIGINT NOT NULL,
    PRIMARY KEY (job, hash)
);

INSERT INTO connector_schema (version, applied_at) VALUES (7, (extract(epoch FROM now()) * 1000)::bigint);
