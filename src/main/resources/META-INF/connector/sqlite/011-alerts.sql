-- How each pull and flow was when alerts last looked at it (JSON), and the events that wait to be handed over.
CREATE TABLE connector_alert_known (
    direction TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    state     TEXT    NOT NULL,
    PRIMARY KEY (direction, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE connector_alert (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    -- nobody tries it before that time: someone is at it, or has just failed
    next_at    INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO connector_schema (version, applied_at) VALUES (11, CAST(unixepoch('subsec') * 1000 AS INTEGER));
