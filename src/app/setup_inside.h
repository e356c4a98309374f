/* app/setup_inside.h - what the parts of the dialogue share (app/setup.h): what is known so far, and how it
 * is asked for. setup.c asks and walks the steps; setup_server.c learns, setup_team.c asks who we are,
 * setup_key.c tries a key, setup_write.c shows and writes. Each step returns false with *err when the
 * dialogue is over. */
#ifndef APP_SETUP_INSIDE_H
#define APP_SETUP_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "app/config.h"
#include "app/face.h"
#include "app/option.h"
#include "app/setup.h"
#include "base/arena.h"
#include "base/error.h"
#include "model/census.h"

#define AT(type, member) offsetof(struct type, member)

struct setup {
	struct face *face;
	const struct globals *globals;
	struct arena *home;
	const char *path;       /* of the configuration that is made */
	const char *team_path;  /* of the team that is joined; NULL: none is */
	const char *share_path; /* where the team's part shall be written; NULL: with the rest */
	struct setting *settings;
	size_t n, cap;
	struct census census;  /* of the server's bugs */
	bool has_census;       /* else nothing is known, and all is typed by hand */
	const char *typed_key; /* to be stored; NULL: none */
	struct str *notes;
};

/* --- what is known: values as they will be written --- */

/* NULL or "": not set. */
void setup_set(struct setup *setup, enum section_id section, size_t at, const char *instance,
	       const char *value);
/* What is set, or the default; "" for neither. */
const char *setup_get(const struct setup *setup, enum section_id section, size_t at, const char *instance);
/* The members' keys, in the order in which they were set. */
const char **setup_members(const struct setup *setup, size_t *n);
/* What all that makes, read as a configuration is; the caller ends it with config_unref. */
struct config *setup_config(const struct setup *setup, struct error *err);
/* A path as it was typed, or as it is opened. */
const char *setup_open_path(const struct setup *setup, const char *typed);

/* --- how it is asked for --- */

struct inquiry {
	struct ask ask;              /* ask.initial NULL: nothing is proposed */
	const struct option *option; /* whose reader must take the answer; NULL: anything will do */
	bool is_needed;              /* an empty answer is none */
	bool must_choose;            /* one of the words it must be, or empty */
	/* What else must hold of an answer that is not empty; NULL: nothing. */
	bool (*check)(struct setup *setup, const char *answer, struct error *err);
};

/* Asks until the answer is good; it lives in the setup's home. NULL and *err: the dialogue is over. */
const char *setup_ask(struct setup *setup, const struct inquiry *inquiry, struct error *err);
/* Asks and sets. */
bool setup_ask_option(struct setup *setup, const struct inquiry *inquiry, const char *instance,
		      struct error *err);
bool setup_ask_yes_no(struct setup *setup, const char *label, bool initial, bool *answer, struct error *err);
void setup_tell(struct setup *setup, enum tone tone, const char *format, ...) PRINTF_LIKE(3, 4);
/* Has it done; false when it fails. Look at face->is_left for why. */
bool setup_work(struct setup *setup, struct work *work, struct error *err);
/* The person has left, and is told that nothing was written. Always false. */
bool setup_leave(struct error *err);

/* Words that may be answered; zeroed: none. */
struct setup_words {
	struct suggestion *at;
	size_t n, cap;
};
void setup_add_word(struct setup *setup, struct setup_words *words, const char *word, const char *help);
/* Both lists as one. */
const char *setup_join(struct setup *setup, const char *list, const char *more);
/* What can stand in a list and be typed: nothing in it that is not seen. */
bool setup_is_item(const char *text);
const char *setup_bugs_text(struct setup *setup, size_t n_bugs, size_t n_open);

/* --- the steps --- */

/* setup_server.c: which server, and what its titles tell. */
bool setup_ask_server(struct setup *setup, struct error *err);

/* setup_ca.c */
bool setup_ask_ca(struct setup *setup, struct error *err);
/* The names in titles that can be chosen: those that are perhaps others of the CA with these, or (list NULL)
 * all of them. */
struct setup_words setup_ca_words(struct setup *setup, const char *list);
/* How many bugs are ours, as far as titles are known; *is_known is false when none is. */
bool setup_tell_count(struct setup *setup, bool *is_known, struct error *err);

/* setup_team.c */
bool setup_ask_members(struct setup *setup, struct error *err);
bool setup_ask_buddies(struct setup *setup, struct error *err);
bool setup_ask_addresses(struct setup *setup, struct error *err);
bool setup_ask_me(struct setup *setup, struct error *err);
bool setup_tell_team(struct setup *setup, struct error *err);

/* setup_key.c */
bool setup_ask_key(struct setup *setup, struct error *err);

/* setup_write.c */
bool setup_ask_share(struct setup *setup, struct error *err);
bool setup_write(struct setup *setup, struct error *err);
/* Where a key that was typed is stored. */
const char *setup_key_path(const struct setup *setup);

#endif
