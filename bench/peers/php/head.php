<?php
// The frame of every page, above: $who, $header, $title. Below: foot.php.
if ($header['stands_still']) {
    http_response_code(501);
    exit('what stands still is not shown here');
}
headers();
$statics = config()['statics'];
?>
<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><?= $title ?> – <?= h($who['name']) ?></title>
<link rel="preload" href="<?= $statics ?>/bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2" as="font"
  type="font/woff2" crossorigin>
<link rel="preload" href="<?= $statics ?>/bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-600.woff2" as="font"
  type="font/woff2" crossorigin>
<link rel="preload" href="<?= $statics ?>/bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-700.woff2" as="font"
  type="font/woff2" crossorigin>
<link rel="stylesheet" href="<?= $statics ?>/bootstrap-italia/css/bootstrap-italia.min.css">
<link rel="stylesheet" href="<?= $statics ?>/app.css">
<link rel="stylesheet" href="<?= $statics ?>/message.css">
<link rel="stylesheet" href="<?= $statics ?>/notifications.css">
<link rel="stylesheet" href="<?= $statics ?>/desk.css">
<link rel="stylesheet" href="<?= $statics ?>/archive.css">
<link rel="icon" href="<?= $statics ?>/icon.svg" type="image/svg+xml">
<script src="<?= $statics ?>/app.js" defer></script>
<script src="<?= $statics ?>/compose.js" defer></script>
<script src="<?= $statics ?>/writing.js" defer></script>
</head>
<body>
<a class="visually-hidden-focusable salta" href="#principale">Vai al contenuto</a>
<header class="it-header-wrapper">
  <div class="it-header-slim-wrapper">
    <div class="container it-header-slim-wrapper-content">
      <span class="navbar-brand">Notifiche App IO</span>
      <div class="it-header-slim-right-zone">
        <a href="/profilo"><?= h($who['person_name']) ?> <span>(<?= ROLES[$who['role']] ?>)</span></a>
        <a href="/guida">Guida</a>
        <form method="post" action="/esci"><input type="hidden" name="_token" value="<?= token()
          ?>"><button class="esci">Esci</button></form>
      </div>
    </div>
  </div>
  <div class="it-header-center-wrapper">
    <div class="container it-header-center-content-wrapper">
      <div class="it-brand-wrapper"><a href="/" tabindex="-1"><img class="logo"
        src="/logo?v=<?= $who['logo'] ?>" alt="" width="<?= $who['width'] ?>" height="<?= $who['height'] ?>"><span
        class="it-brand-text"><span class="it-brand-title"><?= h($who['name']) ?></span></span></a></div>
    </div>
  </div>
  <nav class="menu" aria-label="Menu principale"<?= $title === 'Nuova notifica' ? '' : ' data-tasti="n/?"' ?>>
    <details class="container" open>
      <summary>Menu</summary>
      <ul>
        <li><a href="/oggi">Oggi</a></li>
<li><a href="/notifiche" aria-current="page">Archivio notifiche</a></li>
<li><a href="/seguire">Da seguire<?= $header['to_follow'] > 0
          ? ' (' . ($header['to_follow'] < 100 ? $header['to_follow'] : '99+') . ')' : '' ?></a></li>
      </ul>
    </details>
  </nav>
</header>
<main id="principale" class="container" tabindex="-1">
<?php if (!$header['sends']): ?>
<div class="alert alert-warning" role="status">L’invio è momentaneamente fermo: le notifiche aggiunte vengono conservate e partono appena
  riprende.</div>
<?php endif ?>
