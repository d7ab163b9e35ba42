-- The public half of the newest key that it opens with: keys are sealed for another one only when all workers open it.
ALTER TABLE worker ADD COLUMN IF NOT EXISTS newest_key BINARY(32) NULL;
