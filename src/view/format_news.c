/* What others did, for people (view/news.h). */
#include <inttypes.h>

#include "base/utc.h"
#include "view/format_text.h"
#include "view/news.h"

static void add_left(struct str *out, const struct row *row, const struct look *look)
{
	if (!row->entry->is_open)
		str_addf(out, "%8s", "closed");
	else if (row_due_utc(row) == UTC_NONE)
		str_addf(out, "%8s", "-");
	else
		format_add_left(out, row, look);
}

static void add_item(struct str *out, const struct news_item *item)
{
	char time[UTC_TEXT_BYTES];
	str_addf(out, "  %s  %s  %s\n", utc_print_human(item->at_utc, time), item->who, item->words);
}

static void add_countdown(struct str *out, const struct assessment *assessment, const char *about)
{
	const struct obligation *countdown = assessment ? assessment->countdown : NULL;
	char time[UTC_TEXT_BYTES];
	if (countdown)
		str_addf(out, "%s %s%s", kinds[countdown->kind].label, about,
			 utc_print_human(countdown->due_utc, time));
	else
		str_add(out, "nothing");
}

static bool same_countdown(const struct assessment *then, const struct assessment *now)
{
	const struct obligation *before = then ? then->countdown : NULL, *after = now->countdown;
	if (!before || !after)
		return before == after;
	return before->kind == after->kind && before->due_utc == after->due_utc;
}

void news_add_block(struct str *out, const struct row *row, const struct news *news,
		    const struct assessment *then, const struct look *look)
{
	const struct entry *entry = row->entry;
	str_addf(out, "%" PRId64 "  ", entry->bug->id);
	add_left(out, row, look);
	str_add(out, "  ");
	format_add_printable(out, entry->bug->summary);
	str_add_char(out, '\n');
	for (size_t i = 0; i < news->n; i++)
		add_item(out, &news->items[i]);
	if (same_countdown(then, entry->assessment))
		return;
	str_add(out, "  due: ");
	add_countdown(out, then, row_about(row, look));
	str_addf(out, " %s ", look->signs->arrow);
	add_countdown(out, entry->assessment, row_about(row, look));
	str_add_char(out, '\n');
}

void news_add_others(struct str *out, const struct row *row, const struct news *news)
{
	str_addf(out, "%" PRId64 "  ", row->entry->bug->id);
	if (row_is_perhaps_ours(row))
		str_add(out, "perhaps ours: ");
	format_add_printable(out, row->entry->bug->summary);
	str_add(out, "  (");
	news_add_line(out, news, NULL, SIZE_MAX, row->at->now_utc);
	str_add(out, ")\n");
}
