-- Which migrations this database has. The runner makes this table and the next before it asks.
CREATE TABLE IF NOT EXISTS schema_version (
    number INT UNSIGNED NOT NULL,
    -- the oldest program that goes on beside it, by the number of the newest migration that the program knows itself
    oldest_program INT UNSIGNED NOT NULL,
    applied_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
