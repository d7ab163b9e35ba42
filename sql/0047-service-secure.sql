ALTER TABLE service
    -- App IO's flag of the same name, asked for with every message: no e-mail, a push that does not say what it is about
    ADD COLUMN IF NOT EXISTS require_secure_channels BOOLEAN NOT NULL DEFAULT FALSE,
    -- two rows for one service of App IO would share its keys and disagree about it
    ADD UNIQUE KEY IF NOT EXISTS service_io (tenant_id, environment, io_service_id);
