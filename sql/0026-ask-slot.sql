ALTER TABLE ask ADD CONSTRAINT IF NOT EXISTS ask_slot CHECK (slot IN ('primary', 'secondary'));
