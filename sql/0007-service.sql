-- A service of App IO that an ente sends with.
CREATE TABLE IF NOT EXISTS service (
    tenant_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    -- App IO's own id of it
    io_service_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- live: api.io.pagopa.it; trial: the sandbox
    environment VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- App IO's max_allowed_payment_amount: 0 means that it refuses every payment
    maximum_cents BIGINT NOT NULL DEFAULT 0,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    -- both keys were refused: its messages wait until an administrator mends it
    stopped_at DATETIME(6) NULL,
    stop_reason VARCHAR(500) NULL,
    -- the key that App IO took last, tried first
    preferred_slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'primary',
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY service_name (tenant_id, name),
    CONSTRAINT service_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT service_environment CHECK (environment IN ('live', 'trial')),
    CONSTRAINT service_maximum CHECK (maximum_cents BETWEEN 0 AND 9999999999),
    CONSTRAINT service_slot CHECK (preferred_slot IN ('primary', 'secondary'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
