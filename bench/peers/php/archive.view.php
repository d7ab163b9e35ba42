<div class="titolo">
  <h1>Archivio notifiche</h1>
  <div class="azioni"><?php if ($header['drafts'] > 0): ?><a class="btn btn-outline-primary" href="/notifiche/bozze">Bozze (<?=
    $header['drafts'] ?>)</a><?php endif ?><a
    class="btn btn-primary" href="/notifiche/nuova">Nuovo</a></div>
</div>
<form method="get" action="/notifiche" class="filtri" role="search" aria-label="Filtri dell’archivio">
  <div class="griglia">
    <div class="campo">
  <label for="cf">Codice Fiscale Destinatario</label>
  <input class="form-control codice maiuscolo" type="text" id="cf"
    name="cf"
    maxlength="20" autocomplete="off" autocapitalize="characters"
    spellcheck="false"
    aria-describedby="cf-problemi">
  <div id="cf-problemi">
</div>
</div>
<div class="campo">
  <label for="servizio">Servizio</label>
  <select class="form-select" id="servizio" name="servizio"
    aria-describedby="servizio-problemi"><option
    value="" selected>Tutti</option><?php foreach ($services as $service): ?><option
    value="<?= uuid($service['id']) ?>"><?= h($service['name']) . ($service['environment'] === 'trial' ? ' (prova)' : '')
    ?></option><?php endforeach ?></select>
  <div id="servizio-problemi">
</div>
</div>
<div class="campo">
  <label for="stato">Stato</label>
  <select class="form-select" id="stato" name="stato"
    aria-describedby="stato-problemi"><option
    value="" selected>Tutti</option><?php foreach (LABELS as $state => $label): ?><option
    value="<?= $state ?>"><?= $label ?></option><?php endforeach ?></select>
  <div id="stato-problemi">
</div>
</div>
<div class="campo">
  <label for="dal">Dal</label>
  <input class="form-control" type="date" id="dal"
    name="dal" autocomplete="off"
    aria-describedby="dal-problemi">
  <div id="dal-problemi">
</div>
</div>
<div class="campo">
  <label for="al">Al</label>
  <input class="form-control" type="date" id="al"
    name="al" autocomplete="off"
    aria-describedby="al-problemi">
  <div id="al-problemi">
</div>
</div>
  </div>
  <details>
    <summary>Altri filtri</summary>
    <div class="griglia">
      <div class="campo">
  <label for="oggetto">Oggetto (parole)</label>
  <input class="form-control" type="text" id="oggetto"
    name="oggetto"
    maxlength="120" autocomplete="off"
    aria-describedby="oggetto-aiuto oggetto-problemi">
  <p class="aiuto" id="oggetto-aiuto">Anche solo l’inizio di ciascuna, in qualunque ordine.</p>
  <div id="oggetto-problemi">
</div>
</div>
<div class="campo">
  <label for="uuid">UUID Notifica</label>
  <input class="form-control codice" type="text" id="uuid"
    name="uuid"
    maxlength="36" autocomplete="off"
    spellcheck="false"
    aria-describedby="uuid-problemi">
  <div id="uuid-problemi">
</div>
</div>
<div class="campo">
  <label for="avviso">Notifica Pagamento (numero avviso)</label>
  <input class="form-control codice" type="text" id="avviso"
    name="avviso"
    maxlength="30" autocomplete="off"
    inputmode="numeric"
    spellcheck="false"
    aria-describedby="avviso-problemi">
  <div id="avviso-problemi">
</div>
</div>
<div class="campo">
  <label for="operatore">Inserita da</label>
  <select class="form-select" id="operatore" name="operatore"
    aria-describedby="operatore-problemi"><option
    value="" selected>Tutti</option><?php foreach ($people as $person): ?><option
    value="<?= uuid($person['id']) ?>"><?= h($person['name']) ?></option><?php endforeach ?></select>
  <div id="operatore-problemi">
</div>
</div>
    </div>
  </details>
  <div class="azioni">
    <button class="btn btn-outline-primary">Cerca</button>
  </div>
</form>
<div class="tabella" role="region" aria-label="Notifiche" tabindex="0">
<table class="table table-hover archivio">
  <caption class="visually-hidden">Notifiche, dalla più recente</caption>
  <thead><tr>
    <th scope="col">UUID Notifica</th><th scope="col">Servizio</th><th scope="col">Stato</th><th scope="col">Codice Fiscale
      Destinatario</th>
    <th scope="col">Oggetto</th><th scope="col">Scadenza</th><th scope="col" class="numero">Somma</th><th scope="col">Data invio</th>
  </tr></thead>
  <tbody>
<?php foreach ($found as $row): $id = uuid($row['id']); ?>
  <tr data-apri="/notifiche/<?= $id ?>">
    <td data-nome="UUID Notifica"><a href="/notifiche/<?= $id ?>" class="codice" title="<?= $id ?>">…<?= substr($id, 24) ?></a></td>
    <td data-nome="Servizio"><?= h($row['service']) ?><?php if ($row['environment'] === 'trial'):
    ?><br><span class="prova">AMBIENTE DI PROVA</span>
<?php endif ?></td>
    <td data-nome="Stato" id="stato-<?= $id ?>" data-uuid="<?= $id ?>"<?php if (in_array($row['state'], MOVING, true)):
    ?> data-mobile<?php endif ?>><span class="badge bg-<?= TONES[$row['state']] ?>"><?= LABELS[$row['state']] ?></span>
</td>
    <td data-nome="Destinatario" class="codice"><?= h($row['fiscal_code']) ?></td>
    <td data-nome="Oggetto"><?= h($row['subject']) ?></td>
    <td data-nome="Scadenza" class="data"><?= italianDay($row['due_date']) ?></td>
    <td data-nome="Somma" class="numero"><?= euro($row['amount_cents']) ?></td>
    <td data-nome="Data invio" class="data"><?php if ($row['sent'] !== null): ?><?= date('d/m/Y', (int) $row['sent']) ?> <small><?=
    date('H:i:s', (int) $row['sent']) ?></small><?php endif ?><?php if ($row['state'] === 'scheduled'): ?>per il
      <?= date('d/m/Y', (int) $row['leaves']) ?> <small><?= date('H:i', (int) $row['leaves']) ?></small><?php endif ?></td>
  </tr>
<?php endforeach ?>
  </tbody>
</table>
</div>
<div class="sotto-tabella">
  <form method="post" action="/esportazioni">
    <input type="hidden" name="_token" value="<?= token() ?>">
    <button class="btn btn-outline-primary">Esporta Excel</button>
  </form>
<?php if ($newer !== '' || $older !== ''): ?>
  <nav class="pagine" aria-label="Pagine dell’archivio">
<?php if ($newer !== ''): ?>
    <a class="btn btn-outline-primary" rel="prev" href="<?= $newer ?>">Più recenti</a>
<?php endif ?>
<?php if ($older !== ''): ?>
    <a class="btn btn-outline-primary" rel="next" href="<?= $older ?>">Meno recenti</a>
<?php endif ?>
  </nav>
<?php endif ?>
</div>
