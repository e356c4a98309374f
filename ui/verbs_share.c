/* Taking bugs elsewhere: into a browser, onto the clipboard (ui/verbs.h). */
#include <inttypes.h>

#include "ui/browser.h"
#include "ui/screen.h"
#include "ui/term.h"
#include "ui/verbs.h"
#include "view/format.h"

#define BROWSE_MAX 10 /* nobody wants more tabs from one key */

static bool find_server(struct invocation *invocation, const char **server, struct error *err)
{
	if (!session_server(invocation->session, invocation->home, server, err))
		return false;
	return *server || error_set(err, FAULT_USAGE, "nothing says on which server these bugs are");
}

bool verb_browse(struct invocation *invocation, struct error *err)
{
	const int64_t *ids;
	const char *server, *program = NULL;
	size_t n;
	if (!verb_bugs(invocation, &ids, &n, err) || !find_server(invocation, &server, err))
		return false;
	for (size_t i = 0; i < n && i < BROWSE_MAX; i++) {
		struct str url = {0};
		format_bug_url(server, ids[i], &url);
		bool ok = browser_show(str_text(&url), invocation->home, &program, err);
		str_free(&url);
		if (!ok)
			return false;
	}
	if (n == 1)
		str_addf(invocation->out, "asked %s to show %" PRId64, program, ids[0]);
	else if (n <= BROWSE_MAX)
		str_addf(invocation->out, "asked %s to show %zu bugs", program, n);
	else
		str_addf(invocation->out, "asked %s to show the first %d of %zu bugs", program, BROWSE_MAX,
			 n);
	return true;
}

/* One a line; `server` NULL: the numbers alone. */
static bool copy_bugs(struct invocation *invocation, const int64_t *ids, size_t n, const char *server,
		      struct error *err)
{
	struct str text = {0};
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			str_add_char(&text, '\n');
		if (server)
			format_bug_url(server, ids[i], &text);
		else
			str_addf(&text, "%" PRId64, ids[i]);
	}
	bool ok = term_copy(str_text(&text), err);
	if (ok && n == 1)
		str_addf(invocation->out, "copied %s", str_text(&text));
	else if (ok)
		str_addf(invocation->out, "copied %zu %s", n, server ? "addresses" : "numbers");
	str_free(&text);
	return ok;
}

bool verb_copy_id(struct invocation *invocation, struct error *err)
{
	const int64_t *ids;
	size_t n;
	return verb_bugs(invocation, &ids, &n, err) && copy_bugs(invocation, ids, n, NULL, err);
}

bool verb_copy_url(struct invocation *invocation, struct error *err)
{
	const int64_t *ids;
	const char *server;
	size_t n;
	return verb_bugs(invocation, &ids, &n, err) && find_server(invocation, &server, err) &&
	       copy_bugs(invocation, ids, n, server, err);
}
