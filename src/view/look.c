#include "view/look.h"

const struct signs signs_utf8 = {
	.ellipsis = "…",
	.poster = "▸",
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
	.done = "ok",
	.up = "^",
	.down = "v",
	.selected = "#",
	.more = ">",
	.dot = "|",
	.rule = "-",
	.fuse = {" ", " ", " ", "-", "-", "-", "=", "=", "#"},
};
