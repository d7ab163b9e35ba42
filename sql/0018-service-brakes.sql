-- Brakes of a service.
ALTER TABLE service
    -- why it stands still: keys (refused or none), refusals (a run of them), ceiling (of the day)
    ADD COLUMN IF NOT EXISTS stop_kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- somebody stopped its sends
    ADD COLUMN IF NOT EXISTS paused_at DATETIME(6) NULL,
    -- NULL: from the command line
    ADD COLUMN IF NOT EXISTS paused_by BINARY(16) NULL,
    -- POSTs a day; NULL: any number
    ADD COLUMN IF NOT EXISTS daily_ceiling INT NULL,
    -- complete refusals by App IO since it last accepted one
    ADD COLUMN IF NOT EXISTS refusals INT NOT NULL DEFAULT 0,
    ADD CONSTRAINT service_paused_by FOREIGN KEY IF NOT EXISTS (tenant_id, paused_by) REFERENCES person (tenant_id, id),
    ADD CONSTRAINT IF NOT EXISTS service_stop_kind CHECK (stop_kind IN ('keys', 'refusals', 'ceiling')),
    ADD CONSTRAINT IF NOT EXISTS service_daily_ceiling CHECK (daily_ceiling >= 1);
