/* app/face.h - how a dialogue speaks with a person: it asks, tells, and has something done that takes time.
 * What it says is the same on every face: the screen (ui/face_screen.h), plain lines (app/face_lines.h), a
 * script in a test. Texts may be hostile; a face shows them printable. One thread, that of the dialogue.
 * Order: opened by its own module, then anything, calls->close. */
#ifndef APP_FACE_H
#define APP_FACE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "view/completion.h"

enum tone {
	TONE_HEADING, /* something new begins */
	TONE_TEXT,
	TONE_GOOD,
	TONE_WARN,  /* something is not as it should be */
	TONE_QUOTE, /* lines of a file */
};

struct ask {
	const char *label;              /* what is asked for, without a colon */
	const char *initial;            /* what is proposed; not NULL */
	const struct suggestion *words; /* what might be answered, the likeliest first */
	size_t n_words;
	bool is_list;        /* several by comma */
	bool is_secret;      /* not shown while it is typed, and kept nowhere */
	const char *mistake; /* what was wrong with the answer before; NULL: nothing was */
	const char *typed;   /* that answer, to be mended; NULL: there is none, or it is secret */
};

/* Something that may take long. It may run on a thread of its own, and then speaks to nobody. */
struct work {
	const char *label; /* "asking bugzilla.mozilla.org" */
	bool (*run)(struct work *work, struct error *err);
	const atomic_bool *stop; /* the face's: set when the person does not want to wait */
	atomic_size_t done;      /* so much so far, of what `unit` says; 0: nothing to count yet */
	const char *unit;        /* "bugs" */
};

struct face;

struct face_calls {
	/* The answer, without a line end. False: the person has left. */
	bool (*ask)(struct face *face, const struct ask *ask, struct str *answer);
	void (*tell)(struct face *face, enum tone tone, const char *text);
	/* Returns when it is over, with what it returned. */
	bool (*work)(struct face *face, struct work *work, struct error *err);
	void (*close)(struct face *face); /* frees it */
};

struct face {
	const struct face_calls *calls;
	bool is_left;   /* the person has left: nothing more is asked or shown */
	bool is_screen; /* somebody sits at a terminal that can show the dashboard */
	int tries;      /* after so many wrong answers to one question it is given up; 0: never */
};

#endif
