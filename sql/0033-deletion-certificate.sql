-- What remains of a deleted tenant: that it was deleted, when and by whom. Open until the last of its rows is gone.
CREATE TABLE IF NOT EXISTS deletion_certificate (
    id BINARY(16) NOT NULL,
    -- the tenant, of which no row is left
    ente BINARY(6) NOT NULL,
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(200) NOT NULL,
    -- separated by spaces
    hostnames TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    requested_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    requested_by VARCHAR(200) NOT NULL,
    finished_at DATETIME(6) NULL,
    -- POSTs of which nobody learned whether they had arrived
    doubts INT NOT NULL DEFAULT 0,
    -- digest of the certificate that was finished before this one; NULL: this is the first
    previous BINARY(32) NULL,
    -- SHA-256 of the certificate's text
    digest BINARY(32) NULL,
    open_for BINARY(6) AS (IF(finished_at IS NULL, ente, NULL)) PERSISTENT,
    PRIMARY KEY (id),
    UNIQUE KEY deletion_certificate_open (open_for),
    UNIQUE KEY deletion_certificate_previous (previous),
    CONSTRAINT deletion_certificate_whole CHECK ((finished_at IS NULL) = (digest IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
