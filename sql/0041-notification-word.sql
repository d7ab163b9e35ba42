-- Which notifications have a word in their oggetto: each word of at least three letters once, cut to 24, in the order of the ids
-- behind it. Two triggers write it, so that it is always what the notifications say; it moves with no tenant and is in no export.
CREATE TABLE IF NOT EXISTS notification_word (
    tenant_id BINARY(6) NOT NULL,
    word VARCHAR(24) COLLATE utf8mb4_unicode_520_ci NOT NULL,
    id BINARY(16) NOT NULL,
    PRIMARY KEY (tenant_id, word, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
