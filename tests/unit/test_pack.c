/* Entries as bytes (view/pack.h): what comes back is what went in, and bytes that are none are no entry. */
#include "view_fixture.h"

#include <stdio.h>

#include "base/hash.h"
#include "view/format.h"
#include "view/pack.h"

static struct str bytes;

static int end(void **state)
{
	(void)state;
	str_free(&bytes);
	return 0;
}

static struct span packed(const struct entry *entry)
{
	str_clear(&bytes);
	entry_pack(entry, &bytes);
	return (struct span){bytes.at, bytes.len};
}

/* Everything that an entry can have at all. */
static struct entry *full_entry(void)
{
	struct arena *home = arena_new();
	static const char *texts[] = {"a", "", "Ünïcödé \x1b[31m"};
	static int64_t ids[] = {INT64_MIN, -1, 0, 1, INT64_MAX};
	static struct flag flags[] = {
		{1, "needinfo", '?', "jo@reader.example", NULL, 5, 6},
		{INT64_MAX, "in-testsuite", '\xff', "k", "ana@example-trust.example", -5, 0}};
	static const struct dismissal dismissal = {
		KIND_RESPOND, {CAUSE_COMMENT, 14, 0}, 77, "ana", "agreed in the meeting"};
	struct bug *bug = arena_alloc(home, sizeof *bug);
	struct assessment *assessment = arena_alloc(home, sizeof *assessment);
	*bug = (struct bug){.id = 1900412,
			    .summary = "Example Trust: <script>",
			    .whiteboard = "[ca-compliance] Next update: 2026-12-01",
			    .status = "RESOLVED",
			    .resolution = "DUPLICATE",
			    .product = "CA Program",
			    .component = "CA Certificate Compliance",
			    .creator = "jo@reader.example",
			    .assignee = "ana@example-trust.example",
			    .assignee_name = "Ana",
			    .created_utc = 1,
			    .changed_utc = INT64_C(1) << 40,
			    .resolved_utc = UTC_NONE,
			    .dupe_of = 7,
			    .cc = texts,
			    .n_cc = 3,
			    .keywords = texts,
			    .n_keywords = 1,
			    .see_also = texts,
			    .n_see_also = 2,
			    .depends_on = ids,
			    .n_depends_on = 5,
			    .blocks = ids,
			    .n_blocks = 2,
			    .flags = flags,
			    .n_flags = 2};
	assessment->obligations = arena_array(home, 2, sizeof *assessment->obligations);
	assessment->n_obligations = 2;
	assessment->obligations[0] = (struct obligation){.kind = KIND_WEEKLY,
							 .level = LEVEL_MUST,
							 .state = STATE_SUSPENDED,
							 .since_utc = 3,
							 .due_utc = UTC_NONE,
							 .rule = rule_find("weekly", INT64_MAX),
							 .text = "because"};
	assessment->obligations[1] = (struct obligation){.kind = KIND_RESPOND,
							 .level = LEVEL_PROMISE,
							 .since_utc = 4,
							 .due_utc = 9,
							 .rule = rule_find("respond", IRG2_UTC),
							 .cause = {CAUSE_WHITEBOARD, -3, 12},
							 .asks = true,
							 .dismissal = &dismissal,
							 .text = ""};
	assessment->countdown = &assessment->obligations[1];
	assessment->is_ours = true;
	assessment->asked = 3;
	assessment->acknowledged = UINT32_MAX - 1;
	assessment->asked_since_utc = 8;
	assessment->next_update_state = NEXT_UPDATE_SELF_SET;
	assessment->next_update_by = "k.stone";
	assessment->labels = texts;
	assessment->n_labels = 3;
	assessment->is_closing = assessment->closing_lacks_needinfo = true;
	assessment->remarks = texts;
	assessment->n_remarks = 1;
	return entry_new(home, bug, assessment,
			 (struct bug_team){"ana", NULL, "carla", "IR-101", UTC_NONE, 2, SIZE_MAX},
			 (struct activity){.others_changed_utc = 99, .unlisted = "x@example-trust.example"},
			 "exampletrust");
}

static void what_comes_back_packs_to_the_same_bytes(void **state)
{
	(void)state;
	struct entry *entry = full_entry(), *back;
	struct str first = {0};
	entry_pack(entry, &first);
	back = entry_unpack((struct span){first.at, first.len});
	assert_non_null(back);
	packed(back);
	assert_int_equal(bytes.len, first.len);
	assert_memory_equal(bytes.at, first.at, first.len);
	assert_ptr_equal(back->assessment->countdown, &back->assessment->obligations[1]);
	assert_ptr_equal(back->assessment->obligations[1].rule, entry->assessment->obligations[1].rule);
	assert_string_equal(back->assessment->obligations[1].dismissal->reason, "agreed in the meeting");
	assert_string_equal(back->bug->cc[2], entry->bug->cc[2]);
	assert_true(back->bug->depends_on[0] == INT64_MIN && back->bug->depends_on[4] == INT64_MAX);
	assert_int_equal(back->bug->flags[1].status, '\xff');
	assert_null(back->bug->flags[0].requestee);
	assert_null(back->team.buddy);
	assert_true(back->team.tasks_total == SIZE_MAX);
	assert_false(back->is_pending);
	entry_unref(back);
	entry_unref(entry);
	str_free(&first);
}

/* A new member wants its line in view/pack.c: then this number is another. */
static void every_member_of_an_entry_is_packed(void **state)
{
	(void)state;
	assert_int_equal(sizeof(struct bug), 208);
	assert_int_equal(sizeof(struct flag), 56);
	assert_int_equal(sizeof(struct assessment), 144);
	assert_int_equal(sizeof(struct obligation), 88);
	assert_int_equal(sizeof(struct dismissal), 56);
	assert_int_equal(sizeof(struct bug_team), 56);
	assert_int_equal(sizeof(struct activity), 16);
	assert_int_equal(sizeof(struct entry), 112);
}

static void bytes_that_are_cut_or_followed_by_more_are_no_entry(void **state)
{
	(void)state;
	struct entry *entry = full_entry();
	struct span all = packed(entry);
	for (size_t len = 0; len < all.len; len++)
		assert_null(entry_unpack(span_sub(all, 0, len)));
	str_add_char(&bytes, '\0');
	assert_null(entry_unpack((struct span){bytes.at, bytes.len}));
	entry_unref(entry);
}

static void a_flipped_bit_makes_no_entry(void **state)
{
	(void)state;
	struct entry *entry = full_entry();
	struct span all = packed(entry);
	for (size_t bit = 0; bit < all.len * 8; bit++) {
		bytes.at[bit / 8] ^= (char)(1 << bit % 8);
		assert_null(entry_unpack(all));
		bytes.at[bit / 8] ^= (char)(1 << bit % 8);
	}
	entry_unref(entry);
}

/* As the format says it, so that the fields themselves are looked at and not the sum alone. */
static struct entry *unpack_with_a_new_sum(void)
{
	uint64_t sum = hash_bytes(HASH_START, bytes.at + sizeof sum, bytes.len - sizeof sum);
	for (size_t i = 0; i < sizeof sum; i++, sum >>= 8)
		bytes.at[i] = (char)(sum & 0xff);
	return entry_unpack((struct span){bytes.at, bytes.len});
}

/* Whatever the bytes are, they are an entry that packs, or none. */
static void no_byte_with_a_right_sum_does_harm(void **state)
{
	(void)state;
	struct entry *entry = full_entry(), *back;
	size_t n_none = 0;
	packed(entry);
	for (size_t at = sizeof(uint64_t); at < bytes.len; at++) {
		char before = bytes.at[at];
		for (unsigned byte = 0; byte < 256; byte += 5) {
			struct str again = {0};
			bytes.at[at] = (char)byte;
			back = unpack_with_a_new_sum();
			n_none += !back;
			if (back)
				entry_pack(back, &again);
			entry_unref(back);
			str_free(&again);
		}
		bytes.at[at] = before;
	}
	assert_true(n_none > 0);
	entry_unref(entry);
}

static void a_length_without_its_bytes_makes_no_room_for_them(void **state)
{
	(void)state;
	static const char lies[] = "\xff\xff\xff\xff\xff\xff\xff\xff\x7f";
	struct entry *entry = full_entry();
	packed(entry);
	for (size_t at = sizeof(uint64_t); at + sizeof lies < bytes.len; at++) {
		char before[sizeof lies];
		memcpy(before, bytes.at + at, sizeof before);
		memcpy(bytes.at + at, lies, sizeof lies - 1);
		entry_unref(unpack_with_a_new_sum());
		memcpy(bytes.at + at, before, sizeof before);
	}
	entry_unref(entry);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(what_comes_back_packs_to_the_same_bytes, end),
		cmocka_unit_test_teardown(every_member_of_an_entry_is_packed, end),
		cmocka_unit_test_teardown(bytes_that_are_cut_or_followed_by_more_are_no_entry, end),
		cmocka_unit_test_teardown(a_flipped_bit_makes_no_entry, end),
		cmocka_unit_test_teardown(no_byte_with_a_right_sum_does_harm, end),
		cmocka_unit_test_teardown(a_length_without_its_bytes_makes_no_room_for_them, end),
	};
	return cmocka_run_group_tests(tests, fixture_set_up, NULL);
}
