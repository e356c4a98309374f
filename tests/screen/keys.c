#include "tests/screen/keys.h"

#include <string.h>

static const struct {
	const char *name;
	VTermKey key;
} named[] = {
	{"Enter", VTERM_KEY_ENTER},
	{"Tab", VTERM_KEY_TAB},
	{"BS", VTERM_KEY_BACKSPACE},
	{"Esc", VTERM_KEY_ESCAPE},
	{"Up", VTERM_KEY_UP},
	{"Down", VTERM_KEY_DOWN},
	{"Left", VTERM_KEY_LEFT},
	{"Right", VTERM_KEY_RIGHT},
	{"Ins", VTERM_KEY_INS},
	{"Del", VTERM_KEY_DEL},
	{"Home", VTERM_KEY_HOME},
	{"End", VTERM_KEY_END},
	{"PgUp", VTERM_KEY_PAGEUP},
	{"PgDn", VTERM_KEY_PAGEDOWN},
	{"F1", VTERM_KEY_FUNCTION(1)},
	{"F2", VTERM_KEY_FUNCTION(2)},
	{"F3", VTERM_KEY_FUNCTION(3)},
	{"F4", VTERM_KEY_FUNCTION(4)},
	{"F5", VTERM_KEY_FUNCTION(5)},
	{"F6", VTERM_KEY_FUNCTION(6)},
	{"F7", VTERM_KEY_FUNCTION(7)},
	{"F8", VTERM_KEY_FUNCTION(8)},
	{"F9", VTERM_KEY_FUNCTION(9)},
	{"F10", VTERM_KEY_FUNCTION(10)},
	{"F11", VTERM_KEY_FUNCTION(11)},
	{"F12", VTERM_KEY_FUNCTION(12)},
};

static const struct {
	const char *name;
	char letter;
} letters[] = {{"lt", '<'}, {"Space", ' '}};

static VTermModifier take_modifiers(struct span *name)
{
	static const struct {
		char letter;
		VTermModifier modifier;
	} known[] = {{'C', VTERM_MOD_CTRL}, {'S', VTERM_MOD_SHIFT}, {'M', VTERM_MOD_ALT}};
	VTermModifier all = VTERM_MOD_NONE;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (name->len > 2 && name->at[0] == known[i].letter && name->at[1] == '-') {
			all = (VTermModifier)(all | known[i].modifier);
			*name = span_sub(*name, 2, name->len);
		}
	}
	return all;
}

/* A letter with Ctrl and Alt as terminals have sent it for ever: <C-l> is 0x0c, <M-x> is ESC x. */
static void press_letter(struct terminal *terminal, char letter, VTermModifier modifier)
{
	char bytes[2] = {'\x1b', letter};
	if (modifier & VTERM_MOD_CTRL)
		bytes[1] = (char)(letter & 0x1f);
	bool with_escape = modifier & VTERM_MOD_ALT;
	terminal_type(terminal, with_escape ? bytes : bytes + 1, with_escape ? 2 : 1);
}

static bool press_named(struct terminal *terminal, struct span name)
{
	VTermModifier modifier = take_modifiers(&name);
	if (name.len == 1 && modifier != VTERM_MOD_NONE) {
		press_letter(terminal, name.at[0], modifier);
		return true;
	}
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (span_equals(name, letters[i].name)) {
			press_letter(terminal, letters[i].letter, modifier);
			return true;
		}
	}
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		if (span_equals(name, named[i].name)) {
			terminal_press(terminal, named[i].key, modifier);
			return true;
		}
	}
	return false;
}

bool keys_press(struct terminal *terminal, struct span keys, struct span *bad)
{
	while (keys.len) {
		const char *end = keys.at[0] == '<' ? memchr(keys.at, '>', keys.len) : NULL;
		size_t len = end ? (size_t)(end - keys.at) + 1 : 1;
		if (end && !press_named(terminal, span_sub(keys, 1, len - 1))) {
			*bad = span_sub(keys, 0, len);
			return false;
		}
		if (!end)
			terminal_type(terminal, keys.at, 1);
		keys = span_sub(keys, len, keys.len);
	}
	return true;
}

bool keys_end_in_escape(struct span keys)
{
	static const char escape[] = "<Esc>";
	size_t len = sizeof escape - 1;
	return keys.len >= len && memcmp(keys.at + keys.len - len, escape, len) == 0;
}
