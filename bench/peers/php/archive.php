<?php
// The archive's page, lean: six statements.
declare(strict_types=1);
require 'common.php';
require 'who.php';

[$who, $header] = arrive();
$tenant = bin2hex($who['tenant']);
$services = rows('SELECT id, name, environment FROM service WHERE tenant_id = UNHEX(?) ORDER BY id', [$tenant]);
$people = rows("SELECT p.id, p.name FROM person p WHERE p.tenant_id = UNHEX(?) AND (p.role <> 'viewer'
    OR (SELECT 1 FROM notification n FORCE INDEX (notification_person)
        WHERE n.tenant_id = p.tenant_id AND n.created_by = p.id LIMIT 1) IS NOT NULL) ORDER BY p.name, p.id", [$tenant]);
$templates = rows('SELECT id, name FROM message_template WHERE tenant_id = UNHEX(?) ORDER BY service_id, name, id', [$tenant]);
$after = digits($_GET['dopo'] ?? '');
$found = rows('SELECT n.id, s.name AS service, n.environment, n.state, n.fiscal_code, n.subject, n.amount_cents, n.created_by,
        UNIX_TIMESTAMP(n.send_at) AS leaves
    FROM notification n STRAIGHT_JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id
    WHERE n.tenant_id = UNHEX(?)' . ($after === '' ? '' : ' AND n.id < UNHEX(?)') . ' ORDER BY n.id DESC LIMIT 26',
    $after === '' ? [$tenant] : [$tenant, $after]);
require 'archive.show.php';
