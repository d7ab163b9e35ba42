-- The secret behind the codes of a person's telephone, sealed by the web; the counter of the last code that was taken, so
-- that none is taken twice. Without a password nobody enters: it was never set, or an administrator took it away.
ALTER TABLE person
    ADD COLUMN IF NOT EXISTS totp VARBINARY(100) NULL,
    -- for who must not read it
    ADD COLUMN IF NOT EXISTS has_totp BOOLEAN AS (totp IS NOT NULL) VIRTUAL,
    ADD COLUMN IF NOT EXISTS totp_counter BIGINT NULL,
    MODIFY COLUMN password_hash VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL;
