-- Tenants that have settings of their own. connector_flow: tenant is empty where the flow as a whole is meant.
ALTER TABLE connector_flow ADD COLUMN tenant text NOT NULL DEFAULT '';
ALTER TABLE connector_flow DROP CONSTRAINT connector_flow_pkey;
ALTER TABLE connector_flow ADD PRIMARY KEY (flow, tenant);

-- sealed: a JSON object, encrypted
CREATE TABLE connector_tenant (
    flow       text   NOT NULL,
    tenant     text   NOT NULL,
    sealed     bytea  NOT NULL,
    updated_at bigint NOT NULL,
    PRIMARY KEY (flow, tenant)
);

INSERT INTO connector_schema (version, applied_at) VALUES (12, (extract(epoch FROM now()) * 1000)::bigint);
