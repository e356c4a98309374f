#include "ui/stroke.h"

static const struct {
	const char *name;
	uint32_t stroke;
} names[] = {
	{"Enter", STROKE_ENTER},
	{"Esc", STROKE_ESC},
	{"Tab", STROKE_TAB},
	{"S-Tab", STROKE_BACK_TAB},
	{"Space", STROKE_SPACE},
	{"Up", STROKE_UP},
	{"Down", STROKE_DOWN},
	{"Left", STROKE_LEFT},
	{"Right", STROKE_RIGHT},
	{"PgUp", STROKE_PAGE_UP},
	{"PgDn", STROKE_PAGE_DOWN},
	{"Home", STROKE_HOME},
	{"End", STROKE_END},
	{"Backspace", STROKE_BACKSPACE},
	{"Delete", STROKE_DELETE},
	{"Equals", '='},
	{"Hash", '#'},
	{"Semicolon", ';'},
};
#define N_NAMES (sizeof names / sizeof names[0])

static bool add_stroke(uint32_t strokes[STROKES_MAX], size_t *n, uint32_t stroke)
{
	if (*n == STROKES_MAX)
		return false;
	strokes[(*n)++] = stroke;
	return true;
}

static bool parse_name(struct span word, uint32_t *stroke)
{
	for (size_t i = 0; i < N_NAMES; i++)
		if (span_equals(word, names[i].name)) {
			*stroke = names[i].stroke;
			return true;
		}
	return false;
}

/* Takes one key off the front of a word that is no name. */
static uint32_t next_key(struct span *word)
{
	uint32_t stroke;
	bool is_control = word->len > 1 && word->at[0] == '^' && word->at[1] >= '@' && word->at[1] <= '_';
	size_t taken = is_control ? 2 : utf8_decode(word->at, word->len, &stroke);
	if (is_control)
		stroke = STROKE_CTRL(word->at[1]);
	*word = span_sub(*word, taken, word->len);
	return stroke;
}

static bool parse_word(struct span word, uint32_t strokes[STROKES_MAX], size_t *n)
{
	uint32_t stroke;
	if (parse_name(word, &stroke))
		return add_stroke(strokes, n, stroke);
	bool is_wrong_name =
		word.len > 1 && word.at[0] >= 'A' && word.at[0] <= 'Z' && ascii_is_alpha(word.at[1]);
	if (is_wrong_name)
		return false;
	while (word.len > 0)
		if (!add_stroke(strokes, n, next_key(&word)))
			return false;
	return true;
}

bool strokes_parse(const char *text, uint32_t strokes[STROKES_MAX], size_t *n)
{
	struct span rest = span_of(text), word;
	*n = 0;
	while (span_next_part(&rest, ' ', &word))
		if (!parse_word(word, strokes, n))
			return false;
	return *n > 0;
}

void stroke_print(struct str *out, uint32_t stroke)
{
	char bytes[UTF8_BYTES_MAX];
	bool is_sign = stroke > ' ' && stroke <= 0x10FFFF; /* stands for itself */
	for (size_t i = 0; i < N_NAMES && !is_sign; i++)
		if (names[i].stroke == stroke) {
			str_add(out, names[i].name);
			return;
		}
	if (stroke < ' ')
		str_addf(out, "^%c", (char)(stroke | 0x40));
	else if (stroke > 0x10FFFF)
		str_add(out, "this key");
	else
		str_add_bytes(out, bytes, utf8_encode(stroke, bytes));
}
