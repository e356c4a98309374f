#include "tests/fake/tls.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/utc.h"
#include "tests/fake/parts.h"

/* A certificate and the key to it. */
struct pair {
	gnutls_x509_crt_t certificate;
	gnutls_x509_privkey_t key;
};

static void must(int result)
{
	if (result < 0)
		fake_die("GnuTLS: %s", gnutls_strerror(result));
}

static struct pair new_pair(const char *name, int64_t from_s, int64_t until_s)
{
	struct pair pair;
	unsigned char serial[8];
	time_t now_utc = time(NULL);
	must(gnutls_x509_privkey_init(&pair.key));
	must(gnutls_x509_privkey_generate(pair.key, GNUTLS_PK_ECDSA,
					  GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
	os_random(serial, sizeof serial);
	serial[0] = 1; /* positive, and not nothing */
	must(gnutls_x509_crt_init(&pair.certificate));
	must(gnutls_x509_crt_set_version(pair.certificate, 3));
	must(gnutls_x509_crt_set_serial(pair.certificate, serial, sizeof serial));
	must(gnutls_x509_crt_set_dn(pair.certificate, name, NULL));
	must(gnutls_x509_crt_set_activation_time(pair.certificate, now_utc + from_s));
	must(gnutls_x509_crt_set_expiration_time(pair.certificate, now_utc + until_s));
	must(gnutls_x509_crt_set_key(pair.certificate, pair.key));
	return pair;
}

static void free_pair(struct pair *pair)
{
	gnutls_x509_crt_deinit(pair->certificate);
	gnutls_x509_privkey_deinit(pair->key);
}

static void sign(const struct pair *pair, const struct pair *issuer)
{
	must(gnutls_x509_crt_sign2(pair->certificate, issuer->certificate, issuer->key, GNUTLS_DIG_SHA256,
				   0));
}

/* No two of the same name: whoever trusts one would take the other's for a forgery. */
static struct pair new_authority(void)
{
	char name[64];
	uint32_t number;
	os_random(&number, sizeof number);
	snprintf(name, sizeof name, "CN=Authority %08x of a test", number);
	struct pair pair = new_pair(name, -DAY_S, DAY_S);
	must(gnutls_x509_crt_set_basic_constraints(pair.certificate, 1, -1));
	must(gnutls_x509_crt_set_key_usage(pair.certificate, GNUTLS_KEY_KEY_CERT_SIGN));
	sign(&pair, &pair);
	return pair;
}

static void name_host(const struct pair *pair, const char *host)
{
	struct in_addr loopback = {.s_addr = htonl(INADDR_LOOPBACK)};
	must(gnutls_x509_crt_set_subject_alt_name(pair->certificate, GNUTLS_SAN_DNSNAME, host,
						  (unsigned)strlen(host), GNUTLS_FSAN_APPEND));
	if (strcmp(host, "localhost") == 0)
		must(gnutls_x509_crt_set_subject_alt_name(pair->certificate, GNUTLS_SAN_IPADDRESS, &loopback,
							  sizeof loopback, GNUTLS_FSAN_APPEND));
}

/* When each kind is good, from now on, and for whom. */
static const struct {
	int64_t from_s, until_s;
	const char *host;
} kinds[] = {
	[FAKE_GOOD] = {-DAY_S, DAY_S, "localhost"},
	[FAKE_EXPIRED] = {-DAY_S, -HOUR_S, "localhost"},
	[FAKE_NOT_YET] = {HOUR_S, DAY_S, "localhost"},
	[FAKE_OTHER_HOST] = {-DAY_S, DAY_S, "elsewhere.example"},
	[FAKE_SELF_SIGNED] = {-DAY_S, DAY_S, "localhost"},
};

static char *take_text(gnutls_datum_t *pem)
{
	char *text = mem_strndup((const char *)pem->data, pem->size);
	gnutls_free(pem->data);
	return text;
}

static char *print_certificate(const struct pair *pair)
{
	gnutls_datum_t pem;
	must(gnutls_x509_crt_export2(pair->certificate, GNUTLS_X509_FMT_PEM, &pem));
	return take_text(&pem);
}

static char *print_key(const struct pair *pair)
{
	gnutls_datum_t pem;
	must(gnutls_x509_privkey_export2(pair->key, GNUTLS_X509_FMT_PEM, &pem));
	return take_text(&pem);
}

struct tls tls_make(enum fake_certificate kind)
{
	struct pair authority = new_authority();
	struct pair server = new_pair("CN=A Bugzilla", kinds[kind].from_s, kinds[kind].until_s);
	name_host(&server, kinds[kind].host);
	sign(&server, kind == FAKE_SELF_SIGNED ? &server : &authority);
	struct tls tls = {.authority = print_certificate(&authority),
			  .certificate = print_certificate(&server),
			  .key = print_key(&server)};
	free_pair(&server);
	free_pair(&authority);
	return tls;
}

void tls_free(struct tls *tls)
{
	free(tls->authority);
	free(tls->certificate);
	free(tls->key);
	*tls = (struct tls){0};
}
