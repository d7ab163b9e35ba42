-- When each call was begun, also if what came of it could be written only much later.
ALTER TABLE attempt ADD COLUMN IF NOT EXISTS began_at DATETIME(6) NOT NULL DEFAULT NOW(6);
