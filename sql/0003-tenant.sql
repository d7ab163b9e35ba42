-- An ente. Everything that follows belongs to one, and names it first in every key.
CREATE TABLE IF NOT EXISTS tenant (
    id BINARY(16) NOT NULL,
    -- codice IPA, such as c_a123
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(200) NOT NULL,
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
    -- shortest contenuto that is sent without a warning, in UTF-16 units; App IO refuses under 80
    minimum_content INT NOT NULL DEFAULT 120,
    -- App IO told this account to wait (429): nothing is called until then
    hold_until DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (id),
    UNIQUE KEY tenant_code (code),
    CONSTRAINT tenant_state CHECK (state IN ('active', 'read_only', 'closed')),
    CONSTRAINT tenant_minimum_content CHECK (minimum_content BETWEEN 80 AND 10000)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
