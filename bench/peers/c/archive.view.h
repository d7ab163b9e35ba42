// The archive's page, from its first byte to its last. archive.c makes what stands in it.
static void write_page(struct page *page, const struct view *view) {
    HTML(page, R"(<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Archivio notifiche – )");
    field(page, view->tenant);
    HTML(page, R"(</title>
<link rel="preload" href=")");
    say(page, statics);
    HTML(page, R"(/bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-regular.woff2" as="font"
  type="font/woff2" crossorigin>
<link rel="preload" href=")");
    say(page, statics);
    HTML(page, R"(/bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-600.woff2" as="font"
  type="font/woff2" crossorigin>
<link rel="preload" href=")");
    say(page, statics);
    HTML(page, R"(/bootstrap-italia/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-700.woff2" as="font"
  type="font/woff2" crossorigin>
<link rel="stylesheet" href=")");
    say(page, statics);
    HTML(page, R"(/bootstrap-italia/css/bootstrap-italia.min.css">
<link rel="stylesheet" href=")");
    say(page, statics);
    HTML(page, R"(/app.css">
<link rel="stylesheet" href=")");
    say(page, statics);
    HTML(page, R"(/message.css">
<link rel="stylesheet" href=")");
    say(page, statics);
    HTML(page, R"(/notifications.css">
<link rel="stylesheet" href=")");
    say(page, statics);
    HTML(page, R"(/desk.css">
<link rel="stylesheet" href=")");
    say(page, statics);
    HTML(page, R"(/archive.css">
<link rel="icon" href=")");
    say(page, statics);
    HTML(page, R"(/icon.svg" type="image/svg+xml">
<script src=")");
    say(page, statics);
    HTML(page, R"(/app.js" defer></script>
<script src=")");
    say(page, statics);
    HTML(page, R"(/compose.js" defer></script>
<script src=")");
    say(page, statics);
    HTML(page, R"(/writing.js" defer></script>
</head>
<body>
<a class="visually-hidden-focusable salta" href="#principale">Vai al contenuto</a>
<header class="it-header-wrapper">
  <div class="it-header-slim-wrapper">
    <div class="container it-header-slim-wrapper-content">
      <span class="navbar-brand">Notifiche App IO</span>
      <div class="it-header-slim-right-zone">
        <a href="/profilo">)");
    field(page, view->person);
    HTML(page, R"( <span>()");
    say(page, view->role);
    HTML(page, R"()</span></a>
        <a href="/guida">Guida</a>
        <form method="post" action="/esci"><input type="hidden" name="_token" value=")");
    hexadecimal(page, view->token, sizeof view->token);
    HTML(page, R"("><button class="esci">Esci</button></form>
      </div>
    </div>
  </div>
  <div class="it-header-center-wrapper">
    <div class="container it-header-center-content-wrapper">
      <div class="it-brand-wrapper"><a href="/" tabindex="-1"><img class="logo"
        src="/logo?v=)");
    say(page, view->logo);
    HTML(page, R"(" alt="" width=")");
    number(page, view->width);
    HTML(page, R"(" height=")");
    number(page, view->height);
    HTML(page, R"("><span
        class="it-brand-text"><span class="it-brand-title">)");
    field(page, view->tenant);
    HTML(page, R"(</span></span></a></div>
    </div>
  </div>
  <nav class="menu" aria-label="Menu principale" data-tasti="n/?">
    <details class="container" open>
      <summary>Menu</summary>
      <ul>
        <li><a href="/oggi">Oggi</a></li>
<li><a href="/notifiche" aria-current="page">Archivio notifiche</a></li>
)");
    write_to_follow(page, view);
    HTML(page, R"(      </ul>
    </details>
  </nav>
</header>
<main id="principale" class="container" tabindex="-1">
)");
    HTML(page, R"(<div class="titolo">
  <h1>Archivio notifiche</h1>
  <div class="azioni">)");
    write_drafts(page, view);
    HTML(page, R"(<a
    class="btn btn-primary" href="/notifiche/nuova">Nuovo</a></div>
</div>
<form method="post" action="/notifiche" class="ricerca filtri" role="search" aria-label="Cerca nell’archivio">
  <input type="hidden" name="_token" value=")");
    hexadecimal(page, view->token, sizeof view->token);
    HTML(page, R"(">
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
        <div class="spunte">)");
    put(page, view->services.bytes, view->services.length);
    HTML(page, R"(</div>
      </fieldset>
      <fieldset id="stato">
        <legend>Stato</legend>
        <div class="spunte">)");
    write_states(page);
    HTML(page, R"(</div>
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
    value="" selected>Tutti</option>)");
    put(page, view->people.bytes, view->people.length);
    HTML(page, R"(</select>
  <div id="operatore-problemi">
</div>
</div>
)");
    write_templates(page, view);
    HTML(page, R"(<div class="campo">
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
    value="" selected>Tutti</option>)");
    put(page, view->people.bytes, view->people.length);
    HTML(page, R"(</select>
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
)");
    write_count(page, view);
    HTML(page, R"(<div class="tabella" role="region" aria-label="Notifiche" tabindex="0">
<table class="table table-hover archivio">
  <caption class="visually-hidden">Notifiche, dalla più recente</caption>
  <thead><tr>
    <th scope="col">Inserita</th><th scope="col">Destinatario</th><th scope="col">Oggetto</th><th scope="col">Servizio</th><th
      scope="col">Stato</th><th scope="col">Da</th>
  </tr></thead>
  <tbody>
)");
    put(page, view->rows.bytes, view->rows.length);
    HTML(page, R"(  </tbody>
</table>
</div>
<div class="sotto-tabella">
  <form method="post" action="/esportazioni">
    <input type="hidden" name="_token" value=")");
    hexadecimal(page, view->token, sizeof view->token);
    HTML(page, R"(">
    <button class="btn btn-outline-primary">Esporta Excel</button>
    <a class="btn btn-outline-primary" href="/notifiche/stampa">Stampa</a>
    <a class="btn btn-link" href="/esportazioni">I miei Excel di oggi</a>
  </form>
)");
    write_pages(page, view);
    HTML(page, R"(</div>
</main>
<footer class="it-footer-small-prints">
  <div class="container"><span>Notifiche App IO · <a
    href="/privacy">Privacy</a> · <a href="/accessibilita">Accessibilità</a></span>
    <span>Codice della richiesta <code class="richiesta">)");
    say(page, view->request);
    HTML(page, R"(</code></span></div>
</footer>
</body>
</html>
)");
}
