-- Who has told the citizen has seen to it. One that failed again afterwards is a new matter: an import brings both.
CREATE TRIGGER IF NOT EXISTS contact_made AFTER INSERT ON contact FOR EACH ROW
    DELETE FROM to_follow WHERE tenant_id = NEW.tenant_id AND id = NEW.notification_id AND since <= NEW.made_at
