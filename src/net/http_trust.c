#include "net/http_trust.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/os.h"

#define CERTIFICATES_MAX_BYTES ((size_t)16 << 20)
#define NAMED_BY "SSL_CERT_FILE"

static bool add_file(const char *path, const char *named_by, struct str *pem, struct error *err)
{
	size_t len = 0;
	char *text = os_read_file(path, CERTIFICATES_MAX_BYTES, &len, err);
	bool ok = text && strstr(text, "-----BEGIN ") && strstr(text, "CERTIFICATE-----");
	if (ok) {
		str_add_bytes(pem, text, len);
		str_add_char(pem, '\n');
	} else if (text) {
		error_set(err, FAULT_CONFIG, "%s: holds no certificate in PEM form (`%s`)", path, named_by);
	} else {
		err->fault = FAULT_CONFIG;
		error_prefix(err, "`%s`: ", named_by);
	}
	free(text);
	return ok;
}

/* Where this libcurl looks when it is told nothing; NULL: nowhere, or in a folder, which stays in force. */
static const char *built_in_file(const struct libs_curl *curl)
{
	char *path = NULL;
	CURL *easy = curl->easy_init();
	if (easy)
		curl->easy_getinfo(easy, CURLINFO_CAINFO, &path);
	curl->easy_cleanup(easy);
	return path;
}

bool http_trust_read(const struct libs_curl *curl, const char *ca_file, struct str *pem, struct error *err)
{
	struct error why;
	const char *named = getenv(NAMED_BY);
	const char *built_in = built_in_file(curl);
	if (named && !named[0])
		named = NULL;
	if (!ca_file && !named)
		return true;
	if (named && !add_file(named, NAMED_BY, pem, err))
		return false;
	/* A machine without the usual authorities may still talk to the one that ca_file names. */
	if (!named && built_in && !add_file(built_in, "system", pem, &why))
		log_line(LOG_WARN, "%s", why.text);
	return !ca_file || add_file(ca_file, "ca_file", pem, err);
}

struct advice {
	long verify_result; /* OpenSSL's X509_V_ERR_… */
	const char *text;
};

static const struct advice advices[] = {
	/* X509_V_ERR_UNSPECIFIED stands as long as OpenSSL was not asked: libcurl looks for the name first.
	 */
	{1, "; the certificate is for another name: check `url`"},
	{9, "; is this machine's clock right?"},
	{10, "; its administrators must renew it, unless this machine's clock is wrong"},
};

const char *http_trust_advice(long verify_result)
{
	for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
		if (advices[i].verify_result == verify_result)
			return advices[i].text;
	return "; a certificate of your own is trusted when `ca_file` names it";
}
