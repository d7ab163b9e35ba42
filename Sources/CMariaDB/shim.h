#include <mysql.h>
// The server's and the client's error numbers: mysql.h does not bring them.
#include <mysqld_error.h>
#include <errmsg.h>
