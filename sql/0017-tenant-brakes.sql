-- Brakes of an ente, and the account at App IO that it sends with. What a 429 asks for stands in the budget now.
ALTER TABLE tenant
    DROP COLUMN IF EXISTS hold_until,
    -- the ente whose account it shares; NULL: it has its own
    ADD COLUMN IF NOT EXISTS account_id BINARY(16) NULL,
    -- somebody stopped all its sends
    ADD COLUMN IF NOT EXISTS paused_at DATETIME(6) NULL,
    -- NULL: from the command line
    ADD COLUMN IF NOT EXISTS paused_by BINARY(16) NULL,
    -- messages a day to one citizen; NULL: any number
    ADD COLUMN IF NOT EXISTS citizen_ceiling INT NULL,
    ADD CONSTRAINT tenant_account FOREIGN KEY IF NOT EXISTS (account_id) REFERENCES tenant (id),
    ADD CONSTRAINT tenant_paused_by FOREIGN KEY IF NOT EXISTS (id, paused_by) REFERENCES person (tenant_id, id),
    ADD CONSTRAINT IF NOT EXISTS tenant_citizen_ceiling CHECK (citizen_ceiling >= 1);
