-- The administration of the host is a tenant too, so that its people log in as all others do. There is one.
ALTER TABLE tenant
    ADD COLUMN IF NOT EXISTS kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ente' AFTER id,
    ADD COLUMN IF NOT EXISTS only_host BOOLEAN AS (IF(kind = 'host', TRUE, NULL)) PERSISTENT,
    ADD UNIQUE KEY IF NOT EXISTS tenant_only_host (only_host),
    ADD CONSTRAINT IF NOT EXISTS tenant_kind CHECK (kind IN ('ente', 'host'));
