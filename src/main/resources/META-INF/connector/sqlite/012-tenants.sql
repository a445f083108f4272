-- Tenants that have settings of their own. connector_flow: tenant is empty where the flow as a whole is meant.
CREATE TABLE connector_flow_of_tenants (
    flow           TEXT    NOT NULL,
    tenant         TEXT    NOT NULL DEFAULT '',
    paused_reason  TEXT,
    paused_at      INTEGER,
    probed_at      INTEGER,
    not_before     INTEGER,
    refused_in_row INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (flow, tenant)
) STRICT, WITHOUT ROWID;

INSERT INTO connector_flow_of_tenants (flow, paused_reason, paused_at, probed_at, not_before, refused_in_row)
    SELECT flow, paused_reason, paused_at, probed_at, not_before, refused_in_row FROM connector_flow;
DROP TABLE connector_flow;
ALTER TABLE connector_flow_of_tenants RENAME TO connector_flow;

-- sealed: a JSON object, encrypted
CREATE TABLE connector_tenant (
    flow       TEXT    NOT NULL,
    tenant     TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (flow, tenant)
) STRICT, WITHOUT ROWID;

INSERT INTO connector_schema (version, applied_at) VALUES (12, CAST(unixepoch('subsec') * 1000 AS INTEGER));
