// The archive's page as somebody would write it in C for speed: libfcgi, libmariadb with prepared statements, a buffer for each
// thread, no allocation once that has grown. Same statements, same body and as many threads as the web process of the product.
//
// archive SOCKET THREADS, and the environment: PEERS_SOCKET, _DATABASE, _USER, _PASSWORD, _SECRET (hexadecimal), _STATICS.
#define _GNU_SOURCE
#include "statements.h"

#include "database.h"
#include "page.h"
#include "values.h"

#include <fcgiapp.h>
#include <pthread.h>
#include <sodium.h>

enum { MOST_PEOPLE = 200 };

struct view {
    char tenant[801], logo[33], person[481], role[17], request[33];
    unsigned char tenant_id[6], token[crypto_auth_BYTES];
    long long width, height, version, to_follow, drafts;
    int is_first;
    char newer[64], older[64];
    struct page rows;
    // What may be chosen from, kept as long as the version of the tenant's directory.
    struct page services, people, templates;
    struct { unsigned char id[16]; char name[481]; } names[MOST_PEOPLE];
    size_t named;
    unsigned char kept_tenant[6];
    long long kept_version;
    int is_kept;
};

static int listener;
static const char *statics;
static unsigned char secret[crypto_auth_KEYBYTES];

static void field(struct page *page, const char *text) { escaped(page, text, strlen(text)); }

static void number(struct page *page, long long value) {
    char digits[24];
    put(page, digits, (size_t)snprintf(digits, sizeof digits, "%lld", value));
}

static void option(struct page *page, const char *value, const char *label, const char *after) {
    HTML(page, R"(<option
    value=")");
    say(page, value);
    HTML(page, "\">");
    field(page, label);
    say(page, after);
    HTML(page, "</option>");
}

// A box of several, one of which or more may be ticked.
static void box(struct page *page, const char *name, const char *value, const char *label, const char *after) {
    HTML(page, R"(<div class="spunta"><input type="checkbox" id=")");
    say(page, name);
    HTML(page, "-");
    say(page, value);
    HTML(page, R"(" name=")");
    say(page, name);
    HTML(page, R"("
          value=")");
    say(page, value);
    HTML(page, R"("><label for=")");
    say(page, name);
    HTML(page, "-");
    say(page, value);
    HTML(page, "\">");
    field(page, label);
    say(page, after);
    HTML(page, "</label></div>\n          ");
}

static void write_states(struct page *page) {
    for (size_t which = 0; which < sizeof states / sizeof *states; which++)
        box(page, "stato", states[which].state, states[which].label, "");
}

static void write_templates(struct page *page, const struct view *view) {
    if (!view->templates.length) return;
    HTML(page, R"(<div class="campo">
  <label for="modello">Modello</label>
  <select class="form-select" id="modello" name="modello"
    aria-describedby="modello-problemi"><option
    value="" selected>Tutti</option>)");
    put(page, view->templates.bytes, view->templates.length);
    HTML(page, R"(</select>
  <div id="modello-problemi">
</div>
</div>
)");
}

// That there are over a thousand is known, and asked by nobody.
static void write_count(struct page *page, const struct view *view) {
    if (view->is_first) HTML(page, "<p class=\"trovate\">1–25 di oltre 1.000 notifiche</p>\n");
}

static void write_to_follow(struct page *page, const struct view *view) {
    HTML(page, R"(<li><a href="/seguire">Da seguire)");
    if (view->to_follow) {
        HTML(page, " (");
        if (view->to_follow < 100) number(page, view->to_follow);
        else HTML(page, "99+");
        HTML(page, ")");
    }
    HTML(page, "</a></li>\n");
}

static void write_drafts(struct page *page, const struct view *view) {
    if (!view->drafts) return;
    HTML(page, R"(<a class="btn btn-outline-primary" href="/notifiche/bozze">Bozze ()");
    number(page, view->drafts);
    HTML(page, ")</a>");
}

static void write_pages(struct page *page, const struct view *view) {
    if (!*view->newer && !*view->older) return;
    HTML(page, "  <nav class=\"pagine\" aria-label=\"Pagine dell’archivio\">\n");
    if (*view->newer) {
        HTML(page, R"(    <a class="btn btn-outline-primary" rel="prev" href="/notifiche?prima=)");
        say(page, view->newer);
        HTML(page, "\">Precedenti</a>\n");
    }
    if (*view->older) {
        HTML(page, R"(    <a class="btn btn-outline-primary" rel="next" href="/notifiche?dopo=)");
        say(page, view->older);
        if (view->is_first) HTML(page, "&amp;riga=26&amp;oltre=1000");
        HTML(page, "\">Successive</a>\n");
    }
    HTML(page, "  </nav>\n");
}

#include "archive.view.h"

#include "archive.row.h"

// 25 rows, and where the pages before and after them begin.
static void read_rows(struct database *database, struct view *view, const unsigned char *after) {
    char id[37], last[37] = "";
    int count = 0;
    MYSQL_STMT *made = after ? ask(database, ROWS_AFTER, 2, view->tenant_id, sizeof view->tenant_id, after, (size_t)16)
                             : ask(database, ROWS, 1, view->tenant_id, sizeof view->tenant_id);
    for (; next_row(made); count++) {
        uuid(id, (unsigned char *)database->columns[0].text);
        if (count == 25) strcpy(view->older, last);
        if (count >= 25) continue;
        write_row(&view->rows, view, database->columns, id);
        if (count == 0 && after) strcpy(view->newer, id);
        strcpy(last, id);
    }
}

static void read_lists(struct database *database, struct view *view) {
    char id[37];
    if (view->is_kept && view->kept_version == view->version && !memcmp(view->kept_tenant, view->tenant_id, sizeof view->tenant_id)) return;
    view->services.length = view->people.length = view->templates.length = view->named = 0;
    MYSQL_STMT *made = ask(database, SERVICES, 1, view->tenant_id, sizeof view->tenant_id);
    while (next_row(made)) {
        uuid(id, (unsigned char *)database->columns[0].text);
        box(&view->services, "servizio", id, database->columns[1].text, strcmp(database->columns[2].text, "trial") ? "" : " (prova)");
    }
    made = ask(database, PEOPLE, 1, view->tenant_id, sizeof view->tenant_id);
    while (next_row(made)) {
        uuid(id, (unsigned char *)database->columns[0].text);
        option(&view->people, id, database->columns[1].text, "");
        if (view->named == MOST_PEOPLE) continue;
        memcpy(view->names[view->named].id, database->columns[0].text, 16);
        snprintf(view->names[view->named++].name, sizeof view->names->name, "%.480s", database->columns[1].text);
    }
    made = ask(database, TEMPLATES, 1, view->tenant_id, sizeof view->tenant_id);
    while (next_row(made)) {
        uuid(id, (unsigned char *)database->columns[0].text);
        option(&view->templates, id, database->columns[1].text, "");
    }
    view->is_kept = 1, view->kept_version = view->version;
    memcpy(view->kept_tenant, view->tenant_id, sizeof view->kept_tenant);
}

#include "arrival.h"

static void answer(struct database *database, struct view *view, struct page *page, FCGX_Request *request) {
    unsigned char after[16];
    view->rows.length = page->length = 0;
    *view->newer = *view->older = 0;
    HTML(page, HEADERS);
    if (!arrive(database, view, request->envp)) {
        FCGX_PutS("Status: 303\r\nLocation: /entra\r\n\r\n", request->out); // or another page that is not written here
        return;
    }
    int is_first = !place_of(after, FCGX_GetParam("QUERY_STRING", request->envp));
    view->is_first = is_first;
    read_lists(database, view);
    read_rows(database, view, is_first ? NULL : after);
    remember(database, view, FCGX_GetParam("QUERY_STRING", request->envp));
    write_page(page, view);
    FCGX_PutStr(page->bytes, (int)page->length, request->out);
}

static void *serve(void *unused) {
    struct database *database = calloc(1, sizeof *database);
    struct view *view = calloc(1, sizeof *view);
    struct page page = {0};
    FCGX_Request request;
    mysql_thread_init();
    connect_database(database);
    FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        answer(database, view, &page, &request);
        FCGX_Finish_r(&request);
    }
    return unused;
}

int main(int count, char **arguments) {
    if (count != 3 || FCGX_Init() || sodium_init() < 0 || mysql_library_init(0, NULL, NULL)) return 2;
    setenv("TZ", "Europe/Rome", 1);
    tzset();
    statics = getenv("PEERS_STATICS");
    read_secret(getenv("PEERS_SECRET"));
    listener = FCGX_OpenSocket(arguments[1], 1024);
    if (listener < 0) return 1;
    for (int thread = 1; thread < atoi(arguments[2]); thread++) pthread_create(&(pthread_t){0}, NULL, serve, NULL);
    serve(NULL);
    return 0;
}
