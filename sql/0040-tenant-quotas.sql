-- What the host allows an ente, NULL: any number, and why it is suspended. Only the host writes them.
ALTER TABLE tenant
    -- messages
    ADD COLUMN IF NOT EXISTS daily_quota INT NULL,
    ADD COLUMN IF NOT EXISTS minute_quota INT NULL,
    ADD COLUMN IF NOT EXISTS people_quota INT NULL,
    -- the longest that notifications may be kept
    ADD COLUMN IF NOT EXISTS retention_ceiling_days INT NULL,
    ADD COLUMN IF NOT EXISTS state_since DATETIME(6) NULL,
    ADD COLUMN IF NOT EXISTS state_reason VARCHAR(500) NULL,
    ADD CONSTRAINT IF NOT EXISTS tenant_quotas
        CHECK (daily_quota >= 1 AND minute_quota >= 1 AND people_quota >= 1 AND retention_ceiling_days >= 1);
