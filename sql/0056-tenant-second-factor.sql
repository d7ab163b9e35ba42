-- Whether everybody of the ente needs a second factor, as administrators do anyway.
ALTER TABLE tenant ADD COLUMN IF NOT EXISTS requires_second_factor BOOLEAN NOT NULL DEFAULT FALSE;
