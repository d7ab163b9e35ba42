// The three HTTPS exchanges of a complete notification by libcurl alone: no database, no rules, nothing kept. What it
// costs is what any sender must pay.
//
// bare-loop URL CA-FILE CONCURRENCY < lines of "key fiscal-code"
// Prints seconds, CPU microseconds and how many were PROCESSED.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum step { PROFILE, SUBMIT, STATUS };

struct job {
    enum step step;
    char key[128], citizen[17], id[64];
    char body[2048], url[512], reply[8192];
    size_t received;
    struct curl_slist *headers;
    CURL *easy;
};

static const char *base, *authorities;

static size_t keep(char *bytes, size_t size, size_t count, void *owner) {
    struct job *job = owner;
    size_t length = size * count;
    if (job->received + length < sizeof job->reply) {
        memcpy(job->reply + job->received, bytes, length);
        job->received += length;
        job->reply[job->received] = 0;
    }
    return length;
}

static void begin(struct job *job, CURLM *multi) {
    const char *text = "Si comunica che la pratica è stata registrata al protocollo dell’ente. "
                       "Si comunica che la pratica è stata registrata al protocollo dell’ente. ";
    job->received = 0;
    job->easy = curl_easy_init();
    switch (job->step) {
    case PROFILE:
        snprintf(job->url, sizeof job->url, "%s/profiles", base);
        snprintf(job->body, sizeof job->body, "{\"fiscal_code\":\"%s\"}", job->citizen);
        break;
    case SUBMIT:
        snprintf(job->url, sizeof job->url, "%s/messages", base);
        snprintf(job->body, sizeof job->body,
                 "{\"content\":{\"markdown\":\"%s\",\"subject\":\"Avviso di prova del Comune\"},\"fiscal_code\":\"%s\"}",
                 text, job->citizen);
        break;
    case STATUS:
        snprintf(job->url, sizeof job->url, "%s/messages/%s/%s", base, job->citizen, job->id);
        break;
    }
    curl_easy_setopt(job->easy, CURLOPT_URL, job->url);
    curl_easy_setopt(job->easy, CURLOPT_CAINFO, authorities);
    curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, job->headers);
    curl_easy_setopt(job->easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(job->easy, CURLOPT_WRITEDATA, job);
    curl_easy_setopt(job->easy, CURLOPT_PRIVATE, job);
    curl_easy_setopt(job->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(job->easy, CURLOPT_NOSIGNAL, 1L);
    if (job->step != STATUS) {
        curl_easy_setopt(job->easy, CURLOPT_POSTFIELDS, job->body);
        curl_easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE, (long)strlen(job->body));
    }
    curl_multi_add_handle(multi, job->easy);
}

// 1 when the notification is complete, 0 when its next exchange has begun, -1 when it failed.
static int next(struct job *job, CURLM *multi, CURLcode code) {
    long status = 0;
    curl_easy_getinfo(job->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(multi, job->easy);
    curl_easy_cleanup(job->easy);
    if (code != CURLE_OK || status / 100 != 2) return -1;
    if (job->step == STATUS) return strstr(job->reply, "PROCESSED") ? 1 : -1;
    if (job->step == SUBMIT && sscanf(job->reply, "{\"id\":\"%63[^\"]", job->id) != 1) return -1;
    job->step++;
    begin(job, multi);
    return 0;
}

static struct job *new_job(void) {
    struct job *job = calloc(1, sizeof *job);
    char header[160];
    if (scanf("%127s %16s", job->key, job->citizen) != 2) {
        free(job);
        return NULL;
    }
    snprintf(header, sizeof header, "Ocp-Apim-Subscription-Key: %s", job->key);
    job->headers = curl_slist_append(NULL, header);
    job->headers = curl_slist_append(job->headers, "Content-Type: application/json");
    return job;
}

int main(int count, char **arguments) {
    if (count != 4) return 64;
    base = arguments[1];
    authorities = arguments[2];
    long most = atol(arguments[3]), running = 0, complete = 0, failed = 0;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    // As the worker's: no two exchanges on one connection at once.
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, most);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, most);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    struct job *job;
    for (; running < most && (job = new_job()); running++) begin(job, multi);
    while (running > 0) {
        int moving, left;
        curl_multi_perform(multi, &moving);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
            if (message->msg != CURLMSG_DONE) continue;
            CURLcode code = message->data.result;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &job);
            int ended = next(job, multi, code);
            if (ended == 0) continue;
            if (ended > 0) complete++; else failed++;
            curl_slist_free_all(job->headers);
            free(job);
            running--;
            if ((job = new_job())) {
                begin(job, multi);
                running++;
            }
        }
        if (running > 0) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double seconds = end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9;
    long micros = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
    printf("%.3f %ld %ld %ld\n", seconds, micros, complete, failed);
    return failed > 0;
}
