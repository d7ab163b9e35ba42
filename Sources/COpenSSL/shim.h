#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

// Stacks and frees are macros, which Swift cannot call.

static inline int names_count(const GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

/// The host name at a place, in ASCII and not ended by a NUL; NULL where the name is of another kind.
static inline const unsigned char *host_name(const GENERAL_NAMES *names, int place, int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, place);
    if (name->type != GEN_DNS) return NULL;
    *length = ASN1_STRING_length(name->d.dNSName);
    return ASN1_STRING_get0_data(name->d.dNSName);
}

static inline void bytes_free(void *bytes) {
    OPENSSL_free(bytes);
}

/// For the functions that read PEM, which would otherwise ask for a password at the terminal.
static inline int no_password(char *buffer, int size, int writing, void *mine) {
    return -1;
}
