// Loaded before the C library by a worker of the outage drills: the name of App IO is this machine, or is nobody's while the
// file NAMES_AWAY is there. Names under .localhost would not do: libcurl knows them by itself.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef int (*Resolver)(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
    Resolver next = (Resolver)dlsym(RTLD_NEXT, "getaddrinfo");
    if (name && strcmp(name, "appio.test") == 0) {
        const char *away = getenv("NAMES_AWAY");
        if (away && access(away, F_OK) == 0) return EAI_NONAME;
        name = "127.0.0.1";
    }
    return next(name, service, hints, found);
}
