-- The picture in the header of a tenant's pages.
CREATE TABLE IF NOT EXISTS tenant_logo (
    tenant_id BINARY(6) NOT NULL,
    media_type VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    bytes MEDIUMBLOB NOT NULL,
    -- half of the picture's SHA-256, a part of its address: browsers may keep what it names for ever
    digest BINARY(16) NOT NULL,
    -- in pixels, so that the page knows them before the picture arrives
    width SMALLINT UNSIGNED NOT NULL,
    height SMALLINT UNSIGNED NOT NULL,
    set_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id),
    CONSTRAINT tenant_logo_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT tenant_logo_media_type CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp')),
    CONSTRAINT tenant_logo_bytes CHECK (LENGTH(bytes) BETWEEN 1 AND 65536)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
