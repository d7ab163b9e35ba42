-- until it is removed, whether it is counted anew, is over its time, or its tenant goes.
CREATE TRIGGER IF NOT EXISTS daily_tally_removed AFTER DELETE ON daily_tally FOR EACH ROW
IF OLD.kind = 'tenant' THEN
    UPDATE installation_tally SET count = count - OLD.count, seconds = seconds - OLD.seconds WHERE day = OLD.day AND state = OLD.state;
END IF
