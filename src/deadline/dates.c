/* deadline/dates.c - every spelling of a date is one row: a shape, read from left to right. */
#include "deadline/dates.h"

#include "base/utc.h"
#include "deadline/scan.h"

/* The letters of a shape:
 *   Y  a year of four digits              ~  blanks and hyphens, as many as there are
 *   M  the month as a number              ,  a comma, if there is one
 *   B  the month by name                  o  the word `of`, if it is there
 *   D  the day, perhaps with st nd rd th  t  the word `the`, if it is there
 *   N  the day or the month               -  a hyphen; any other sign is itself */
static const char *const shapes[] = {
	"Y-M-D",     "Y/M/D", "Y-B-D", /* 2025-02-01, 2025/2/1, 2023-Oct-27 */
	"D~o~B~,~Y",                   /* 1 February 2025, 20-sep-2019, 3rd of March 2025 */
	"B~t~D~,~Y",                   /* February 1, 2025; Feb. 1st 2025; May the 20th 2025 */
	"D.M.Y",                       /* 23.2.2024 */
	"N-N-Y",     "N/N/Y",          /* 23/2/2024, 2/23/2024: which is which, the numbers must tell */
};

/* In full, by three letters, or Sept. */
static const struct {
	const char *name;
	int month;
} month_names[] = {
	{"January", 1},  {"Jan", 1},    {"February", 2},  {"Feb", 2},       {"March", 3},     {"Mar", 3},
	{"April", 4},    {"Apr", 4},    {"May", 5},       {"June", 6},      {"Jun", 6},       {"July", 7},
	{"Jul", 7},      {"August", 8}, {"Aug", 8},       {"September", 9}, {"Sep", 9},       {"Sept", 9},
	{"October", 10}, {"Oct", 10},   {"November", 11}, {"Nov", 11},      {"December", 12}, {"Dec", 12},
};

struct reading {
	int year, month, day;
	int either[2]; /* the numbers of N, in their order */
	int n_either;
};

/* One or two digits. */
static bool scan_small(struct span *rest, int *number)
{
	int64_t value;
	size_t digits = scan_digits(rest, &value);
	*number = (int)value;
	return digits == 1 || digits == 2;
}

static bool scan_year(struct span *rest, int *year)
{
	int64_t value;
	size_t digits = scan_digits(rest, &value);
	*year = (int)value;
	return digits == 4;
}

static bool scan_day(struct span *rest, int *day)
{
	if (!scan_small(rest, day))
		return false;
	if (!scan_word(rest, "st") && !scan_word(rest, "nd") && !scan_word(rest, "rd"))
		scan_word(rest, "th");
	return true;
}

/* With or without a full stop. */
static bool scan_month(struct span *rest, int *month)
{
	struct span name;
	if (!scan_letters(rest, &name))
		return false;
	for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++) {
		if (span_equals_nocase(name, month_names[i].name)) {
			scan_char(rest, '.');
			*month = month_names[i].month;
			return true;
		}
	}
	return false;
}

static bool scan_part(struct span *rest, char part, struct reading *reading)
{
	switch (part) {
	case 'Y':
		return scan_year(rest, &reading->year);
	case 'M':
		return scan_small(rest, &reading->month);
	case 'B':
		return scan_month(rest, &reading->month);
	case 'D':
		return scan_day(rest, &reading->day);
	case 'N':
		return scan_small(rest, &reading->either[reading->n_either++]);
	case '~':
		scan_gap(rest);
		return true;
	case ',':
		scan_char(rest, ',');
		return true;
	case 'o':
		scan_word(rest, "of");
		return true;
	case 't':
		scan_word(rest, "the");
		return true;
	case '-':
		return scan_hyphen(rest);
	default:
		return scan_char(rest, part);
	}
}

/* Exactly one of the two is above 12: that one is the day. */
static bool tell_apart(struct reading *reading)
{
	int first = reading->either[0], second = reading->either[1];
	if ((first > 12) == (second > 12))
		return false;
	reading->day = first > 12 ? first : second;
	reading->month = first > 12 ? second : first;
	return true;
}

/* A time may follow (2025-02-01T10:00Z), but no other letter and no digit. */
static bool is_whole(struct span rest)
{
	if (rest.len >= 2 && ascii_lower(rest.at[0]) == 't')
		return ascii_is_digit(rest.at[1]);
	return rest.len == 0 || !ascii_is_alnum(rest.at[0]);
}

static bool scan_shape(struct span *rest, const char *shape, struct reading *reading)
{
	*reading = (struct reading){0};
	for (; *shape; shape++)
		if (!scan_part(rest, *shape, reading))
			return false;
	return is_whole(*rest) && (reading->n_either == 0 || tell_apart(reading));
}

bool date_scan(struct span *rest, int64_t *date_utc)
{
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct span ahead = *rest;
		struct reading reading;
		if (scan_shape(&ahead, shapes[i], &reading) &&
		    utc_date_exists(reading.year, reading.month, reading.day)) {
			*date_utc = utc_from_date(reading.year, reading.month, reading.day);
			*rest = ahead;
			return true;
		}
	}
	return false;
}
