-- How long an ente keeps what nobody works on any more, in days; NULL: as long as the host lets it.
ALTER TABLE tenant
    ADD COLUMN IF NOT EXISTS retention_days INT NULL,
    ADD CONSTRAINT IF NOT EXISTS tenant_retention CHECK (retention_days BETWEEN 30 AND 36500);
