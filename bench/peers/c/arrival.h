// Who asks, as the product finds it out: host name and cookie, the session behind them, the token of its forms.

#define HEADERS \
    "Content-Type: text/html; charset=utf-8\r\n" \
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " \
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n" \
    "X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: strict-origin\r\n" \
    "Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Resource-Policy: same-origin\r\n" \
    "Cross-Origin-Embedder-Policy: require-corp\r\n" \
    "Permissions-Policy: accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " \
    "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()\r\n" \
    "Cache-Control: no-store\r\n\r\n"

static void read_secret(const char *hexadecimal) {
    unsigned char bytes[4096];
    size_t count;
    if (!hexadecimal || sodium_hex2bin(bytes, sizeof bytes, hexadecimal, strlen(hexadecimal), NULL, &count, NULL)) exit(2);
    crypto_generichash(secret, sizeof secret, bytes, count, NULL, 0);
}

static void sign_token(struct view *view, const unsigned char cookie[32]) {
    unsigned char message[8 + 4 + 8 + 32] = {4, [8] = 'f', 'o', 'r', 'm', 32};
    memcpy(message + 20, cookie, 32);
    crypto_auth(view->token, message, sizeof message, secret);
}

static void take(char *to, size_t room, const struct column *column) {
    size_t count = column->is_null ? 0 : column->length < room ? column->length : room - 1;
    memcpy(to, column->text, count);
    to[count] = 0;
}

static const char *role_label(const char *role) {
    return !strcmp(role, "operator") ? "operatore" : !strcmp(role, "viewer") ? "consultazione" : "amministratore";
}

// What the session's cookie is known by in the database, and what its list was, until the request ends.
static _Thread_local unsigned char digest[32];
static _Thread_local char remembered[LONGEST];

// Whether somebody is there, and nothing that the page would have to say and does not here.
static int arrive(struct database *database, struct view *view, FCGX_ParamArray parameters) {
    unsigned char cookie[32];
    const char *name = "__Host-puntuale=", *host = FCGX_GetParam("HTTP_HOST", parameters);
    const char *cookies = FCGX_GetParam("HTTP_COOKIE", parameters), *found = cookies ? strstr(cookies, name) : NULL;
    if (!found || !host || sodium_hex2bin(cookie, 32, found + strlen(name), 64, NULL, NULL, NULL)) return 0;
    crypto_generichash(digest, sizeof digest, cookie, sizeof cookie, NULL, 0);

    struct column *column = database->columns;
    MYSQL_STMT *made = ask(database, WHO, 3, host, strcspn(host, ":"), digest, sizeof digest, host, strcspn(host, ":"));
    if (!next_row(made)) return 0;
    memcpy(view->tenant_id, column[0].text, sizeof view->tenant_id);
    take(view->tenant, sizeof view->tenant, &column[1]);
    take(view->logo, sizeof view->logo, &column[2]);
    view->width = column[3].number, view->height = column[4].number, view->version = column[5].number;
    int is_stale = column[6].number != 0, is_quiet = column[8].number != 0;
    take(remembered, sizeof remembered, &column[7]);
    if (column[7].is_null) strcpy(remembered, "-"); // no list at all
    view->to_follow = column[9].number, view->drafts = column[10].number;
    take(view->person, sizeof view->person, &column[12]);
    strcpy(view->role, role_label(column[13].text));
    mysql_stmt_free_result(made);
    if (is_stale) ask(database, TOUCH, 2, view->tenant_id, sizeof view->tenant_id, digest, sizeof digest);
    sign_token(view, cookie);
    snprintf(view->request, sizeof view->request, "%s", FCGX_GetParam("REQUEST_ID", parameters));
    return is_quiet;
}

// The id after which the page begins, from a query that is either empty or `dopo=`.
static int place_of(unsigned char id[16], const char *query) {
    size_t count = 0;
    return query && !strncmp(query, "dopo=", 5) && strlen(query) == 5 + 36 &&
           !sodium_hex2bin(id, 16, query + 5, 36, "-", &count, NULL) && count == 16;
}

// Writes which list the session looks at, if it is another one than before.
static void remember(struct database *database, struct view *view, const char *query) {
    if (!query) query = "";
    if (strcmp(query, remembered))
        ask(database, REMEMBER, 3, query, strlen(query), view->tenant_id, sizeof view->tenant_id, digest, sizeof digest);
}
