// Prepared statements of libmariadb, made once for each thread, their rows in the same memory each time. Whoever includes this has
// said before which statements they are.
#include <mysql.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 32 };

// Bytes of the longest text, and its end.
#ifndef LONGEST
#define LONGEST 2001
#endif

struct column {
    char text[LONGEST];
    long long number;
    MYSQL_TIME time;
    unsigned long length;
    my_bool is_null;
};

struct database {
    MYSQL *connection;
    MYSQL_STMT *made[STATEMENTS];
    struct column columns[MOST_COLUMNS];
};

static void fail(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void connect_database(struct database *database) {
    database->connection = mysql_init(NULL);
    if (!mysql_real_connect(database->connection, NULL, getenv("PEERS_USER"), getenv("PEERS_PASSWORD"), getenv("PEERS_DATABASE"), 0,
                            getenv("PEERS_SOCKET"), 0) ||
        mysql_set_character_set(database->connection, "utf8mb4") || mysql_query(database->connection, "SET time_zone = '+00:00'"))
        fail("connection", mysql_error(database->connection));
    for (int which = 0; which < STATEMENTS; which++) {
        MYSQL_STMT *made = database->made[which] = mysql_stmt_init(database->connection);
        if (mysql_stmt_prepare(made, statements[which].sql, strlen(statements[which].sql))) fail("prepare", mysql_stmt_error(made));
        MYSQL_BIND binds[MOST_COLUMNS] = {0};
        const char *kinds = statements[which].columns;
        for (int place = 0; kinds[place]; place++) {
            struct column *column = &database->columns[place];
            binds[place].is_null = &column->is_null;
            binds[place].length = &column->length;
            switch (kinds[place]) {
            case 'n': binds[place].buffer_type = MYSQL_TYPE_LONGLONG, binds[place].buffer = &column->number; break;
            case 'd': binds[place].buffer_type = MYSQL_TYPE_DATETIME, binds[place].buffer = &column->time; break;
            default: binds[place].buffer_type = kinds[place] == 'b' ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
                binds[place].buffer = column->text, binds[place].buffer_length = LONGEST - 1;
            }
        }
        if (*kinds && mysql_stmt_bind_result(made, binds)) fail("bind", mysql_stmt_error(made));
    }
}

// Runs a statement; its values are bytes and how many, one after the other.
static MYSQL_STMT *ask(struct database *database, enum statement which, int count, ...) {
    MYSQL_STMT *made = database->made[which];
    MYSQL_BIND values[6] = {0};
    va_list arguments;
    va_start(arguments, count);
    for (int place = 0; place < count; place++) {
        values[place].buffer_type = MYSQL_TYPE_BLOB;
        values[place].buffer = va_arg(arguments, void *);
        values[place].buffer_length = va_arg(arguments, size_t);
    }
    va_end(arguments);
    if (mysql_stmt_bind_param(made, values) || mysql_stmt_execute(made)) fail("execute", mysql_stmt_error(made));
    return made;
}

// Whether there is one more row, now in the columns.
static int next_row(MYSQL_STMT *made) {
    int result = mysql_stmt_fetch(made);
    if (result == MYSQL_NO_DATA) {
        mysql_stmt_free_result(made);
        return 0;
    }
    if (result) fail("fetch", result == MYSQL_DATA_TRUNCATED ? "a value is too long" : mysql_stmt_error(made));
    return 1;
}
