-- After the password alone a session opens nothing but the second step. Where it was opened, as coarse as tells one's own
-- sessions apart: "Firefox su Windows", the network.
ALTER TABLE session
    ADD COLUMN IF NOT EXISTS stage VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'complete',
    ADD COLUMN IF NOT EXISTS browser VARCHAR(60) NULL,
    ADD COLUMN IF NOT EXISTS network VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD CONSTRAINT IF NOT EXISTS session_stage CHECK (stage IN ('password', 'complete'));
