/* Whose certificates net/http.h believes, against the fake Bugzilla over TLS: its certificates are made when
 * the test starts (tests/fake/tls.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "net/http.h"
#include "tests/fake/fake.h"

struct fixture {
	struct fake *fake;
	char *folder, *ca_file; /* a file of ca_text */
	struct error err;
};

static void write_ca(struct fixture *f, const char *text)
{
	if (!os_write_file(f->ca_file, text, strlen(text), &f->err))
		fail_msg("%s", f->err.text);
}

static int set_up(void **state)
{
	struct fixture *f = *state = mem_alloc(sizeof *f);
	unsetenv("SSL_CERT_FILE");
	f->folder = os_temp_folder(&f->err);
	f->ca_file = os_path(f->folder, "ca.pem");
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	unsetenv("SSL_CERT_FILE");
	fake_stop(f->fake);
	os_remove_tree(f->folder, &f->err);
	free(f->folder);
	free(f->ca_file);
	free(f);
	return 0;
}

static void serve(struct fixture *f, enum fake_certificate certificate)
{
	fake_stop(f->fake);
	f->fake = fake_start_tls(FAKE_BMO, 0, certificate, &f->err);
	if (!f->fake)
		fail_msg("%s", f->err.text);
}

static struct http *open_with(struct fixture *f, const char *url, const char *ca_file)
{
	struct http_options options = {
		.base_url = url, .ca_file = ca_file, .timeout_ms = 5000, .body_max_bytes = 1 << 20};
	return http_open(&options, &f->err);
}

static enum http_result ask(struct fixture *f, const char *url, const char *ca_file)
{
	static const char *const target = "/rest/version";
	struct http_answer answer;
	struct http *http = open_with(f, url, ca_file);
	if (!http)
		fail_msg("%s", f->err.text);
	enum http_result result = http_get(http, &target, 1, &answer, NULL, &f->err);
	if (result == HTTP_ANSWERED) {
		assert_non_null(strstr(str_text(&answer.body), "\"version\""));
		http_answers_free(&answer, 1);
	}
	http_close(http);
	return result;
}

static void must_answer(struct fixture *f, const char *url, const char *ca_file)
{
	if (ask(f, url, ca_file) != HTTP_ANSWERED)
		fail_msg("%s", f->err.text);
}

/* --- what is refused --- */

static const struct {
	enum fake_certificate certificate;
	const char *says, *advises;
} refused[] = {
	{FAKE_EXPIRED, "certificate has expired", "renew it, unless this machine's clock is wrong"},
	{FAKE_NOT_YET, "certificate is not yet valid", "is this machine's clock right?"},
	{FAKE_OTHER_HOST, "127.0.0.1", "for another name: check `url`"},
	{FAKE_SELF_SIGNED, "self-signed certificate", "trusted when `ca_file` names it"},
};

static void a_certificate_that_is_not_good_is_refused_with_what_to_do(void **state)
{
	struct fixture *f = *state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		serve(f, refused[i].certificate);
		write_ca(f, fake_authority(f->fake));
		assert_int_equal(ask(f, fake_url(f->fake), f->ca_file), HTTP_FATAL);
		assert_int_equal(f->err.fault, FAULT_UNREACHABLE);
		if (!strstr(f->err.text, refused[i].says) || !strstr(f->err.text, refused[i].advises))
			fail_msg("case %zu: %s", i, f->err.text);
		assert_int_equal(fake_count(f->fake, NULL), 0);
	}
}

static void an_authority_that_nobody_named_is_refused(void **state)
{
	struct fixture *f = *state;
	serve(f, FAKE_GOOD);
	assert_int_equal(ask(f, fake_url(f->fake), NULL), HTTP_FATAL);
	assert_non_null(strstr(f->err.text, "trusted when `ca_file` names it"));
	assert_int_equal(fake_count(f->fake, NULL), 0);
}

static void plain_http_is_not_spoken_to_a_server_of_tls(void **state)
{
	struct fixture *f = *state;
	serve(f, FAKE_GOOD);
	char *plain = mem_strdup(fake_url(f->fake));
	memmove(plain + strlen("http"), plain + strlen("https"), strlen(plain + strlen("https")) + 1);
	assert_int_not_equal(ask(f, plain, NULL), HTTP_ANSWERED);
	free(plain);
}

/* --- what is believed --- */

static void a_certificate_by_the_authority_in_ca_file_is_believed(void **state)
{
	struct fixture *f = *state;
	serve(f, FAKE_GOOD);
	write_ca(f, fake_authority(f->fake));
	must_answer(f, fake_url(f->fake), f->ca_file);
}

/* "Also trusted" (cli.md): the system's store stays in force beside ca_file. */
static void ca_file_is_believed_beside_the_systems_store(void **state)
{
	struct fixture *f = *state;
	struct fake *other = fake_start_tls(FAKE_BMO, 0, FAKE_GOOD, &f->err);
	char *system = os_path(f->folder, "system.pem");
	serve(f, FAKE_GOOD);
	write_ca(f, fake_authority(f->fake));
	assert_true(os_write_file(system, fake_authority(other), strlen(fake_authority(other)), &f->err));

	assert_int_equal(ask(f, fake_url(other), f->ca_file), HTTP_FATAL);
	setenv("SSL_CERT_FILE", system, 1);
	must_answer(f, fake_url(other), f->ca_file);
	must_answer(f, fake_url(f->fake), f->ca_file);
	must_answer(f, fake_url(other), NULL);
	assert_int_equal(ask(f, fake_url(f->fake), NULL), HTTP_FATAL);
	fake_stop(other);
	free(system);
}

/* --- files that do not help --- */

static void assert_file_refused(struct fixture *f, const char *ca_file, const char *says)
{
	struct http *http = open_with(f, "https://b.example", ca_file);
	assert_null(http);
	assert_int_equal(f->err.fault, FAULT_CONFIG);
	if (!strstr(f->err.text, says) || (ca_file && !strstr(f->err.text, ca_file)))
		fail_msg("%s", f->err.text);
}

static void a_file_without_a_certificate_is_named(void **state)
{
	struct fixture *f = *state;
	assert_file_refused(f, "/nowhere/ca.pem", "`ca_file`");
	assert_file_refused(f, f->folder, "`ca_file`");
	write_ca(f, "");
	assert_file_refused(f, f->ca_file, "holds no certificate in PEM form (`ca_file`)");
	write_ca(f, "-----BEGIN PRIVATE KEY-----\nMIGH\n-----END PRIVATE KEY-----\n");
	assert_file_refused(f, f->ca_file, "holds no certificate");
	setenv("SSL_CERT_FILE", "/nowhere/system.pem", 1);
	assert_file_refused(f, NULL, "/nowhere/system.pem");
}

static void a_damaged_certificate_is_told_at_the_first_request(void **state)
{
	struct fixture *f = *state;
	serve(f, FAKE_GOOD);
	char *text = mem_strdup(fake_authority(f->fake));
	memset(strchr(text, '\n') + 1, '!', 20);
	write_ca(f, text);
	assert_int_equal(ask(f, fake_url(f->fake), f->ca_file), HTTP_FATAL);
	assert_non_null(strstr(f->err.text, "`ca_file` is damaged"));
	free(text);
}

#define with_files(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_files(a_certificate_that_is_not_good_is_refused_with_what_to_do),
		with_files(an_authority_that_nobody_named_is_refused),
		with_files(plain_http_is_not_spoken_to_a_server_of_tls),
		with_files(a_certificate_by_the_authority_in_ca_file_is_believed),
		with_files(ca_file_is_believed_beside_the_systems_store),
		with_files(a_file_without_a_certificate_is_named),
		with_files(a_damaged_certificate_is_told_at_the_first_request),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
