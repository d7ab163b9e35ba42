-- Whom a tenant has told. An address is written to once the server has taken a trial for it.
CREATE TABLE IF NOT EXISTS mail_recipient (
    tenant_id BINARY(6) NOT NULL,
    address VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    added_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    accepted_at DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, address),
    CONSTRAINT mail_recipient_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
