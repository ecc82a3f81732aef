/*
 * Long work: it tells how far it is, and ends early without a trace.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/check.h"

struct waiting {
	uint64_t told;
	uint64_t last;
	uint64_t total;
	uint64_t patience; /* how often it is heard before the work is ended */
};

static bool hear(void *context, uint64_t done, uint64_t total)
{
	struct waiting *w = context;

	w->told++;
	w->last = done;
	w->total = total;
	return w->told > w->patience;
}

static void wait_for(struct talk *t, struct waiting *w, uint64_t patience)
{
	*w = (struct waiting){ .patience = patience };
	session_set_progress(t->s, (struct progress){ hear, w });
}

TEST(an_operation_that_is_interrupted_is_undone)
{
	static const char *const lines[] = { "bulk 8000", "free $2" };
	struct talk t = talk_create("small");
	struct waiting w;

	must(&t, "alloc 3");
	must(&t, "bulk 6000");
	must(&t, "alloc 0");
	uint64_t steps = history_steps(t.s->m);
	uint64_t digest = model_digest(t.s->m);
	for (size_t i = 0; i < 2; i++) {
		wait_for(&t, &w, 2);
		expect_error(&t, lines[i], "the operation was undone");
		assert_int_equal(w.told, 3);
		assert_true(w.last > 2000 && w.last < w.total);
		assert_int_equal(history_ops(t.s->m), 3);
		assert_int_equal(history_steps(t.s->m), steps);
		assert_true(model_digest(t.s->m) == digest);
		wait_for(&t, &w, UINT64_MAX);
		assert_sound(t.s->m);
	}
	/* And it can be asked for again. */
	wait_for(&t, &w, UINT64_MAX);
	must(&t, "free $2");
	assert_int_equal(w.total, 6000);
	assert_sound(t.s->m);
	talk_destroy(&t);
}

TEST(a_batch_in_the_order_of_older_kernels_can_be_interrupted_too)
{
	struct talk t = talk_create("small,kernel=5.10");
	struct waiting w;

	must(&t, "bulk 6000");
	uint64_t digest = model_digest(t.s->m);
	wait_for(&t, &w, 1);
	expect_error(&t, "free $1", "the operation was undone");
	assert_true(model_digest(t.s->m) == digest);
	talk_destroy(&t);
}

TEST(a_check_that_is_interrupted_does_not_claim_that_all_is_well)
{
	struct talk t = talk_create("pc");
	struct waiting w;

	wait_for(&t, &w, 3);
	expect_error(&t, "check", "not everything was checked");
	assert_int_equal(w.told, 4);
	wait_for(&t, &w, UINT64_MAX);
	expect_text(&t, "check", " 0 broken");
	assert_true(w.told > 3);
	assert_true(w.last <= w.total);
	talk_destroy(&t);
}

TEST(a_question_that_is_interrupted_says_that_not_all_was_tried)
{
	struct talk t = talk_create("small,mem=8M");
	struct waiting w;

	must(&t, "bulk 1900 movable");
	uint64_t digest = model_digest(t.s->m);
	wait_for(&t, &w, 5);
	expect_text(&t, "whynot 9", "Interrupted: not all was tried.");
	assert_int_equal(w.told, 6);
	assert_true(model_digest(t.s->m) == digest);
	wait_for(&t, &w, UINT64_MAX);
	must(&t, "whynot 9");
	expect_not_in(t.said.start, "Interrupted");
	assert_true(w.last <= w.total);
	talk_destroy(&t);
}

TEST(a_long_move_stops_where_it_was_interrupted)
{
	enum { OPERATIONS = 2100 };
	struct talk t = talk_create("small");
	struct waiting w;

	for (int i = 0; i < OPERATIONS; i++)
		must(&t, i % 2 ? "free $" : "alloc 0");
	must(&t, "break __alloc_pages_slowpath");
	must(&t, "goto 0");
	wait_for(&t, &w, 1);
	expect_text(&t, "continue", "interrupted");
	assert_int_equal(w.told, 2);
	assert_int_equal(here(&t), w.last);
	assert_int_equal(w.total, history_steps(t.s->m));
	wait_for(&t, &w, 0);
	expect_text(&t, "reverse-continue", "interrupted");
	talk_destroy(&t);
}

TEST(a_script_tells_of_its_lines_and_not_of_what_they_do)
{
	char path[] = "/tmp/mmscope-progress-XXXXXX";
	struct talk t = talk_create("small");
	struct waiting w;
	char line[64];
	FILE *file = fdopen(mkstemp(path), "w");

	assert_non_null(file);
	fputs("alloc 0\nbulk 6000\ncheck\n", file);
	fclose(file);
	wait_for(&t, &w, UINT64_MAX);
	snprintf(line, sizeof(line), "source %s", path);
	must(&t, line);
	unlink(path);
	assert_in_range(w.told, 3, 4);
	assert_int_equal(w.total, strlen("alloc 0\nbulk 6000\ncheck\n"));
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(an_operation_that_is_interrupted_is_undone),
		RUN(a_batch_in_the_order_of_older_kernels_can_be_interrupted_too),
		RUN(a_check_that_is_interrupted_does_not_claim_that_all_is_well),
		RUN(a_question_that_is_interrupted_says_that_not_all_was_tried),
		RUN(a_long_move_stops_where_it_was_interrupted),
		RUN(a_script_tells_of_its_lines_and_not_of_what_they_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
