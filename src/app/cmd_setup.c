#include "app/cmd_setup.h"

#include <locale.h>

#include "app/shell_completion.h"

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
