-- A text that a service sends again and again: its versions hold oggetto and contenuto, with fields to fill in.
CREATE TABLE IF NOT EXISTS message_template (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    service_id BINARY(16) NOT NULL,
    name VARCHAR(120) NOT NULL,
    -- the newest version
    version INT NOT NULL DEFAULT 1,
    -- no longer offered
    withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY message_template_name (tenant_id, service_id, name),
    CONSTRAINT message_template_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CONSTRAINT message_template_version CHECK (version >= 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
