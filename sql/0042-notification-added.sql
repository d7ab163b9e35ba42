-- A notification is found by the words of its oggetto, and by what it was made from, from the moment it is there, whoever adds it;
-- one that comes with an ente from elsewhere may be to follow. Its day is to be counted.
CREATE TRIGGER IF NOT EXISTS notification_added AFTER INSERT ON notification FOR EACH ROW BEGIN
    INSERT IGNORE INTO notification_word (tenant_id, word, id)
    SELECT NEW.tenant_id, LEFT(w.word, 24), NEW.id
    FROM JSON_TABLE(CONCAT('["', REPLACE(TRIM(NEW.subject_words), ' ', '","'), '"]'), '$[*]'
        COLUMNS (word VARCHAR(360) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w
    WHERE CHAR_LENGTH(w.word) >= 3;
    INSERT IGNORE INTO tally_due (tenant_id, hour) VALUES (NEW.tenant_id, CONV(HEX(LEFT(NEW.id, 6)), 16, 10) DIV 3600000);
    IF NEW.template_id IS NOT NULL THEN
        INSERT INTO notification_template (tenant_id, template_id, id) VALUES (NEW.tenant_id, NEW.template_id, NEW.id);
    END IF;
    IF COALESCE(NEW.resend_of, NEW.corrects) IS NOT NULL THEN
        INSERT INTO notification_follow_up (tenant_id, former_id, id)
        VALUES (NEW.tenant_id, COALESCE(NEW.resend_of, NEW.corrects), NEW.id);
    END IF;
    IF NEW.state IN ('rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'undetermined') THEN
        INSERT INTO to_follow (tenant_id, id, person_id, since)
        VALUES (NEW.tenant_id, NEW.id, COALESCE(NEW.decided_by, NEW.created_by), NEW.updated_at);
    END IF;
END
