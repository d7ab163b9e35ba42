-- A form that a person has put aside, as it was typed and for that person alone. Its id is the form's key, so however often
-- it is opened and sent, it becomes one notification. The worker removes what nobody has touched for 30 days.
CREATE TABLE IF NOT EXISTS draft (
    tenant_id BINARY(6) NOT NULL,
    person_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    -- the fields of the form, as application/x-www-form-urlencoded
    form MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- those of them that a list shows, as far as they are typed
    subject VARCHAR(120) NOT NULL,
    fiscal_code VARCHAR(32) NOT NULL,
    service_id BINARY(16) NULL,
    updated_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id, person_id, id),
    KEY draft_updated (updated_at),
    CONSTRAINT draft_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CONSTRAINT draft_length CHECK (LENGTH(form) <= 200000)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
