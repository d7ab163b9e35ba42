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
        <form method="post" action="/esci"><input type="hidden" name="_token" value=")");
    hexadecimal(page, view->token, sizeof view->token);
    HTML(page, R"("><button class="esci">Esci</button></form>
      </div>
    </div>
  </div>
  <div class="it-header-center-wrapper">
    <div class="container it-header-center-content-wrapper">
      <div class="it-brand-wrapper"><a href="/"><img class="logo" src="/logo?v=)");
    say(page, view->logo);
    HTML(page, R"(" alt="" width=")");
    number(page, view->width);
    HTML(page, R"("
        height=")");
    number(page, view->height);
    HTML(page, R"("><span
        class="it-brand-text"><span class="it-brand-title">)");
    field(page, view->tenant);
    HTML(page, R"(</span></span></a></div>
    </div>
  </div>
  <nav class="menu" aria-label="Menu principale">
    <ul class="container">
      <li><a href="/notifiche" aria-current="page">Archivio notifiche</a></li>
)");
    write_to_follow(page, view);
    HTML(page, R"(    </ul>
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
    value="" selected>Tutti</option>)");
    put(page, view->services.bytes, view->services.length);
    HTML(page, R"(</select>
  <div id="servizio-problemi">
</div>
</div>
<div class="campo">
  <label for="stato">Stato</label>
  <select class="form-select" id="stato" name="stato"
    aria-describedby="stato-problemi"><option
    value="" selected>Tutti</option>)");
    write_states(page);
    HTML(page, R"(</select>
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
    value="" selected>Tutti</option>)");
    put(page, view->people.bytes, view->people.length);
    HTML(page, R"(</select>
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
  </form>
)");
    write_pages(page, view);
    HTML(page, R"(</div>
</main>
<footer class="it-footer-small-prints">
  <div class="container"><span>Notifiche App IO · <a
    href="/guida">Guida</a> · <a
    href="/privacy">Privacy</a> · <a href="/accessibilita">Accessibilità</a></span>
    <span>Codice della richiesta <code class="richiesta">)");
    say(page, view->request);
    HTML(page, R"(</code></span></div>
</footer>
</body>
</html>
)");
}
