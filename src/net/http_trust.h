/* net/http_trust.h - the inside of net/http: whose certificates are believed, and what a person can do about
 * one that is not. Nobody else includes it. */
#ifndef NET_HTTP_TRUST_H
#define NET_HTTP_TRUST_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "net/libs.h"

/* The certificates of ca_file (may be NULL) beside the system's, as one text for libcurl, which takes one
 * file only; empty: libcurl's own choice is right as it is. The system's are where SSL_CERT_FILE says, else
 * where libcurl was built to look. FAULT_CONFIG names the file that cannot be read or holds no certificate.
 */
bool http_trust_read(const struct libs_curl *curl, const char *ca_file, struct str *pem, struct error *err);

/* "; …", by how OpenSSL judged the certificate (CURLINFO_SSL_VERIFYRESULT) that was refused. */
const char *http_trust_advice(long verify_result);

#endif
