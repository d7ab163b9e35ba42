-- Which notifications were filled in from a message template, those of one in the order of their ids. Two triggers write it, as the
-- words.
CREATE TABLE IF NOT EXISTS notification_template (
    tenant_id BINARY(6) NOT NULL,
    template_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    PRIMARY KEY (tenant_id, template_id, id),
    CONSTRAINT notification_template FOREIGN KEY (tenant_id, template_id) REFERENCES message_template (tenant_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
