-- What the removal of old jobs, runs and dead letters needs.
-- Of jobs that are gone: their records are among those of these numbers, as are others'.
CREATE TABLE connector_removal (
    seq       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    first_seq bigint NOT NULL,
    last_seq  bigint NOT NULL
);

-- When a process last looked for what is too old.
INSERT INTO connector_counter (name, value) VALUES ('retention', 0);

-- Of a pull's, when its replay was last refused.
ALTER TABLE connector_dead_letter ADD COLUMN refused_at bigint;

INSERT INTO connector_schema (version, applied_at) VALUES (10, (extract(epoch FROM now()) * 1000)::bigint);
