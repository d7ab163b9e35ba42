<div class="titolo">
  <h1>Archivio notifiche</h1>
  <div class="azioni"><?php if ($header['drafts'] > 0): ?><a class="btn btn-outline-primary" href="/notifiche/bozze">Bozze (<?=
    $header['drafts'] ?>)</a><?php endif ?><a
    class="btn btn-primary" href="/notifiche/nuova">Nuovo</a></div>
</div>
<form method="post" action="/notifiche" class="ricerca filtri" role="search" aria-label="Cerca nell’archivio">
  <input type="hidden" name="_token" value="<?= token() ?>">
  <div class="cerca">
    <input class="form-control" type="search" id="cerca" name="cerca" maxlength="200"
      autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="Codice fiscale, parole dell’oggetto, numero avviso, ID…"
      aria-label="Codice fiscale o il suo inizio, parole dell’oggetto, numero avviso, ID Consegna App.IO o UUID"
      aria-describedby="cerca-problemi">
    <button class="btn btn-outline-primary">Cerca</button>
  </div>
  <details>
    <summary>Filtri</summary>
    <div class="scelte">
      <fieldset id="servizio">
        <legend>Servizio</legend>
        <div class="spunte"><?php foreach ($services as $service): $id = uuid($service['id']);
          ?><div class="spunta"><input type="checkbox" id="servizio-<?= $id ?>" name="servizio"
          value="<?= $id ?>"><label for="servizio-<?= $id ?>"><?= h($service['name'])
          . ($service['environment'] === 'trial' ? ' (prova)' : '') ?></label></div>
          <?php endforeach ?></div>
      </fieldset>
      <fieldset id="stato">
        <legend>Stato</legend>
        <div class="spunte"><?php foreach (LABELS as $state => $label): ?><div class="spunta"><input type="checkbox" id="stato-<?=
          $state ?>" name="stato"
          value="<?= $state ?>"><label for="stato-<?= $state ?>"><?= $label ?></label></div>
          <?php endforeach ?></div>
      </fieldset>
    </div>
    <div class="griglia">
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
<div class="campo">
  <label for="operatore">Inserita da</label>
  <select class="form-select" id="operatore" name="operatore"
    aria-describedby="operatore-problemi"><option
    value="" selected>Tutti</option><?php foreach ($people as $person): ?><option
    value="<?= uuid($person['id']) ?>"><?= h($person['name']) ?></option><?php endforeach ?></select>
  <div id="operatore-problemi">
</div>
</div>
<?php if ($templates): ?>
<div class="campo">
  <label for="modello">Modello</label>
  <select class="form-select" id="modello" name="modello"
    aria-describedby="modello-problemi"><option
    value="" selected>Tutti</option><?php foreach ($templates as $template): ?><option
    value="<?= uuid($template['id']) ?>"><?= h($template['name']) ?></option><?php endforeach ?></select>
  <div id="modello-problemi">
</div>
</div>
<?php endif ?>
<div class="campo">
  <label for="errata">Errata corrige</label>
  <select class="form-select" id="errata" name="errata"
    aria-describedby="errata-problemi"><option
    value="" selected>Tutte</option><option
    value="corregge">È un’errata corrige</option><option
    value="corretta">Corretta con un’errata corrige</option></select>
  <div id="errata-problemi">
</div>
</div>
<div class="campo">
  <label for="seguire">Da seguire</label>
  <select class="form-select" id="seguire" name="seguire"
    aria-describedby="seguire-problemi"><option
    value="" selected>Tutte</option><option
    value="si">Ancora da seguire</option></select>
  <div id="seguire-problemi">
</div>
</div>
<div class="campo">
  <label for="seguita">Da seguire da</label>
  <select class="form-select" id="seguita" name="seguita"
    aria-describedby="seguita-problemi"><option
    value="" selected>Tutti</option><?php foreach ($people as $person): ?><option
    value="<?= uuid($person['id']) ?>"><?= h($person['name']) ?></option><?php endforeach ?></select>
  <div id="seguita-problemi">
</div>
</div>
<div class="campo">
  <label for="ordine">In ordine di</label>
  <select class="form-select" id="ordine" name="ordine"
    aria-describedby="ordine-problemi"><option
    value="" selected>Inserimento</option><option
    value="scadenza">Scadenza</option><option
    value="modifica">Ultima modifica</option></select>
  <div id="ordine-problemi">
</div>
</div>
    </div>
    <button class="btn btn-outline-primary">Applica i filtri</button>
  </details>
  <div id="cerca-problemi"></div>
</form>
<?php if ($after === ''): ?>
<p class="trovate">1–25 di oltre 1.000 notifiche</p>
<?php endif ?>
<div class="tabella" role="region" aria-label="Notifiche" tabindex="0">
<table class="table table-hover archivio">
  <caption class="visually-hidden">Notifiche, dalla più recente</caption>
  <thead><tr>
    <th scope="col">Inserita</th><th scope="col">Destinatario</th><th scope="col">Oggetto</th><th scope="col">Servizio</th><th
      scope="col">Stato</th><th scope="col">Da</th>
  </tr></thead>
  <tbody>
<?php foreach ($found as $row): $id = uuid($row['id']); ?>
  <tr data-apri="/notifiche/<?= $id ?>">
    <td class="inserita"><?= date('d/m/Y H:i', intdiv(hexdec(bin2hex(substr($row['id'], 0, 6))), 1000)) ?></td>
    <td class="codice"><?= h($row['fiscal_code']) ?></td>
    <td class="oggetto"><a href="/notifiche/<?= $id ?>"><?= h($row['subject']) ?></a><?php if ($row['amount_cents'] !== null):
    ?> <span class="somma"><?= euro($row['amount_cents']) ?> €</span><?php endif ?></td>
    <td class="servizio"><span><?= h($row['service']) ?></span><?php if ($row['environment'] === 'trial'):
    ?> <span class="prova">PROVA</span><?php endif ?></td>
    <td class="stato" id="stato-<?= $id ?>" data-uuid="<?= $id ?>"<?php if (in_array($row['state'], MOVING, true)):
    ?> data-mobile<?php endif ?>><span class="badge bg-<?= TONES[$row['state']] ?>"><?= LABELS[$row['state']] ?></span>
      <?php if ($row['state'] === 'scheduled'): ?><small>parte il <?= date('d/m/Y', (int) $row['leaves']) ?> alle <?=
      date('H:i', (int) $row['leaves']) ?></small><?php endif ?></td>
    <td class="da"><span><?= h($names[$row['created_by']]) ?></span></td>
  </tr>
<?php endforeach ?>
  </tbody>
</table>
</div>
<div class="sotto-tabella">
  <form method="post" action="/esportazioni">
    <input type="hidden" name="_token" value="<?= token() ?>">
    <button class="btn btn-outline-primary">Esporta Excel</button>
    <a class="btn btn-outline-primary" href="/notifiche/stampa">Stampa</a>
    <a class="btn btn-link" href="/esportazioni">I miei Excel di oggi</a>
  </form>
<?php if ($newer !== '' || $older !== ''): ?>
  <nav class="pagine" aria-label="Pagine dell’archivio">
<?php if ($newer !== ''): ?>
    <a class="btn btn-outline-primary" rel="prev" href="<?= $newer ?>">Precedenti</a>
<?php endif ?>
<?php if ($older !== ''): ?>
    <a class="btn btn-outline-primary" rel="next" href="<?= $older ?>">Successive</a>
<?php endif ?>
  </nav>
<?php endif ?>
</div>
