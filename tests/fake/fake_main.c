/* tests/fake/fake_main.c - the fake Bugzilla as a program of its own, to try bugclock against a server that
 * behaves or does not.
 *
 *   fake-bugzilla --kind bmo|5.x [--bundle FILE]... [--fill N] [--port N] [--key LOGIN=KEY]... [--hide-email]
 *                 [--require-login] [--cap N] [--fault TEXT]...
 *                 [--tls good|expired|not-yet|other-host|self-signed --ca-file FILE]
 *
 * Prints its URL on standard output and serves until it is told to stop (INT, TERM) or its parent ends.
 * --fault takes what fake_add_fault_text takes. With --tls the authority's certificate is written to FILE, as
 * `ca_file` wants it. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"
#include "tests/fake/fake.h"

enum {
	OPTION_KIND = 1,
	OPTION_BUNDLE,
	OPTION_FILL,
	OPTION_PORT,
	OPTION_KEY,
	OPTION_HIDE,
	OPTION_LOGIN,
	OPTION_CAP,
	OPTION_FAULT,
	OPTION_TLS,
	OPTION_CA_FILE
};

static const struct option options[] = {
	{"kind", required_argument, NULL, OPTION_KIND},
	{"bundle", required_argument, NULL, OPTION_BUNDLE},
	{"fill", required_argument, NULL, OPTION_FILL},
	{"port", required_argument, NULL, OPTION_PORT},
	{"key", required_argument, NULL, OPTION_KEY},
	{"hide-email", no_argument, NULL, OPTION_HIDE},
	{"require-login", no_argument, NULL, OPTION_LOGIN},
	{"cap", required_argument, NULL, OPTION_CAP},
	{"fault", required_argument, NULL, OPTION_FAULT},
	{"tls", required_argument, NULL, OPTION_TLS},
	{"ca-file", required_argument, NULL, OPTION_CA_FILE},
	{0},
};

static bool usage(struct error *err)
{
	return error_set(
		err, FAULT_USAGE,
		"fake-bugzilla --kind bmo|5.x [--bundle FILE]... [--fill N] [--port N] [--key LOGIN=KEY]... "
		"[--hide-email] [--require-login] [--cap N] [--fault TEXT]... [--tls "
		"good|expired|not-yet|other-host|self-signed --ca-file FILE]");
}

static bool put_key(struct fake *fake, const char *text, struct error *err)
{
	const char *equals = strchr(text, '=');
	if (!equals)
		return error_set(err, FAULT_USAGE, "--key %s: LOGIN=KEY is meant", text);
	char *login = mem_strndup(text, (size_t)(equals - text));
	fake_put_user(fake, &(struct fake_user){.login = login, .key = equals + 1});
	free(login);
	return true;
}

static const char *const certificates[] = {
	[FAKE_GOOD] = "good",
	[FAKE_EXPIRED] = "expired",
	[FAKE_NOT_YET] = "not-yet",
	[FAKE_OTHER_HOST] = "other-host",
	[FAKE_SELF_SIGNED] = "self-signed",
};
#define N_CERTIFICATES (sizeof certificates / sizeof *certificates)

/* What has to be known before there is a server. */
struct first {
	enum fake_kind kind;
	int port;
	size_t certificate; /* N_CERTIFICATES: plain HTTP */
};

static bool read_first(int argc, char **argv, struct first *first, struct error *err)
{
	bool is_kind_known = false, is_known = true;
	int option;
	*first = (struct first){.certificate = N_CERTIFICATES};
	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == '?')
			return usage(err);
		if (option == OPTION_PORT)
			first->port = atoi(optarg);
		if (option == OPTION_TLS) {
			first->certificate = 0;
			while (first->certificate < N_CERTIFICATES &&
			       !str_equals(certificates[first->certificate], optarg))
				first->certificate++;
			is_known = first->certificate < N_CERTIFICATES;
		}
		if (option == OPTION_KIND) {
			first->kind = str_equals(optarg, "bmo") ? FAKE_BMO : FAKE_5X;
			is_kind_known = str_equals(optarg, "bmo") || str_equals(optarg, "5.x");
		}
	}
	return (is_kind_known && is_known && optind == argc) || usage(err);
}

static struct fake *start(const struct first *first, struct error *err)
{
	if (first->certificate == N_CERTIFICATES)
		return fake_start(first->kind, first->port, err);
	return fake_start_tls(first->kind, first->port, (enum fake_certificate)first->certificate, err);
}

static bool set_up(struct fake *fake, int argc, char **argv, struct error *err)
{
	struct fake_site site = fake_site(fake);
	int option;
	bool ok = true;
	optind = 1;
	while (ok && (option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (option == OPTION_BUNDLE)
			ok = fake_load_file(fake, optarg, err);
		if (option == OPTION_FILL)
			fake_fill(fake, (size_t)atoi(optarg));
		if (option == OPTION_KEY)
			ok = put_key(fake, optarg, err);
		if (option == OPTION_FAULT)
			ok = fake_add_fault_text(fake, optarg, err);
		if (option == OPTION_CA_FILE)
			ok = fake_authority(fake) ? os_write_file(optarg, fake_authority(fake),
								  strlen(fake_authority(fake)), err)
						  : usage(err);
		if (option == OPTION_HIDE)
			site.hides_email = true;
		if (option == OPTION_LOGIN)
			site.requires_login = true;
		if (option == OPTION_CAP)
			site.search_cap = atoi(optarg);
	}
	fake_set_site(fake, &site);
	return ok;
}

/* Blocked in all threads, so that only sigwait gets them. */
static sigset_t block_ends(void)
{
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	return ends;
}

int main(int argc, char **argv)
{
	struct error err;
	struct first first;
	int signal_number;
	pid_t parent = getppid();
	sigset_t ends = block_ends();
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	struct fake *fake = NULL;
	bool ok = read_first(argc, argv, &first, &err) && (fake = start(&first, &err)) &&
		  set_up(fake, argc, argv, &err);
	if (ok) {
		puts(fake_url(fake));
		fflush(stdout);
		if (getppid() == parent) /* else it ended before we were told to follow */
			sigwait(&ends, &signal_number);
	} else {
		fprintf(stderr, "%s\n", err.text);
	}
	fake_stop(fake);
	return ok ? EXIT_SUCCESS : (int)err.fault;
}
