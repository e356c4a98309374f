#include "app/complete.h"
#include "tests/unit/view_fixture.h"
#include "ui/keys.h"
#include "view/field.h"
#include "view/view.h"

static const struct verb open_verb = {.name = "open", .args = "[ID]", .help = "the conversation"};
static const struct verb view_verb = {.name = "view", .args = "NAME", .help = "another view"};
static const struct verb sort_verb = {.name = "sort", .args = "[KEYS]", .help = "an order"};
static const struct verb filter_verb = {.name = "filter", .args = "[TERM…]", .help = "what matches"};
static const struct verb columns_verb = {.name = "columns", .args = "[COLUMN…]", .help = "what is shown"};
static const struct verb side_verb = {.name = "sort-column", .args = "left|right", .help = "a side"};
static const struct verb list_verb = {
	.name = "list", .args = "ID… [--view NAME] [--format table|json] [--full]", .help = "a list"};
static const struct verb quit_verb = {.name = "quit", .args = "", .help = "leave"};
static const struct verb note_verb = {.name = "note", .args = "ID TEXT", .help = "a note"};
static const struct verb *const verbs[] = {&open_verb, &view_verb, &sort_verb, &filter_verb, &side_verb,
					   &list_verb, &quit_verb, &note_verb, &columns_verb};
static const int64_t bug_ids[] = {1900501, 1900412};

static struct snapshot *snapshot;
static struct arena *home;

static int set_up(void **state)
{
	struct entry *entries[] = {
		fixture_entry((struct spec){.id = 1900412, .summary = "Example Trust: Late"}),
		fixture_entry((struct spec){.id = 1900501}),
	};
	if (fixture_set_up(state) != 0)
		return -1;
	snapshot = fixture_snapshot(entries, 2);
	home = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	snapshot_free(snapshot);
	arena_free(home);
	return 0;
}

static struct completion complete_among(const struct verb *const *among, size_t n, const char *line)
{
	struct view_list all_views = {.at = views, .n = n_views};
	struct line_words known = {.verbs = among,
				   .n_verbs = n,
				   .views = &all_views,
				   .snapshot = snapshot,
				   .at = fixture_moment(),
				   .bug_ids = bug_ids,
				   .n_bug_ids = 2};
	struct completion completion = {.line = line, .cursor = strlen(line), .home = home};
	line_complete(&completion, &known);
	return completion;
}

static struct completion complete(const char *line)
{
	return complete_among(verbs, sizeof verbs / sizeof verbs[0], line);
}

static struct completion complete_verb(const struct verb *verb, const char *line)
{
	return complete_among(&verb, 1, line);
}

/* The words offered, separated by blanks. */
static const char *offered(const char *line)
{
	struct completion completion = complete(line);
	const char *text = "";
	for (size_t i = 0; i < completion.n; i++)
		text = arena_printf(home, "%s%s%s", text, i ? " " : "", completion.at[i].word);
	return text;
}

static void the_first_word_is_a_verb(void **state)
{
	struct completion completion = complete("");
	(void)state;
	assert_int_equal(completion.n, sizeof verbs / sizeof verbs[0]);
	assert_string_equal(completion.at[0].word, "open");
	assert_string_equal(completion.at[0].args, "[ID]");
	assert_string_equal(completion.at[0].help, "the conversation");
	assert_string_equal(offered("so"), "sort sort-column");
	assert_string_equal(offered("  vi"), "view");
	assert_int_equal(complete("  vi").from, 2);
	assert_string_equal(offered("xy"), "");
}

static void behind_a_verb_stands_what_its_grammar_takes(void **state)
{
	(void)state;
	assert_string_equal(offered("open "), "1900501 1900412");
	assert_string_equal(complete("open ").at[1].help, "Example Trust: Late");
	assert_string_equal(offered("open 19004"), "1900412");
	assert_string_equal(offered("view wa"), "watch");
	assert_int_equal(complete("view ").n, n_views);
	assert_int_equal(complete("sort ").n, n_fields);
	assert_string_equal(offered("sort-column "), "left right");
	assert_string_equal(offered("note "), "1900501 1900412");
	assert_string_equal(offered("columns due ow"), "owner");
	assert_string_equal(complete("view w").about, "view NAME: another view");
}

static void where_the_grammar_takes_no_more_nothing_is_offered(void **state)
{
	(void)state;
	assert_string_equal(offered("open 1 "), "");
	assert_string_equal(offered("quit "), "");
	assert_string_equal(complete("quit ").about, "quit: leave");
	assert_string_equal(offered("note 1 "), "");
	assert_string_equal(offered("nonsense "), "");
}

static void keys_go_on_after_a_comma_and_a_minus(void **state)
{
	(void)state;
	assert_string_equal(offered("sort owner,-bud"), "buddy");
	assert_int_equal(complete("sort owner,-bud").from, 12);
	assert_string_equal(offered("sort -own"), "owner");
}

static void terms_are_those_of_a_filter_from_its_first_word_on(void **state)
{
	(void)state;
	assert_string_equal(offered("filter is:overd"), "overdue");
	assert_string_equal(offered("filter is:soon -own"), "owner:");
	assert_int_equal(complete("filter is:soon -own").from, 16);
	assert_string_equal(offered("filter (a | owner:carl"), "carla");
	assert_string_equal(complete("filter owner:c").about,
			    arena_printf(home, "owner: %s", field_find(span_of("owner"))->help));
}

static void options_are_offered_once_and_then_their_values(void **state)
{
	(void)state;
	assert_string_equal(offered("list --"), "--view --format --full");
	assert_string_equal(complete("list --").at[0].args, "NAME");
	assert_string_equal(offered("list 1 --full --v"), "--view");
	assert_string_equal(offered("list --full --f"), "--format");
	assert_string_equal(offered("list --format "), "table json");
	assert_string_equal(offered("list --view as"), "asked");
	assert_string_equal(offered("list --full "), "1900501 1900412");
	assert_string_equal(offered("list --view ours 19005"), "1900501");
}

static void quotes_hold_a_word_together(void **state)
{
	(void)state;
	assert_string_equal(offered("note \"1 2\" "), "");
	assert_string_equal(offered("open \"19004"), "1900412");
}

/* What only the user knows; and nothing else is left without an offer. */
static bool is_users_own(struct span name)
{
	return span_equals(name, "TEXT") || span_equals(name, "TIME");
}

static void every_word_that_a_verb_of_the_screen_takes_is_offered_or_the_users_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_screen_verbs; i++) {
		const struct verb *verb = &screen_verbs[i];
		struct span rest = span_of(verb->args);
		struct verb_item item;
		while (verb_next_item(&rest, &item)) {
			struct span name = item.is_option ? item.value : item.name;
			char *option = item.is_option ? span_dup(home, item.name) : "";
			const char *line =
				arena_printf(home, "%s %s%s", verb->name, option, item.is_option ? " " : "");
			if (name.len > 0 && !is_users_own(name) && complete_verb(verb, line).n == 0)
				fail_msg("nothing is offered behind `%s`: %s", line, verb->args);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_word_is_a_verb),
		cmocka_unit_test(behind_a_verb_stands_what_its_grammar_takes),
		cmocka_unit_test(where_the_grammar_takes_no_more_nothing_is_offered),
		cmocka_unit_test(keys_go_on_after_a_comma_and_a_minus),
		cmocka_unit_test(terms_are_those_of_a_filter_from_its_first_word_on),
		cmocka_unit_test(options_are_offered_once_and_then_their_values),
		cmocka_unit_test(quotes_hold_a_word_together),
		cmocka_unit_test(every_word_that_a_verb_of_the_screen_takes_is_offered_or_the_users_own),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
