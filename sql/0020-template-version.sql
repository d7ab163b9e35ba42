-- What a message template said in each of its versions. Rows are only ever added.
CREATE TABLE IF NOT EXISTS template_version (
    tenant_id BINARY(6) NOT NULL,
    template_id BINARY(16) NOT NULL,
    version INT NOT NULL,
    subject VARCHAR(400) NOT NULL,
    markdown TEXT NOT NULL,
    -- nothing is sent with it that cannot be paid
    requires_payment BOOLEAN NOT NULL DEFAULT FALSE,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- NULL: from the command line
    created_by BINARY(16) NULL,
    PRIMARY KEY (tenant_id, template_id, version),
    KEY template_version_person (tenant_id, created_by),
    CONSTRAINT template_version_template FOREIGN KEY (tenant_id, template_id) REFERENCES message_template (tenant_id, id),
    CONSTRAINT template_version_person FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
    CONSTRAINT template_version_number CHECK (version >= 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
