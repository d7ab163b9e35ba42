-- Services of which a tenant was told that they stand still, until it is told that they go on.
CREATE TABLE IF NOT EXISTS told_stop (
    tenant_id BINARY(6) NOT NULL,
    service_id BINARY(16) NOT NULL,
    -- service.stopped_at as it was told
    since DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, service_id),
    CONSTRAINT told_stop_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
