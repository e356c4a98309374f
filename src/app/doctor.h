/* app/doctor.h - the inside of the verb `doctor`: what the checks share. A check is a row of the table in
 * doctor.c and the function it names; it says one thing or more. It makes and changes nothing, and no check
 * takes much longer than one request may. */
#ifndef APP_DOCTOR_H
#define APP_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/command.h"
#include "app/config.h"
#include "app/places.h"
#include "base/arena.h"
#include "base/error.h"
#include "net/bugzilla.h"
#include "store/cache.h"

enum health { HEALTH_OK, HEALTH_WARN, HEALTH_WRONG };

struct finding {
	enum health health;
	enum fault fault; /* of what is wrong: the exit code */
	const char *what; /* the check's */
	const char *text; /* detail; how to mend it */
};

struct doctor {
	const struct invocation *invocation;
	struct arena *home;
	const struct config *config; /* NULL: it cannot be read */
	struct places places;    /* of the profile, or private for a bundle; zero without a configuration */
	struct session *session; /* of a bundle or the demo; else NULL */
	struct cache *cache;     /* NULL: there is none to be read */
	char *api_key;           /* NULL: none */
	struct server server;
	struct source *source; /* connected; NULL: it was not asked, or does not answer */
	const struct bug **bugs;
	size_t n_bugs; /* all that are in the cache */
	const char *what;
	struct finding *findings;
	size_t n_findings, cap;
};

/* Adds a finding of the check that runs. */
void doctor_ok(struct doctor *doctor, const char *format, ...) PRINTF_LIKE(2, 3);
void doctor_warn(struct doctor *doctor, const char *format, ...) PRINTF_LIKE(2, 3);
void doctor_wrong(struct doctor *doctor, enum fault fault, const char *format, ...) PRINTF_LIKE(3, 4);
/* The longest that a check may wait, from the configuration. */
int64_t doctor_timeout_ms(const struct doctor *doctor);

/* doctor_files.c: the configuration, who may read and change what is ours, the databases, the disk. */
void check_config(struct doctor *doctor);
void check_rights(struct doctor *doctor);
void check_cache(struct doctor *doctor);
void check_journal(struct doctor *doctor);
void check_disk(struct doctor *doctor);
/* doctor_server.c: the key, the server, whom it takes us for, its clock. */
void check_key(struct doctor *doctor);
void check_server(struct doctor *doctor);
void check_login(struct doctor *doctor);
void check_clock(struct doctor *doctor);
/* doctor_team.c: what the copy says of the roster. */
void check_members(struct doctor *doctor);
void check_ours(struct doctor *doctor);
void check_perhaps_ours(struct doctor *doctor);
void check_authors(struct doctor *doctor);

#endif
