/* What a configuration's values make together (app/loader.h). */
#include <string.h>

#include "app/loader.h"
#include "app/nearest.h"
#include "base/str.h"
#include "view/filter.h"
#include "view/view.h"

const struct setting *loader_given(const struct loader *loader, enum section_id section, size_t at)
{
	for (size_t i = 0; i < loader->n_given; i++)
		if (loader->given[i].option->section == section && loader->given[i].option->at == at)
			return &loader->given[i];
	return NULL;
}

static const char **joined(struct arena *home, struct text_list a, struct text_list b, size_t *n)
{
	const char **all = arena_array(home, a.n + b.n, sizeof *all);

	for (size_t i = 0; i < a.n; i++)
		all[i] = a.at[i];
	for (size_t i = 0; i < b.n; i++)
		all[a.n + i] = b.at[i];
	*n = a.n + b.n;
	return all;
}

static struct member to_member(struct loader *loader, const struct member_config *from)
{
	struct member member = {
		.key = from->key,
		.name = from->name ? from->name : from->key,
		.buddy = from->buddy,
		.topics = from->topics.at,
		.n_topics = from->topics.n,
		.away = from->away.at,
		.n_away = from->away.n,
	};

	member.accounts = joined(loader->home, from->bugzilla, from->former, &member.n_accounts);
	return member;
}

static void make_roster(struct loader *loader)
{
	const struct team_config *team = &loader->team;
	struct roster *roster = &loader->config->roster;

	*roster = (struct roster){
		.ca_names = team->ca.at,
		.n_ca_names = team->ca.n,
		.also = team->also.at,
		.n_also = team->also.n,
		.domains = team->domains.at,
		.n_domains = team->domains.n,
		.aliases = team->aliases.at,
		.n_aliases = team->aliases.n,
		.bots = team->bots.at,
		.n_bots = team->bots.n,
		.me = loader->me.member,
		.workdays = team->workdays,
		.is_inferred = loader->config->globals.ca != NULL,
		.members = arena_array(loader->home, loader->n_members, sizeof *roster->members),
		.n_members = loader->n_members,
	};
	for (size_t i = 0; i < loader->n_members; i++)
		roster->members[i] = to_member(loader, &loader->members[i]);
}

static bool unknown_member(struct loader *loader, const struct setting *given)
{
	const struct roster *roster = &loader->config->roster;
	struct nearest nearest = nearest_to(given->value);

	error_set(loader->err, FAULT_CONFIG, "%s:%u: %s: there is no [member %s]", given->file, given->line,
		  given->option->key, given->value);
	for (size_t i = 0; i < roster->n_members; i++)
		nearest_try(&nearest, roster->members[i].key);
	if (!nearest.word)
		return false;
	return error_set(loader->err, FAULT_CONFIG, "%s; did you mean `%s`?", loader->err->text,
			 nearest.word);
}

/* `member` and `buddy` must name members; checked here, where file and line are known. */
static bool check_members(struct loader *loader)
{
	for (size_t i = 0; i < loader->n_given; i++) {
		const struct setting *given = &loader->given[i];

		if (given->option->type != OPTION_MEMBER || *given->value == '\0')
			continue;
		if (str_equals(given->value, given->instance))
			return error_set(loader->err, FAULT_CONFIG, "%s:%u: %s: name somebody else",
					 given->file, given->line, given->option->key);
		if (!roster_member(&loader->config->roster, given->value))
			return unknown_member(loader, given);
	}
	return true;
}

/* The first member with whom the roster stops being unambiguous; NULL: it is so without any. */
static const char *first_clash(const struct loader *loader)
{
	struct roster roster = loader->config->roster;
	struct error ignored;

	roster.me = NULL;
	for (size_t i = 0; i < roster.n_members; i++)
		roster.members[i].buddy = NULL;
	for (roster.n_members = 0; roster.n_members <= loader->n_members; roster.n_members++)
		if (!roster_check(&roster, &ignored))
			return roster.n_members > 0 ? roster.members[roster.n_members - 1].key : NULL;
	return NULL;
}

static bool check_roster(struct loader *loader)
{
	const char *key;

	if (roster_check(&loader->config->roster, loader->err))
		return true;
	key = first_clash(loader);
	for (size_t i = 0; i < loader->n_seen; i++) {
		const struct seen_section *seen = &loader->seen[i];

		if (key ? seen->id == SECTION_MEMBER && str_equals(seen->instance, key)
			: seen->id == SECTION_TEAM)
			return error_prefix(loader->err, "%s:%u: ", seen->file, seen->line);
	}
	return false;
}

static bool check_key_source(struct loader *loader)
{
	const struct setting *command =
		loader_given(loader, SECTION_BUGZILLA, offsetof(struct bugzilla_config, api_key_command));
	const struct setting *file =
		loader_given(loader, SECTION_BUGZILLA, offsetof(struct bugzilla_config, api_key_file));

	if (!command || !*command->value || !file || !*file->value)
		return true;
	return error_set(loader->err, FAULT_CONFIG, "%s:%u: %s and %s both say where the key is; keep one",
			 file->file, command->line > file->line ? command->line : file->line,
			 command->option->key, file->option->key);
}

/* --- views --- */

/* A filter may name members, so it is tried when all of them are known. */
static bool check_filters(struct loader *loader)
{
	for (size_t i = 0; i < loader->n_given; i++) {
		const struct setting *given = &loader->given[i];

		if (given->option->type != OPTION_FILTER ||
		    filter_read(given->value, &loader->config->roster, loader->home, loader->err))
			continue;
		loader->err->fault = FAULT_CONFIG;
		return error_prefix(loader->err, "%s:%u: ", given->file, given->line);
	}
	return true;
}

static const char *or_else(const char *given, const char *fallback)
{
	return given ? given : fallback;
}

/* The columns of the configuration are for bugs of ours: those of Watch say other things. */
static struct view own_view(const struct loader *loader, const struct view *own)
{
	struct view view = *own;

	if (!view.is_others && loader->config->screen.columns) {
		view.columns = loader->config->screen.columns;
		view.has_chosen_columns = true;
	}
	return view;
}

/* What is not written is as in the first view. */
static struct view named_view(const struct view_config *from, const struct view *first)
{
	return (struct view){
		.name = from->name,
		.title = from->name,
		.help = or_else(from->filter, first->help),
		.filter = or_else(from->filter, first->filter),
		.sort = or_else(from->sort, first->sort),
		.columns = or_else(from->columns, first->columns),
		.has_chosen_columns = from->columns || first->has_chosen_columns,
	};
}

static void make_views(struct loader *loader)
{
	struct view *all = arena_array(loader->home, n_views + loader->n_views, sizeof *all);
	size_t n = 0;

	/* Nobody looks at an inferred team as one of it. */
	for (size_t i = 0; i < n_views; i++)
		if (!views[i].is_mine || !loader->config->roster.is_inferred)
			all[n++] = own_view(loader, &views[i]);
	for (size_t i = 0; i < loader->n_views; i++)
		all[n++] = named_view(&loader->views[i], &all[0]);
	loader->config->views = (struct view_list){all, n};
}

bool loader_finish(struct loader *loader)
{
	make_roster(loader);
	if (!check_members(loader) || !check_roster(loader) || !check_key_source(loader) ||
	    !check_filters(loader))
		return false;
	make_views(loader);
	loader->config->meetings = loader->team.meetings.at;
	loader->config->n_meetings = loader->team.meetings.n;
	return true;
}
