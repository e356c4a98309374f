#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tests/screen/keys.h"
#include "tests/screen/steps.h"

bool step_keys(struct script *script, struct span args)
{
	struct span bad;
	/* A key too soon after Esc is Alt and that key, for ncurses as for a person. */
	if (script->after_escape)
		return script_fail(script, "look at what <Esc> did before pressing on");
	/* A key pressed while the program still paints is no error of the program, but no photograph either.
	 */
	if (!script_settle(script))
		return false;
	if (!keys_press(script->terminal, args, &bad))
		return script_fail(script, "unknown key %.*s", (int)bad.len, bad.at);
	script->after_escape = keys_end_in_escape(args);
	return true;
}

static const struct {
	const char *name;
	int button, times;
} mouse_acts[] = {
	{"click", 1, 1}, {"double", 1, 2}, {"right", 3, 1}, {"wheel-up", 4, 1}, {"wheel-down", 5, 1},
};

/* "click 4,10" */
bool step_mouse(struct script *script, struct span args)
{
	struct span act, row_text;
	int row, col;
	if (!script_word(&args, &act) || !span_next_part(&args, ',', &row_text) ||
	    !script_row(script, &row_text, &row) || !script_number(script, &args, &col))
		return script_fail(script, "mouse ACT ROW,COLUMN");
	if (!script_settle(script))
		return false;
	for (size_t i = 0; i < sizeof mouse_acts / sizeof *mouse_acts; i++) {
		if (!span_equals(act, mouse_acts[i].name))
			continue;
		for (int k = 0; k < mouse_acts[i].times; k++)
			terminal_click(script->terminal, mouse_acts[i].button, row, col - 1);
		return true;
	}
	return script_fail(script, "the mouse cannot `%.*s`", (int)act.len, act.at);
}

static int signal_number(struct span name)
{
	for (int number = 1; number < NSIG; number++) {
		const char *known = sigabbrev_np(number);
		if (known && span_equals(name, known))
			return number;
	}
	return 0;
}

bool step_signal(struct script *script, struct span args)
{
	int number = signal_number(args);
	if (!number)
		return script_fail(script, "no signal is called `%.*s`", (int)args.len, args.at);
	if (!script_settle(script))
		return false;
	terminal_signal(script->terminal, number);
	return true;
}

struct fate {
	enum life life;
	int value;
};

static bool has_met(struct script *script, const void *what)
{
	const struct fate *fate = what;
	int value;
	return terminal_life(script->terminal, &value) == fate->life &&
	       (fate->life == LIFE_STOPPED || value == fate->value);
}

bool step_stopped(struct script *script, struct span args)
{
	(void)args;
	struct fate fate = {.life = LIFE_STOPPED};
	script_look(script);
	return script_await(script, has_met, &fate, true) || script_fail(script, "the program does not stop");
}

bool step_continue(struct script *script, struct span args)
{
	(void)args;
	terminal_continue(script->terminal);
	return true;
}

bool step_exit(struct script *script, struct span args)
{
	struct fate fate = {.life = LIFE_EXITED};
	struct span word;
	int wait_ms = script->wait_ms;
	script_look(script);
	if (!script_number(script, &args, &fate.value))
		return false;
	if (script_word(&args, &word) &&
	    (!span_equals(word, "within") || !script_number(script, &args, &script->wait_ms)))
		return script_fail(script, "exit N, or exit N within MS");
	bool ok = script_await(script, has_met, &fate, true);
	script->wait_ms = wait_ms;
	return ok || script_fail(script, "the program does not exit with %d", fate.value);
}

bool step_killed(struct script *script, struct span args)
{
	struct fate fate = {.life = LIFE_KILLED, .value = signal_number(args)};
	script_look(script);
	return script_await(script, has_met, &fate, true) ||
	       script_fail(script, "the program is not killed by %.*s", (int)args.len, args.at);
}
