-- The names by which browsers reach a tenant. The name leads the key: it is looked up before the tenant is known.
CREATE TABLE IF NOT EXISTS hostname (
    name VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    tenant_id BINARY(6) NOT NULL,
    -- the name to which the others redirect; the generated column keeps it single
    canonical BOOLEAN NOT NULL,
    canonical_of BINARY(6) AS (IF(canonical, tenant_id, NULL)) PERSISTENT,
    PRIMARY KEY (name),
    UNIQUE KEY hostname_canonical (canonical_of),
    KEY hostname_tenant (tenant_id),
    CONSTRAINT hostname_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
