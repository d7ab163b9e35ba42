-- A notification is found by the words of its oggetto from the moment it is there, whoever adds it.
CREATE TRIGGER IF NOT EXISTS notification_added AFTER INSERT ON notification FOR EACH ROW
    INSERT IGNORE INTO notification_word (tenant_id, word, id)
    SELECT NEW.tenant_id, LEFT(w.word, 24), NEW.id
    FROM JSON_TABLE(CONCAT('["', REPLACE(TRIM(NEW.subject_words), ' ', '","'), '"]'), '$[*]'
        COLUMNS (word VARCHAR(360) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w
    WHERE CHAR_LENGTH(w.word) >= 3;
