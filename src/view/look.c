#include "view/look.h"

const struct signs signs_utf8 = {
	.ellipsis = "…",
	.poster = "▸",
	.done = "✓",
	.up = "▲",
	.down = "▼",
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
	.more = ">",
	.dot = "|",
	.rule = "-",
	.fuse = {" ", " ", " ", "-", "-", "-", "=", "=", "#"},
};
