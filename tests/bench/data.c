#include "tests/bench/data.h"

#include <stdio.h>

#include "base/utc.h"
#include "tests/bench/prose.h"

#define SEED UINT64_C(20261124)
#define FIRST_ID 1200000
#define ID_STEP 7
#define REPORT_BYTES 5500
#define REPLY_BYTES_MIN 200
#define YEARS 10
#define CHANGES_MAX 16

const struct data_size data_sizes[] = {
	[DATA_S] = {.name = "S", .n_bugs = 2500, .comments_per_bug = 18, .n_open = 240},
	[DATA_L] = {.name = "L", .n_bugs = 25000, .comments_per_bug = 40, .n_open = 240},
	[DATA_ROWS] = {.name = "rows", .n_bugs = 25000, .comments_per_bug = 2, .n_open = 25000},
	[DATA_TALK] = {.name = "talk", .n_bugs = 2500, .comments_per_bug = 36, .n_open = 240},
};

/* --- one bug --- */

struct maker {
	const struct data_size *size;
	struct prose *prose;
	struct arena *home; /* of the present bug */
	int64_t now_utc;
	struct bug *bug;
	struct conversation *conversation;
};

static const struct ca {
	const char *name, *author;
} cas[] = {
	{DATA_CA, "ana@example-trust.example"},
	{"Harbor Sign", "ops@harborsign.example"},
	{"Bluefin PKI", "pki@bluefin.example"},
	{"Northwind CA", "compliance@northwind.example"},
};
#define OTHERS (sizeof cas / sizeof *cas - 1)

static const char *const stewards[] = {"steward@root.example", "ben@browser.example", "chris@root.example"};

/* The newest are open; ours stand in even distances among them. */
static bool is_open(const struct data_size *size, size_t i)
{
	return i >= size->n_bugs - size->n_open;
}

static bool is_ours(const struct data_size *size, size_t i)
{
	size_t step = size->n_open / DATA_OURS_OPEN;
	size_t from_end = size->n_bugs - 1 - i;

	return is_open(size, i) ? from_end % step == 0 && from_end / step < DATA_OURS_OPEN : i % 40 == 0;
}

static int64_t id_of(size_t i)
{
	return FIRST_ID + (int64_t)i * ID_STEP;
}

int64_t data_ours_id(const struct data_size *size, size_t i)
{
	return id_of(size->n_bugs - 1 - i * (size->n_open / DATA_OURS_OPEN));
}

static const char *text_of(struct maker *maker, struct str *text)
{
	const char *copy = arena_strdup(maker->home, str_text(text));

	str_free(text);
	return copy;
}

static const char *summary(struct maker *maker, const struct ca *ca)
{
	struct str text = {0};

	str_addf(&text, "%s: ", ca->name);
	prose_add_words(maker->prose, 4 + prose_chance(maker->prose, 5), &text);
	return text_of(maker, &text);
}

static const char *whiteboard(struct maker *maker, int64_t next_update_utc)
{
	static const char *const labels[] = {"ov-misissuance", "dv-misissuance", "policy-failure",
					     "leaf-revocation-delay", "audit-finding"};
	char date[UTC_TEXT_BYTES];
	const char *label = labels[prose_chance(maker->prose, sizeof labels / sizeof *labels)];

	if (prose_chance(maker->prose, 3))
		return arena_printf(maker->home, "[ca-compliance] [%s]", label);
	return arena_printf(maker->home, "[ca-compliance] [%s] Next update %s", label,
			    utc_print_date(next_update_utc, date));
}

static void add_change(struct maker *maker, int64_t when_utc, const char *who, const char *field,
		       const char *removed, const char *added)
{
	struct conversation *conversation = maker->conversation;

	conversation->changes[conversation->n_changes++] = (struct change){
		.when_utc = when_utc, .who = who, .field = field, .removed = removed, .added = added};
}

static void make_history(struct maker *maker, const struct ca *ca)
{
	const char *steward = stewards[prose_chance(maker->prose, 3)];
	const char *request = arena_printf(maker->home, "needinfo?(%s)", ca->author), *last = "";
	struct bug *bug = maker->bug;
	int64_t at_utc = bug->created_utc, step_s = (bug->changed_utc - at_utc) / CHANGES_MAX;

	maker->conversation->changes = arena_array(maker->home, CHANGES_MAX, sizeof(struct change));
	add_change(maker, at_utc += step_s, steward, "assigned_to", "nobody@mozilla.org", ca->author);
	add_change(maker, at_utc, steward, "status", "UNCONFIRMED", "ASSIGNED");
	for (uint64_t n = 1 + prose_chance(maker->prose, 4); n > 0; n--) {
		const char *board = whiteboard(maker, at_utc + 14 * DAY_S);
		add_change(maker, at_utc += step_s, steward, "whiteboard", last, board);
		last = board;
	}
	add_change(maker, at_utc += step_s, steward, "flagtypes.name", "", request);
	add_change(maker, at_utc += step_s, ca->author, "flagtypes.name", request, "");
	if (!bug_is_open(bug))
		add_change(maker, bug->changed_utc, steward, "resolution", "", "FIXED");
}

static size_t reply_bytes(struct maker *maker)
{
	size_t n = maker->size->comments_per_bug;
	size_t mean = (DATA_COMMENT_BYTES * n - REPORT_BYTES) / (n > 1 ? n - 1 : 1);

	if (n <= 4)
		return REPLY_BYTES_MIN;
	/* A piece is added whole, so a reply comes out longer than what was asked for: by half of one. */
	return REPLY_BYTES_MIN + prose_chance(maker->prose, 2 * (mean - REPLY_BYTES_MIN) - 370);
}

static void make_comment(struct maker *maker, const struct ca *ca, size_t number, int64_t at_utc)
{
	bool is_answer = number % 3 != 1;
	struct comment *comment = &maker->conversation->comments[number];
	struct str text = {0};

	if (number == 0)
		prose_add_report(maker->prose, REPORT_BYTES - 500, &text);
	else
		prose_add_reply(maker->prose, reply_bytes(maker), &text);
	*comment = (struct comment){
		.id = maker->bug->id * 100 + (int64_t)number,
		.number = (int)number,
		.author = is_answer ? ca->author : stewards[prose_chance(maker->prose, 3)],
		.time_utc = at_utc,
		.text = text_of(maker, &text),
	};
}

static void make_comments(struct maker *maker, const struct ca *ca)
{
	size_t n = maker->size->comments_per_bug;
	const struct bug *bug = maker->bug;
	int64_t step_s = (bug->changed_utc - bug->created_utc) / (int64_t)n;

	maker->conversation->comments = arena_array(maker->home, n, sizeof(struct comment));
	maker->conversation->n_comments = n;
	for (size_t number = 0; number < n; number++)
		make_comment(maker, ca, number, bug->created_utc + (int64_t)number * step_s);
}

/* Of an open bug: somebody was asked. */
static void make_request(struct maker *maker, const struct ca *ca)
{
	struct bug *bug = maker->bug;

	bug->flags = arena_array(maker->home, 1, sizeof *bug->flags);
	bug->n_flags = 1;
	bug->flags[0] = (struct flag){.id = bug->id,
				      .name = "needinfo",
				      .status = '?',
				      .setter = stewards[0],
				      .requestee = ca->author,
				      .created_utc = bug->changed_utc - DAY_S,
				      .modified_utc = bug->changed_utc - DAY_S};
}

static void make_times(struct maker *maker, size_t i)
{
	struct bug *bug = maker->bug;
	int64_t age_s =
		(int64_t)(maker->size->n_bugs - i) * YEARS * 365 * DAY_S / (int64_t)maker->size->n_bugs;

	if (is_open(maker->size, i)) {
		bug->changed_utc = maker->now_utc - HOUR_S - (int64_t)prose_chance(maker->prose, 9 * DAY_S);
		bug->created_utc = bug->changed_utc - (10 + (int64_t)prose_chance(maker->prose, 120)) * DAY_S;
	} else {
		bug->created_utc = maker->now_utc - age_s - 100 * DAY_S;
		bug->changed_utc = bug->created_utc + (20 + (int64_t)prose_chance(maker->prose, 60)) * DAY_S;
		bug->resolved_utc = bug->changed_utc;
	}
}

static void make_bug(struct maker *maker, size_t i)
{
	const struct ca *ca = &cas[is_ours(maker->size, i) ? 0 : 1 + i % OTHERS];
	bool open = is_open(maker->size, i);
	struct bug *bug = maker->bug;

	*bug = (struct bug){.id = id_of(i),
			    .status = open ? "ASSIGNED" : "RESOLVED",
			    .resolution = open ? "" : "FIXED",
			    .product = "CA Program",
			    .component = "CA Certificate Compliance",
			    .creator = ca->author,
			    .assignee = ca->author,
			    .assignee_name = ca->name,
			    .resolved_utc = UTC_NONE};
	make_times(maker, i);
	bug->summary = summary(maker, ca);
	bug->whiteboard = whiteboard(maker, bug->changed_utc + 10 * DAY_S);
	bug->cc = arena_array(maker->home, 3, sizeof *bug->cc);
	bug->n_cc = 3;
	for (size_t k = 0; k < bug->n_cc; k++)
		bug->cc[k] = stewards[k];
	if (open && prose_chance(maker->prose, 3) == 0)
		make_request(maker, ca);
	make_comments(maker, ca);
	make_history(maker, ca);
}

bool data_generate(const struct data_size *size, data_take *take, void *context, struct error *err)
{
	struct maker maker = {.size = size, .prose = prose_new(SEED)};
	bool ok = utc_parse(DATA_NOW, &maker.now_utc);

	for (size_t i = 0; ok && i < size->n_bugs; i++) {
		struct bug bug;
		struct conversation conversation = {0};
		maker.home = arena_new();
		maker.bug = &bug;
		maker.conversation = &conversation;
		make_bug(&maker, i);
		ok = take(context, &bug, &conversation, err);
		arena_free(maker.home);
	}
	prose_free(maker.prose);
	return ok;
}
