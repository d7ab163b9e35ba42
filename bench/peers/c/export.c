// The archive of an ente as an Excel file by libxlsxwriter alone (constant_memory), with the columns and formats of the product's
// first sheet, read from the same table in one statement. What it costs is what any such file must cost.
//
// export TENANT (hexadecimal) FILE TEMPORARY-DIRECTORY, and PEERS_SOCKET, _DATABASE, _USER, _PASSWORD in the environment.
// Prints rows, seconds and CPU microseconds.
#define _GNU_SOURCE
#define LONGEST 70001

enum statement { ROWS, STATEMENTS };

static const struct {
    const char *sql, *columns;
} statements[STATEMENTS] = {
    [ROWS] = {"SELECT n.id, s.name, n.environment, n.state, n.fiscal_code, n.subject, n.markdown, n.due_date, n.amount_cents, "
              "n.notice_number, n.payable_after_due_date, n.io_id, n.attempt, IF(n.state = 'scheduled', n.send_at, n.sent_at), "
              "n.reason, n.problem_title, n.problem_detail, n.io_status, n.io_email, n.io_push, n.decided_at, COALESCE(d.name, c.name) "
              "FROM notification n STRAIGHT_JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id "
              "STRAIGHT_JOIN person c ON c.tenant_id = n.tenant_id AND c.id = n.created_by "
              "LEFT JOIN person d ON d.tenant_id = n.tenant_id AND d.id = n.decided_by "
              "WHERE n.tenant_id = ? ORDER BY n.id DESC", "bttttttdntntndttttttdt"},
};

#include "database.h"
#include "values.h"

#include <sys/resource.h>
#include <xlsxwriter.h>

enum { TEXT, WHOLE, MONEY, DATE, TIME, KINDS };

static const struct {
    const char *title;
    double width;
    int kind;
} sheet_columns[] = {
    {"UUID Notifica", 38, TEXT}, {"Servizio", 30, TEXT}, {"Ambiente", 20, TEXT}, {"Stato", 22, TEXT},
    {"Codice Fiscale Destinatario", 20, TEXT}, {"Oggetto", 40, TEXT}, {"Contenuto", 60, TEXT}, {"Scadenza", 12, DATE},
    {"Somma", 12, MONEY}, {"Notifica Pagamento", 22, TEXT}, {"Paga dopo la scadenza", 12, TEXT}, {"ID Consegna App.IO", 30, TEXT},
    {"Tentativi invio", 10, WHOLE}, {"Data invio", 12, DATE}, {"Ora invio", 10, TIME}, {"Errore", 40, TEXT}, {"Stato Consegna", 16, TEXT},
    {"Stato Mail", 14, TEXT}, {"Stato Push", 14, TEXT}, {"Ultima modifica", 12, DATE}, {"Ora modifica", 10, TIME},
    {"Effettuata da", 24, TEXT},
};

enum { COLUMNS = sizeof sheet_columns / sizeof *sheet_columns };

// Those of the bench's rows.
static const struct {
    const char *key, *sentence;
} reasons[] = {
    {"not_on_io", "Il cittadino non è su App IO, oppure ha disattivato la ricezione dei messaggi."},
    {"refused_by_io", "App IO ha rifiutato la notifica: corretta la configurazione del servizio, premere Ritenta; per correggere i dati, "
                      "Duplica."},
    {"tries_exhausted", "La notifica non è partita: App IO non ha risposto a nessuno dei tentativi previsti."},
    {"answer_lost", "La risposta di App IO è andata persa dopo l’invio: non si può sapere se il messaggio è arrivato."},
};

static lxw_worksheet *sheet;
static lxw_format *formats[KINDS];

static void text(lxw_row_t row, int place, const char *value) {
    worksheet_write_string(sheet, row, (lxw_col_t)place, value, formats[TEXT]);
}

static void text_of(lxw_row_t row, int place, const struct column *column) {
    if (!column->is_null) text(row, place, column->text);
}

static void date(lxw_row_t row, int place, int year, int month, int day) {
    lxw_datetime value = {.year = year, .month = month, .day = day};
    worksheet_write_datetime(sheet, row, (lxw_col_t)place, &value, formats[DATE]);
}

static void moment(lxw_row_t row, int place, const struct column *column) {
    if (column->is_null) return;
    struct tm time = in_rome(&column->time);
    date(row, place, time.tm_year + 1900, time.tm_mon + 1, time.tm_mday);
    double share = (time.tm_hour * 3600 + time.tm_min * 60 + time.tm_sec) / 86400.0;
    worksheet_write_number(sheet, row, (lxw_col_t)(place + 1), share, formats[TIME]);
}

static void error(lxw_row_t row, const struct column *reason) {
    char whole[3000] = "";
    for (size_t which = 0; !reason->is_null && which < sizeof reasons / sizeof *reasons; which++)
        if (!strcmp(reasons[which].key, reason->text)) strcpy(whole, reasons[which].sentence);
    for (int place = 1; place <= 2; place++) // title and detail
        if (!reason[place].is_null) strcat(*whole ? strcat(whole, " ") : whole, reason[place].text);
    if (*whole) text(row, 15, whole);
}

static void write_row(lxw_row_t row, const struct column *column) {
    char id[37];
    uuid(id, (const unsigned char *)column[0].text);
    text(row, 0, id);
    text_of(row, 1, &column[1]);
    text(row, 2, strcmp(column[2].text, "trial") ? "Reale" : "AMBIENTE DI PROVA");
    text(row, 3, states[state_of(column[3].text)].label);
    for (int place = 4; place <= 6; place++) text_of(row, place, &column[place]);
    if (!column[7].is_null) date(row, 7, (int)column[7].time.year, (int)column[7].time.month, (int)column[7].time.day);
    if (!column[8].is_null) worksheet_write_number(sheet, row, 8, (double)column[8].number / 100, formats[MONEY]);
    text_of(row, 9, &column[9]);
    if (!column[10].is_null) text(row, 10, column[10].number ? "Sì" : "No");
    text_of(row, 11, &column[11]);
    worksheet_write_number(sheet, row, 12, (double)column[12].number, formats[WHOLE]);
    moment(row, 13, &column[13]);
    error(row, &column[14]);
    for (int place = 16; place <= 18; place++) text_of(row, place, &column[place + 1]);
    moment(row, 19, &column[20]);
    text_of(row, 21, &column[21]);
}

static void begin_sheet(lxw_workbook *book) {
    static const char *const numbers[KINDS] = {"@", "0", "#,##0.00", "dd/mm/yyyy", "hh:mm:ss"};
    lxw_format *header = workbook_add_format(book);
    format_set_num_format(header, "@");
    format_set_bold(header);
    format_set_text_wrap(header);
    format_set_font_color(header, 0xFFFFFF);
    format_set_bg_color(header, 0x0066CC);
    lxw_format_get_xf_index(header);
    for (int kind = 0; kind < KINDS; kind++) {
        formats[kind] = workbook_add_format(book);
        format_set_num_format(formats[kind], numbers[kind]);
        lxw_format_get_xf_index(formats[kind]);
    }
    sheet = workbook_add_worksheet(book, "Notifiche");
    for (lxw_col_t place = 0; place < COLUMNS; place++) {
        worksheet_set_column(sheet, place, place, sheet_columns[place].width, formats[sheet_columns[place].kind]);
        worksheet_write_string(sheet, 0, place, sheet_columns[place].title, header);
    }
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9);
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
    worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
}

int main(int count, char **arguments) {
    struct database *database = calloc(1, sizeof *database);
    unsigned char tenant[6];
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    for (size_t place = 0; count == 4 && place < sizeof tenant; place++) sscanf(arguments[1] + 2 * place, "%2hhx", &tenant[place]);
    if (count != 4) return 2;
    setenv("TZ", "Europe/Rome", 1);
    tzset();
    connect_database(database);
    lxw_workbook_options options = {.constant_memory = 1, .tmpdir = arguments[3]};
    lxw_workbook *book = workbook_new_opt(arguments[2], &options);
    begin_sheet(book);
    lxw_row_t row = 0;
    MYSQL_STMT *made = ask(database, ROWS, 1, tenant, sizeof tenant);
    while (next_row(made)) write_row(++row, database->columns);
    worksheet_autofilter(sheet, 0, 0, row, COLUMNS - 1);
    lxw_error code = workbook_close(book);
    if (code) fail("workbook", lxw_strerror(code));
    clock_gettime(CLOCK_MONOTONIC, &ended);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("%u %.3f %ld\n", row, (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9,
           (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    return 0;
}
