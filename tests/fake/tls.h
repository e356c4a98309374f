/* tests/fake/tls.h - certificates that are made when a test starts, by an authority of its own. Misuse or a
 * failing GnuTLS ends the process with a message. */
#ifndef TESTS_FAKE_TLS_H
#define TESTS_FAKE_TLS_H

#include "tests/fake/fake.h"

/* PEM texts, the caller's to end with tls_free. */
struct tls {
	char *authority; /* who vouches for the certificate */
	char *certificate, *key;
};
struct tls tls_make(enum fake_certificate kind);
void tls_free(struct tls *tls); /* {0} is fine */

#endif
