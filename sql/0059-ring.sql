-- Tenants of whom somebody rang where no worker of the same host listens. All workers look here often; who finds some takes them out.
CREATE TABLE IF NOT EXISTS ring (
    tenant_id BINARY(6) NOT NULL,
    PRIMARY KEY (tenant_id),
    CONSTRAINT ring_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
