-- Days that are to be counted anew, since a notification of theirs came, moved or went: said by whoever did it, in the same transaction,
-- and done by a worker a moment later. So nobody waits for a number that many would have to write at once.
CREATE TABLE IF NOT EXISTS tally_due (
    tenant_id BINARY(6) NOT NULL,
    -- of the notification's id, since 1970: which day it is of in Italy the worker knows
    hour INT NOT NULL,
    -- a worker has it in hand; what moves meanwhile adds another row
    in_hand BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, hour, in_hand)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
