/*
 * Copies of /proc/allocinfo: read, printed back, shown and compared.
 */
#include "snapshots/allocinfo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scratch.h"
#include "tests/talk.h"

#define HEADING "allocinfo - version: 2.0\n#     <size>  <calls> <tag info>\n"

static const char before[] =
	HEADING "        4096        1 mm/a.c:12 func:alpha \n"
		"       -8192        2 mm/b.c:7 func:beta accurate:no \n"
		"           0        0 drivers/d.c:1 [drv] func:probe \n"
		"123456789012345 123456789 drivers/d.c:2 [drv] func:ring \n";
static const char after[] =
	HEADING "       12288        3 mm/a.c:12 func:alpha \n"
		"       -8192        2 mm/b.c:7 func:beta accurate:no \n"
		"         512        1 drivers/e.c:3 [new] func:open \n"
		"123456789012345 123456789 drivers/d.c:2 [drv] func:ring \n";

TEST(what_is_read_prints_back_to_the_byte)
{
	struct allocinfo *info = NULL;
	struct diagnosis why = { "" };
	char printed[4096];
	size_t length = 0;

	assert_int_equal(allocinfo_parse(before, &info, &why), OUTCOME_OK);
	assert_int_equal(info->nr, 4);
	assert_true(info->rows[1].inaccurate);
	assert_string_equal(info->rows[2].site.module, "drv");
	length += (size_t)allocinfo_print_heading(info->version, printed,
						  sizeof(printed));
	for (size_t i = 0; i < info->nr; i++)
		length += (size_t)allocinfo_print_row(&info->rows[i],
						      printed + length,
						      sizeof(printed) - length);
	assert_string_equal(printed, before);
	allocinfo_destroy(info);
}

static void expect_refused(const char *text, const char *reason)
{
	struct allocinfo *info = NULL;
	struct diagnosis why = { "" };

	assert_int_equal(allocinfo_parse(text, &info, &why), OUTCOME_REFUSED);
	assert_null(info);
	expect_in(why.text, reason);
}

TEST(anything_else_is_refused_with_its_line)
{
	expect_refused("", "line 1 is not the heading");
	expect_refused("allocinfo - version: 2.0\n", "line 1");
	expect_refused(HEADING "           1        1 a.c:1 func:f \n"
			       "           1        1 a.c:1 func:f\n",
		       "line 4 is not as /proc/allocinfo prints it");
	expect_refused(HEADING "1 1 a.c:1 func:f \n", "line 3");
	expect_refused(HEADING "           1        1 a.c:x func:f \n",
		       "line 3");
	expect_refused(HEADING "           1        1 a.c:1 func:\x1b[2J \n",
		       "line 3");
	expect_refused(HEADING "           1        1 a.c:1 func:f ",
		       "cut off");
}

/* 2^62 - 1 is the most that both signs together may have. */
TEST(counters_that_no_sum_can_hold_are_refused_with_their_line)
{
	static const char most[] =
		HEADING "4611686018427387902        1 a.c:1 func:f \n"
			"          -1        1 a.c:2 func:g \n";
	struct allocinfo *info = NULL;
	struct diagnosis why = { "" };
	char text[256];

	assert_int_equal(allocinfo_parse(most, &info, &why), OUTCOME_OK);
	allocinfo_destroy(info);
	snprintf(text, sizeof(text), "%s%s", most,
		 "           1        1 a.c:3 func:h \n");
	expect_refused(text, "line 5 brings the bytes or the calls to 2^62");
	expect_refused(HEADING "           1        1 a.c:1 func:f \n"
			       "-9223372036854775808        1 a.c:2 func:g \n",
		       "line 4 brings");
	expect_refused(HEADING "           1 9223372036854775808 a.c:1 func:f "
			       "\n",
		       "line 3 brings");
}

static void say_with_files(struct talk *t, const char *format,
			   const char *const paths[2])
{
	char line[512];

	snprintf(line, sizeof(line), "%s %s %s", format, paths[0],
		 paths[1] ? paths[1] : "");
	must(t, line);
}

TEST(an_imported_table_is_sorted_filtered_and_left_again)
{
	struct talk t = talk_create("small");
	struct scratch s;

	scratch_init(&s);
	const char *const paths[2] = { scratch_file(&s, "a", before), NULL };

	must(&t, "alloc 0 tag=own.c:1:own");
	say_with_files(&t, "import allocinfo", paths);
	expect_in(t.said.start, "4 call sites");
	expect_text(&t, "info tags filter=drv top=1",
		    "    3 123456789012345 123456789  drivers/d.c:2 [drv] "
		    "ring\n      ... and 1 more");
	expect_not_in(t.said.start, "own");
	must(&t, "set tags_of machine");
	expect_text(&t, "info tags", "own.c:1 own");
	expect_not_in(t.said.start, "drivers");
	expect_error(&t, "import allocinfo /nowhere", "/nowhere");
	scratch_deinit(&s);
	talk_destroy(&t);
}

TEST(two_tables_are_compared_call_site_by_call_site)
{
	struct talk t = talk_create("small");
	struct scratch s;
	char first[256];

	scratch_init(&s);
	snprintf(first, sizeof(first), "%s", scratch_file(&s, "a", before));
	const char *const paths[2] = { first, scratch_file(&s, "b", after) };

	say_with_files(&t, "diff", paths);
	expect_in(t.said.start, "       +8192       +2  mm/a.c:12 alpha\n");
	expect_in(t.said.start,
		  "          +0       +0  drivers/d.c:1 [drv] probe (gone)\n"
		  "        +512       +1  drivers/e.c:3 [new] open (new)\n");
	expect_in(t.said.start, "3 call sites differ\n");
	expect_not_in(t.said.start, "beta");
	scratch_deinit(&s);
	talk_destroy(&t);
}

TEST(a_table_can_be_compared_with_the_machine)
{
	struct talk t = talk_create("small");
	struct scratch s;

	scratch_init(&s);
	const char *const paths[2] = { scratch_file(&s, "a", before), NULL };

	must(&t, "alloc 0 tag=mm/a.c:12:alpha");
	say_with_files(&t, "diff", paths);
	expect_not_in(t.said.start, "alpha");
	expect_in(t.said.start, "mm/b.c:7 beta (gone)");
	scratch_deinit(&s);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(what_is_read_prints_back_to_the_byte),
		RUN(anything_else_is_refused_with_its_line),
		RUN(counters_that_no_sum_can_hold_are_refused_with_their_line),
		RUN(an_imported_table_is_sorted_filtered_and_left_again),
		RUN(two_tables_are_compared_call_site_by_call_site),
		RUN(a_table_can_be_compared_with_the_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
