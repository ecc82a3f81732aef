/*
 * Moves over the tape, in both directions, and what stops them.
 */
#include "tests/talk.h"

#include <stdio.h>

TEST(start_stops_at_the_first_step_with_the_keys_of_a_move)
{
	struct talk t = talk_create("small");

	expect_json(&t, "start alloc 0", "\"stopped\":\"start\"");
	expect_in(t.said.start, "\"step\":1,");
	expect_in(t.said.start, "\"function\":\"__alloc_pages\"");
	expect_in(t.said.start, "\"depth\":0");
	expect_in(t.said.start, "\"locals\":{\"order\":0");
	talk_destroy(&t);
}

TEST(steps_forward_and_back_meet_again)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	uint64_t end = here(&t);
	uint64_t digest = model_digest(t.s->m);

	must(&t, "reverse-step 10");
	assert_int_equal(here(&t), end - 10);
	must(&t, "s 10");
	assert_int_equal(here(&t), end);
	assert_int_equal(model_digest(t.s->m), digest);
	expect_json(&t, "step", "\"why\":\"end of history\"");
	assert_int_equal(t.status, STATUS_OK);
	must(&t, "goto begin");
	expect_json(&t, "rs", "\"why\":\"beginning of history\"");
	expect_in(t.said.start, "\"function\":null");
	talk_destroy(&t);
}

TEST(step_at_the_end_of_an_operation_enters_the_next)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	uint64_t end = here(&t);

	must(&t, "alloc 1");
	must(&t, "goto op 2");
	must(&t, "step");
	assert_int_equal(here(&t), end + 1);
	assert_int_equal(step_here(&t).op, 2);
	talk_destroy(&t);
}

TEST(next_never_ends_deeper_than_it_began)
{
	struct talk t = talk_create("small");

	must(&t, "start alloc 0");
	for (int i = 0; i < 200; i++) {
		uint64_t before = here(&t);
		unsigned depth = step_here(&t).depth;

		must(&t, "next");
		assert_true(step_here(&t).depth <= depth ||
			    here(&t) == history_steps(t.s->m));
		if (here(&t) == before)
			break;
	}
	assert_int_equal(here(&t), history_steps(t.s->m));
	must(&t, "reverse-next");
	assert_true(here(&t) < history_steps(t.s->m));
	talk_destroy(&t);
}

TEST(finish_leaves_the_function_and_then_the_operation)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "alloc 1");
	must(&t, "goto begin");
	must(&t, "advance rmqueue");
	unsigned depth = step_here(&t).depth;

	assert_true(depth > 0);
	must(&t, "finish");
	assert_true(step_here(&t).depth < depth);
	must(&t, "goto op 2");
	must(&t, "rs 1");
	must(&t, "goto 1");
	must(&t, "finish");
	assert_int_equal(here(&t), history_op_end(t.s->m, 1));
	talk_destroy(&t);
}

TEST(reverse_finish_goes_to_before_the_call)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "goto begin");
	must(&t, "advance rmqueue");
	uint64_t entry = here(&t);

	must(&t, "next 2");
	must(&t, "goto begin");
	must(&t, "advance rmqueue");
	must(&t, "reverse-finish");
	assert_int_equal(here(&t), entry - 1);
	must(&t, "goto 1");
	must(&t, "reverse-finish");
	assert_int_equal(here(&t), 0);
	talk_destroy(&t);
}

TEST(until_finds_functions_with_and_without_underscores)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	must(&t, "goto begin");
	must(&t, "until rmqueue_smallest");
	assert_string_equal(function_here(&t), "__rmqueue_smallest");
	uint64_t there = here(&t);

	must(&t, "goto end");
	must(&t, "reverse-until __rmqueue_smallest");
	assert_string_equal(function_here(&t), "__rmqueue_smallest");
	assert_true(here(&t) >= there);
	expect_error(&t, "until __rmqueue_smalest", "__rmqueue_smallest");
	talk_destroy(&t);
}

TEST(stepi_names_each_word_that_is_written)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	uint64_t writes = 0;
	uint64_t steps = history_steps(t.s->m);

	for (uint64_t p = 1; p <= steps; p++)
		writes += history_nr_writes(t.s->m, p);
	must(&t, "goto begin");
	for (uint64_t i = 0; i < writes; i++)
		expect_json(&t, "stepi", "\"write\":");
	expect_json(&t, "stepi", "end of history");
	/* The last step writes nothing, so the way back is as long. */
	assert_int_equal(history_nr_writes(t.s->m, steps), 0);
	for (uint64_t i = 0; i < writes; i++)
		expect_json(&t, "rsi", "\"write\":");
	expect_json(&t, "rsi", "beginning of history");
	talk_destroy(&t);
}

TEST(a_breakpoint_stops_operations_and_moves_both_ways)
{
	struct talk t = talk_create("small");

	expect_text(&t, "break __rmqueue_smallest", "breakpoint 1 at");
	expect_json(&t, "alloc 3", "\"stopped\":\"breakpoint\"");
	assert_string_equal(function_here(&t), "__rmqueue_smallest");
	uint64_t first = here(&t);

	must(&t, "goto end");
	while (here(&t) > first)
		must(&t, "rc");
	assert_int_equal(here(&t), first);
	must(&t, "disable 1");
	expect_json(&t, "c", "end of history");
	expect_text(&t, "info breakpoints", "no");
	must(&t, "delete");
	expect_text(&t, "info breakpoints", "no breakpoints");
	talk_destroy(&t);
}

TEST(a_condition_lets_a_breakpoint_pass_by)
{
	struct talk t = talk_create("small");

	must(&t, "break rmqueue if order > 2");
	expect_text(&t, "alloc 0", "$1 =");
	expect_text(&t, "alloc 3", "breakpoint 1: ");
	must(&t, "condition 1 order > 5");
	expect_text(&t, "alloc 3", "$3 =");
	must(&t, "condition 1");
	expect_text(&t, "alloc 0", "breakpoint 1: ");
	expect_error(&t, "break rmqueue if", "usage");
	expect_error(&t, "break rmqueue if 1 +", "");
	expect_error(&t, "condition 8 1", "no breakpoint 8");
	talk_destroy(&t);
}

TEST(tbreak_stops_once_and_ignore_passes_by)
{
	struct talk t = talk_create("small");

	must(&t, "tbreak rmqueue");
	expect_text(&t, "alloc 3", "breakpoint 1: ");
	expect_text(&t, "alloc 3", "$2 =");
	must(&t, "break rmqueue");
	must(&t, "ignore 2 1");
	expect_text(&t, "alloc 3", "$3 =");
	expect_text(&t, "alloc 3", "breakpoint 2: ");
	talk_destroy(&t);
}

TEST(marks_name_places)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "mark one");
	uint64_t one = here(&t);

	must(&t, "alloc 0");
	must(&t, "goto one");
	assert_int_equal(here(&t), one);
	expect_error(&t, "mark begin", "cannot name");
	expect_error(&t, "mark 7", "cannot name");
	expect_error(&t, "goto two", "no place");
	expect_error(&t, "goto op 9", "no operation 9");
	expect_text(&t, "diff one", "no difference");
	talk_destroy(&t);
}

TEST(what_moved_the_cursor_leaves_the_stop_before)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	must(&t, "goto 4");
	must(&t, "step 3");
	assert_int_equal(t.s->last_stop, 4);
	must(&t, "info breakpoints");
	assert_int_equal(t.s->last_stop, 4);
	talk_destroy(&t);
}

TEST(stepi_and_back_is_the_very_same_place)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	uint64_t end = history_steps(t.s->m);

	for (uint64_t place = 0; place < end; place++) {
		char line[32];

		snprintf(line, sizeof(line), "goto %d", (int)place);
		must(&t, line);
		must(&t, "stepi");
		uint64_t after = here(&t);

		assert_true(after > place);
		/* Further on and back, unless no word is left. */
		if (after < end) {
			must(&t, "stepi");
			must(&t, "rsi");
		}
		assert_int_equal(here(&t), after);
		must(&t, "rsi");
		assert_int_equal(here(&t), place);
	}
	talk_destroy(&t);
}

TEST(breakpoints_bear_the_kernels_exact_names)
{
	struct talk t = talk_create("small");

	expect_text(&t, "break rmqueue_smallest:take",
		    "__rmqueue_smallest:take");
	expect_json(&t, "break rmqueue_smallest",
		    "\"where\":\"__rmqueue_smallest\"");
	expect_text(&t, "info breakpoints", " __rmqueue_smallest\n");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(start_stops_at_the_first_step_with_the_keys_of_a_move),
		RUN(steps_forward_and_back_meet_again),
		RUN(step_at_the_end_of_an_operation_enters_the_next),
		RUN(next_never_ends_deeper_than_it_began),
		RUN(finish_leaves_the_function_and_then_the_operation),
		RUN(reverse_finish_goes_to_before_the_call),
		RUN(until_finds_functions_with_and_without_underscores),
		RUN(stepi_names_each_word_that_is_written),
		RUN(a_breakpoint_stops_operations_and_moves_both_ways),
		RUN(a_condition_lets_a_breakpoint_pass_by),
		RUN(tbreak_stops_once_and_ignore_passes_by),
		RUN(marks_name_places),
		RUN(what_moved_the_cursor_leaves_the_stop_before),
		RUN(stepi_and_back_is_the_very_same_place),
		RUN(breakpoints_bear_the_kernels_exact_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
