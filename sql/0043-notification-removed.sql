-- No word outlives its notification, nor does what else it was found by.
CREATE TRIGGER IF NOT EXISTS notification_removed BEFORE DELETE ON notification FOR EACH ROW BEGIN
    DELETE k FROM JSON_TABLE(CONCAT('["', REPLACE(TRIM(OLD.subject_words), ' ', '","'), '"]'), '$[*]'
        COLUMNS (word VARCHAR(360) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w
    STRAIGHT_JOIN notification_word k ON k.tenant_id = OLD.tenant_id AND k.word = LEFT(w.word, 24) AND k.id = OLD.id;
    INSERT IGNORE INTO tally_due (tenant_id, hour) VALUES (OLD.tenant_id, CONV(HEX(LEFT(OLD.id, 6)), 16, 10) DIV 3600000);
    IF OLD.template_id IS NOT NULL THEN
        DELETE FROM notification_template WHERE tenant_id = OLD.tenant_id AND template_id = OLD.template_id AND id = OLD.id;
    END IF;
    IF COALESCE(OLD.resend_of, OLD.corrects) IS NOT NULL THEN
        DELETE FROM notification_follow_up
        WHERE tenant_id = OLD.tenant_id AND former_id = COALESCE(OLD.resend_of, OLD.corrects) AND id = OLD.id;
    END IF;
END
