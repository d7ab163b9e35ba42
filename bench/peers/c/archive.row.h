// A notification as a row of the table.

// The row of the table for the row in the columns: id, service, environment, state, citizen, subject, cents, who added it, leaves.
static void write_row(struct page *page, const struct view *view, const struct column *column, const char *id) {
    size_t which = state_of(column[3].text);
    HTML(page, "  <tr data-apri=\"/notifiche/");
    say(page, id);
    HTML(page, "\">\n    <td class=\"inserita\">");
    struct tm inserted = made_in_rome((unsigned char *)column[0].text);
    day(page, inserted.tm_year + 1900, inserted.tm_mon + 1, inserted.tm_mday);
    HTML(page, " ");
    clock_time(page, &inserted, 0);
    HTML(page, "</td>\n    <td class=\"codice\">");
    escaped(page, column[4].text, column[4].length);
    HTML(page, "</td>\n    <td class=\"oggetto\"><a href=\"/notifiche/");
    say(page, id);
    HTML(page, "\">");
    escaped(page, column[5].text, column[5].length);
    HTML(page, "</a>");
    if (!column[6].is_null) {
        HTML(page, " <span class=\"somma\">");
        euro(page, column[6].number);
        HTML(page, " €</span>");
    }
    HTML(page, "</td>\n    <td class=\"servizio\"><span>");
    escaped(page, column[1].text, column[1].length);
    HTML(page, "</span>");
    if (!strcmp(column[2].text, "trial")) HTML(page, " <span class=\"prova\">PROVA</span>");
    HTML(page, "</td>\n    <td class=\"stato\" id=\"stato-");
    say(page, id);
    HTML(page, "\" data-uuid=\"");
    say(page, id);
    HTML(page, "\"");
    if (which >= 1 && which <= 3) HTML(page, " data-mobile");
    HTML(page, "><span class=\"badge bg-");
    say(page, states[which].tone);
    HTML(page, "\">");
    say(page, states[which].label);
    HTML(page, "</span>\n      ");
    if (which == 0) {
        struct tm time = in_rome(&column[8].time);
        HTML(page, "<small>parte il ");
        day(page, time.tm_year + 1900, time.tm_mon + 1, time.tm_mday);
        HTML(page, " alle ");
        clock_time(page, &time, 0);
        HTML(page, "</small>");
    }
    HTML(page, "</td>\n    <td class=\"da\"><span>");
    for (size_t person = 0; person < view->named; person++) {
        if (!memcmp(view->names[person].id, column[7].text, 16)) field(page, view->names[person].name);
    }
    HTML(page, "</span></td>\n  </tr>\n");
}
