-- How each pull and flow was when alerts last looked at it (JSON), and the events that wait to be handed over.
CREATE TABLE connector_alert_known (
    direction text   NOT NULL,
    name      text   NOT NULL,
    version   bigint NOT NULL,
    state     text   NOT NULL,
    PRIMARY KEY (direction, name)
);

CREATE TABLE connector_alert (
    seq        bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    created_at bigint  NOT NULL,
    body       text    NOT NULL,
    tries      integer NOT NULL DEFAULT 0,
    -- nobody tries it before that time: someone is at it, or has just failed
    next_at    bigint  NOT NULL DEFAULT 0
);

INSERT INTO connector_schema (version, applied_at) VALUES (11, (extract(epoch FROM now()) * 1000)::bigint);
