#include "view/completion.h"

#include <string.h>

void completion_word(struct completion *completion, size_t from)
{
	completion->from = from;
}

struct span completion_typed(const struct completion *completion)
{
	return (struct span){.at = completion->line + completion->from,
			     .len = completion->cursor - completion->from};
}

/* Nobody types the quote that a word with blanks needs. */
static struct span without_quote(struct span text)
{
	return span_sub(text, text.len > 0 && text.at[0] == '"', text.len);
}

static bool fits(const struct completion *completion, const char *word)
{
	struct span typed = without_quote(completion_typed(completion));
	struct span whole = without_quote(span_of(word));
	for (size_t i = 0; i < typed.len; i++)
		if (i >= whole.len || ascii_lower(typed.at[i]) != ascii_lower(whole.at[i]))
			return false;
	return true;
}

void completion_add(struct completion *completion, struct suggestion suggestion)
{
	if (!fits(completion, suggestion.word))
		return;
	completion->at = arena_push(completion->home, completion->at, &completion->n, &completion->cap,
				    sizeof *completion->at);
	completion->at[completion->n - 1] = suggestion;
}

/* A character of several bytes is not cut. */
static size_t whole_characters(const char *text, size_t bytes)
{
	while (bytes > 0 && ((unsigned char)text[bytes] & 0xC0) == 0x80)
		bytes--;
	return bytes;
}

size_t completion_agreed(const struct completion *completion)
{
	if (completion->n == 0)
		return 0;
	const char *first = completion->at[0].word;
	size_t agreed = strlen(first);
	for (size_t i = 1; i < completion->n; i++) {
		size_t same = 0;
		while (same < agreed && completion->at[i].word[same] == first[same])
			same++;
		agreed = same;
	}
	return whole_characters(first, agreed);
}
