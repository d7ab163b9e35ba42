-- How the notifications that were inserted on a day stand, of all tenants together: what `daily_tally` says of each, added up by the
-- worker, so that the page of the installation reads thirty days whatever the number of its tenants. By its name a dump loads it before
-- all that a worker may be waiting for.
CREATE TABLE IF NOT EXISTS all_tenants_tally (
    -- in Italy
    day DATE NOT NULL,
    state ENUM('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain',
        'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    count BIGINT NOT NULL,
    -- as in `daily_tally`
    seconds BIGINT NOT NULL,
    PRIMARY KEY (day, state),
    CONSTRAINT all_tenants_tally_state CHECK (state <> '')
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
