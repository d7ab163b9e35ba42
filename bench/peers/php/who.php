<?php
// The two statements that every lean page begins with: who asks, and what the header says.
declare(strict_types=1);

const WHO = <<<'SQL'
    SELECT t.id AS tenant, t.name, t.state, t.minimum_content, t.confirms_sends, t.sends_from, t.sends_until, t.sends_on_holidays,
           LOWER(HEX(l.digest)) AS logo, l.width, l.height, p.id AS person, p.name AS person_name, p.role, s.list,
           s.seen_at < NOW(6) - INTERVAL 60 SECOND AS is_stale
    FROM hostname h JOIN tenant t ON t.id = h.tenant_id LEFT JOIN tenant_logo l ON l.tenant_id = t.id
    JOIN session s ON s.tenant_id = t.id AND s.digest = UNHEX(?) AND s.stage = 'complete'
      AND s.seen_at > NOW(6) - INTERVAL 1800 SECOND AND s.created_at > NOW(6) - INTERVAL 36000 SECOND
    JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id AND NOT p.disabled AND p.all_services
    WHERE h.name = ? AND h.canonical AND t.state <> 'closed'
    SQL;

const HEADER = <<<'SQL'
    SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM to_follow WHERE tenant_id = UNHEX(?) LIMIT 100) f) AS to_follow,
           EXISTS (SELECT 1 FROM worker WHERE seen_at BETWEEN NOW(6) - INTERVAL 15 SECOND AND NOW(6) + INTERVAL 15 SECOND
             AND NOT cannot_write) AS sends,
           EXISTS (SELECT 1 FROM host WHERE id = 1 AND (restored_at IS NOT NULL OR paused_at IS NOT NULL))
             OR EXISTS (SELECT 1 FROM tenant WHERE id = UNHEX(?) AND (paused_at IS NOT NULL OR state <> 'active'))
             OR EXISTS (SELECT 1 FROM quota_use WHERE tenant_id = UNHEX(?) AND held_until > NOW(6))
             OR EXISTS (SELECT 1 FROM send_pause)
             OR EXISTS (SELECT 1 FROM mail_server WHERE troubled_since < NOW(6) - INTERVAL 5 MINUTE)
             OR EXISTS (SELECT 1 FROM service WHERE tenant_id = UNHEX(?) AND NOT disabled
                AND (stopped_at IS NOT NULL OR paused_at IS NOT NULL)) AS stands_still,
           (SELECT COUNT(*) FROM draft WHERE tenant_id = UNHEX(?) AND person_id = UNHEX(?)) AS drafts
    SQL;

/** @return array{array<string, mixed>, array<string, mixed>} who asks, and the header */
function arrive(): array
{
    $digest = digest();
    $who = ask(WHO, [$digest, strtok($_SERVER['HTTP_HOST'], ':')])->fetch() ?: refuse();
    touch_session($who, $digest);
    $tenant = bin2hex($who['tenant']);
    return [$who, ask(HEADER, [$tenant, $tenant, $tenant, $tenant, $tenant, bin2hex($who['person'])])->fetch()];
}
