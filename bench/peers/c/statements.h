// The statements of our archive page, so that C is asked for the same work: whoever changes those of the product changes these.
// Beside each, what its columns are: t text, b bytes, n a number, d a day or a moment.
enum statement { WHO, ROWS, ROWS_AFTER, SERVICES, PEOPLE, TEMPLATES, TOUCH, REMEMBER, STATEMENTS };

#define ALIVE "w.seen_at BETWEEN NOW(6) - INTERVAL 15 SECOND AND NOW(6) + INTERVAL 15 SECOND"
#define ROW \
    "SELECT n.id, s.name, n.environment, n.state, n.fiscal_code, n.subject, n.amount_cents, n.created_by, n.send_at " \
    "FROM notification n STRAIGHT_JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id WHERE n.tenant_id = ?"

static const struct {
    const char *sql, *columns;
} statements[STATEMENTS] = {
    // Host name and cookie: tenant, session, whether nothing stands still, doubts, drafts, person.
    [WHO] = {"SELECT t.id, t.name, LOWER(HEX(l.digest)), l.width, l.height, t.directory_version, s.seen_at < NOW(6) - INTERVAL 60 SECOND, "
             "s.list, t.paused_at IS NULL AND t.state = 'active' "
             "AND EXISTS (SELECT 1 FROM worker w WHERE " ALIVE " AND NOT w.cannot_write) "
             "AND NOT EXISTS (SELECT 1 FROM host h WHERE h.id = 1 AND (h.restored_at IS NOT NULL OR h.paused_at IS NOT NULL)) "
             "AND NOT EXISTS (SELECT 1 FROM send_pause o WHERE o.tenant_id IN (t.id, t.account_id)) "
             "AND NOT EXISTS (SELECT 1 FROM mail_server m WHERE m.place = 'in_use' AND m.troubled_since < NOW(6) - INTERVAL 5 MINUTE) "
             "AND NOT EXISTS (SELECT 1 FROM quota_use q WHERE q.tenant_id = t.id AND q.held_until > NOW(6)) "
             "AND NOT EXISTS (SELECT 1 FROM service v WHERE v.tenant_id = t.id AND NOT v.disabled "
             "AND (v.stopped_at IS NOT NULL OR v.paused_at IS NOT NULL)), "
             "(SELECT COUNT(*) FROM (SELECT 1 FROM to_follow f "
             "WHERE f.tenant_id = (SELECT tenant_id FROM hostname WHERE name = ?) LIMIT 100) f), "
             "(SELECT COUNT(*) FROM draft d WHERE d.tenant_id = p.tenant_id AND d.person_id = p.id), p.id, p.name, p.role, s.searches "
             "FROM hostname h JOIN tenant t ON t.id = h.tenant_id "
             "LEFT JOIN tenant_logo l ON l.tenant_id = t.id "
             "JOIN session s ON s.tenant_id = t.id AND s.digest = ? AND s.stage = 'complete' "
             "AND s.seen_at > NOW(6) - INTERVAL 1800 SECOND AND s.created_at > NOW(6) - INTERVAL 36000 SECOND "
             "JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id AND NOT p.disabled AND p.all_services "
             "WHERE h.name = ? AND h.canonical AND t.state <> 'closed'", "bttnnnntnnnbttt"},
    // The directory, asked for again when its version is another.
    [SERVICES] = {"SELECT s.id, s.name, s.environment FROM service s WHERE s.tenant_id = ? ORDER BY s.id", "btt"},
    [PEOPLE] = {"SELECT p.id, p.name FROM person p WHERE p.tenant_id = ? AND (p.role <> 'viewer' OR (SELECT 1 "
                "FROM notification n FORCE INDEX (notification_person) WHERE n.tenant_id = p.tenant_id AND n.created_by = p.id LIMIT 1) "
                "IS NOT NULL) ORDER BY p.name, p.id", "bt"},
    [TEMPLATES] = {"SELECT m.id, m.name FROM message_template m WHERE m.tenant_id = ? ORDER BY m.service_id, m.name, m.id", "bt"},
    [ROWS] = {ROW " ORDER BY n.id DESC LIMIT 26", "btttttnbd"},
    [ROWS_AFTER] = {ROW " AND n.id < ? ORDER BY n.id DESC LIMIT 26", "btttttnbd"},
    [TOUCH] = {"UPDATE session SET seen_at = NOW(6) WHERE tenant_id = ? AND digest = ?", ""},
    [REMEMBER] = {"UPDATE session SET list = ? WHERE tenant_id = ? AND digest = ?", ""},
};
