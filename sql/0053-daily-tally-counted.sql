-- A day of a tenant is a part of that of the installation from when it is written,
CREATE TRIGGER IF NOT EXISTS daily_tally_counted AFTER INSERT ON daily_tally FOR EACH ROW
IF NEW.kind = 'tenant' THEN
    INSERT INTO installation_tally (day, state, count, seconds) VALUES (NEW.day, NEW.state, NEW.count, NEW.seconds)
    ON DUPLICATE KEY UPDATE count = count + NEW.count, seconds = seconds + NEW.seconds;
END IF
