#include "app/cmd_setup.h"

#include <locale.h>
#include <stdlib.h>

bool cmd_config(struct invocation *invocation, struct error *err)
{
	const char *key = getenv(CONFIG_KEY_VARIABLE);

	(void)err;
	setlocale(LC_CTYPE, "C.UTF-8"); /* what bugclock reads is UTF-8, whatever this terminal can show */
	config_print(session_config(invocation->session), key && *key ? CONFIG_KEY_VARIABLE : NULL,
		     invocation->out);
	return true;
}
