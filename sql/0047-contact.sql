-- Contattato altrimenti: that somebody has told the citizen by another way what a notification did not bring.
CREATE TABLE IF NOT EXISTS contact (
    tenant_id BINARY(6) NOT NULL,
    notification_id BINARY(16) NOT NULL,
    -- of the form that said so: a form sent twice is one row
    id BINARY(16) NOT NULL,
    channel ENUM('phone', 'pec', 'registered_letter', 'email', 'desk', 'other') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    note VARCHAR(200) NOT NULL,
    person_id BINARY(16) NOT NULL,
    made_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id, notification_id, id),
    CONSTRAINT contact_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
    CONSTRAINT contact_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    -- whatever sql_mode the writer has: otherwise an ENUM takes '' for what it does not know
    CONSTRAINT contact_channel CHECK (channel <> '')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
