-- No word outlives its notification.
CREATE TRIGGER IF NOT EXISTS notification_removed BEFORE DELETE ON notification FOR EACH ROW
    DELETE k FROM JSON_TABLE(CONCAT('["', REPLACE(TRIM(OLD.subject_words), ' ', '","'), '"]'), '$[*]'
        COLUMNS (word VARCHAR(360) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w
    STRAIGHT_JOIN notification_word k ON k.tenant_id = OLD.tenant_id AND k.word = LEFT(w.word, 24) AND k.id = OLD.id;
