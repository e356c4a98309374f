#include "app/places.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/os.h"
#include "base/str.h"

/* FOLDER/PROFILE of one of the XDG places, made if wanted when it is not there; the caller frees. */
static char *profile_folder(enum os_place place, const char *profile, bool make, struct error *err)
{
	char *home = os_home(place, err);
	char *folder;

	if (!home)
		return NULL;
	folder = os_path(home, profile);
	free(home);
	if (!make || os_make_folders(folder, err))
		return folder;
	free(folder);
	return NULL;
}

static void set_paths(struct places *places, const char *cache, const char *data, const char *state)
{
	places->cache_path = os_path(cache, "cache.db");
	places->lock_path = os_path(cache, "sync.lock");
	places->team_path = os_path(data, "team.db");
	places->state_path = os_path(state, "state");
	places->log_path = os_path(state, "log");
}

static bool find_profile(struct places *places, const struct globals *globals, bool make, struct error *err)
{
	const char *profile = config_profile(globals);
	char *cache = profile_folder(OS_CACHE, profile, make, err);
	char *data = cache ? profile_folder(OS_DATA, profile, make, err) : NULL;
	char *state = data ? profile_folder(OS_STATE, profile, make, err) : NULL;
	bool ok = state != NULL;

	if (ok)
		set_paths(places, cache, data, state);
	free(cache);
	free(data);
	free(state);
	return ok;
}

bool places_open(struct places *places, const struct config *config, struct error *err)
{
	const struct globals *globals = &config->globals;

	*places = (struct places){0};
	if (!config_is_bundle(config) || globals->keep)
		return find_profile(places, globals, true, err);
	places->temporary = os_temp_folder(err);
	if (!places->temporary)
		return false;
	set_paths(places, places->temporary, places->temporary, places->temporary);
	return true;
}

bool places_find(struct places *places, const struct config *config, struct error *err)
{
	*places = (struct places){0};
	return find_profile(places, &config->globals, false, err);
}

void places_copy(struct places *copy, const struct places *places)
{
	*copy = (struct places){
		.cache_path = mem_strdup(places->cache_path),
		.lock_path = mem_strdup(places->lock_path),
		.team_path = mem_strdup(places->team_path),
		.state_path = mem_strdup(places->state_path),
		.log_path = mem_strdup(places->log_path),
	};
}

void places_free(struct places *places)
{
	free(places->cache_path);
	free(places->lock_path);
	free(places->team_path);
	free(places->state_path);
	free(places->log_path);
	free(places->temporary);
	*places = (struct places){0};
}

bool places_close(struct places *places, struct error *err)
{
	bool ok = !places->temporary || os_remove_tree(places->temporary, err);

	places_free(places);
	return ok;
}
