-- A service of App IO with which a tenant sends.
CREATE TABLE IF NOT EXISTS service (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    -- App IO's own id of it
    io_service_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- live: api.io.pagopa.it; trial: the sandbox
    environment VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- App IO's max_allowed_payment_amount: with 0 it refuses every payment
    maximum_cents BIGINT NOT NULL DEFAULT 0,
    -- App IO's flag of the same name, set on every message: no e-mail, and a push that does not say what it is about
    require_secure_channels BOOLEAN NOT NULL DEFAULT FALSE,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    -- the program stopped it, and its messages wait until an administrator has mended the cause:
    -- keys (both refused, or none), refusals (a run of them), ceiling (of the day)
    stopped_at DATETIME(6) NULL,
    stop_kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    stop_reason VARCHAR(500) NULL,
    -- somebody stopped its sends; paused_by NULL: from the command line
    paused_at DATETIME(6) NULL,
    paused_by BINARY(16) NULL,
    -- POSTs a day; NULL: any number
    daily_ceiling INT NULL,
    -- complete refusals by App IO since it last accepted a message
    refusals INT NOT NULL DEFAULT 0,
    -- the key that App IO last accepted, tried first
    preferred_slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'primary',
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY service_name (tenant_id, name),
    -- two rows for one service of App IO would share its keys and disagree about it
    UNIQUE KEY service_io (tenant_id, environment, io_service_id),
    CONSTRAINT service_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT service_paused_by FOREIGN KEY (tenant_id, paused_by) REFERENCES person (tenant_id, id),
    CONSTRAINT service_environment CHECK (environment IN ('live', 'trial')),
    CONSTRAINT service_maximum CHECK (maximum_cents BETWEEN 0 AND 9999999999),
    CONSTRAINT service_stop_kind CHECK (stop_kind IN ('keys', 'refusals', 'ceiling')),
    CONSTRAINT service_daily_ceiling CHECK (daily_ceiling >= 1),
    CONSTRAINT service_slot CHECK (preferred_slot IN ('primary', 'secondary'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
