-- What was done within the last 180 days stays known, whoever wants it gone (Garante, 27 November 2008: six months). It goes
-- only with its whole tenant: one that is being deleted, or one that has not finished coming here and has no host name yet.
CREATE TRIGGER IF NOT EXISTS audit_kept BEFORE DELETE ON audit FOR EACH ROW
    IF OLD.at > NOW(6) - INTERVAL 180 DAY AND EXISTS (SELECT 1 FROM hostname h WHERE h.tenant_id = OLD.tenant_id)
        AND NOT EXISTS (SELECT 1 FROM deletion_certificate c WHERE c.open_for = OLD.tenant_id) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit of the last 180 days stays';
    END IF;
