-- The server by which this host sends e-mail, and the one that somebody has typed and that has not taken a message yet: the worker
-- tries it and only then puts it in the other's place. No web process can read `sealed`.
CREATE TABLE IF NOT EXISTS mail_server (
    place VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- of what was typed: an answer to one is not another's
    id BINARY(16) NOT NULL,
    server VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    port INT NOT NULL,
    security VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- NULL: it asks for none
    username VARCHAR(254) NULL,
    -- the password, which opens for this server and this username only; NULL beside a username on trial: that of the one in use
    sealed VARBINARY(1024) NULL,
    has_password BOOLEAN AS (sealed IS NOT NULL) PERSISTENT,
    sender VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- whom the trial is sent to
    tried_with VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    set_at DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- of the installation's administration
    set_by BINARY(16) NULL,
    -- when the worker tries it; NULL once it has answered
    due_at DATETIME(6) NULL,
    -- what is wrong with it, since when, and the server's own words
    trouble VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    troubled_since DATETIME(6) NULL,
    reply VARCHAR(200) NULL,
    PRIMARY KEY (place),
    CONSTRAINT mail_server_place CHECK (place IN ('in_use', 'on_trial')),
    CONSTRAINT mail_server_port CHECK (port BETWEEN 1 AND 65535),
    CONSTRAINT mail_server_security CHECK (security IN ('starttls', 'tls', 'none')),
    CONSTRAINT mail_server_trouble CHECK (trouble IN ('unknown_host', 'no_connection', 'timed_out', 'certificate', 'no_tls', 'login',
        'password', 'sender', 'recipient', 'content', 'busy', 'lost', 'answer_lost', 'expired')),
    CONSTRAINT mail_server_troubled CHECK ((trouble IS NULL) = (troubled_since IS NULL)),
    CONSTRAINT mail_server_waits CHECK (due_at IS NULL OR place = 'on_trial')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
