-- A number for each worker's place that grows before anything leaves, here and in a file beside the worker. A number here
-- that is behind the file's means that the database came from a backup.
CREATE TABLE IF NOT EXISTS send_mark (
    -- of the file
    id BINARY(16) NOT NULL,
    epoch BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
