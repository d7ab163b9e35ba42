<?php
// The archive's page with the fourteen statements that ours made until it was made lean, in their order and as they were (for a
// person of all services), and one for the templates. Who looks at these sees what a page costs that asks whenever it needs something.
declare(strict_types=1);
require 'common.php';

const ALIVE = 'w.seen_at BETWEEN NOW(6) - INTERVAL 15 SECOND AND NOW(6) + INTERVAL 15 SECOND';
const HOLDS = 'p.environment = s.environment AND (p.tenant_id = s.tenant_id AND p.service_id = s.id
    OR p.tenant_id = COALESCE(t.account_id, t.id) AND p.service_id IS NULL)';
const TENANT = "SELECT t.id AS tenant, t.kind, t.code, t.name, t.state, COALESCE(t.state_reason, ''), t.daily_quota, t.minute_quota,
        t.people_quota, t.retention_ceiling_days, t.minimum_content, t.confirms_sends, t.requires_second_factor, t.sends_from,
        t.sends_until, t.sends_on_holidays, t.paused_at, t.citizen_ceiling, t.account_id, c.name AS canonical,
        LOWER(HEX(l.digest)) AS logo, l.width, l.height
    FROM hostname h JOIN tenant t ON t.id = h.tenant_id
    JOIN hostname c ON c.tenant_id = t.id AND c.canonical LEFT JOIN tenant_logo l ON l.tenant_id = t.id WHERE h.name = ?";
const PERSON = "p.id, p.username, p.name, p.role, p.disabled, p.last_login_at, p.has_totp, IF(p.all_services, NULL, COALESCE((
    SELECT GROUP_CONCAT(ps.service_id SEPARATOR '') FROM person_service ps
    WHERE ps.tenant_id = p.tenant_id AND ps.person_id = p.id), ''))";
const SESSION = "SELECT s.seen_at < NOW(6) - INTERVAL 60 SECOND AS is_stale, s.created_at > NOW(6) - INTERVAL 600 SECOND, s.stage, "
    . PERSON . " FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
    WHERE s.tenant_id = UNHEX(?) AND s.digest = UNHEX(?) AND NOT p.disabled AND s.seen_at > NOW(6) - INTERVAL 1800 SECOND
      AND s.created_at > NOW(6) - INTERVAL IF(s.stage = 'password', 600, 36000) SECOND";
const SERVICES = "SELECT s.id, s.name, s.io_service_id, s.environment, s.maximum_cents, s.disabled, s.stopped_at, s.stop_reason,
        s.stop_kind, s.paused_at, s.daily_ceiling, s.require_secure_channels, s.preferred_slot
    FROM service s WHERE s.tenant_id = UNHEX(?) AND TRUE ORDER BY s.id";
const KEYS = "SELECT k.service_id, k.slot, k.last4, k.set_at, p.name, k.refused_at FROM service_key k
    LEFT JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.set_by WHERE k.tenant_id = UNHEX(?) AND TRUE";
const CANDIDATES = "SELECT k.service_id, k.slot, k.last4, k.set_at, p.name, k.answer, k.detail FROM key_candidate k
    LEFT JOIN person p ON p.tenant_id = k.tenant_id AND p.id = k.set_by WHERE k.tenant_id = UNHEX(?) AND TRUE";
const ROWS = "SELECT n.id, s.name AS service, n.environment, n.state, n.fiscal_code, n.subject, n.amount_cents, n.created_by,
        UNIX_TIMESTAMP(n.send_at) AS leaves
    FROM notification n STRAIGHT_JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
    WHERE n.tenant_id = UNHEX(?) AND TRUE %s ORDER BY n.id DESC LIMIT 26";
const TO_FOLLOW = "SELECT COUNT(*) FROM (SELECT 1 FROM to_follow WHERE tenant_id = UNHEX(?) LIMIT 100) d";
const WHOLE = "SELECT h.restored_at, h.paused_at AS of_all, IF(t.state = 'read_only', COALESCE(t.state_since, t.created_at), NULL),
        COALESCE(t.state_reason, ''), t.paused_at, p.name, q.held_since, q.held_by
    FROM tenant t JOIN host h ON h.id = 1 LEFT JOIN quota_use q ON q.tenant_id = t.id AND q.held_until > NOW(6)
    LEFT JOIN person p ON p.tenant_id = t.id AND p.id = t.paused_by WHERE t.id = UNHEX(?)";
const OUTAGES = "SELECT s.id, s.name, MIN(p.since), SUBSTRING_INDEX(GROUP_CONCAT(p.cause ORDER BY p.since), ',', 1)
    FROM send_pause p JOIN worker w ON w.id = p.worker_id AND " . ALIVE . " JOIN tenant t ON t.id = UNHEX(?)
    JOIN service s ON s.tenant_id = t.id
    WHERE " . HOLDS . " AND NOT EXISTS (SELECT 1 FROM worker w WHERE " . ALIVE . " AND NOT w.cannot_write
        AND NOT EXISTS (SELECT 1 FROM send_pause p WHERE p.worker_id = w.id AND " . HOLDS . "))
      AND NOT s.disabled AND s.stopped_at IS NULL AND s.paused_at IS NULL AND t.paused_at IS NULL AND t.state = 'active'
      AND NOT EXISTS (SELECT 1 FROM quota_use q WHERE q.tenant_id = t.id AND q.held_until > NOW(6))
    GROUP BY s.id, s.name ORDER BY s.id";
const HELD = "SELECT s.id, s.name, s.stopped_at, COALESCE(s.stop_kind, 'keys'), COALESCE(s.stop_reason, ''), s.paused_at, p.name
    FROM service s LEFT JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.paused_by
    WHERE s.tenant_id = UNHEX(?) AND NOT s.disabled AND (s.stopped_at IS NOT NULL OR s.paused_at IS NOT NULL) AND TRUE ORDER BY s.id";

$digest = digest();
$who = ask(TENANT, [strtok($_SERVER['HTTP_HOST'], ':')])->fetch() ?: refuse();
$tenant = bin2hex($who['tenant']);
$session = ask(SESSION, [$tenant, $digest])->fetch() ?: refuse();
touch_session(['is_stale' => $session['is_stale'], 'tenant' => $who['tenant']], $digest);
$who += ['person' => $session['id'], 'person_name' => $session['name'], 'role' => $session['role']];

$services = rows(SERVICES, [$tenant]);
$keys = rows(KEYS, [$tenant]);
$candidates = rows(CANDIDATES, [$tenant]);
$people = rows('SELECT ' . PERSON . ' FROM person p WHERE p.tenant_id = UNHEX(?) ORDER BY p.name, p.id', [$tenant]);
$people = array_filter($people, fn ($person) => $person['role'] !== 'viewer');
$templates = rows('SELECT id, name FROM message_template WHERE tenant_id = UNHEX(?) ORDER BY service_id, name, id', [$tenant]);
$drafts = ask('SELECT COUNT(*) FROM draft WHERE tenant_id = UNHEX(?) AND person_id = UNHEX(?)', [$tenant, bin2hex($who['person'])]);
$after = digits($_GET['dopo'] ?? '');
$found = rows(sprintf(ROWS, $after === '' ? '' : 'AND n.id < UNHEX(?)'), $after === '' ? [$tenant] : [$tenant, $after]);
$who['list'] = ask('SELECT list FROM session WHERE tenant_id = UNHEX(?) AND digest = UNHEX(?)', [$tenant, $digest])->fetchColumn();
$to_follow = ask(TO_FOLLOW, [$tenant])->fetchColumn();
[$alive, $unable] = ask('SELECT COUNT(*), COUNT(IF(cannot_write, 1, NULL)) FROM worker w WHERE ' . ALIVE, [])->fetch(PDO::FETCH_NUM);
$whole = ask(WHOLE, [$tenant])->fetch();
$outages = rows(OUTAGES, [$tenant]);
$held = rows(HELD, [$tenant]);
$header = [
    'to_follow' => $to_follow, 'sends' => $alive > $unable, 'drafts' => $drafts->fetchColumn(),
    'stands_still' => $outages || $held || $who['state'] !== 'active' || $whole['restored_at'] !== null
        || $whole['of_all'] !== null || $whole['paused_at'] !== null || $whole['held_since'] !== null,
];
require 'archive.show.php';
