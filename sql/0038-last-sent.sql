-- The last notification that each worker's place let go. One that says it has not left, though it stands here, came out of a backup.
-- Versioned for `row_start` alone, which MariaDB writes: rows that are loaded from a dump get a time that is not `born`. All
-- other columns are left out of the versions, so the table keeps no history of them.
CREATE TABLE IF NOT EXISTS last_sent (
    -- As in send_mark; all zeros for the row that is there before any worker
    place BINARY(16) NOT NULL,
    born TIMESTAMP(6) NULL WITHOUT SYSTEM VERSIONING,
    notification_tenant BINARY(6) NULL WITHOUT SYSTEM VERSIONING,
    notification_id BINARY(16) NULL WITHOUT SYSTEM VERSIONING,
    attempt INT NULL WITHOUT SYSTEM VERSIONING,
    PRIMARY KEY (place)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin WITH SYSTEM VERSIONING;
