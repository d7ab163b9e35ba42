-- Tenants and people name each other, so the table that is made first gets this reference afterwards.
ALTER TABLE tenant
    ADD CONSTRAINT tenant_paused_by FOREIGN KEY IF NOT EXISTS (id, paused_by) REFERENCES person (tenant_id, id);
