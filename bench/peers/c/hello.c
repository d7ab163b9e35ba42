// The least that a program over libfcgi can answer, in as many threads as the web process has: what the way to a page costs.
//
// hello SOCKET THREADS
#include <fcgiapp.h>
#include <pthread.h>
#include <stdlib.h>

static int listener;

static void *serve(void *unused) {
    FCGX_Request request;
    FCGX_InitRequest(&request, listener, 0);
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_PutS("Content-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n\r\nciao\n", request.out);
        FCGX_Finish_r(&request);
    }
    return unused;
}

int main(int count, char **arguments) {
    if (count != 3 || FCGX_Init() != 0) return 2;
    listener = FCGX_OpenSocket(arguments[1], 1024);
    if (listener < 0) return 1;
    for (int thread = 1; thread < atoi(arguments[2]); thread++) pthread_create(&(pthread_t){0}, NULL, serve, NULL);
    serve(NULL);
    return 0;
}
