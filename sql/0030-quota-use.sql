-- What a tenant has used of its quotas, a row for each: POSTs begun today and in this minute, counted by the workers alone.
CREATE TABLE IF NOT EXISTS quota_use (
    tenant_id BINARY(6) NOT NULL,
    -- in Italy
    day DATE NOT NULL,
    of_day INT NOT NULL,
    minute DATETIME NOT NULL,
    of_minute INT NOT NULL,
    -- the quota that is used up: nothing is sent until it begins anew
    held_by VARCHAR(6) CHARACTER SET ascii COLLATE ascii_bin NULL,
    held_since DATETIME(6) NULL,
    held_until DATETIME(6) NULL,
    PRIMARY KEY (tenant_id),
    CONSTRAINT quota_use_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT quota_use_held_by CHECK (held_by IN ('day', 'minute')),
    CONSTRAINT quota_use_held CHECK ((held_by IS NULL) = (held_until IS NULL) AND (held_by IS NULL) = (held_since IS NULL))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
