-- The fields of a version of a message template, in the order in which they are filled in. Rows are only ever added.
CREATE TABLE IF NOT EXISTS template_field (
    tenant_id BINARY(6) NOT NULL,
    template_id BINARY(16) NOT NULL,
    version INT NOT NULL,
    -- as the text has it between braces
    name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position INT NOT NULL,
    label VARCHAR(60) NOT NULL,
    kind VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    required BOOLEAN NOT NULL,
    -- what of the notification's payment it also is; NULL: nothing
    payment VARCHAR(13) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (tenant_id, template_id, version, name),
    UNIQUE KEY template_field_position (tenant_id, template_id, version, position),
    UNIQUE KEY template_field_payment_once (tenant_id, template_id, version, payment),
    CONSTRAINT template_field_version FOREIGN KEY (tenant_id, template_id, version)
        REFERENCES template_version (tenant_id, template_id, version),
    CONSTRAINT template_field_name CHECK (name REGEXP '^[a-z][a-z0-9_]*$'),
    CONSTRAINT template_field_kind CHECK (kind IN ('text', 'long_text', 'date', 'amount', 'number')),
    CONSTRAINT template_field_payment CHECK (payment IN ('amount', 'due_date', 'notice_number')),
    CONSTRAINT template_field_payment_kind CHECK (payment IS NULL OR kind
        = CASE payment WHEN 'amount' THEN 'amount' WHEN 'due_date' THEN 'date' ELSE 'text' END)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
