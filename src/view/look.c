#include "view/look.h"

const struct signs signs_utf8 = {
	.overdue = "!",
	.soon = "*",
	.about = "≈",
	.uncovered = "U",
	.away = "~",
	.nobody = "?",
	.closing = "c",
	.ellipsis = "…",
	.pending = "…",
	.poster = "▸",
	.changed = "•",
	.arrow = "→",
	.done = "✓",
	.up = "▲",
	.down = "▼",
	.selected = "◆",
	.more = "›",
	.dot = "·",
	.rule = "─",
	.fuse = {" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"},
};

const struct signs signs_ascii = {
	.overdue = "!",
	.soon = "*",
	.about = "~",
	.uncovered = "U",
	.away = "~",
	.nobody = "?",
	.closing = "c",
	.ellipsis = ">",
	.pending = "...",
	.poster = "+",
	.changed = "o",
	.arrow = "->",
	.done = "ok",
	.up = "^",
	.down = "v",
	.selected = "#",
	.more = ">",
	.dot = "|",
	.rule = "-",
	.fuse = {" ", " ", " ", "-", "-", "-", "=", "=", "#"},
};

const struct signs signs_plain = {
	.overdue = "overdue",
	.soon = "soon",
	.about = "about ",
	.uncovered = "uncovered",
	.away = "away",
	.nobody = "nobody",
	.closing = "closing",
	.ellipsis = "...",
	.pending = "not worked out yet",
	.poster = "posts next",
	.changed = "new",
	.arrow = "to",
	.done = "nothing left",
	.up = "upwards",
	.down = "downwards",
	.selected = "selected",
	.more = "and more",
	.dot = ",",
	.rule = "",
	.fuse = {"", "", "", "", "", "", "", "", ""},
};

bool look_is_plain(const struct look *look)
{
	return look->signs == &signs_plain;
}

#define AT(member) offsetof(struct signs, member)

const struct sign_meaning sign_meanings[] = {
	{AT(overdue), "overdue: the time it was due at has passed"},
	{AT(soon), "soon: due by the end of the second working day after today"},
	{AT(about), "before a time: about then, as far as an inferred team can tell (--ca)"},
	{AT(uncovered), "uncovered: owner and buddy are both away on the day it is due"},
	{AT(changed), "changed by others since you last opened it"},
	{AT(closing), "in K: owes nothing, waits to be closed; here and at C, DUE says for how long"},
	{AT(selected), "before a bug: selected, together with others"},
	{AT(poster), "before a name: posts the next update; a third person stands where BUDDY is"},
	{AT(away), "after a name: away today"},
	{AT(nobody), "instead of a name: nobody, and somebody should be"},
	{AT(done), "in TASKS: nothing is left to do before closing"},
	{AT(ellipsis), "at the end: the text is longer; alone: not worked out yet"},
	{AT(up), "after a title: the rows are sorted by it"},
	{AT(down), "after a title: sorted by it, the other way round"},
	{AT(more), "after the views: there are more, for which there is no room"},
};
const size_t n_sign_meanings = sizeof sign_meanings / sizeof *sign_meanings;

const char *sign_text(const struct signs *signs, const struct sign_meaning *row)
{
	return *(const char *const *)(const void *)((const char *)signs + row->at);
}

const struct look look_document = {.signs = &signs_utf8, .absolute_times = true, .in_utc = true};
