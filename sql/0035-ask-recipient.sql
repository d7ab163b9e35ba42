-- Whether a citizen can be reached, asked while the form is still being written. A codice fiscale and its answer live for
-- 90 seconds (a question expires after 30, the worker removes it a minute later): no register of who is on App IO.
ALTER TABLE ask
    ADD COLUMN IF NOT EXISTS fiscal_code CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER notification_id,
    -- of the form in which it was asked
    ADD COLUMN IF NOT EXISTS form_key BINARY(16) NULL AFTER fiscal_code,
    ADD COLUMN IF NOT EXISTS answered_at DATETIME(6) NULL AFTER detail,
    ADD KEY IF NOT EXISTS ask_form (tenant_id, form_key),
    DROP CONSTRAINT IF EXISTS ask_kind,
    ADD CONSTRAINT ask_kind CHECK ((kind = 'key' AND service_id IS NOT NULL AND slot IS NOT NULL)
        OR (kind = 'status' AND notification_id IS NOT NULL)
        OR (kind = 'profile' AND service_id IS NOT NULL AND fiscal_code IS NOT NULL AND form_key IS NOT NULL));
