/* app/places.h - where the files of this run are: the profile's in the XDG folders, or one private
 * temporary folder for a bundle or the demo. Made once by main, borrowed by every session. */
#ifndef APP_PLACES_H
#define APP_PLACES_H

#include "app/config.h"
#include "base/error.h"

struct places {
	char *cache_path; /* $XDG_CACHE_HOME/bugclock/PROFILE/cache.db */
	char *lock_path;  /* beside it: who holds it syncs */
	char *team_path;  /* $XDG_DATA_HOME/bugclock/PROFILE/team.db */
	char *state_path; /* $XDG_STATE_HOME/bugclock/PROFILE/state */
	char *log_path;   /* beside it */
	char *temporary;  /* the private folder that holds all of them; NULL: they are the profile's */
};

/* Makes the folders. FAULT_CONFIG without HOME, FAULT_IO when a folder cannot be made. */
bool places_open(struct places *places, const struct config *config, struct error *err);
/* The profile's, without making anything; ended by places_free. */
bool places_find(struct places *places, const struct config *config, struct error *err);
/* The same paths, for who may live longer; ended by places_free. The copy does not own the private folder. */
void places_copy(struct places *copy, const struct places *places);
void places_free(struct places *places);
/* Removes the private folder with all in it; frees the paths in any case. Zeroed places are fine. */
bool places_close(struct places *places, struct error *err);

#endif
