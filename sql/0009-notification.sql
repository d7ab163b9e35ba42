-- A notification, and the queue: `due_at` says when somebody must look at it again, on this
-- server's clock only. Ids are ordered by time, so the primary key is the archive's order.
CREATE TABLE IF NOT EXISTS notification (
    tenant_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    -- the form it came from: a form sent twice is one row
    form_key BINARY(16) NOT NULL,
    service_id BINARY(16) NOT NULL,
    environment VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    due_at DATETIME(6) NULL,
    fiscal_code CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject VARCHAR(120) COLLATE utf8mb4_unicode_520_ci NOT NULL,
    markdown TEXT NOT NULL,
    due_date DATE NULL,
    amount_cents BIGINT NULL,
    notice_number CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payable_after_due_date BOOLEAN NULL,
    created_by BINARY(16) NOT NULL,
    -- last change, by a person or (NULL) by the worker
    updated_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    updated_by BINARY(16) NULL,
    -- since when it waits to be sent: tries and hours count from here
    queued_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- how many POSTs were begun; each is numbered by it
    attempt INT NOT NULL DEFAULT 0,
    -- who holds the lease of the current claim
    owner BINARY(16) NULL,
    -- tries that ended in a retry; a 429 does not count
    tries INT NOT NULL DEFAULT 0,
    -- when the last POST was begun
    sent_at DATETIME(6) NULL,
    accepted_at DATETIME(6) NULL,
    io_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- App IO's own words, kept as they came
    io_status VARCHAR(40) NULL,
    io_email VARCHAR(40) NULL,
    io_push VARCHAR(40) NULL,
    checks INT NOT NULL DEFAULT 0,
    checked_at DATETIME(6) NULL,
    -- why it stands where it stands, and App IO's words for it
    reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    problem_status INT NULL,
    problem_title VARCHAR(500) NULL,
    problem_detail VARCHAR(2000) NULL,
    -- the notification that this one was sent again for
    resend_of BINARY(16) NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY notification_form (tenant_id, form_key),
    KEY notification_due (state, due_at, tenant_id, id),
    KEY notification_state (tenant_id, state, id),
    KEY notification_fiscal_code (tenant_id, fiscal_code, id),
    KEY notification_service (tenant_id, service_id, id),
    KEY notification_person (tenant_id, created_by, id),
    KEY notification_notice (tenant_id, notice_number, id),
    KEY notification_subject (tenant_id, subject(40), id),
    KEY notification_updated_by (tenant_id, updated_by),
    KEY notification_resend (tenant_id, resend_of),
    CONSTRAINT notification_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CONSTRAINT notification_person FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
    CONSTRAINT notification_updated_by FOREIGN KEY (tenant_id, updated_by) REFERENCES person (tenant_id, id),
    CONSTRAINT notification_resend FOREIGN KEY (tenant_id, resend_of) REFERENCES notification (tenant_id, id),
    CONSTRAINT notification_environment CHECK (environment IN ('live', 'trial')),
    CONSTRAINT notification_state CHECK (state IN ('draft', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed',
        'unreachable', 'refused', 'uncertain', 'assumed', 'undetermined', 'cancelled')),
    -- somebody looks again at exactly those that wait, are on their way or have checks to come
    CONSTRAINT notification_due CHECK ((due_at IS NOT NULL)
        = (state IN ('queued', 'sending') OR (state = 'accepted' AND io_id IS NOT NULL))),
    CONSTRAINT notification_attempt CHECK (attempt > 0 OR state IN ('draft', 'queued', 'unreachable', 'refused', 'failed', 'cancelled')),
    CONSTRAINT notification_io_id CHECK (io_id IS NOT NULL OR state NOT IN ('processed', 'rejected', 'undetermined')),
    CONSTRAINT notification_payment CHECK ((amount_cents IS NULL) = (notice_number IS NULL)
        AND (amount_cents IS NULL) = (payable_after_due_date IS NULL)),
    CONSTRAINT notification_amount CHECK (amount_cents BETWEEN 1 AND 9999999999)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
