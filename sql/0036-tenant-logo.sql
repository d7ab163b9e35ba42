-- The picture in the header of an ente's pages.
CREATE TABLE IF NOT EXISTS tenant_logo (
    tenant_id BINARY(16) NOT NULL,
    media_type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bytes MEDIUMBLOB NOT NULL,
    -- part of its address, so that browsers may keep it for ever: half of its SHA-256
    digest BINARY(16) NOT NULL,
    -- in pixels, known to the page before the picture is there
    width SMALLINT UNSIGNED NOT NULL,
    height SMALLINT UNSIGNED NOT NULL,
    set_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id),
    CONSTRAINT tenant_logo_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT tenant_logo_media_type CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
    CONSTRAINT tenant_logo_bytes CHECK (LENGTH(bytes) BETWEEN 1 AND 65536)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
