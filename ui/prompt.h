/* ui/prompt.h - a question at the bottom of the screen: a line to type, with completion and recall, or a menu
 * to choose from. Typing narrows, arrows choose, Enter takes, Esc leaves everything unchanged (screens.md,
 * "Keys"). One prompt is open at a time; the loop owns it and gives it all strokes while it is open.
 * Order: prompt_open, prompt_stroke until it says that it is over; on PROMPT_ANSWERED the caller acts, and
 * calls prompt_refuse when the answer cannot be. */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "ui/draw.h"
#include "ui/edit.h"

struct app;

struct choice {
	const char *word, *help; /* of some table: they outlive the prompt */
};

struct question {
	const char *label;            /* with the blank before the line, if there shall be one */
	const struct choice *choices; /* copied by prompt_open */
	size_t n_choices;
	bool is_menu; /* the answer is a choice; else it is the line, which choices help to type */
	/* Acts on the answer. False: *at_byte, where it was set, is where the mistake stands in the answer;
	 * the prompt stays open and points at it, and nothing has changed. */
	bool (*accept)(struct app *app, const char *answer, size_t *at_byte, struct error *err);
};

enum prompt_event { PROMPT_GOES_ON, PROMPT_ANSWERED, PROMPT_LEFT };

#define RECALL_MAX 50
#define NOWHERE SIZE_MAX /* a mistake that has no place in the line */

struct prompt {
	bool is_open;
	struct question question;
	struct choice *choices; /* what question.choices points to */
	struct edit edit;
	size_t *matches; /* indices of the choices that fit what is typed */
	size_t n_matches, chosen;
	struct {
		const char *label;
		char *line;
	} recall[RECALL_MAX];      /* answers to line questions, the oldest first */
	size_t n_recall, recalled; /* recalled == n_recall: the line is the user's own */
	struct error mistake;      /* FAULT_NONE: none */
	size_t mistake_at;
};

/* `initial` is the line to begin with; NULL: empty. In a menu: the choice to begin with. */
void prompt_open(struct prompt *prompt, const struct question *question, const char *initial);
enum prompt_event prompt_stroke(struct prompt *prompt, uint32_t stroke);
/* The line, or the word chosen. Valid until the next call. */
const char *prompt_answer(const struct prompt *prompt);
/* Opens it again as it was and shows what was wrong. */
void prompt_refuse(struct prompt *prompt, size_t at_byte, const struct error *err);
void prompt_free(struct prompt *prompt);

/* Draws over the bottom of the canvas and puts the cursor where the next character goes. */
void prompt_draw(const struct prompt *prompt, struct canvas canvas);

#endif
