/* What `config` prints of a configuration (app/config.h): whole, with origins, and to be read back. */
#include <locale.h>
#include <sys/stat.h>

#include "base/str.h"
#include "config_fixture.h"

static int make_place_in_utf8(void **state)
{
	setlocale(LC_ALL, "C.UTF-8");
	return make_place(state);
}

static void put_file(const char *name, const char *text)
{
	free(write_file(name, text, strlen(text)));
}

/* The text printed for the file of that name in the folder; the caller frees it. */
static char *printed(const char *name)
{
	char *path = os_path(folder, name);
	struct str out = {0};
	struct error err;
	struct config *config = load_from(path, &err);

	if (!config)
		fail_msg("%s", err.text);
	config_print(config, NULL, &out);
	config_unref(config);
	free(path);
	return str_take(&out);
}

/* Lines that are no comments, without their comments. */
static char *values_of(const char *text)
{
	struct span rest = span_of(text), line;
	struct str out = {0};

	while (span_next_line(&rest, &line)) {
		const char *comment = memmem(line.at, line.len, " ; ", 3);

		if (line.len == 0 || line.at[0] == ';')
			continue;
		if (comment)
			line = span_trim(span_sub(line, 0, (size_t)(comment - line.at)));
		str_add_bytes(&out, line.at, line.len);
		str_add_char(&out, '\n');
	}
	return str_take(&out);
}

static void assert_line(const char *text, const char *start, const char *end)
{
	const char *line = strstr(text, start);
	struct span rest = span_of(line ? line + 1 : NULL), first; /* behind its line end */

	if (!line || !span_next_line(&rest, &first) || first.len < strlen(end) ||
	    memcmp(first.at + first.len - strlen(end), end, strlen(end)) != 0)
		fail_msg("no line \"%s … %s\" in:\n%s", start, end, text);
}

static const char config_text[] = "[bugzilla]\nurl = https://b.example/ ; ours\napi_key_file = key\n"
				  "[me]\nmember = ana\nteam = team.ini\n"
				  "[keys]\n= = sort\nx = filter owner:none\n"
				  "[view mine-too]\nfilter = owner:me\nsort = -due\n"
				  "[screen]\nmouse = no\n";
static const char team_text[] = "[member zoe]\n[team]\nca = Tr\xc3\xbcst, Other\n[member ana]\nname = Ana\n";

static void what_is_printed_is_read_back_as_the_same(void **state)
{
	char *first, *second, *values, *values_again;

	(void)state;
	put_file("c", config_text);
	put_file("team.ini", team_text);
	first = printed("c");
	put_file("again", first);
	second = printed("again");
	values = values_of(first);
	values_again = values_of(second);
	assert_string_equal(values, values_again);
	assert_non_null(strstr(values, "[member zoe]\n[member ana]\nname = Ana\n"));
	assert_non_null(strstr(values, "[view mine-too]\nfilter = owner:me\nsort = -due\n"));
	assert_non_null(strstr(values, "[keys]\n= = sort\nx = filter owner:none\n"));
	free(first);
	free(second);
	free(values);
	free(values_again);
}

static void each_value_names_its_origin(void **state)
{
	char *text;

	(void)state;
	put_file("c", config_text);
	put_file("team.ini", team_text);
	text = printed("c");
	assert_line(text, "\nurl = https://b.example/ ", "/c:2");
	assert_line(text, "\nca = Trüst, Other ", "/team.ini:3");
	assert_line(text, "\n; team = /", "/c:6");
	assert_line(text, "\ninterval = 5m ", "; default");
	assert_line(text, "\n; also = ", "; not set");
	free(text);
}

static void a_key_is_named_and_never_shown(void **state)
{
	char *text, *path = os_path(folder, "key");

	(void)state;
	put_file("key", "s3cr3tk3y");
	assert_int_equal(chmod(path, 0600), 0);
	put_file("c", "[bugzilla]\napi_key_file = key\n");
	text = printed("c");
	assert_null(strstr(text, "s3cr3tk3y"));
	assert_line(text, "\napi_key_file = /", "/c:2");
	assert_non_null(strstr(text, path));
	free(text);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_printed_is_read_back_as_the_same, make_place_in_utf8,
						remove_place),
		cmocka_unit_test_setup_teardown(each_value_names_its_origin, make_place_in_utf8,
						remove_place),
		cmocka_unit_test_setup_teardown(a_key_is_named_and_never_shown, make_place_in_utf8,
						remove_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
