-- The filters and the page of the archive that a session looked at last, as a query: where Torna Elenco leads, without
-- a codice fiscale in its address.
ALTER TABLE session ADD COLUMN IF NOT EXISTS list VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NULL;
