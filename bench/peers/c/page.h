// What a page in C is written with: bytes that grow, text escaped into them, and times, days and sums as Italians write them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct page {
    char *bytes;
    size_t length, room;
};

static char *more(struct page *page, size_t count) {
    if (page->length + count > page->room) {
        page->room = 2 * (page->length + count);
        page->bytes = realloc(page->bytes, page->room);
        if (!page->bytes) abort();
    }
    return page->bytes + page->length;
}

static void put(struct page *page, const char *bytes, size_t count) {
    memcpy(more(page, count), bytes, count);
    page->length += count;
}

// A text of the program itself, whose length the compiler knows.
#define HTML(page, text) put(page, text, sizeof(text) - 1)

static void say(struct page *page, const char *text) { put(page, text, strlen(text)); }

static void escaped(struct page *page, const char *text, size_t count) {
    char *to = more(page, 6 * count), *begin = to;
    for (const char *from = text; from < text + count; from++) {
        switch (*from) {
        case '&': to = mempcpy(to, "&amp;", 5); break;
        case '<': to = mempcpy(to, "&lt;", 4); break;
        case '>': to = mempcpy(to, "&gt;", 4); break;
        case '"': to = mempcpy(to, "&quot;", 6); break;
        case '\'': to = mempcpy(to, "&#39;", 5); break;
        default: *to++ = *from;
        }
    }
    page->length += (size_t)(to - begin);
}

static void hexadecimal(struct page *page, const unsigned char *bytes, size_t count) {
    char *to = more(page, 2 * count);
    for (size_t place = 0; place < count; place++) {
        *to++ = "0123456789abcdef"[bytes[place] >> 4];
        *to++ = "0123456789abcdef"[bytes[place] & 15];
    }
    page->length += 2 * count;
}

static void euro(struct page *page, long long cents) {
    char digits[32], *end = digits + sizeof digits, *to = end;
    *--to = (char)('0' + cents % 10);
    *--to = (char)('0' + cents / 10 % 10);
    *--to = ',';
    long long whole = cents / 100;
    for (int place = 0; place == 0 || whole; place++, whole /= 10) {
        if (place && place % 3 == 0) *--to = '.';
        *--to = (char)('0' + whole % 10);
    }
    put(page, to, (size_t)(end - to));
}

static void day(struct page *page, int year, int month, int day) {
    char text[16];
    put(page, text, (size_t)snprintf(text, sizeof text, "%02d/%02d/%04d", day, month, year));
}

static void clock_time(struct page *page, const struct tm *time, int with_seconds) {
    char text[16];
    int length = with_seconds ? snprintf(text, sizeof text, "%02d:%02d:%02d", time->tm_hour, time->tm_min, time->tm_sec)
                              : snprintf(text, sizeof text, "%02d:%02d", time->tm_hour, time->tm_min);
    put(page, text, (size_t)length);
}
