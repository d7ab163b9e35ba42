-- A notification, and the queue: `due_at` says when somebody must look at it again, on this server's clock only. It begins
-- when it is to be sent: what is still being written is a draft. Ids are ordered by time, so the primary key is the archive's
-- order.
--
-- The CHECKs admit only what every worker can read: one row that crashes whoever claims it would stop the sends of all.
--
-- An index has an entry of at least 30 bytes for each row, also where the column is NULL: what few rows have is looked up in a table
-- that only they have a row in.
CREATE TABLE IF NOT EXISTS notification (
    tenant_id BINARY(6) NOT NULL,
    id BINARY(16) NOT NULL,
    -- of the form that it came from: a form sent twice is one row
    form_key BINARY(16) NOT NULL,
    service_id BINARY(16) NOT NULL,
    -- An ENUM, as the state, takes one byte in each of the row's entries, and is read and compared as the text that it is.
    environment ENUM('live', 'trial') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_by BINARY(16) NOT NULL,
    -- the version of a message template that it was filled in from; NULL: written freely. Looked up in notification_template, which
    -- also says that the template is there; the version was read a moment before, and none is ever removed.
    template_id BINARY(16) NULL,
    template_version INT NULL,
    -- the notification that this one sends again. Looked up in notification_follow_up, which also says that it is there; so is the next.
    resend_of BINARY(16) NULL,
    -- errata corrige: the notification that this one puts right
    corrects BINARY(16) NULL,

    -- The message.
    fiscal_code CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject VARCHAR(120) NOT NULL,
    -- its words as they are searched, a blank before each: letters and digits without the marks over them, and without the signs
    -- that stand for two letters; ʼ and its like part them as any apostrophe. A text of Latin letters mostly has none of these.
    -- Nothing is kept for it. What is typed is split alike, by `searchWords`.
    subject_words VARCHAR(400) COLLATE utf8mb4_unicode_520_ci AS (CONCAT(' ', REGEXP_REPLACE(
        IF(subject REGEXP '[^ -ÅÇ-Þà-åç-őŔ-ɏ‐-⁊€]',
           REGEXP_REPLACE(REGEXP_REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(subject,
               'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), '\\p{M}+', ''), '[ʰ-˿]', ' '),
           subject), '[^\\p{L}\\p{N}]+', ' '))) VIRTUAL,
    markdown TEXT NOT NULL,
    due_date DATE NULL,
    amount_cents BIGINT NULL,
    notice_number CHAR(18) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payable_after_due_date BOOLEAN NULL,

    -- How far it has come.
    state ENUM('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain',
        'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- why it is in this state, and App IO's words for it
    reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    problem_status INT NULL,
    problem_title VARCHAR(500) NULL,
    problem_detail VARCHAR(2000) NULL,
    -- last change, by a person or by the program
    updated_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- last decision of a person; NULL: of created_by, that it is sent. What the program does later leaves it. No key says that the
    -- person is there: nobody is removed before the whole ente is.
    decided_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    decided_by BINARY(16) NULL,

    -- The queue.
    due_at DATETIME(6) NULL,
    -- who holds the lease of the current claim
    owner BINARY(16) NULL,
    -- since when it waits to be sent, or from when on a scheduled one will: tries and hours count from here
    queued_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- when a person wanted it to leave; NULL: at once
    send_at DATETIME(6) NULL,
    -- how many POSTs were begun; the count numbers each of them
    attempt SMALLINT NOT NULL DEFAULT 0,
    -- tries that ended in a retry; a 429 does not count
    tries SMALLINT NOT NULL DEFAULT 0,
    -- when the last POST was begun
    sent_at DATETIME(6) NULL,

    -- What App IO said of it, in its own words.
    accepted_at DATETIME(6) NULL,
    io_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    io_status VARCHAR(40) NULL,
    io_email VARCHAR(40) NULL,
    io_push VARCHAR(40) NULL,
    checks SMALLINT NOT NULL DEFAULT 0,
    checked_at DATETIME(6) NULL,

    -- After each the bytes that it takes of one of 200,000 rows, as bench/notification-rows found them: 987 in all, and 392 for the
    -- words of the oggetto. With an id of 16 bytes and an entry at least for each row, none can be below 30.
    PRIMARY KEY (tenant_id, id), -- 581, with the row
    -- a form sent twice is found, and refused: 45
    UNIQUE KEY notification_form (tenant_id, form_key),
    -- The queue by lane: what one service of one tenant has to send or to check, in the order of its due times. Which lanes
    -- have something due is read off the index without its rows, so one tenant's hundred thousand delay nobody. 61, of which 26
    -- would be spared by a column that is NULL once it is settled: each question about a lane would have to name that one.
    KEY notification_lane (state, tenant_id, service_id, due_at, id),
    -- The archive by one filter, the newest first; they also serve what counts a tenant's doubts (state), twins and payments made
    -- before (codice fiscale, avviso), and the two references.
    KEY notification_state (tenant_id, state, id), -- 34
    KEY notification_fiscal_code (tenant_id, fiscal_code, id), -- 82: its values come in no order, and leave pages half full
    KEY notification_service (tenant_id, service_id, id), -- 50
    KEY notification_person (tenant_id, created_by, id), -- 50
    KEY notification_notice (tenant_id, notice_number, id), -- 40, where a third has one
    -- by App IO's id, whose first ten characters are the millisecond that it was made in: 45
    KEY notification_io (tenant_id, io_id(10)),
    CONSTRAINT notification_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CONSTRAINT notification_person FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
    -- whatever sql_mode the writer has: otherwise an ENUM takes '' for what it does not know
    CONSTRAINT notification_environment CHECK (environment <> ''),
    CONSTRAINT notification_template_whole CHECK ((template_id IS NULL) = (template_version IS NULL)),
    CONSTRAINT notification_one_former CHECK (resend_of IS NULL OR corrects IS NULL),
    -- a day that exists, from the year 1000 on, whatever sql_mode the writer has: otherwise LAST_DAY is NULL
    CONSTRAINT notification_due_date CHECK (due_date IS NULL
        OR COALESCE(due_date >= '1000-01-01' AND due_date <= LAST_DAY(due_date), FALSE)),
    CONSTRAINT notification_payment CHECK ((amount_cents IS NULL) = (notice_number IS NULL)
        AND (amount_cents IS NULL) = (payable_after_due_date IS NULL)),
    CONSTRAINT notification_amount CHECK (amount_cents BETWEEN 1 AND 9999999999),
    CONSTRAINT notification_state CHECK (state <> ''),
    -- moved: it was waiting when its tenant came here from another installation
    CONSTRAINT notification_reason CHECK (reason IN ('not_on_io', 'sender_not_allowed', 'refused_by_io', 'failed_at_io',
        'tries_exhausted', 'hours_exhausted', 'answer_lost', 'answer_unclear', 'interrupted', 'restored', 'citizen_ceiling', 'moved')),
    -- somebody looks again at exactly those that wait, are being sent or have checks to come; a scheduled one when it is to leave
    CONSTRAINT notification_due CHECK ((due_at IS NOT NULL)
        = (state IN ('scheduled', 'queued', 'sending') OR (state = 'accepted' AND io_id IS NOT NULL))),
    CONSTRAINT notification_counts CHECK (attempt >= 0 AND tries >= 0 AND checks >= 0),
    CONSTRAINT notification_attempt CHECK (attempt > 0
        OR state IN ('scheduled', 'queued', 'unreachable', 'refused', 'failed', 'cancelled')),
    CONSTRAINT notification_scheduled CHECK (state <> 'scheduled' OR send_at IS NOT NULL),
    CONSTRAINT notification_io_id CHECK (io_id IS NOT NULL OR state NOT IN ('processed', 'rejected', 'undetermined'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
