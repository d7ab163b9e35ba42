-- Who moves a notification to where somebody has to see to it puts it on that list, and who moves it on takes it off, whoever it is. Its
-- day is to be counted.
CREATE TRIGGER IF NOT EXISTS notification_moved AFTER UPDATE ON notification FOR EACH ROW
IF NEW.state <> OLD.state THEN
    INSERT IGNORE INTO tally_due (tenant_id, hour) VALUES (NEW.tenant_id, CONV(HEX(LEFT(NEW.id, 6)), 16, 10) DIV 3600000);
    IF NEW.state IN ('rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'undetermined') THEN
        INSERT INTO to_follow (tenant_id, id, person_id, since)
        VALUES (NEW.tenant_id, NEW.id, COALESCE(NEW.decided_by, NEW.created_by), NEW.updated_at)
        ON DUPLICATE KEY UPDATE since = NEW.updated_at;
    ELSEIF OLD.state IN ('rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'undetermined') THEN
        DELETE FROM to_follow WHERE tenant_id = NEW.tenant_id AND id = NEW.id;
    END IF;
END IF
