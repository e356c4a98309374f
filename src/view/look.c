#include "view/look.h"

const struct signs signs_utf8 = {
	.ellipsis = "…",
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
	.ellipsis = ">",
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
