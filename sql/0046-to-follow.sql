-- Which notifications somebody has to see to: they did not reach the citizen, or nobody can know whether they did. A row comes and
-- goes with the state, by a trigger; it also goes when a person has told the citizen otherwise (contact). So few notifications have
-- one that a page finds them however long the archive is.
CREATE TABLE IF NOT EXISTS to_follow (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    -- whose it is: at first who last decided that it is sent; NULL: nobody's, somebody gave it back
    person_id BINARY(16) NULL,
    since DATETIME(6) NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY to_follow_person (tenant_id, person_id, id),
    CONSTRAINT to_follow_notification FOREIGN KEY (tenant_id, id) REFERENCES notification (tenant_id, id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
