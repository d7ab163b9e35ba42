-- How many rows of each table a deletion has removed so far.
CREATE TABLE IF NOT EXISTS deletion_count (
    certificate_id BINARY(16) NOT NULL,
    name VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    removed BIGINT NOT NULL,
    PRIMARY KEY (certificate_id, name),
    CONSTRAINT deletion_count_certificate FOREIGN KEY (certificate_id) REFERENCES deletion_certificate (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
