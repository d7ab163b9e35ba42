<?php
// One notification that was delivered, lean: who asks, the header, the notification with all that belongs to it, what happened to it,
// and the line of the audit that says who has read it.
declare(strict_types=1);
require 'common.php';
require 'who.php';

const ABSENT = '<span class="assente">–</span>';
const MEANINGS = ['processed' => 'È nella casella del cittadino su App IO. Non significa che sia stata letta.'];
const STEPS = ['profile' => 'Profilo', 'submit' => 'Invio n. %d', 'status' => 'Stato'];
const HISTORY = ['profile' => 'Verifica del destinatario', 'submit' => 'Invio n. %d', 'status' => 'Verifica dello stato'];
const ACTS = [
    'notification_added' => 'Notifica aggiunta', 'notification_retried' => 'Notifica ritentata', 'status_asked' => 'Stato verificato',
];
const SLOTS = ['primary' => 'primaria', 'secondary' => 'secondaria'];
const OUTCOMES = [
    'allowed' => 'Il cittadino può riceverla', 'accepted' => 'Presa in carico', 'known' => 'Stato comunicato',
    'throttled' => 'App IO chiede di attendere', 'refused' => 'Rifiutata', 'unavailable' => 'Nessuna risposta utile',
];
const NOTIFICATION = <<<'SQL'
    SELECT n.id, s.name AS service, n.environment, n.state, n.fiscal_code, n.subject, n.markdown, n.due_date, n.amount_cents,
           n.notice_number, n.payable_after_due_date, c.name AS created_by, UNIX_TIMESTAMP(n.updated_at) AS moved,
           UNIX_TIMESTAMP(n.decided_at) AS decided, d.name AS decided_by, n.attempt, UNIX_TIMESTAMP(n.sent_at) AS sent, n.io_id,
           n.io_status, n.io_email, n.io_push, m.name AS template, n.template_version,
           (SELECT k.id FROM notification_follow_up f JOIN notification k ON k.tenant_id = f.tenant_id AND k.id = f.id
            WHERE f.tenant_id = n.tenant_id AND f.former_id = n.id AND k.corrects = n.id
            ORDER BY k.id DESC LIMIT 1) AS corrected_by
    FROM notification n
    JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
    JOIN person c ON c.tenant_id = n.tenant_id AND c.id = n.created_by
    LEFT JOIN person d ON d.tenant_id = n.tenant_id AND d.id = n.decided_by
    LEFT JOIN message_template m ON m.tenant_id = n.tenant_id AND m.id = n.template_id
    WHERE n.tenant_id = UNHEX(?) AND n.id = UNHEX(?)
    SQL;

const CHRONICLE = <<<'SQL'
    SELECT UNIX_TIMESTAMP(h.at) AS at, h.person, h.action, h.step, h.number, h.slot, h.duration_ms, h.http_status, h.outcome FROM (
      (SELECT began_at AS at, id, NULL AS person, NULL AS action, step, number, slot, duration_ms, http_status, outcome FROM attempt
       WHERE tenant_id = UNHEX(?) AND notification_id = UNHEX(?) ORDER BY id DESC LIMIT 101) UNION ALL
      (SELECT a.at, a.id, p.name, a.action, NULL, NULL, NULL, NULL, NULL, NULL
       FROM (SELECT at, id, person_id, action FROM audit FORCE INDEX (audit_subject)
             WHERE tenant_id = UNHEX(?) AND subject = UNHEX(?) AND topic = 'notifications' AND action <> 'notification_contacted'
             ORDER BY id DESC LIMIT 1000) a
       LEFT JOIN person p ON p.tenant_id = UNHEX(?) AND p.id = a.person_id
       ORDER BY a.id DESC LIMIT 101) UNION ALL
      (SELECT c.made_at, c.id, p.name, 'contact', NULL, NULL, NULL, NULL, NULL, NULL
       FROM contact c LEFT JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
       WHERE c.tenant_id = UNHEX(?) AND c.notification_id = UNHEX(?) ORDER BY c.id DESC LIMIT 101)) h
    ORDER BY h.at DESC, h.id DESC LIMIT 100
    SQL;

// Only what the texts of the bench hold, paragraphs and lists: less than a library of Markdown does.
function markdown(string $text): string
{
    $html = '';
    foreach (explode("\n\n", trim($text)) as $part) {
        $part = htmlspecialchars($part, ENT_COMPAT);
        $html .= str_starts_with($part, '- ')
            ? "<ul>\n<li>" . str_replace("\n- ", "</li>\n<li>", substr($part, 2)) . "</li>\n</ul>\n"
            : "<p>$part</p>\n";
    }
    return $html;
}

// The beginning that a copy by e-mail carries, without marks, on one line.
function excerpt(string $text): string
{
    $plain = preg_replace('/^- /m', '', trim($text));
    $isCut = preg_match('/^.{134}(?=.)/us', $plain, $beginning);
    return preg_replace('/\s+/', ' ', $isCut ? $beginning[0] : $plain) . ($isCut ? '...' : '');
}

[$who, $header] = arrive();
$tenant = bin2hex($who['tenant']);
$digits = digits(substr($_SERVER['DOCUMENT_URI'], strlen('/notifiche/')));
$n = ask(NOTIFICATION, [$tenant, $digits])->fetch();
if (!$n || !isset(MEANINGS[$n['state']])) {
    http_response_code($n ? 501 : 404);
    exit;
}
$history = rows(CHRONICLE, [$tenant, $digits, $tenant, $digits, $tenant, $tenant, $digits]);
$attempts = array_filter($history, fn($line) => $line['step'] !== null);
$random = bin2hex(random_bytes(9));
$line = sprintf('%012x7%.3s8%s', (int) (microtime(true) * 1000), $random, substr($random, 3)); // a UUID of version 7
ask("INSERT INTO audit (tenant_id, id, person_id, action, subject) VALUES (UNHEX(?), UNHEX(?), UNHEX(?), 'notification_read', UNHEX(?))",
    [$tenant, $line, bin2hex($who['person']), $digits]);
$id = uuid($n['id']);
$isTrial = $n['environment'] === 'trial';
$sent = moment($n['sent']);
$made = hexdec(substr($digits, 0, 12)) / 1000;
$created = moment($made);
$ends = array_map(fn($line) => $line['at'] + ($line['duration_ms'] ?? 0) / 1000, $history);
$last = max($n['moved'], $n['decided']);
$change = $last > max($ends ?: [$made]) + 2 && $last > $made + 2 ? $last : null;
$mail = excerpt($n['markdown']);
$title = h($n['subject']);
require 'head.php';
require 'detail.view.php';
require 'foot.php';
