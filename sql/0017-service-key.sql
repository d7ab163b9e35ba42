-- Keys in use, sealed for the worker. The web's account cannot read `sealed`.
CREATE TABLE IF NOT EXISTS service_key (
    tenant_id BINARY(6) NOT NULL,
    service_id BINARY(16) NOT NULL,
    slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealed VARBINARY(512) NOT NULL,
    last4 VARCHAR(4) NOT NULL,
    set_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- NULL: set from the command line
    set_by BINARY(16) NULL,
    -- since when App IO refuses the key, as far as anybody has tried it
    refused_at DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, service_id, slot),
    KEY service_key_person (tenant_id, set_by),
    CONSTRAINT service_key_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CONSTRAINT service_key_person FOREIGN KEY (tenant_id, set_by) REFERENCES person (tenant_id, id),
    CONSTRAINT service_key_slot CHECK (slot IN ('primary', 'secondary'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
