#include "model/change_text.h"

#include <string.h>

bool change_text_next(struct span *rest, struct span *item)
{
	while (rest->len > 0) {
		size_t n = 0;
		while (n < rest->len && rest->at[n] != ',' && !ascii_is_space(rest->at[n]))
			n++;
		*item = span_sub(*rest, 0, n);
		*rest = span_sub(*rest, n + 1, rest->len);
		if (item->len > 0)
			return true;
	}
	return false;
}

/* The status is the last character before the requestee: names may hold a hyphen. */
static bool read_flag(struct span text, struct flag_text *flag)
{
	const char *bracket = memchr(text.at, '(', text.len);
	size_t len = bracket ? (size_t)(bracket - text.at) : text.len;
	if (len < 2 || !strchr("?+-", text.at[len - 1]) || (bracket && text.at[text.len - 1] != ')'))
		return false;
	flag->name = span_sub(text, 0, len - 1);
	flag->status = text.at[len - 1];
	flag->requestee = bracket ? span_sub(text, len + 1, text.len - 1) : (struct span){0};
	return true;
}

bool change_text_next_flag(struct span *rest, struct flag_text *flag)
{
	struct span item;
	while (change_text_next(rest, &item))
		if (read_flag(item, flag))
			return true;
	return false;
}
