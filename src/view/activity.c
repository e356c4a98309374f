#include "view/activity.h"

#include "base/utc.h"

/* UTC_NONE is earlier than any moment. */
static void note(struct activity *activity, const struct roster *roster, const char *who, int64_t utc)
{
	if (utc > activity->others_changed_utc && !roster_is_me(roster, who))
		activity->others_changed_utc = utc;
}

struct activity activity_of(const struct roster *roster, const struct conversation *conversation,
			    struct arena *home)
{
	struct activity activity = {.others_changed_utc = UTC_NONE};
	for (size_t i = 0; i < conversation->n_comments; i++) {
		const struct comment *comment = &conversation->comments[i];
		note(&activity, roster, comment->author, comment->time_utc);
		if (!activity.unlisted && roster_is_unlisted(roster, comment->author))
			activity.unlisted = arena_strdup(home, comment->author);
	}
	for (size_t i = 0; i < conversation->n_changes; i++)
		note(&activity, roster, conversation->changes[i].who, conversation->changes[i].when_utc);
	return activity;
}
