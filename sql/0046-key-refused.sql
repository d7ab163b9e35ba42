-- Since when App IO refuses the key, as far as anybody tried it.
ALTER TABLE service_key ADD COLUMN IF NOT EXISTS refused_at DATETIME(6) NULL;
