-- The enti take turns: the next to begin is who began the longest ago, among the short ones as among the long.
ALTER TABLE export
    ADD COLUMN IF NOT EXISTS begun_at DATETIME(6) NULL,
    ADD COLUMN IF NOT EXISTS is_long BOOLEAN NOT NULL DEFAULT FALSE;
