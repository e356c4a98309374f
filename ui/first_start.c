#include "ui/first_start.h"

#include "app/command.h"
#include "app/config.h"
#include "app/setup.h"
#include "ui/face_screen.h"
#include "ui/welcome.h"

static bool set_up(const struct globals *globals, struct str *notes, struct error *err)
{
	const struct setup_options options = {.globals = globals};
	struct face *face = face_screen_open(err);
	bool ok = face && setup_run(face, &options, notes, err);

	if (face)
		face->calls->close(face);
	return ok;
}

static bool use_ca(struct globals *globals, const char *ca, struct error *err)
{
	struct globals chosen = *globals;
	struct config *config;

	globals_use_ca(&chosen, ca);
	config = config_load(&chosen, err);
	if (config)
		*globals = chosen;
	config_unref(config);
	return config != NULL;
}

/* False: it cannot be had, and *err is to be said where one chooses again. */
static bool take_choice(struct globals *globals, enum welcome choice, const char *ca, struct str *notes,
			struct error *err)
{
	if (choice == WELCOME_SET_UP)
		return set_up(globals, notes, err);
	if (choice == WELCOME_CA)
		return use_ca(globals, ca, err);
	globals->is_demo = choice == WELCOME_DEMO;
	return true;
}

bool first_start(struct globals *globals, struct str *ca, struct str *notes)
{
	bool may_write = !(verbs_refused(globals) & VERB_WRITES);
	enum welcome choice = WELCOME_LEAVE;
	struct error err, ignored;
	const char *message = NULL;

	while (welcome(may_write, message, &choice, ca, &ignored)) {
		if (choice == WELCOME_LEAVE || take_choice(globals, choice, str_text(ca), notes, &err))
			return choice != WELCOME_LEAVE;
		message = err.text;
	}
	return true;
}
