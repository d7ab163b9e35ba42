-- The version of a message template that a notification was filled in from; none: written freely.
ALTER TABLE notification
    ADD COLUMN IF NOT EXISTS template_id BINARY(16) NULL,
    ADD COLUMN IF NOT EXISTS template_version INT NULL,
    ADD KEY IF NOT EXISTS notification_template (tenant_id, template_id, template_version),
    ADD CONSTRAINT notification_template FOREIGN KEY IF NOT EXISTS (tenant_id, template_id, template_version)
        REFERENCES template_version (tenant_id, template_id, version),
    ADD CONSTRAINT IF NOT EXISTS notification_template_whole CHECK ((template_id IS NULL) = (template_version IS NULL));
