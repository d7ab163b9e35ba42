-- A browser that somebody logged in with. It holds the digest of the cookie only: whoever reads this table has no session.
CREATE TABLE IF NOT EXISTS session (
    tenant_id BINARY(6) NOT NULL,
    digest BINARY(32) NOT NULL,
    person_id BINARY(16) NOT NULL,
    -- after the password alone a session opens nothing but the second step
    stage VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'complete',
    -- where it was opened, just precise enough to tell one's own sessions apart: "Firefox su Windows", the network
    browser VARCHAR(60) NULL,
    network VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- filters and page of the archive at its last visit, as a query: where Torna Elenco leads
    list VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- its last searches, a line `key query` for each, the newest first: what addresses name by a key that says nothing of it
    searches VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- others had changed how the person gets in, or what they may do, since they last entered, and they have not said yet that they know
    access_changed BOOLEAN NOT NULL DEFAULT FALSE,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    seen_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id, digest),
    KEY session_person (tenant_id, person_id),
    KEY session_seen (seen_at),
    CONSTRAINT session_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CONSTRAINT session_stage CHECK (stage IN ('password', 'complete'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
