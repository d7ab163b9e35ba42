-- How the notifications that were inserted on a day stand, of all tenants together: what `daily_tally` says of each, added up as it is
-- written and removed, so that the page of the installation reads thirty days whatever the number of its tenants.
CREATE TABLE IF NOT EXISTS installation_tally (
    -- in Italy
    day DATE NOT NULL,
    state ENUM('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain',
        'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    count BIGINT NOT NULL,
    -- as in `daily_tally`
    seconds BIGINT NOT NULL,
    PRIMARY KEY (day, state),
    CONSTRAINT installation_tally_state CHECK (state <> '')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
