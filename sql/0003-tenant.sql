-- A public body, and the administration of the installation, which is a tenant too so that its people log in as all others
-- do. Every other row belongs to a tenant and names it first in its keys.
CREATE TABLE IF NOT EXISTS tenant (
    -- short, since it stands in every entry of every index; 48 bits of chance
    id BINARY(6) NOT NULL,
    -- there is one of kind 'host', the administration: the generated column keeps it single
    kind VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ente',
    only_host BOOLEAN AS (IF(kind = 'host', TRUE, NULL)) PERSISTENT,
    -- codice IPA, such as c_a123
    code VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL DEFAULT NOW(6),

    -- What the administration of the installation decides: only its account may write these.
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
    state_since DATETIME(6) NULL,
    -- why it is suspended
    state_reason VARCHAR(500) NULL,
    -- messages; NULL: any number
    daily_quota INT NULL,
    minute_quota INT NULL,
    people_quota INT NULL,
    -- the longest that notifications may be kept; NULL: any time
    retention_ceiling_days INT NULL,
    -- the tenant whose account at App IO it shares; NULL: it has its own
    account_id BINARY(6) NULL,
    -- another number after every change of its services, people or templates that pages may keep
    directory_version BIGINT NOT NULL DEFAULT 0,
    -- what the codes of printed proofs are signed with; it goes along when the tenant moves, and so they stay true
    proof_key BINARY(32) NOT NULL DEFAULT (RANDOM_BYTES(32)),

    -- What the tenant decides itself.
    -- how long it keeps what nobody works on any more, in days; NULL: as long as the ceiling above allows
    retention_days INT NULL,
    -- shortest contenuto that is sent without a warning, in UTF-16 units; App IO refuses under 80
    minimum_content INT NOT NULL DEFAULT 120,
    -- whether Aggiungi first shows what is about to be sent; the guide sends on the click, so a tenant must ask for it
    confirms_sends BOOLEAN NOT NULL DEFAULT FALSE,
    -- whether everybody needs a second factor, as administrators always do
    requires_second_factor BOOLEAN NOT NULL DEFAULT FALSE,
    -- between which hours in Italy messages are to leave, and whether also on Sundays and public holidays
    sends_from INT NOT NULL DEFAULT 8,
    sends_until INT NOT NULL DEFAULT 20,
    sends_on_holidays BOOLEAN NOT NULL DEFAULT FALSE,
    -- somebody stopped all its sends; paused_by NULL: from the command line
    paused_at DATETIME(6) NULL,
    paused_by BINARY(16) NULL,
    -- messages a day to one citizen; NULL: any number
    citizen_ceiling INT NULL,

    PRIMARY KEY (id),
    UNIQUE KEY tenant_code (code),
    UNIQUE KEY tenant_only_host (only_host),
    CONSTRAINT tenant_account FOREIGN KEY (account_id) REFERENCES tenant (id),
    CONSTRAINT tenant_kind CHECK (kind IN ('ente', 'host')),
    CONSTRAINT tenant_state CHECK (state IN ('active', 'read_only', 'closed')),
    CONSTRAINT tenant_quotas
        CHECK (daily_quota >= 1 AND minute_quota >= 1 AND people_quota >= 1 AND retention_ceiling_days >= 1),
    CONSTRAINT tenant_retention CHECK (retention_days BETWEEN 30 AND 36500),
    CONSTRAINT tenant_minimum_content CHECK (minimum_content BETWEEN 80 AND 10000),
    CONSTRAINT tenant_sending_hours CHECK (sends_from >= 0 AND sends_from < sends_until AND sends_until <= 24),
    CONSTRAINT tenant_citizen_ceiling CHECK (citizen_ceiling >= 1)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
