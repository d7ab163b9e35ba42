-- What the public pages of a tenant say: whom to ask about personal data and about accessibility. Empty: not said.
CREATE TABLE IF NOT EXISTS tenant_contacts (
    tenant_id BINARY(6) NOT NULL,
    -- il titolare del trattamento, with its address
    controller VARCHAR(300) NOT NULL DEFAULT '',
    privacy_mail VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    -- il responsabile della protezione dei dati (RPD, DPO)
    officer_mail VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    -- the whole informativa
    privacy_page VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    -- la dichiarazione di accessibilità, on form.agid.gov.it
    accessibility_page VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    accessibility_mail VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id),
    CONSTRAINT tenant_contacts_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
