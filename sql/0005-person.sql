CREATE TABLE IF NOT EXISTS person (
    tenant_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    username VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(120) NOT NULL,
    role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    password_hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    last_login_at DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY person_username (tenant_id, username),
    CONSTRAINT person_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT person_role CHECK (role IN ('viewer', 'operator', 'administrator'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
