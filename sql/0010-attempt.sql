-- What was asked of App IO for a notification and what it answered, however late.
CREATE TABLE IF NOT EXISTS attempt (
    tenant_id BINARY(16) NOT NULL,
    notification_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    step VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- for a submit, the number of the POST
    number INT NOT NULL,
    slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    finished_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    duration_ms INT NOT NULL,
    http_status INT NULL,
    title VARCHAR(500) NULL,
    detail VARCHAR(2000) NULL,
    outcome VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (tenant_id, notification_id, id),
    CONSTRAINT attempt_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
    CONSTRAINT attempt_step CHECK (step IN ('profile', 'submit', 'status'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
