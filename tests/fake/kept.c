/* Answers that are made once and given again (fake_keep_answers). */
#include <stdlib.h>

#include "base/mem.h"
#include "tests/fake/parts.h"

static char *key_of(const struct request *request)
{
	struct str key = {0};
	str_addf(&key, "%s %s?%s %s", request->method, request->path, request->query,
		 request->header_key ? request->header_key : "");
	return str_take(&key);
}

bool kept_find(const struct kept_answers *kept, const struct request *request, struct answer *answer)
{
	char *key = key_of(request);
	size_t i = 0;
	while (i < kept->n && !str_equals(kept->at[i].key, key))
		i++;
	free(key);
	if (i == kept->n)
		return false;
	*answer = kept->at[i].answer;
	answer->body = (struct str){0};
	str_add_bytes(&answer->body, str_text(&kept->at[i].answer.body), kept->at[i].answer.body.len);
	return true;
}

void kept_add(struct kept_answers *kept, const struct request *request, const struct answer *answer)
{
	if (!kept->is_on)
		return;
	kept->at = mem_resize(kept->at, kept->n + 1, sizeof *kept->at);
	struct kept_answer *one = &kept->at[kept->n++];
	one->key = key_of(request);
	one->answer = *answer;
	one->answer.body = (struct str){0};
	str_add_bytes(&one->answer.body, str_text(&answer->body), answer->body.len);
}

void kept_free(struct kept_answers *kept)
{
	for (size_t i = 0; i < kept->n; i++) {
		free(kept->at[i].key);
		str_free(&kept->at[i].answer.body);
	}
	free(kept->at);
}

void fake_keep_answers(struct fake *fake)
{
	pthread_mutex_lock(&fake->lock);
	fake->kept.is_on = true;
	pthread_mutex_unlock(&fake->lock);
}
