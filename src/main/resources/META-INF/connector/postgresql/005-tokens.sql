-- Refresh tokens that an API gave in place of another. sealed: encrypted, null before the first. holder: who renews it now.
CREATE TABLE connector_token (
    account    text    PRIMARY KEY NOT NULL,
    sealed     bytea,
    holder     text    NOT NULL,
    held_until bigint  NOT NULL,
    updated_at bigint  NOT NULL
);

INSERT INTO connector_schema (version, applied_at) VALUES (5, (extract(epoch FROM now()) * 1000)::bigint);
