/*
 * Several futures of one past.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/op_log.h"
#include "tests/scratch.h"

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

TEST(a_branch_keeps_the_future_that_an_operation_would_drop)
{
	struct talk t = some_history();
	uint64_t end = model_digest(t.s->m);
	uint64_t steps = history_steps(t.s->m);

	must(&t, "mark late");
	must(&t, "goto op 3");
	expect_text(&t, "branch other", "main keeps the 4 operations");
	must(&t, "alloc 5");
	expect_not_in(t.said.start, "dropped");
	uint64_t other = model_digest(t.s->m);

	assert_int_not_equal(other, end);
	expect_error(&t, "goto late", "no place");
	must(&t, "switch main");
	must(&t, "goto late");
	assert_int_equal(here(&t), steps);
	assert_true(model_digest(t.s->m) == end);
	must(&t, "switch other");
	assert_true(model_digest(t.s->m) == other);
	must(&t, "check");
	talk_destroy(&t);
}

/* Branches whose ways fork off at different operations. */
static struct talk three_branches(void)
{
	struct talk t = some_history();

	must(&t, "goto op 5");
	must(&t, "branch second");
	must(&t, "alloc 2 movable tag=a.c:1:f");
	must(&t, "goto op 2");
	must(&t, "branch third");
	must(&t, "alloc 6");
	return t;
}

TEST(a_branch_is_given_up_by_name)
{
	struct talk t = three_branches();
	uint64_t end = model_digest(t.s->m);

	expect_error(&t, "delete branch third", "is the history now");
	expect_error(&t, "delete branch second none", "no branch none");
	expect_text(&t, "branches", "second");
	expect_text(&t, "delete branch second main", "2 branches deleted");
	expect_text(&t, "branches", "no other branch");
	assert_true(model_digest(t.s->m) == end);
	expect_error(&t, "switch main", "no branch main");
	expect_error(&t, "delete branch", "delete [N...]");
	must(&t, "check");
	talk_destroy(&t);
}

TEST(marks_are_taken_away_all_or_none)
{
	struct talk t = some_history();

	must(&t, "mark one");
	must(&t, "mark two");
	must(&t, "set changes two");
	expect_error(&t, "delete mark two three", "no mark three");
	expect_text(&t, "mark", "two");
	expect_text(&t, "delete mark two", "1 mark deleted");
	expect_error(&t, "goto two", "no place");
	must(&t, "goto one");
	must(&t, "changes");
	talk_destroy(&t);
}

TEST(branches_find_their_way_whichever_history_they_left)
{
	static const char *const names[] = { "main", "second", "third" };
	struct talk t = three_branches();
	uint64_t digests[3] = { 0 };

	for (unsigned round = 0; round < 12; round++) {
		unsigned which = round * 7 % 3;
		char line[32];

		snprintf(line, sizeof(line), "switch %s", names[which]);
		say(&t, line);
		must(&t, "goto end");
		if (digests[which] == 0)
			digests[which] = model_digest(t.s->m);
		assert_true(model_digest(t.s->m) == digests[which]);
	}
	must(&t, "switch second");
	expect_text(&t, "branches", "main            leaves after operation 4");
	expect_in(t.said.start, "third           leaves after operation 1");
	talk_destroy(&t);
}

TEST(an_operation_in_the_past_drops_no_other_branch)
{
	struct talk t = three_branches();

	must(&t, "switch main");
	must(&t, "goto end");
	uint64_t end = model_digest(t.s->m);

	must(&t, "switch second");
	must(&t, "goto begin");
	expect_text(&t, "alloc 1", "dropped");
	must(&t, "switch main");
	must(&t, "goto end");
	assert_true(model_digest(t.s->m) == end);
	talk_destroy(&t);
}

TEST(looking_at_a_branch_leaves_all_as_it_was)
{
	struct talk t = three_branches();
	uint64_t stood = here(&t);
	uint64_t digest = model_digest(t.s->m);

	must(&t, "set $mine = $2");
	must(&t, "diff main second");
	expect_in(t.said.start, "node 0 Normal: ");
	assert_int_equal(here(&t), stood);
	assert_true(model_digest(t.s->m) == digest);
	must(&t, "page $mine");
	expect_text(&t, "branches", "* third");
	expect_text(&t, "diff third third", "no difference");
	talk_destroy(&t);
}

TEST(names_of_branches_and_marks_do_not_clash)
{
	struct talk t = three_branches();

	expect_error(&t, "branch main", "already");
	expect_error(&t, "branch third", "already");
	expect_error(&t, "branch 9", "cannot name a branch");
	expect_error(&t, "mark main", "is a branch");
	expect_error(&t, "switch third", "this is branch third already");
	expect_error(&t, "switch fourth", "there is no branch fourth");
	must(&t, "mark here");
	expect_error(&t, "branch here", "is a mark");
	must(&t, "boot small");
	expect_text(&t, "branches", "no other branch");
	talk_destroy(&t);
}

static bool at_once(void *context, uint64_t done, uint64_t total)
{
	(void)context;
	(void)done;
	(void)total;
	return true;
}

TEST(an_interrupted_switch_changes_nothing)
{
	struct talk t = three_branches();
	uint64_t stood = here(&t);
	uint64_t digest = model_digest(t.s->m);

	session_set_progress(t.s, (struct progress){ .report = at_once });
	expect_error(&t, "switch main", "interrupted");
	session_set_progress(t.s, (struct progress){ .report = NULL });
	assert_int_equal(here(&t), stood);
	assert_true(model_digest(t.s->m) == digest);
	must(&t, "switch main");
	must(&t, "check");
	talk_destroy(&t);
}

TEST(branches_are_saved_and_come_back)
{
	struct talk t = three_branches();
	struct scratch files;
	char line[192];

	scratch_init(&files);
	snprintf(line, sizeof(line), "save %s",
		 scratch_path(&files, "branches.json"));
	must(&t, line);
	char *text = text_of(files.path);

	expect_in(text, "\"branch\":\"third\"");
	must(&t, "boot pc");
	snprintf(line, sizeof(line), "load %s", files.path);
	must(&t, line);
	expect_text(&t, "branches", "* third");
	must(&t, "switch second");
	must(&t, "switch main");
	must(&t, "switch third");
	must(&t, "goto end");
	snprintf(line, sizeof(line), "load %s", files.path);
	must(&t, line);
	snprintf(line, sizeof(line), "save %s",
		 scratch_path(&files, "again.json"));
	must(&t, line);
	char *again = text_of(files.path);

	assert_string_equal(again, text);
	free(again);
	free(text);
	/* The last one keeps its name. */
	must(&t, "delete branch main second");
	must(&t, line);
	snprintf(line, sizeof(line), "load %s", files.path);
	must(&t, line);
	expect_text(&t, "branches", "* third");
	expect_in(t.said.start, "no other branch");
	scratch_deinit(&files);
	talk_destroy(&t);
}

TEST(a_log_is_cut_and_joined_without_losing_an_operation)
{
	struct talk t = some_history();
	struct op_log *all = op_log_take(t.s->m, 0);
	struct op_log *first = op_log_first(all, 2);
	struct op_log *rest = op_log_rest(all, 2);
	struct op_log *joined = op_log_join(first, rest);

	op_log_release(first);
	op_log_release(rest);
	assert_int_equal(op_log_length(joined), 6);
	assert_int_equal(op_log_common(all, joined), 6);
	op_log_release(all);
	assert_int_equal(op_log_at(joined, 3)->kind, OP_BULK);
	assert_int_equal(op_log_at(joined, 4)->count, 2);
	op_log_release(joined);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_branch_keeps_the_future_that_an_operation_would_drop),
		RUN(branches_find_their_way_whichever_history_they_left),
		RUN(a_branch_is_given_up_by_name),
		RUN(marks_are_taken_away_all_or_none),
		RUN(an_operation_in_the_past_drops_no_other_branch),
		RUN(looking_at_a_branch_leaves_all_as_it_was),
		RUN(names_of_branches_and_marks_do_not_clash),
		RUN(an_interrupted_switch_changes_nothing),
		RUN(branches_are_saved_and_come_back),
		RUN(a_log_is_cut_and_joined_without_losing_an_operation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
