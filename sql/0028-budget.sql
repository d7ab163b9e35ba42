-- How many calls an account of App IO may make now, as one instant: each call moves it on, and once it lies a whole burst
-- ahead of now none is left (the generic cell rate algorithm, ITU-T I.371). All workers share it.
CREATE TABLE IF NOT EXISTS budget (
    -- the tenant whose account it is
    account_id BINARY(6) NOT NULL,
    environment VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    spent_until DATETIME(6) NOT NULL DEFAULT NOW(6),
    -- when App IO last told it to wait, and until when: up to a day
    held_at DATETIME(6) NULL,
    held_until DATETIME(6) NULL,
    PRIMARY KEY (account_id, environment),
    CONSTRAINT budget_held CHECK ((held_at IS NULL) = (held_until IS NULL)),
    CONSTRAINT budget_account FOREIGN KEY (account_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
