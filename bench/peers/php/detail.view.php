<nav class="breadcrumb-container" aria-label="Percorso"><ol class="breadcrumb">
  <li class="breadcrumb-item"><a href="/notifiche">Archivio notifiche</a><span class="separator" aria-hidden="true">/</span></li>
  <li class="breadcrumb-item active" aria-current="page">Notifica</li>
</ol></nav>
<h1><?= h($n['subject']) ?></h1>
<p class="sommario">A <span class="codice"><?= h($n['fiscal_code']) ?></span> · <?= h($n['service']) ?><?php if ($isTrial):
?> <span class="prova">AMBIENTE DI PROVA</span>
<?php endif ?> · inserita il
  <?= str_replace(' ', ' alle ', $created) ?> da <?= h($n['created_by']) ?></p>
<div id="dettaglio" data-uuid="<?= $id ?>"></div>
<div id="parte-stato" role="status"><?php if ($isTrial):
?><p class="prova-striscia">AMBIENTE DI PROVA: il messaggio va alla simulazione di App IO, non al telefono del
  cittadino.</p>
<?php endif ?>
<div class="riquadro riquadro-<?= TONES[$n['state']] ?>">
  <span class="badge bg-<?= TONES[$n['state']] ?>"><?= LABELS[$n['state']] ?></span>
  <p><?= MEANINGS[$n['state']] ?></p>
<?php if ($n['corrected_by'] !== null): ?>
  <p>Corretta con un’<a href="/notifiche/<?= uuid($n['corrected_by']) ?>">errata corrige</a>.</p>
<?php endif ?>
  <p><strong>Che cosa fare:</strong> Nulla. Se il messaggio è sbagliato, Errata corrige.</p>
</div>
</div>
<div id="parte-azioni"><div class="azioni">
  <a class="btn btn-primary" id="nuova" href="/notifiche/nuova">Nuova notifica</a>
  <a class="btn btn-outline-primary" id="duplica" href="/notifiche/nuova?da=<?= $id ?>">Duplica</a>
  <a class="btn btn-outline-primary" id="errata" href="/notifiche/nuova?da=<?= $id ?>&amp;errata=1">Errata corrige</a>
  <a class="btn btn-outline-primary" id="prova" href="/notifiche/<?= $id ?>/prova">Stampa prova</a>
  <a class="btn btn-outline-secondary" id="torna" href="/notifiche?ricerca=ultima">Torna Elenco</a>
</div>
</div>
<div class="due-colonne">
  <div>
    <section class="scheda" aria-labelledby="sezione-cronologia">
      <h2 id="sezione-cronologia">Cronologia</h2>
      <div id="parte-cronologia">
<ol class="cronologia">
<?php if (!in_array('notification_added', array_column($history, 'action'), true)): ?>
  <li><span class="quando"><?= $created ?></span> <span>Notifica aggiunta</span> <span class="chi"><?= h($n['created_by']) ?></span></li>
<?php endif; foreach (array_reverse($history) as $line): ?>
  <li><span class="quando"><?= moment($line['at']) ?></span> <span><?= $line['step'] === null ? ACTS[$line['action']]
    : sprintf(HISTORY[$line['step']], $line['number']) . ' – ' . OUTCOMES[$line['outcome']] ?></span> <span class="chi"><?=
    $line['step'] === null ? h($line['person'] ?? 'da riga di comando') : ($line['http_status'] === null ? 'programma' : 'App IO')
    ?></span></li>
<?php endforeach ?>
<?php if ($change !== null): ?>
  <li><span class="quando"><?= moment($change) ?></span> <span><?= LABELS[$n['state']] ?></span> <span class="chi"><?=
    $n['moved'] > $n['decided'] ? 'programma' : h($n['decided_by'] ?? $n['created_by']) ?></span></li>
<?php endif ?>
</ol>
</div>
    </section>
    <div id="parte-campi"><section class="scheda" aria-labelledby="sezione-notifica">
  <h2 id="sezione-notifica">Notifica</h2>
  <dl class="dati dati-righe">
    <div><dt>Servizio</dt><dd><?= h($n['service']) ?><?php if ($isTrial): ?> <span class="prova">AMBIENTE DI PROVA</span>
<?php endif ?></dd></div>
    <div><dt>Stato</dt><dd><span class="badge bg-<?= TONES[$n['state']] ?>"><?= LABELS[$n['state']] ?></span>
</dd></div>
    <div><dt>Codice Fiscale Destinatario</dt><dd class="codice"><?= h($n['fiscal_code']) ?></dd></div>
<?php if ($n['template'] !== null): ?>
    <div><dt>Modello</dt><dd><?= h($n['template']) ?> (versione <?= $n['template_version'] ?>)</dd></div>
<?php endif ?>
    <div><dt>Oggetto</dt><dd><?= h($n['subject']) ?></dd></div>
    <div><dt>Contenuto</dt><dd><pre class="contenuto"><?= h($n['markdown']) ?></pre></dd></div>
    <div><dt>Scadenza</dt><dd><?= italianDay($n['due_date']) ?: ABSENT ?></dd></div>
    <div><dt>Somma</dt><dd><?= $n['amount_cents'] === null ? ABSENT : euro($n['amount_cents']) . "\u{a0}€" ?></dd></div>
    <div><dt>Notifica Pagamento</dt><dd class="codice"><?= h($n['notice_number']) ?: ABSENT ?></dd></div>
    <div><dt>Paga dopo la scadenza</dt><dd><?= match ($n['payable_after_due_date']) { null => ABSENT, 0 => 'No', 1 => 'Sì' } ?></dd></div>
  </dl>
</section>
<div class="affiancate">
<section class="scheda" aria-labelledby="sezione-trasmissione">
  <h2 id="sezione-trasmissione">Stato della Trasmissione</h2><a class="chiede" href="/guida#stato-<?= $n['state'] ?>"
    target="_blank">?<span class="visually-hidden"> Lo stato nella guida, in un’altra scheda</span></a>
  <dl class="dati">
    <div><dt>Tentativi invio</dt><dd><?= $n['attempt'] ?></dd></div>
    <div><dt>Data invio</dt><dd><?= substr($sent, 0, 10) ?: ABSENT ?></dd></div>
    <div><dt>Ora invio</dt><dd><?= substr($sent, 11) ?: ABSENT ?></dd></div>
    <div class="largo"><dt>Errore</dt><dd><span class="assente">–</span></dd></div>
  </dl>
</section>
<section class="scheda" aria-labelledby="sezione-notifica-stato">
  <h2 id="sezione-notifica-stato">Stato della Notifica</h2><a class="chiede" href="/guida#consegna" target="_blank">?<span
    class="visually-hidden"> Stato della Notifica nella guida, in un’altra scheda</span></a>
  <dl class="dati">
    <div class="largo"><dt>Stato Consegna</dt><dd><?= LABELS[$n['state']] ?> (<code><?= h($n['io_status']) ?></code>)
</dd></div>
    <div><dt>Stato Mail</dt><dd><?= h($n['io_email'] ?? 'App IO non lo comunica') . "\n" ?></dd></div>
    <div><dt>Stato Push</dt><dd><?= h($n['io_push'] ?? 'App IO non lo comunica') . "\n" ?></dd></div>
  </dl>
</section>
</div>
<section class="scheda" aria-labelledby="sezione-audit">
  <h2 id="sezione-audit">Audit</h2>
  <dl class="dati dati-larghi">
    <div><dt>Ultima modifica</dt><dd><?= moment($n['decided']) ?></dd></div>
    <div><dt>Effettuata da</dt><dd><?= h($n['decided_by'] ?? $n['created_by']) ?></dd></div>
    <div><dt>Ultimo passaggio automatico</dt><dd><?= $n['moved'] > $n['decided'] ? moment($n['moved']) : ABSENT ?></dd></div>
    <div><dt>Inserita il</dt><dd><?= $created ?></dd></div>
    <div><dt>Inserita da</dt><dd><?= h($n['created_by']) ?></dd></div>
  </dl>
</section>
</div>
    <details class="scheda tecnici" id="tecnici">
      <summary>Dettagli tecnici (per l’assistenza)</summary>
      <div id="parte-tecnici"><dl class="dati dati-righe">
  <div><dt>UUID Notifica</dt><dd class="codice" id="uuid"><?= $id ?></dd></div>
  <div><dt>ID Consegna App.IO</dt><dd class="codice" id="id-app-io"><?= h($n['io_id']) ?: ABSENT ?></dd></div>
  <div><dt>Parole di App IO</dt><dd class="parole"><?= ABSENT ?></dd></div>
</dl>
<p class="azioni con-script"><button type="button" class="btn btn-outline-primary btn-sm" id="copia-uuid" data-copia="uuid">Copia
  l’UUID</button><?php if ($n['io_id'] !== null): ?><button type="button"
  class="btn btn-outline-primary btn-sm" id="copia-id" data-copia="id-app-io">Copia l’ID App.IO</button><?php endif ?></p>
<h3>Chiamate ad App IO</h3>
<div class="tabella" role="region" aria-label="Chiamate ad App IO" tabindex="0">
<table class="table">
  <caption class="visually-hidden">Chiamate ad App IO, dalla più recente</caption>
  <thead><tr><th scope="col">Inizio</th><th scope="col">Passo</th><th scope="col">Esito</th><th scope="col">HTTP</th><th
    scope="col">Parole di App IO</th><th scope="col" class="numero">Durata</th><th scope="col">Chiave</th></tr></thead>
  <tbody>
<?php foreach ($attempts as $attempt): $began = moment($attempt['at']); ?>
  <tr>
    <td data-nome="Inizio" class="data"><?= substr($began, 0, 10) ?> <small><?= substr($began, 11) ?></small></td>
    <td data-nome="Passo" class="data"><?= sprintf(STEPS[$attempt['step']], $attempt['number']) ?></td>
    <td data-nome="Esito"><?= OUTCOMES[$attempt['outcome']] ?></td>
    <td data-nome="HTTP"><?= $attempt['http_status'] ?></td>
    <td data-nome="Parole di App IO" class="parole"></td>
    <td data-nome="Durata" class="numero"><?= number_format($attempt['duration_ms'], 0, ',', '.') ?> ms</td>
    <td data-nome="Chiave"><?= SLOTS[$attempt['slot']] ?></td>
  </tr>
<?php endforeach ?>
  </tbody>
</table>
</div>
</div>
    </details>
  </div>
  <aside class="anteprima" aria-labelledby="anteprima-titolo">
    <div>
    <h2 id="anteprima-titolo">Anteprima nell’app IO</h2>
    <div class="schermo">
  <p class="aiuto">Sul telefono bloccato</p>
  <p><strong><?= h($who['name']) ?></strong><br><?= h($n['subject']) ?></p>
</div>
<div class="telefono">
  <div class="telefono-mittente"><img src="/logo?v=<?= $who['logo'] ?>" alt="" width="<?=
    $who['width'] ?>" height="<?= $who['height'] ?>"><div><p
    class="telefono-ente"><?= h($who['name']) ?></p><p class="telefono-servizio"><?= h($n['service']) ?></p></div></div>
  <p class="telefono-oggetto"><?= h($n['subject']) ?></p>
<?php if ($n['due_date'] !== null): ?>
  <p class="io-banner telefono-scadenza">Scade il <time datetime="<?= $n['due_date'] ?>"><?= italianDay($n['due_date'])
    ?></time><span class="aiuto">Il cittadino può
    mettere un promemoria nel calendario.<?= $n['payable_after_due_date'] === 0 ? ' Dopo la scadenza non si paga.' : '' ?></span></p>
<?php endif ?>
  <div class="telefono-testo"><?= markdown($n['markdown']) ?></div>
<?php if ($n['notice_number'] !== null): ?>
  <p class="io-banner telefono-pagamento">Avviso pagoPA <span class="codice"><?= h($n['notice_number']) ?></span> ·
    <strong><?= euro($n['amount_cents']) ?>&nbsp;€</strong></p>
<?php endif ?>
</div>
<p class="aiuto copia-mail"><strong>Nella copia per e-mail arriva solo l’inizio:</strong>
  «<?= h($mail) ?>»</p>
    </div>
  </aside>
</div>
