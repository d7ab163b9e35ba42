-- A question of a page to the network, which the worker answers in the same row. It expires within minutes. One about a
-- citizen, asked while the form is still being written, expires after 30 seconds and is removed within another minute: its
-- codice fiscale and answer live for 90 seconds, so there is no register of who is on App IO.
CREATE TABLE IF NOT EXISTS ask (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    person_id BINARY(16) NULL,
    -- key: does App IO accept it; status: what became of a notification; profile: can a citizen be reached
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    service_id BINARY(16) NULL,
    slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NULL,
    notification_id BINARY(16) NULL,
    fiscal_code CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- of the form in which it was asked
    form_key BINARY(16) NULL,
    -- NULL once answered
    due_at DATETIME(6) NULL,
    answer VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    detail VARCHAR(2000) NULL,
    answered_at DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    expires_at DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY ask_due (due_at),
    KEY ask_expires (expires_at),
    KEY ask_person (tenant_id, person_id),
    KEY ask_service (tenant_id, service_id),
    KEY ask_notification (tenant_id, notification_id),
    KEY ask_form (tenant_id, form_key),
    CONSTRAINT ask_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CONSTRAINT ask_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CONSTRAINT ask_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
    CONSTRAINT ask_kind CHECK ((kind = 'key' AND service_id IS NOT NULL AND slot IS NOT NULL)
        OR (kind = 'status' AND notification_id IS NOT NULL)
        OR (kind = 'profile' AND service_id IS NOT NULL AND fiscal_code IS NOT NULL AND form_key IS NOT NULL)),
    CONSTRAINT ask_slot CHECK (slot IN ('primary', 'secondary')),
    CONSTRAINT ask_answered CHECK ((due_at IS NULL) = (answer IS NOT NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
