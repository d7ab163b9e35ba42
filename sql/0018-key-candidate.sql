-- Keys that somebody typed and App IO has not accepted yet: the worker tries each, and moves only those that App IO accepts
-- into service_key. The web's account may write `sealed` and never read it.
CREATE TABLE IF NOT EXISTS key_candidate (
    tenant_id BINARY(6) NOT NULL,
    service_id BINARY(16) NOT NULL,
    slot VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sealed VARBINARY(512) NOT NULL,
    last4 VARCHAR(4) NOT NULL,
    set_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- NULL: set from the command line
    set_by BINARY(16) NULL,
    -- when the worker tries it; NULL: App IO refused it
    due_at DATETIME(6) NULL DEFAULT NOW(6),
    -- tries so far, all without a clear answer
    tries INT NOT NULL DEFAULT 0,
    -- NULL: not tried yet
    answer VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    detail VARCHAR(500) NULL,
    PRIMARY KEY (tenant_id, service_id, slot),
    KEY key_candidate_due (due_at),
    KEY key_candidate_person (tenant_id, set_by),
    CONSTRAINT key_candidate_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CONSTRAINT key_candidate_person FOREIGN KEY (tenant_id, set_by) REFERENCES person (tenant_id, id),
    CONSTRAINT key_candidate_slot CHECK (slot IN ('primary', 'secondary')),
    CONSTRAINT key_candidate_answer CHECK (answer IN ('refused', 'unavailable', 'throttled')),
    CONSTRAINT key_candidate_waits CHECK ((due_at IS NULL) = (answer IS NOT NULL AND answer = 'refused'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
