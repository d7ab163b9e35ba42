-- The finished file in pieces, so that the web on every machine can serve it.
CREATE TABLE IF NOT EXISTS export_chunk (
    tenant_id BINARY(6) NOT NULL,
    export_id BINARY(16) NOT NULL,
    number INT NOT NULL,
    data MEDIUMBLOB NOT NULL,
    PRIMARY KEY (tenant_id, export_id, number),
    CONSTRAINT export_chunk_export FOREIGN KEY (tenant_id, export_id) REFERENCES export (tenant_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
