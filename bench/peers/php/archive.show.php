<?php
// From the rows to the page, however they were asked for: $who, $header, $services, $people, $found and $after.
declare(strict_types=1);

const MOVING = ['queued', 'sending', 'accepted'];

$list = $after === '' ? '' : "dopo={$_GET['dopo']}";
if ($list !== $who['list']) {
    ask('UPDATE session SET list = ? WHERE tenant_id = UNHEX(?) AND digest = UNHEX(?)', [$list, bin2hex($who['tenant']), digest()]);
}
$hasOlder = count($found) > 25;
$found = array_slice($found, 0, 25);
$newer = $after !== '' && $found ? '/notifiche?prima=' . uuid($found[0]['id']) : '';
$older = $hasOlder ? '/notifiche?dopo=' . uuid($found[24]['id']) : '';
$title = 'Archivio notifiche';
require 'head.php';
require 'archive.view.php';
require 'foot.php';
