<?php
// From the rows to the page, however they were asked for: $who, $header, $services, $people, $templates, $found and $after. That there
// are over a thousand is known, and asked by nobody.
declare(strict_types=1);

const MOVING = ['queued', 'sending', 'accepted'];

$list = $after === '' ? '' : "dopo={$_GET['dopo']}";
if ($list !== $who['list']) {
    ask('UPDATE session SET list = ? WHERE tenant_id = UNHEX(?) AND digest = UNHEX(?)', [$list, bin2hex($who['tenant']), digest()]);
}
$hasOlder = count($found) > 25;
$found = array_slice($found, 0, 25);
$newer = $after !== '' && $found ? '/notifiche?prima=' . uuid($found[0]['id']) : '';
$older = $hasOlder ? '/notifiche?dopo=' . uuid($found[24]['id']) . ($after === '' ? '&amp;riga=26&amp;oltre=1000' : '') : '';
$names = array_column($people, 'name', 'id');
$title = 'Archivio notifiche';
require 'head.php';
require 'archive.view.php';
require 'foot.php';
