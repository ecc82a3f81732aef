/*
 * When and by whom: last, next-write, history.
 */
#include "tests/talk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct talk some_history(void)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "alloc 3");
	must(&t, "free $1");
	must(&t, "bulk 3 movable");
	must(&t, "freebatch $3[0] $3[2]");
	must(&t, "drain");
	return t;
}

static int64_t free_pages(const struct talk *t)
{
	return zone_at(t->s->m, 0)->vm_stat_free;
}

TEST(each_value_is_found_by_its_number)
{
	struct talk t = some_history();
	const struct model *m = t.s->m;
	uint32_t values = 0;

	assert_int_equal(history_values(m, 0), 0);
	for (uint32_t op = 1; op <= history_ops(m); op++) {
		bool makes = operation_makes_value(history_op(m, op)->kind);

		values += makes;
		assert_int_equal(history_values(m, op), values);
		if (makes)
			assert_int_equal(history_value_op(m, values), op);
	}
	assert_int_equal(values, 3);
	assert_int_equal(history_value_op(m, 0), 0);
	assert_int_equal(history_value_op(m, values + 1), 0);
	talk_destroy(&t);
}

TEST(last_goes_to_the_write_that_made_a_value)
{
	struct talk t = some_history();
	uint64_t end = here(&t);
	int64_t value = free_pages(&t);

	must(&t, "last zone(Normal).free");
	uint64_t writer = here(&t);

	assert_true(writer < end);
	assert_int_equal(free_pages(&t), value);
	must(&t, "rs");
	assert_int_not_equal(free_pages(&t), value);
	/* What made it so is the same from every step that has the value. */
	must(&t, "step");
	must(&t, "last zone(Normal).free");
	assert_int_equal(here(&t), writer);
	for (uint64_t at = writer; at <= end; at++) {
		history_seek(t.s->m, at);
		assert_int_equal(free_pages(&t), value);
	}
	talk_destroy(&t);
}

TEST(next_write_goes_to_the_write_that_ends_a_value)
{
	struct talk t = some_history();

	must(&t, "goto begin");
	int64_t value = free_pages(&t);

	must(&t, "next-write zone(Normal).free");
	assert_int_not_equal(free_pages(&t), value);
	must(&t, "rs");
	assert_int_equal(free_pages(&t), value);
	must(&t, "goto end");
	expect_text(&t, "next-write zone(Normal).free", "no step from here on");
	assert_int_equal(here(&t), history_steps(t.s->m));
	talk_destroy(&t);
}

TEST(what_never_changed_leaves_the_cursor_where_it_is)
{
	struct talk t = some_history();
	uint64_t end = here(&t);

	expect_text(&t, "last zone(Normal).high", "no step before has changed");
	assert_int_equal(here(&t), end);
	expect_text(&t, "last page 9999", "no step before has changed");
	assert_int_equal(here(&t), end);
	expect_error(&t, "last nothing", "column 1");
	expect_error(&t, "last", "usage");
	expect_error(&t, "last page 1 2", "names no single page");
	expect_error(&t, "history op 99", "there is no operation 99");
	expect_error(&t, "history max=0 page 0", "max=0");
	expect_error(&t, "history from=x page 0", "from=x");
	talk_destroy(&t);
}

/* Steps at which the place of a page changes, by looking after each one. */
static unsigned changes_of(struct talk *t, pfn_t pfn, uint64_t *ret_last)
{
	unsigned nr = 0;
	char before[160] = "";

	for (uint64_t at = 0; at <= history_steps(t->s->m); at++) {
		char now[160];
		struct text out;

		history_seek(t->s->m, at);
		text_init_fixed(&out, now, sizeof(now));
		page_place_words(t->s->m, pfn, &out);
		if (at > 0 && strcmp(before, now) != 0) {
			nr++;
			*ret_last = at;
		}
		memcpy(before, now, sizeof(now));
	}
	return nr;
}

static unsigned lines_of(const char *text)
{
	unsigned nr = 0;

	for (; *text; text++)
		nr += *text == '\n';
	return nr;
}

TEST(the_history_of_a_page_has_every_change_of_its_place)
{
	static const pfn_t pages[] = { 0, 1, 5, 8, 12, 100, 600, 1024, 1030 };
	struct talk t = some_history();
	unsigned changed = 0;

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		uint64_t last = 0;
		unsigned nr = changes_of(&t, pages[i], &last);
		char line[64];

		snprintf(line, sizeof(line), "history max=1000 page %u",
			 pages[i]);
		must(&t, line);
		/* The first line says where it began; one that nothing is in. */
		assert_int_equal(lines_of(t.said.start), nr ? nr + 1 : 2);
		history_seek(t.s->m, history_steps(t.s->m));
		snprintf(line, sizeof(line), "last page %u", pages[i]);
		must(&t, line);
		assert_int_equal(here(&t), nr ? last : history_steps(t.s->m));
		changed += nr > 0;
	}
	assert_true(changed > 3);
	talk_destroy(&t);
}

TEST(a_long_history_is_told_page_by_page)
{
	struct talk t = some_history();
	uint64_t stood = here(&t);

	must(&t, "history max=2 zone(Normal).free");
	expect_in(t.said.start, "more: `history from=");
	assert_int_equal(lines_of(t.said.start), 4);
	type_line(&t, "");
	assert_int_equal(lines_of(t.said.start), 4);
	expect_json(&t, "history max=1000 zone(Normal).free", "\"more\":null");
	expect_json(&t, "history max=3 op 1", "\"more\":3");
	/* As many lines as there are changes: nothing more is promised. */
	must(&t, "history from=0 max=1000 page 0");
	unsigned changes = lines_of(t.said.start) - 1;
	char line[64];

	snprintf(line, sizeof(line), "history from=0 max=%u page 0", changes);
	expect_json(&t, line, "\"more\":null");
	snprintf(line, sizeof(line), "history from=0 max=%u page 0",
		 changes - 1);
	expect_json(&t, line, "\"more\":");
	expect_not_in(t.said.start, "\"more\":null");
	assert_int_equal(here(&t), stood);
	talk_destroy(&t);
}

/* Writes that are not kept any more, and ones that leave nothing behind. */
TEST(a_small_budget_changes_no_answer)
{
	struct talk t = talk_create("small");

	history_set_budget(t.s->m, 1);
	must(&t, "alloc 0");
	for (unsigned i = 1; i <= 9000; i++) {
		char line[32];

		snprintf(line, sizeof(line), i % 2 ? "alloc 4" : "free $");
		must(&t, line);
	}
	must(&t, "last zone(Normal).nr_free[10]");
	assert_int_equal(history_op_at(t.s->m, here(&t)), 1);
	must(&t, "goto end");
	expect_text(&t, "last zone(Normal).watermark_boost", "no step before");
	must(&t, "last page 16");
	assert_int_equal(history_op_at(t.s->m, here(&t)), 9001);
	expect_error(&t, "set budget 5", "from 1M on");
	expect_text(&t, "show budget", "9001 operations");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(each_value_is_found_by_its_number),
		RUN(last_goes_to_the_write_that_made_a_value),
		RUN(next_write_goes_to_the_write_that_ends_a_value),
		RUN(what_never_changed_leaves_the_cursor_where_it_is),
		RUN(the_history_of_a_page_has_every_change_of_its_place),
		RUN(a_long_history_is_told_page_by_page),
		RUN(a_small_budget_changes_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
