/* ui/prompt.h - a question at the bottom of the screen: a line to type, with completion and recall, or a menu
 * to choose from. In a menu typing narrows and arrows choose. In a line Tab completes the word under the
 * cursor as far as all words that fit agree, then goes through them, S-Tab backwards; Up and Down recall what
 * was answered before and begins with what is typed. Enter takes, Esc leaves everything unchanged
 * (screens.md, "Keys"). One prompt is open at a time; the loop owns it and gives it all strokes while it is
 * open. prompt_draw.c draws it.
 * Order: prompt_open, prompt_stroke until it says that it is over; on PROMPT_ANSWERED the caller acts, and
 * calls prompt_refuse when the answer cannot be. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "ui/draw.h"
#include "ui/edit.h"
#include "ui/history.h"
#include "view/completion.h"

struct app;

struct choice {
	const char *word, *help; /* of some table: they outlive the prompt */
};

struct question {
	const char *label;            /* with the blank before the line, if there shall be one */
	const char *history;          /* the name under which answers are recalled; NULL: they are not */
	const struct choice *choices; /* of a menu; copied by prompt_open */
	size_t n_choices;
	bool is_menu; /* the answer is a choice; else it is the line */
	/* What may stand in a line, when that is known beforehand; borrowed. */
	const struct suggestion *words;
	size_t n_words;
	bool is_list;   /* several of them, by comma */
	bool is_secret; /* the line is not shown */
	/* What may stand at the cursor of a line; NULL: anything. */
	void (*complete)(struct app *app, struct completion *completion);
	/* Called when the line has changed: appends to `note` what shall be read beside it, false when that
	 * is bad news. NULL: nobody wants to know. */
	bool (*watch)(struct app *app, const char *line, struct str *note);
	/* Called when it is left without an answer; NULL: nothing is to be taken back. */
	void (*leave)(struct app *app);
	/* Acts on the answer. False: *at_byte, where it was set, is where the mistake stands in the answer;
	 * the prompt stays open and points at it, and nothing has changed. */
	bool (*accept)(struct app *app, const char *answer, size_t *at_byte, struct error *err);
};

enum prompt_event { PROMPT_GOES_ON, PROMPT_ANSWERED, PROMPT_LEFT };

#define NOWHERE SIZE_MAX /* a mistake that has no place in the line */

struct prompt {
	bool is_open;
	struct app *app;
	struct question question;
	struct choice *choices; /* what question.choices points to */
	struct edit edit;

	struct arena *home;           /* of what fits */
	struct completion completion; /* what fits what is typed */
	size_t chosen;                /* of these: in a menu, or while Tab goes through them */
	bool has_agreed;              /* Tab was pressed: the next one goes through them */
	bool is_cycling;              /* it does: what fits is what fitted before it began */

	struct history history; /* answers to line questions; filled and kept by the loop */
	size_t recalled;        /* history.n: the line is the user's own */
	char *own;              /* what it was when recall began */
	bool is_typed;          /* the line is not just what it began with */

	struct str note; /* what `watch` says */
	bool is_bad_note;
	struct error mistake; /* FAULT_NONE: none */
	size_t mistake_at;
};

/* `initial` is the line to begin with; NULL: empty. In a menu: the choice to begin with. `app` is handed to
 * the question's functions. */
void prompt_open(struct prompt *prompt, struct app *app, const struct question *question,
		 const char *initial);
enum prompt_event prompt_stroke(struct prompt *prompt, uint32_t stroke);
/* The line, or the word chosen. Valid until the next call. */
const char *prompt_answer(const struct prompt *prompt);
/* Opens it again as it was and shows what was wrong. */
void prompt_refuse(struct prompt *prompt, size_t at_byte, const struct error *err);
/* A click on a row of this canvas, on which it is drawn: chooses what stands there in a menu. False: nothing
 * does. */
bool prompt_click(struct prompt *prompt, struct canvas canvas, int row);
void prompt_free(struct prompt *prompt);
/* How many rows of the canvas it takes. */
int prompt_rows(const struct prompt *prompt, struct canvas canvas);

/* Draws over the bottom of the canvas and puts the cursor where the next character goes. */
void prompt_draw(const struct prompt *prompt, struct canvas canvas);

#endif
