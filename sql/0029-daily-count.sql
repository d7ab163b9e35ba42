-- POSTs begun on a day, where a ceiling needs the count: of a service (its id) and to a citizen (of the codice fiscale).
CREATE TABLE IF NOT EXISTS daily_count (
    tenant_id BINARY(6) NOT NULL,
    -- in Italy
    day DATE NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    subject BINARY(16) NOT NULL,
    begun INT NOT NULL,
    PRIMARY KEY (tenant_id, day, kind, subject),
    KEY daily_count_day (day),
    CONSTRAINT daily_count_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT daily_count_kind CHECK (kind IN ('service', 'citizen'))
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
