<nav class="breadcrumb-container" aria-label="Percorso"><ol class="breadcrumb">
  <li class="breadcrumb-item"><a href="/notifiche">Archivio notifiche</a><span class="separator" aria-hidden="true">/</span></li>
  <li class="breadcrumb-item active" aria-current="page">Nuova notifica</li>
</ol></nav>
<h1>Nuova notifica</h1>
<?php if ($draft): ?>
<div class="alert alert-info" role="status">C’è una bozza delle <?= date('H:i:s', (int) $draft['updated']) ?>: <a
  href="/notifiche/nuova?da=<?= uuid($draft['id']) ?>"><?= h(trim($draft['subject'])) ?: 'senza oggetto' ?></a>.</div>
<?php endif ?>
<form method="post" action="/notifiche/nuova" class="due-colonne" id="notifica" novalidate>
<div id="riepilogo-posto">
</div>
<div>
  <input type="hidden" name="_token" value="<?= token()
    ?>"><input type="hidden" name="_autore" value="<?= $author ?>">
  <input type="hidden" name="_chiave" value="<?= $key ?>">
  <input type="hidden" name="bozza_versione" value="">
  <button class="visually-hidden" name="azione" value="avanti" tabindex="-1" aria-hidden="true"></button>
  <button name="azione" value="riepilogo" id="riepiloga" hidden></button>
  <p class="nota">I campi con * sono obbligatori.</p>
<div class="campo">
  <label for="codice_fiscale">Codice Fiscale Destinatario *</label>
  <div class="con-lente">
    <input class="form-control codice maiuscolo" id="codice_fiscale" name="codice_fiscale" value="" maxlength="32" required
      autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="destinatario" autofocus>
    <button class="btn btn-outline-primary" name="azione" value="verifica_destinatario"
      formaction="/notifiche/nuova#codice_fiscale" formnovalidate data-verifica>Verifica</button>
  </div>
  <div class="destinatario" id="destinatario" role="status" data-senza-esito="Non verificabile ora">
    <div id="codice_fiscale-problemi">
</div>
    <p class="aiuto">16 caratteri. Con il servizio scelto si verifica se può ricevere su App IO.</p>
  </div>
</div>
<div class="campo">
  <label for="modello">Modello</label>
  <div class="con-lente">
    <select class="form-select" id="modello" name="modello" aria-describedby="modello-aiuto modello-problemi"><option value="">Nessun
      modello</option><?php foreach ($groups as $group): ?><optgroup label="<?=
      h($group['name']) ?>"><?php foreach ($group['choices'] as $choice): ?><option value="<?= uuid($choice['id']) ?>"><?=
      h($choice['name']) ?></option><?php endforeach ?></optgroup><?php endforeach ?></select>
    <button class="btn btn-outline-primary" name="azione" value="usa_modello" formnovalidate>Usa modello</button>
  </div>
  <p class="aiuto" id="modello-aiuto">Un testo già pronto, di cui si compilano solo i campi. Con il modello si sceglie anche il
    servizio.</p>
  <div id="modello-problemi"></div>
</div>
<div class="campo">
  <label for="servizio">Servizio *</label>
  <div class="con-lente">
    <select class="form-select" id="servizio" name="servizio" required
      aria-describedby="servizio-problemi"><option value="">Scegliere il servizio</option><?php foreach ($services as $service): ?><option
      value="<?= uuid($service['id']) ?>"><?= h($service['name']) ?><?php if ($service['require_secure_channels']): ?> – messaggio
      riservato<?php endif ?><?php if ($service['environment'] === 'trial'): ?> – AMBIENTE DI
      PROVA<?php endif ?></option><?php endforeach ?></select>
    <button class="btn btn-outline-primary lente" name="azione" value="cerca_servizio" formnovalidate aria-label="Cerca servizio"
      title="Cerca servizio" data-lente><svg viewBox="0 0 24 24" aria-hidden="true"><path
      d="M10 3a7 7 0 1 0 4.2 12.6l5.1 5.1 1.4-1.4-5.1-5.1A7 7 0 0 0 10 3Zm0 2a5 5 0 1 1 0 10 5 5 0 0 1 0-10Z"/></svg></button>
  </div>
  <div id="servizio-problemi">
</div>
</div>
<div class="campo">
  <label for="oggetto">Oggetto *</label>
  <input class="form-control" id="oggetto" name="oggetto" value="" required aria-describedby="oggetto-aiuto oggetto-problemi"
    data-conta="10 120">
  <div class="conta"><p class="aiuto" id="oggetto-aiuto">Da 10 a 120 caratteri. Compare anche nell’avviso sul telefono.</p><p
    class="aiuto" data-conta-per="oggetto">0 su 120 caratteri</p></div>
  <span class="visually-hidden" role="status" id="oggetto-detto"></span>
  <div id="oggetto-problemi">
</div>
</div>
<div class="campo">
  <label for="contenuto">Contenuto *</label>
  <div class="barra" role="toolbar" aria-label="Formattazione del contenuto" aria-controls="contenuto"><button type="button"
    data-segna="**" aria-keyshortcuts="Control+B" title="Grassetto (Ctrl+B)"><strong>Grassetto</strong></button><button type="button"
    data-segna="*" tabindex="-1" aria-keyshortcuts="Control+I" title="Corsivo (Ctrl+I)"><em>Corsivo</em></button><button type="button"
    data-segna="# " tabindex="-1">Titolo</button><button type="button" data-segna="- " tabindex="-1">Elenco</button><button
    type="button" data-segna="[" tabindex="-1">Link</button></div>
  <textarea class="form-control" id="contenuto" name="contenuto" rows="11" required
    aria-describedby="contenuto-aiuto contenuto-problemi" data-conta="<?= $who['minimum_content'] ?> 10000"
    data-conta-pulsanti="16 106">
</textarea>
  <div class="conta"><p class="aiuto" id="contenuto-aiuto">Da <?= $minimum ?> a 10.000 caratteri<?php
    if ($who['minimum_content'] > 80): ?>; con meno va
    confermato, e App IO ne vuole almeno 80<?php endif ?>. Si possono usare **grassetto**,
    *corsivo*, # titolo, - elenco, [testo](https://…).</p><p
    class="aiuto" data-conta-per="contenuto">0 su 10.000 caratteri</p></div>
  <span class="visually-hidden" role="status" id="contenuto-detto"></span>
  <div id="contenuto-problemi">
</div>
</div>
<details class="apribile campo pulsanti">
  <summary>Pulsanti (facoltativi)</summary>
  <p class="aiuto" id="pulsanti-aiuto">Compaiono in fondo al messaggio, fino a due. L’indirizzo comincia con https:// per una pagina,
    tel: per un numero di telefono, mailto: per una e-mail.</p>
  <div class="griglia" role="group" aria-label="Pulsante 1"><div class="campo">
  <label for="pulsante_1_testo">Testo del pulsante 1</label>
  <input class="form-control" type="text" id="pulsante_1_testo"
    name="pulsante_1_testo" autocomplete="off"
    aria-describedby="pulsante_1_testo-problemi">
  <div id="pulsante_1_testo-problemi">
</div>
</div>
<div class="campo">
  <label for="pulsante_1_indirizzo">Indirizzo del pulsante 1</label>
  <input class="form-control" type="text" id="pulsante_1_indirizzo"
    name="pulsante_1_indirizzo" autocomplete="off"
    inputmode="url" placeholder="https://"
    spellcheck="false"
    aria-describedby="pulsanti-aiuto pulsante_1_indirizzo-problemi">
  <div id="pulsante_1_indirizzo-problemi">
</div>
</div>
</div>
  <div class="griglia" role="group" aria-label="Pulsante 2"><div class="campo">
  <label for="pulsante_2_testo">Testo del pulsante 2</label>
  <input class="form-control" type="text" id="pulsante_2_testo"
    name="pulsante_2_testo" autocomplete="off"
    aria-describedby="pulsante_2_testo-problemi">
  <div id="pulsante_2_testo-problemi">
</div>
</div>
<div class="campo">
  <label for="pulsante_2_indirizzo">Indirizzo del pulsante 2</label>
  <input class="form-control" type="text" id="pulsante_2_indirizzo"
    name="pulsante_2_indirizzo" autocomplete="off"
    inputmode="url" placeholder="https://"
    spellcheck="false"
    aria-describedby="pulsanti-aiuto pulsante_2_indirizzo-problemi">
  <div id="pulsante_2_indirizzo-problemi">
</div>
</div>
</div>
</details>
<details class="apribile campo pagamento">
  <summary>Scadenza e pagamento (facoltativi)</summary>
  <div class="griglia"><div class="campo">
  <label for="scadenza">Scadenza</label><a class="chiede" href="/guida#scadenza" target="_blank">?<span
  class="visually-hidden"> Scadenza nella guida, in un’altra scheda</span></a>
  <input class="form-control" type="date" id="scadenza"
    name="scadenza" autocomplete="off"
    aria-describedby="scadenza-problemi">
  <div id="scadenza-problemi">
</div>
</div>
<div class="campo">
  <label for="somma">Somma</label><a class="chiede" href="/guida#somma" target="_blank">?<span
  class="visually-hidden"> Somma nella guida, in un’altra scheda</span></a>
  <input class="form-control" type="text" id="somma"
    name="somma" autocomplete="off"
    inputmode="decimal" placeholder="0,00"
    spellcheck="false"
    aria-describedby="somma-aiuto somma-problemi">
  <p class="aiuto" id="somma-aiuto">In euro, con la virgola.</p>
  <div id="somma-problemi">
</div>
</div>
<div class="campo">
  <label for="numero_avviso">Notifica Pagamento</label><a class="chiede" href="/guida#notifica-pagamento" target="_blank">?<span
  class="visually-hidden"> Notifica Pagamento nella guida, in un’altra scheda</span></a>
  <input class="form-control codice" type="text" id="numero_avviso"
    name="numero_avviso" autocomplete="off"
    inputmode="numeric"
    spellcheck="false"
    aria-describedby="numero_avviso-aiuto numero_avviso-problemi">
  <p class="aiuto" id="numero_avviso-aiuto">Numero avviso, 18 cifre, oppure il codice QR dell’avviso con il lettore.</p>
  <div id="numero_avviso-problemi">
</div>
</div>
</div>
  <div class="campo">
  <div class="spunta">
    <input type="checkbox" id="paga_dopo_scadenza" name="paga_dopo_scadenza" value="1"
      aria-describedby="paga_dopo_scadenza-problemi">
    <label for="paga_dopo_scadenza">Paga dopo la scadenza</label>
  </div>
  <div id="paga_dopo_scadenza-problemi">
</div>
</div>
</details>
<details class="apribile">
  <summary>Programma l’invio</summary>
  <p class="nota">Con un giorno e un’ora Aggiungi non invia subito: la notifica resta Programmata, e fino ad allora si può spostare o
    annullare.</p>
  <div class="griglia"><div class="campo">
  <label for="invio_il">Giorno dell’invio</label>
  <input class="form-control" type="date" id="invio_il"
    name="invio_il" autocomplete="off"
    aria-describedby="invio_il-aiuto invio_il-problemi">
  <p class="aiuto" id="invio_il-aiuto">Fino a 90 giorni da oggi.</p>
  <div id="invio_il-problemi">
</div>
</div>
<div class="campo">
  <label for="invio_alle">Ora dell’invio</label>
  <input class="form-control" type="time" id="invio_alle"
    name="invio_alle" autocomplete="off"
    aria-describedby="<?= $hours === '' ? '' : 'invio_alle-aiuto ' ?>invio_alle-problemi">
<?php if ($hours !== ''): ?>
  <p class="aiuto" id="invio_alle-aiuto">Orario dell’ente: <?= $hours ?>.</p>
<?php endif ?>
  <div id="invio_alle-problemi">
</div>
</div>
</div>
</details>
<div class="azioni">
  <button class="btn btn-outline-primary" name="azione" value="anteprima" formnovalidate data-anteprima>Anteprima</button>
  <button class="btn btn-outline-primary" name="azione" value="bozza" formnovalidate>Salva bozza</button>
  <a class="btn btn-outline-secondary" href="/notifiche?ricerca=ultima">Torna Elenco</a>
</div>
<p class="nota"><?php if ($who['confirms_sends']): ?>Aggiungi mostra che cosa sta per partire e chiede conferma:
  un<?php else: ?>Se non è programmato, l’invio
  parte subito con Aggiungi e un<?php endif ?> messaggio inviato su App IO non si può ritirare.</p>
</div>
<aside class="anteprima" aria-labelledby="anteprima-titolo">
  <div>
  <h2 id="anteprima-titolo" tabindex="-1">Anteprima nell’app IO</h2>
  <div id="anteprima">
  <p class="nota">Qui si vede il messaggio come lo mostra l’app IO<span class="con-script">, mentre lo si scrive o</span> con
    Anteprima. L’aspetto nell’app può variare.</p>
  </div>
  </div>
</aside>
<div class="invio">
  <p class="invio-stato"><span id="invio-esito"></span><span
    id="invio-contenuto">Contenuto: 0 su 10.000 caratteri</span><span id="invio-bozza" role="status"></span></p>
  <div id="invio-tasti">
    <button class="btn btn-primary" id="aggiungi" name="azione" value="aggiungi">Aggiungi</button>
  </div>
</div>
</form>
<dialog id="lente" aria-labelledby="lente-titolo">
  <h2 id="lente-titolo">Cerca servizio</h2>
  <div class="campo"><label for="lente-testo">Nome o ID del servizio</label><input class="form-control" id="lente-testo"
    autocomplete="off"></div>
  <div id="lente-trovati" role="status"></div>
  <form method="dialog"><button class="btn btn-outline-secondary">Chiudi</button></form>
</dialog>
