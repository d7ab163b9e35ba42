-- An e-mail to one address, from when there is something to say until some weeks after it was said. It holds numbers and names of
-- services, and nothing of citizens.
CREATE TABLE IF NOT EXISTS mail (
    tenant_id BINARY(6) NOT NULL,
    -- its Message-ID too
    id BINARY(16) NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- the day, or the stop: of one matter there is one to each address
    matter VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    recipient VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject VARCHAR(300) NOT NULL,
    body TEXT NOT NULL,
    -- queued; sending: it may have left; sent: the server has taken it; failed; uncertain: nobody knows, and nobody sends it again
    state VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'queued',
    -- when it is next tried, or until when its worker is waited for
    due_at DATETIME(6) NULL DEFAULT NOW(6),
    owner BINARY(16) NULL,
    tries INT NOT NULL DEFAULT 0,
    trouble VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    reply VARCHAR(200) NULL,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    settled_at DATETIME(6) NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY mail_once (tenant_id, kind, matter, recipient),
    KEY mail_due (due_at),
    KEY mail_recipient (tenant_id, recipient),
    KEY mail_settled (settled_at),
    CONSTRAINT mail_recipient FOREIGN KEY (tenant_id, recipient) REFERENCES mail_recipient (tenant_id, address) ON DELETE CASCADE,
    CONSTRAINT mail_kind CHECK (kind IN ('trial', 'digest', 'stopped', 'resumed', 'access')),
    CONSTRAINT mail_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'uncertain')),
    CONSTRAINT mail_due CHECK ((due_at IS NOT NULL) = (state IN ('queued', 'sending'))),
    CONSTRAINT mail_settled CHECK ((settled_at IS NULL) = (state IN ('queued', 'sending'))),
    CONSTRAINT mail_trouble CHECK (trouble IN ('unknown_host', 'no_connection', 'timed_out', 'certificate', 'no_tls', 'login',
        'password', 'sender', 'recipient', 'content', 'busy', 'lost', 'answer_lost', 'expired'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
