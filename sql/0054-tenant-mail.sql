-- What a tenant wants to be told by e-mail.
CREATE TABLE IF NOT EXISTS tenant_mail (
    tenant_id BINARY(6) NOT NULL,
    -- from which hour in Italy on the day's summary leaves; NULL: none
    summary_hour INT NULL,
    -- the last day of which it was made, or on which there was nothing to say
    summary_day DATE NULL,
    -- at once when the program stops a service, and when it goes on
    tells_stops BOOLEAN NOT NULL DEFAULT FALSE,
    -- how many e-mails besides summaries were made on the last day on which some were: a day has an end of them
    told INT NOT NULL DEFAULT 0,
    told_on DATE NULL,
    -- through when it was told what had been changed of who gets in
    access_told DATETIME(6) NOT NULL DEFAULT NOW(6),
    PRIMARY KEY (tenant_id),
    CONSTRAINT tenant_mail_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
    CONSTRAINT tenant_mail_told CHECK (told >= 0),
    CONSTRAINT tenant_mail_summary_hour CHECK (summary_hour BETWEEN 0 AND 23)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
