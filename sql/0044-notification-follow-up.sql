-- Which notifications were made because of another one: to send it again, or to put it right (errata corrige). Those of one in the
-- order of their ids; all of a tenant by their own. Two triggers write it, as the words; a notification that goes takes what followed
-- it off its list.
CREATE TABLE IF NOT EXISTS notification_follow_up (
    tenant_id BINARY(6) NOT NULL,
    former_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    PRIMARY KEY (tenant_id, former_id, id),
    KEY notification_follow_up_id (tenant_id, id),
    CONSTRAINT notification_former FOREIGN KEY (tenant_id, former_id) REFERENCES notification (tenant_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
