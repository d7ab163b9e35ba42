-- The services that a person may send with and read about, when these are not all.
CREATE TABLE IF NOT EXISTS person_service (
    tenant_id BINARY(6) NOT NULL,
    person_id BINARY(16) NOT NULL,
    service_id BINARY(16) NOT NULL,
    PRIMARY KEY (tenant_id, person_id, service_id),
    KEY person_service_service (tenant_id, service_id),
    CONSTRAINT person_service_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CONSTRAINT person_service_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
