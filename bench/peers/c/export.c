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
    [ROWS] = {"SELECT n.id, c.name, s.name, n.state, n.fiscal_code, n.subject, n.amount_cents, "
              "IF(n.state = 'scheduled', n.send_at, n.sent_at), n.environment, "
              "IF(n.template_id IS NULL, NULL, ("
              "SELECT m.name FROM message_template m WHERE m.tenant_id = n.tenant_id AND m.id = n.template_id)), "
              "n.due_date, n.notice_number, n.payable_after_due_date, n.io_id, n.attempt, n.reason, n.problem_title, n.problem_detail, "
              "n.io_status, n.io_email, n.io_push, n.corrects, "
              "(SELECT g.id FROM notification_follow_up f FORCE INDEX (PRIMARY) STRAIGHT_JOIN notification g FORCE INDEX (PRIMARY) "
              "ON g.tenant_id = f.tenant_id AND g.id = f.id "
              "WHERE f.tenant_id = n.tenant_id AND f.former_id = n.id AND g.corrects = n.id ORDER BY f.id DESC LIMIT 1), "
              "(SELECT k.made_at FROM contact k WHERE k.tenant_id = n.tenant_id AND k.notification_id = n.id ORDER BY k.id DESC LIMIT 1), "
              "n.decided_at, COALESCE(d.name, c.name), IF(n.decided_by IS NULL, NULL, ("
              "SELECT a.action FROM audit a FORCE INDEX (audit_subject) WHERE a.tenant_id = n.tenant_id AND a.subject = n.id "
              "AND a.topic = 'notifications' ORDER BY a.id DESC LIMIT 1)), IF(n.updated_at > n.decided_at, n.updated_at, NULL), n.markdown "
              "FROM notification n STRAIGHT_JOIN service s ON s.tenant_id = n.tenant_id AND s.id = n.service_id "
              "STRAIGHT_JOIN person c ON c.tenant_id = n.tenant_id AND c.id = n.created_by "
              "LEFT JOIN person d ON d.tenant_id = n.tenant_id AND d.id = n.decided_by "
              "WHERE n.tenant_id = ? ORDER BY n.id DESC", "btttttndttdtntnttttttbbddttdt"},
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
    {"UUID Notifica", 38, TEXT}, {"Inserita il", 12, DATE}, {"Ora inserimento", 11, TIME}, {"Inserita da", 24, TEXT},
    {"Servizio", 30, TEXT}, {"Stato", 22, TEXT}, {"Codice Fiscale Destinatario", 20, TEXT}, {"Oggetto", 40, TEXT}, {"Somma", 12, MONEY},
    {"Data invio", 12, DATE}, {"Ora invio", 10, TIME}, {"Ambiente", 20, TEXT}, {"Modello", 30, TEXT}, {"Pulsanti", 40, TEXT},
    {"Scadenza", 12, DATE}, {"Notifica Pagamento", 22, TEXT}, {"Paga dopo la scadenza", 12, TEXT}, {"ID Consegna App.IO", 30, TEXT},
    {"Tentativi invio", 10, WHOLE}, {"Errore", 40, TEXT}, {"Stato Consegna", 16, TEXT}, {"Stato Mail", 14, TEXT},
    {"Stato Push", 14, TEXT}, {"Errata corrige di", 38, TEXT}, {"Corretta da", 38, TEXT}, {"Contattato altrimenti", 20, TEXT},
    {"Contattato il", 12, DATE}, {"Ora contatto", 10, TIME}, {"Contattato da", 24, TEXT}, {"Nota del contatto", 40, TEXT},
    {"Ultima modifica", 12, DATE}, {"Ora modifica", 10, TIME}, {"Effettuata da", 24, TEXT}, {"Modifica", 30, TEXT},
    {"Aggiornata dal programma il", 12, DATE}, {"Ora aggiornamento", 14, TIME}, {"Contenuto", 60, TEXT},
};

enum { COLUMNS = sizeof sheet_columns / sizeof *sheet_columns, PRINTED = 11 };

// Those of the bench's rows.
static const struct {
    const char *key, *sentence;
} reasons[] = {
    {"not_on_io", "Il cittadino non è su App IO, oppure ha disattivato la ricezione dei messaggi."},
    {"refused_by_io", "App IO ha rifiutato la notifica: i dati, o la configurazione del servizio, non vanno bene."},
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

static void moment_of(lxw_row_t row, int place, const struct tm *time) {
    date(row, place, time->tm_year + 1900, time->tm_mon + 1, time->tm_mday);
    double share = (time->tm_hour * 3600 + time->tm_min * 60 + time->tm_sec) / 86400.0;
    worksheet_write_number(sheet, row, (lxw_col_t)(place + 1), share, formats[TIME]);
}

static void moment(lxw_row_t row, int place, const struct column *column) {
    if (column->is_null) return;
    struct tm time = in_rome(&column->time);
    moment_of(row, place, &time);
}

static void id_of(lxw_row_t row, int place, const struct column *column) {
    char id[37];
    if (column->is_null) return;
    uuid(id, (const unsigned char *)column->text);
    text(row, place, id);
}

static void error(lxw_row_t row, int where, const struct column *reason) {
    char whole[3000] = "";
    for (size_t which = 0; !reason->is_null && which < sizeof reasons / sizeof *reasons; which++)
        if (!strcmp(reasons[which].key, reason->text)) strcpy(whole, reasons[which].sentence);
    for (int place = 1; place <= 2; place++) // title and detail
        if (!reason[place].is_null) strcat(*whole ? strcat(whole, " ") : whole, reason[place].text);
    if (*whole) text(row, where, whole);
}

// Of the bench's rows none has buttons, and nobody has told a citizen otherwise or decided anything: these columns are looked up,
// and would need the product's words.
static void write_row(lxw_row_t row, const struct column *column) {
    struct tm made = made_in_rome((const unsigned char *)column[0].text);
    id_of(row, 0, &column[0]);
    moment_of(row, 1, &made);
    text_of(row, 3, &column[1]);
    text_of(row, 4, &column[2]);
    text(row, 5, states[state_of(column[3].text)].label);
    text_of(row, 6, &column[4]);
    text_of(row, 7, &column[5]);
    if (!column[6].is_null) worksheet_write_number(sheet, row, 8, (double)column[6].number / 100, formats[MONEY]);
    moment(row, 9, &column[7]);
    text(row, 11, strcmp(column[8].text, "trial") ? "Reale" : "AMBIENTE DI PROVA");
    text_of(row, 12, &column[9]);
    if (!column[10].is_null) date(row, 14, (int)column[10].time.year, (int)column[10].time.month, (int)column[10].time.day);
    text_of(row, 15, &column[11]);
    if (!column[12].is_null) text(row, 16, column[12].number ? "Sì" : "No");
    text_of(row, 17, &column[13]);
    worksheet_write_number(sheet, row, 18, (double)column[14].number, formats[WHOLE]);
    error(row, 19, &column[15]);
    for (int place = 20; place <= 22; place++) text_of(row, place, &column[place - 2]);
    id_of(row, 23, &column[21]);
    id_of(row, 24, &column[22]);
    moment(row, 26, &column[23]);
    moment(row, 30, &column[24]);
    text_of(row, 32, &column[25]);
    text(row, 33, column[26].is_null ? "Notifica aggiunta" : column[26].text);
    moment(row, 34, &column[27]);
    text_of(row, 36, &column[28]);
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
    worksheet_set_footer(sheet, "&L&A&RPagina &P di &N");
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
    worksheet_print_area(sheet, 0, 0, row, PRINTED - 1);
    lxw_error code = workbook_close(book);
    if (code) fail("workbook", lxw_strerror(code));
    clock_gettime(CLOCK_MONOTONIC, &ended);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("%u %.3f %ld\n", row, (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9,
           (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    return 0;
}
