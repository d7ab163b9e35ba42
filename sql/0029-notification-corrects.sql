-- Errata corrige: the notification that this one puts right.
ALTER TABLE notification
    ADD COLUMN IF NOT EXISTS corrects BINARY(16) NULL,
    ADD KEY IF NOT EXISTS notification_corrects (tenant_id, corrects),
    ADD CONSTRAINT notification_corrects FOREIGN KEY IF NOT EXISTS (tenant_id, corrects) REFERENCES notification (tenant_id, id);
