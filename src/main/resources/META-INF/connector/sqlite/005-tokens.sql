-- Refresh tokens that an API gave in place of another. sealed: encrypted, null before the first. holder: who renews it now.
CREATE TABLE connector_token (
    account    TEXT    PRIMARY KEY NOT NULL,
    sealed     BLOB,
    holder     TEXT    NOT NULL,
    held_until INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

INSERT INTO connector_schema (version, applied_at) VALUES (5, CAST(unixepoch('subsec') * 1000 AS INTEGER));
