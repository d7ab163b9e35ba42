-- How the notifications of a day stand, by service, by who inserted them and altogether: counted by the worker from the notifications
-- themselves, so that it is never anything else than what they say. Pages read it instead of counting.
CREATE TABLE IF NOT EXISTS daily_tally (
    tenant_id BINARY(6) NOT NULL,
    -- on which they were inserted, in Italy
    day DATE NOT NULL,
    kind ENUM('service', 'person', 'tenant') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- nought of the tenant as a whole, which is what its services have together
    subject BINARY(16) NOT NULL,
    state ENUM('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain',
        'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    count INT NOT NULL,
    -- of all that arrived together: from the POST until App IO was heard to have delivered it
    seconds BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, kind, subject, state),
    KEY daily_tally_day (day),
    CONSTRAINT daily_tally_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT daily_tally_kind CHECK (kind <> ''),
    CONSTRAINT daily_tally_state CHECK (state <> '')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
