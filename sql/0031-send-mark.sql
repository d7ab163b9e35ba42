-- For each worker's place, a number that grows before anything is sent, here and in a file beside the worker. When the number
-- here is behind that of the file, the database came from a backup.
CREATE TABLE IF NOT EXISTS send_mark (
    -- of the file
    id BINARY(16) NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
