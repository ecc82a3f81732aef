/*
 * What `verify` advises: its command stands just before the operation that
 * differs, and `step` walks into it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scratch.h"
#include "tests/talk.h"

#define RECORDING "tests/vectors/v6.12-m64-fallback-s1.json.xz"

enum { OP = 171, LINE = 512 };

/* A session that was told to verify an altered recording. */
struct advised {
	struct talk t;
	struct scratch scratch;
	char verify[LINE];
	char replay[LINE]; /* what it was advised to do */
};

/* What stands between the first two backquotes of the answer. */
static void take_advice(struct advised *a)
{
	const char *from = strchr(a->t.said.start, '`');
	const char *to = from ? strchr(from + 1, '`') : NULL;

	if (!to)
		fail_msg("no advice in: %s", a->t.said.start);
	else
		snprintf(a->replay, sizeof a->replay, "%.*s",
			 (int)(to - from - 1), from + 1);
}

static struct advised advised(const char *name, const char *behind,
			      const char *from, const char *to)
{
	struct advised a = { .t = talk_create("small") };
	char *text = text_of(RECORDING);
	char *altered = with_change(text, behind, from, to);

	scratch_init(&a.scratch);
	snprintf(a.verify, sizeof a.verify, "verify \"%s\"",
		 scratch_file(&a.scratch, name, altered));
	free(altered);
	free(text);
	say(&a.t, a.verify);
	assert_int_equal(a.t.status, STATUS_NOT_HELD);
	take_advice(&a);
	return a;
}

static void advised_deinit(struct advised *a)
{
	scratch_deinit(&a->scratch);
	talk_destroy(&a->t);
}

TEST(the_advised_command_stands_just_before_the_operation)
{
	struct advised a = advised("altered.json", "\"i\":171,",
				   "\"pfn\":14592", "\"pfn\":14596");

	expect_in(a.t.said.start, "operation 171: expected pfn 14596, got pfn "
				  "14592\n");
	expect_in(a.t.said.start, "operation 172 of the history");
	must(&a.t, a.replay);
	assert_int_equal(history_ops(a.t.s->m), OP + 1);
	assert_int_equal(here(&a.t), history_op_begin(a.t.s->m, OP + 1));
	must(&a.t, "step");
	assert_int_equal(step_here(&a.t).op, OP + 1);
	assert_string_equal(function_here(&a.t), "__alloc_pages");
	assert_int_equal(result(&a.t, OP + 1)->pfn, 14592);
	advised_deinit(&a);
}

TEST(the_step_that_is_told_is_where_the_words_say)
{
	struct advised a = advised("altered.json", "\"i\":171,", "\"1.nf8\":0",
				   "\"1.nf8\":77");
	char line[LINE];

	expect_in(a.t.said.start, "expected 1.nf8 77 (node 0, zone DMA32, "
				  "free_area[8].nr_free), got 1.nf8 0 (");
	unsigned long step = strtoul(
		strstr(a.t.said.start, "goto ") + strlen("goto "), NULL, 10);

	say_json(&a.t, a.verify);
	expect_in(a.t.said.start, "\"function\":\"page_del_and_expand\"");
	expect_in(a.t.said.start, "\"label\":\"enter\"");
	snprintf(line, sizeof line, "\"step\":%lu,", step);
	expect_in(a.t.said.start, line);
	must(&a.t, a.replay);
	snprintf(line, sizeof line, "goto %lu", step);
	must(&a.t, line);
	assert_string_equal(function_here(&a.t), "page_del_and_expand");
	advised_deinit(&a);
}

TEST(the_advice_holds_for_names_with_blanks)
{
	struct advised a = advised("two words.json", "\"i\":171,",
				   "[\"L\",14592", "[\"L\",14596");

	must(&a.t, a.replay);
	assert_int_equal(history_ops(a.t.s->m), OP + 1);
	advised_deinit(&a);
}

TEST(an_operation_that_cannot_begin_leaves_the_session_before_it)
{
	struct advised a = advised("altered.json", "\"i\":1,", "\"pfn\":9273",
				   "\"pfn\":1024");

	expect_in(a.t.said.start, "refused (1024)");
	expect_in(a.t.said.start, "stands where it cannot begin");
	say_json(&a.t, a.verify);
	expect_in(a.t.said.start, "\"function\":null,\"label\":null");
	say(&a.t, a.replay);
	expect_in(a.t.said.start, "/ops/1: this operation is not possible");
	assert_int_equal(history_ops(a.t.s->m), 1);
	assert_int_equal(here(&a.t), history_steps(a.t.s->m));
	advised_deinit(&a);
}

TEST(a_replay_that_meets_an_earlier_obstacle_changes_nothing)
{
	struct advised a = advised("altered.json", "\"i\":1,", "\"pfn\":9273",
				   "\"pfn\":1024");
	size_t digit = strlen(a.replay) - 1;

	assert_int_equal(a.replay[digit], '1');
	a.replay[digit] = '9';
	say(&a.t, a.replay);
	assert_int_equal(a.t.status, STATUS_REFUSED);
	expect_in(a.t.error, "/ops/1: this operation");
	assert_int_equal(history_ops(a.t.s->m), 0);
	advised_deinit(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_advised_command_stands_just_before_the_operation),
		RUN(the_step_that_is_told_is_where_the_words_say),
		RUN(the_advice_holds_for_names_with_blanks),
		RUN(an_operation_that_cannot_begin_leaves_the_session_before_it),
		RUN(a_replay_that_meets_an_earlier_obstacle_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
