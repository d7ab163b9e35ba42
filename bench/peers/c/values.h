// Identifiers and moments as the product shows them.
#include <time.h>

static void uuid(char text[37], const unsigned char *bytes) {
    for (int place = 0; place < 16; place++) {
        if (place == 4 || place == 6 || place == 8 || place == 10) *text++ = '-';
        *text++ = "0123456789abcdef"[bytes[place] >> 4];
        *text++ = "0123456789abcdef"[bytes[place] & 15];
    }
    *text = 0;
}

// TZ is Europe/Rome.
static struct tm in_rome(const MYSQL_TIME *utc) {
    struct tm parts = {.tm_year = (int)utc->year - 1900, .tm_mon = (int)utc->month - 1, .tm_mday = (int)utc->day,
                       .tm_hour = (int)utc->hour, .tm_min = (int)utc->minute, .tm_sec = (int)utc->second};
    time_t seconds = timegm(&parts);
    localtime_r(&seconds, &parts);
    return parts;
}

// When an id was made: its first 48 bits are milliseconds.
static inline struct tm made_in_rome(const unsigned char id[16]) {
    struct tm parts;
    long long milliseconds = 0;
    for (int place = 0; place < 6; place++) milliseconds = milliseconds << 8 | id[place];
    time_t seconds = (time_t)(milliseconds / 1000);
    localtime_r(&seconds, &parts);
    return parts;
}

static const struct {
    const char *state, *label, *tone;
} states[] = {
    {"scheduled", "Programmata", "secondary"}, {"queued", "Da inviare", "secondary"}, {"sending", "In invio", "primary"},
    {"accepted", "Inviata", "primary"}, {"processed", "Consegnata", "success"}, {"rejected", "Rifiutata", "danger"},
    {"failed", "Non riuscita", "danger"}, {"unreachable", "Non raggiungibile", "warning"}, {"refused", "Errore", "danger"},
    {"uncertain", "Esito incerto", "warning"}, {"assumed", "Considerata inviata", "primary"},
    {"undetermined", "Stato non determinato", "warning"}, {"cancelled", "Annullata", "secondary"},
};

// Which of the states it is.
static size_t state_of(const char *key) {
    size_t which = 0;
    while (strcmp(states[which].state, key)) which++;
    return which;
}
