-- Whether Aggiungi first shows what is about to leave. The guide sends on the click, so an ente asks for it.
ALTER TABLE tenant ADD COLUMN IF NOT EXISTS confirms_sends BOOLEAN NOT NULL DEFAULT FALSE;
