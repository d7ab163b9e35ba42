-- On which servers this database is known to be whole, by when the table of the queue was made there. A backup that is loaded
-- or copied back brings this row along and makes the table anew: then nothing leaves until `after-restore`.
CREATE TABLE IF NOT EXISTS known_server (
    -- SHA-256 of host name, port and directory of its data; of the id of a Galera cluster
    server BINARY(32) NOT NULL,
    -- as information_schema has it of `notification`
    queue_made_at DATETIME NOT NULL,
    PRIMARY KEY (server)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
