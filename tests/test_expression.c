/*
 * Expressions: C's operators over the model's names, and what a mistake says.
 */
#include <stdlib.h>
#include <string.h>

#include "commands/expression.h"
#include "tests/talk.h"

static void ignore(void *context, const char *text, size_t length)
{
	(void)context;
	(void)text;
	(void)length;
}

static struct number number_of(struct talk *t, const char *text)
{
	struct reply *r = reply_create_text(ignore, NULL);
	struct number number = { .bits = -987654321 };

	if (expression_eval(t->s, text, &number, r) != STATUS_OK)
		fail_msg("%s: %s", text, reply_error(r));
	reply_destroy(r);
	return number;
}

static int64_t value_of(struct talk *t, const char *text)
{
	return number_of(t, text).bits;
}

/* The mistake in an expression must be told with these words. */
static void assert_mistake(struct talk *t, const char *text, const char *words)
{
	struct reply *r = reply_create_text(ignore, NULL);
	struct number value = { .bits = 42 };

	assert_int_equal(expression_eval(t->s, text, &value, r), STATUS_FAILED);
	assert_int_equal(value.bits, 42);
	expect_in(reply_error(r), words);
	reply_destroy(r);
}

static enum status checked(struct talk *t, const char *text)
{
	struct reply *r = reply_create_text(ignore, NULL);
	enum status status = expression_check(t->s, text, r);

	reply_destroy(r);
	return status;
}

struct sum {
	const char *text;
	int64_t value;
};

/* Each right side is what C gives. */
static const struct sum sums[] = {
	{ "1 + 2 * 3", 1L + 2L * 3L },
	{ "(1 + 2) * 3", (1L + 2L) * 3L },
	{ "10 - 4 - 3", 10 - 4 - 3 },
	{ "-7 / 2", -7 / 2 },
	{ "-7 % 3", -7 % 3 },
	{ "1 << 4 | 1", 1 << 4 | 1 },
	{ "6 & 3 ^ 5", (6 & 3) ^ 5 },
	{ "1 | 6 & 4", 1 | (6 & 4) },
	{ "1 + 1 << 2", (1 + 1) << 2 },
	{ "3 > 2 == 1", (3 > 2) == 1 },
	{ "1 || 0 && 0", 1 || (0 && 0) },
	{ "!0 + !7", !0 + !7 },
	{ "~0", ~0 },
	{ "- - 5", 5 },
	{ "2 != 2", 0 },
	{ "2 <= 2", 1 },
	{ "1 ? 2 : 3 ? 4 : 5", 2 },
	{ "0 ? 2 : 0 ? 4 : 5", 5 },
	{ "0x10", 16 },
	{ "4K", 4096 },
	{ "2M / 1K", 2048 },
	{ "64G >> 30", 64 },
	{ "-1 >> 60", -1 },
};

TEST(operators_bind_as_in_c)
{
	struct talk t = talk_create("small");

	for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		if (value_of(&t, sums[i].text) != sums[i].value)
			fail_msg("%s", sums[i].text);
	}
	talk_destroy(&t);
}

TEST(numbers_wrap_around_and_never_trap)
{
	struct talk t = talk_create("small");

	assert_int_equal(value_of(&t, "0x7fffffffffffffff + 1"), INT64_MIN);
	assert_int_equal(value_of(&t, "(1 << 63) / -1"), INT64_MIN);
	assert_int_equal(value_of(&t, "(1 << 63) % -1"), 0);
	assert_int_equal(value_of(&t, "-(1 << 63)"), INT64_MIN);
	assert_int_equal(value_of(&t, "(1 << 62) * 4"), 0);
	assert_mistake(&t, "1 / 0", "column 3: division by zero");
	assert_mistake(&t, "1 % (2 - 2)", "division by zero");
	assert_mistake(&t, "1 << 64", "64 bits");
	assert_mistake(&t, "1 >> -1", "64 bits");
	talk_destroy(&t);
}

TEST(what_is_decided_already_is_not_looked_up)
{
	struct talk t = talk_create("small");

	assert_int_equal(value_of(&t, "0 && 1 / 0"), 0);
	assert_int_equal(value_of(&t, "1 || page(99999999).flags"), 1);
	assert_int_equal(value_of(&t, "1 ? 5 : $9"), 5);
	assert_mistake(&t, "1 && 1 / 0", "division by zero");
	assert_mistake(&t, "0 && nonsense", "there is no name \"nonsense\"");
	talk_destroy(&t);
}

TEST(zone_words_are_the_kernels)
{
	struct talk t = talk_create("small");
	const struct zone *zone = zone_at(t.s->m, 0);

	assert_int_equal(value_of(&t, "zone(Normal).free"), zone->vm_stat_free);
	assert_int_equal(value_of(&t, "zone(normal).NR_FREE_PAGES"),
			 zone->vm_stat_free);
	assert_int_equal(value_of(&t, "zone(Normal).managed"), 16384);
	assert_int_equal(value_of(&t, "zone(Normal)._watermark[WMARK_LOW]"),
			 zone->watermark[WMARK_LOW]);
	assert_int_equal(value_of(&t, "zone(Normal).nr_free[10]"), 16);
	assert_int_equal(value_of(&t, "zone(Normal).free_area[10].nr_free"),
			 16);
	assert_int_equal(value_of(&t, "zone(Normal).free_area[10].list[M].nr"),
			 16);
	assert_int_equal(value_of(&t, "zone(Normal).free_area[10].list[U].nr"),
			 0);
	assert_int_equal(value_of(&t, "zone(Normal).pcp(0).batch"), 3);
	assert_int_equal(value_of(&t, "node(0).kswapd_failures"), 0);
	talk_destroy(&t);
}

TEST(marks_include_the_boost_as_the_kernels_accessors_do)
{
	struct talk t = talk_create("small");
	const struct zone *zone = zone_at(t.s->m, 0);

	/* Claiming a pageblock boosts. */
	must(&t, "alloc 0");
	must(&t, "alloc 0 reclaimable");
	assert_int_equal(value_of(&t, "min"),
			 zone->watermark[WMARK_MIN] + zone->watermark_boost);
	assert_int_equal(value_of(&t, "high - _watermark[WMARK_HIGH] - boost"),
			 0);
	talk_destroy(&t);
}

TEST(a_zone_is_chosen_by_name_and_node)
{
	struct talk t = talk_create("numa");

	assert_int_equal(value_of(&t, "zone(Normal).start_pfn"), 524288);
	assert_int_equal(value_of(&t, "zone(Normal, 1).start_pfn"), 1048576);
	assert_int_equal(value_of(&t, "zone(DMA).start_pfn"), 0);
	assert_mistake(&t, "zone(Movable).free",
		       "no zone Movable, but DMA, DMA32, Normal");
	assert_mistake(&t, "zone(DMA, 1).free", "node 1 has no zone DMA");
	talk_destroy(&t);
}

TEST(a_zone_word_alone_means_the_zone_of_the_step)
{
	struct talk t = talk_create("numa");

	must(&t, "start alloc 3 GFP_KERNEL node=1");
	must(&t, "until rmqueue");
	assert_int_equal(value_of(&t, "start_pfn"), 1048576);
	must(&t, "goto 0");
	assert_int_equal(value_of(&t, "start_pfn"), 0);
	talk_destroy(&t);
}

TEST(pages_are_named_by_number_and_by_history_value)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3 GFP_KERNEL|__GFP_COMP");
	assert_int_equal(value_of(&t, "page($1).refcount"), 1);
	assert_int_equal(value_of(&t, "page($).order"), 3);
	assert_int_equal(value_of(&t, "$.order"), 3);
	assert_int_equal(value_of(&t, "page($1 + 1).head == $1"), 1);
	assert_int_equal(value_of(&t, "(page($1).flags & PG_head) != 0"), 1);
	assert_int_equal(value_of(&t, "page($1).page_type"), 0xffffffff);
	assert_int_equal(value_of(&t, "page($1).mapcount"), 0);
	must(&t, "bulk 3");
	assert_int_equal(value_of(&t, "$2[1] != $2[2]"), 1);
	assert_mistake(&t, "page(16384).flags", "no page 16384");
	assert_mistake(&t, "$7", "$7");
	talk_destroy(&t);
}

TEST(locals_of_the_step_are_names)
{
	struct talk t = talk_create("small");

	assert_mistake(&t, "order", "no local \"order\" at this step");
	must(&t, "start alloc 3 movable");
	assert_int_equal(value_of(&t, "order"), 3);
	assert_int_equal(value_of(&t, "gfp == GFP_HIGHUSER_MOVABLE"), 1);
	assert_int_equal(value_of(&t, "step"), 1);
	assert_int_equal(value_of(&t, "op"), 1);
	talk_destroy(&t);
}

TEST(a_mistake_names_its_column_and_the_nearest_name)
{
	struct talk t = talk_create("small");

	assert_mistake(&t, "1 +", "column 4: a value is missing at the end");
	assert_mistake(&t, "1 2", "column 3: an operator is missing");
	assert_mistake(&t, "(1", ") is missing at the end");
	assert_mistake(&t, "frei", "did you mean free?");
	assert_mistake(&t, "zone(Normal).manged", "column 14");
	assert_mistake(&t, "zone(Normal).manged", "did you mean .managed?");
	assert_mistake(&t, "zone(Normal).nr_free[11]", "no order 11");
	assert_mistake(&t, "zone(Normal).pcp(1).count", "no CPU 1");
	assert_mistake(&t, "pcp", "needs its CPU");
	assert_mistake(&t, "nr_free", "index in [ ]");
	assert_mistake(&t, "free_area[0]", "add .nr_free");
	assert_mistake(&t, "free.x", "a number has no members");
	assert_mistake(&t, "0x", "not understood");
	assert_mistake(&t, "12a", "not understood");
	assert_mistake(&t, "1 @ 2", "\"@\"");
	assert_mistake(&t, "", "a value is missing");
	talk_destroy(&t);
}

TEST(no_depth_of_nesting_runs_out_of_stack)
{
	struct talk t = talk_create("small");
	enum { DEPTH = 100000 };
	char *deep = malloc(DEPTH + 2);

	assert_non_null(deep);
	memset(deep, '(', DEPTH);
	deep[DEPTH] = '1';
	deep[DEPTH + 1] = '\0';
	assert_mistake(&t, deep, "nested too deeply");
	memset(deep, '-', DEPTH);
	assert_mistake(&t, deep, "nested too deeply");
	for (size_t i = 0; i + 1 < DEPTH; i += 2)
		memcpy(deep + i, "1?", 2);
	assert_mistake(&t, deep, "nested too deeply");
	for (size_t i = 0; i + 1 < DEPTH; i += 2)
		memcpy(deep + i, "1+", 2);
	assert_mistake(&t, deep, "the expression is too long");
	free(deep);
	talk_destroy(&t);
}

TEST(a_condition_is_checked_without_the_step_it_speaks_of)
{
	struct talk t = talk_create("small");

	assert_int_equal(checked(&t, "order > 3 && zone.free < low"),
			 STATUS_OK);
	assert_int_equal(checked(&t, "page($1).order == 3"), STATUS_OK);
	assert_int_equal(checked(&t, "1 / order"), STATUS_OK);
	assert_int_equal(checked(&t, "pcp(7).count"), STATUS_OK);
	assert_int_equal(checked(&t, "ordre > 3"), STATUS_FAILED);
	assert_int_equal(checked(&t, "order >"), STATUS_FAILED);
	assert_int_equal(checked(&t, "zone.fre"), STATUS_FAILED);
	talk_destroy(&t);
}

TEST(flags_and_large_numbers_are_unsigned_as_in_c)
{
	struct talk t = talk_create("small");

	assert_true(number_of(&t, "page(0).flags").is_unsigned);
	assert_true(number_of(&t, "0 ? 1 : 0xffffffffffffffff").is_unsigned);
	assert_false(number_of(&t, "page(0).flags == 0").is_unsigned);
	assert_int_equal(value_of(&t, "0xffffffffffffffff > 0"), 1);
	assert_int_equal(value_of(&t, "~page(0).flags >= 1 << 62"), 1);
	assert_int_equal(value_of(&t, "page(0).flags < -1"), 1);
	assert_int_equal(value_of(&t, "0x8000000000000000 >> 63"), 1);
	assert_int_equal(value_of(&t, "0xffffffffffffffff / 2"), INT64_MAX);
	assert_int_equal(value_of(&t, "0xffffffffffffffff % 10"), 5);
	assert_int_equal(value_of(&t, "-1 < 0"), 1);
	expect_text(&t, "print ~page(0).flags & 0", "= 0\n");
	expect_text(&t, "print 0 - page(0).flags",
		    "= 18439988675342237696 (0xffe8000040000000)\n");
	expect_json(&t, "print -1",
		    "\"value\":-1,\"hex\":\"0xffffffffffffffff\"");
	expect_json(&t, "print 0xffffffffffffffff",
		    "\"value\":\"0xffffffffffffffff\",\"hex\":");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(operators_bind_as_in_c),
		RUN(numbers_wrap_around_and_never_trap),
		RUN(what_is_decided_already_is_not_looked_up),
		RUN(zone_words_are_the_kernels),
		RUN(marks_include_the_boost_as_the_kernels_accessors_do),
		RUN(a_zone_is_chosen_by_name_and_node),
		RUN(a_zone_word_alone_means_the_zone_of_the_step),
		RUN(pages_are_named_by_number_and_by_history_value),
		RUN(locals_of_the_step_are_names),
		RUN(a_mistake_names_its_column_and_the_nearest_name),
		RUN(no_depth_of_nesting_runs_out_of_stack),
		RUN(a_condition_is_checked_without_the_step_it_speaks_of),
		RUN(flags_and_large_numbers_are_unsigned_as_in_c),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
