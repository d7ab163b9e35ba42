<?php
// Nuova notifica, empty and lean: who asks, the header, services that may be sent with, templates, and a draft if there is one.
declare(strict_types=1);
require 'common.php';
require 'who.php';

[$who, $header] = arrive();
$tenant = bin2hex($who['tenant']);
$services = rows('SELECT id, name, environment, require_secure_channels FROM service s WHERE tenant_id = UNHEX(?) AND NOT disabled
    AND EXISTS (SELECT 1 FROM service_key k WHERE k.tenant_id = s.tenant_id AND k.service_id = s.id) ORDER BY id', [$tenant]);
$templates = rows('SELECT id, service_id, name FROM message_template WHERE tenant_id = UNHEX(?) AND NOT withdrawn
    ORDER BY service_id, name', [$tenant]);
$draft = null;
if ($header['drafts'] > 0) {
    $draft = ask('SELECT id, subject, UNIX_TIMESTAMP(updated_at) AS updated FROM draft WHERE tenant_id = UNHEX(?) AND person_id = UNHEX(?)
        AND updated_at >= FROM_UNIXTIME(?) ORDER BY updated_at DESC, id LIMIT 1',
        [$tenant, bin2hex($who['person']), strtotime('today')])->fetch();
}
$groups = [];
foreach ($services as $service) {
    if ($choices = array_filter($templates, fn (array $template): bool => $template['service_id'] === $service['id'])) {
        $groups[] = ['name' => $service['name'], 'choices' => $choices];
    }
}
$random = bin2hex(random_bytes(9));
$form = sprintf('%012x7%.3s8%s', (int) (microtime(true) * 1000), $random, substr($random, 3)); // a UUID of version 7
$key = uuid(hex2bin($form)) . '.' . signature('notification', $who['tenant'], hex2bin($form));
$author = signature('author', $who['tenant'], $who['person']);
$minimum = number_format($who['minimum_content'], 0, ',', '.');
$isAlways = $who['sends_from'] === 0 && $who['sends_until'] === 24 && $who['sends_on_holidays'];
$hours = $isAlways ? '' : "dalle {$who['sends_from']} alle {$who['sends_until']}"
    . ($who['sends_on_holidays'] ? ', tutti i giorni' : ', non la domenica e nei giorni festivi');
$title = 'Nuova notifica';
require 'head.php';
require 'compose.view.php';
require 'foot.php';
