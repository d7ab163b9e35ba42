-- A person who logs in to a tenant. Nobody enters without a password: it was never set, or an administrator took it away.
CREATE TABLE IF NOT EXISTS person (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    username VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(120) NOT NULL,
    -- people of the administration of the installation have the role 'host', and only they
    role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- whether the person works with all services of the tenant, later ones too, or only with those of person_service
    all_services BOOLEAN NOT NULL DEFAULT TRUE,
    password_hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- the secret of the one-time codes on the person's telephone, sealed by the web
    totp VARBINARY(100) NULL,
    -- for accounts that must not read the secret
    has_totp BOOLEAN AS (totp IS NOT NULL) VIRTUAL,
    -- of the last code that was accepted, so that none is accepted twice
    totp_counter BIGINT NULL,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    last_login_at DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY person_username (tenant_id, username),
    CONSTRAINT person_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT person_role CHECK (role IN ('viewer', 'operator', 'administrator', 'host'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
