#include "app/cmd_setup.h"

#include <locale.h>
#include <stdio.h>

#include "app/face.h"
#include "app/setup.h"
#include "app/shell_completion.h"

bool cmd_init(struct invocation *invocation, struct error *err)
{
	const struct globals *globals = invocation->globals;
	const struct setup_options options = {
		.globals = globals,
		.team_path = invocation_option(invocation, "--team"),
	};
	struct face *face;
	bool ok;

	if (globals->is_demo || globals->bundle_path || globals->ca)
		return error_set(err, FAULT_USAGE,
				 "init asks a server, and whose bugs are meant; leave out %s",
				 globals->is_demo ? "--demo"
				 : globals->ca    ? "--ca"
						  : "--bundle");
	face = invocation->open_face(invocation->stop);
	ok = setup_run(face, &options, invocation->notes, err);
	invocation->leads_to_page = ok && face->is_screen;
	face->calls->close(face);
	/* Of a command that a signal ended nobody else says anything. */
	if (!ok && atomic_load(invocation->stop))
		fprintf(stderr, "bugclock: %s\n", err->text);
	return ok;
}

bool cmd_config(struct invocation *invocation, struct error *err)
{
	const char *from = invocation->globals->api_key ? CONFIG_KEY_VARIABLE : NULL;

	(void)err;
	setlocale(LC_CTYPE, "C.UTF-8"); /* what bugclock reads is UTF-8, whatever this terminal can show */
	config_print(invocation->config, from, invocation->out);
	return true;
}

bool cmd_completion(struct invocation *invocation, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < n_shells; i++)
		if (str_equals(shells[i].name, invocation->words[0]))
			shells[i].script(invocation->out);
	return true;
}
