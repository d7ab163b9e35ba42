-- An extraction of the archive or of the audit, which the worker builds for the one person who asked for it. Tenants take turns:
-- next is the one that began longest ago, among the short extractions as among the long.
CREATE TABLE IF NOT EXISTS export (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    kind ENUM('archive', 'audit') CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'archive',
    -- what the list was narrowed to, a line for each part
    filter VARCHAR(2000) NOT NULL,
    -- the services whose rows the finished file may hold: their ids one after the other, as the worker found them when it
    -- began; NULL: all. A person who may by now read fewer does not get the file.
    services MEDIUMBLOB NULL,
    state VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'queued',
    due_at DATETIME(6) NULL,
    owner BINARY(16) NULL,
    tries INT NOT NULL DEFAULT 0,
    begun_at DATETIME(6) NULL,
    is_long BOOLEAN NOT NULL DEFAULT FALSE,
    rows_done INT NOT NULL DEFAULT 0,
    file_name VARCHAR(120) NULL,
    size BIGINT NULL,
    chunks INT NULL,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    finished_at DATETIME(6) NULL,
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY export_due (due_at),
    KEY export_expires (expires_at),
    KEY export_person (tenant_id, person_id, id),
    CONSTRAINT export_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    -- whatever sql_mode the writer has: otherwise an ENUM takes '' for what it does not know
    CONSTRAINT export_kind CHECK (kind <> ''),
    CONSTRAINT export_state CHECK (state IN ('queued', 'ready', 'failed', 'cancelled')),
    CONSTRAINT export_due CHECK ((due_at IS NOT NULL) = (state = 'queued')),
    CONSTRAINT export_ready CHECK (state <> 'ready' OR (chunks IS NOT NULL AND size IS NOT NULL AND file_name IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
