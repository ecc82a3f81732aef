/*
 * Seeing change: what the screen makes stand out, what `changes` lists, and
 * a page that is followed.
 */
#include "tests/talk.h"

#include <string.h>

#include "tui/view.h"

static struct view seen(const struct talk *t)
{
	struct view v;

	view_take(t->s, true, &v);
	return v;
}

static enum change nr_free_change(const struct talk *t, unsigned order)
{
	struct view v = seen(t);

	return (enum change)v.changes.nr_free[0][order];
}

/* An allocation that splits a block of order 10 from step 31 on; the cursor
 * stands where its halves have gone back down to order 5. */
static struct talk splitting(void)
{
	struct talk t = talk_create("small");

	must(&t, "start alloc 5");
	must(&t, "mark before");
	must(&t, "tbreak expand");
	must(&t, "continue");
	must(&t, "mark splitting");
	must(&t, "step");
	must(&t, "step 4");
	return t;
}

TEST(the_last_step_stands_out_more_than_what_was_before)
{
	struct talk t = splitting();

	must(&t, "finish");
	must(&t, "rs");
	must(&t, "step");
	must(&t, "goto before");
	must(&t, "goto end");
	assert_int_equal(nr_free_change(&t, 5), CHANGE_SINCE_BASE);
	assert_int_equal(nr_free_change(&t, 0), CHANGE_NONE);
	talk_destroy(&t);
}

TEST(changes_of_a_step_alone_are_what_it_wrote)
{
	struct talk t = splitting();

	must(&t, "set changes step");
	struct view v = seen(&t);
	unsigned last = 0;

	for (unsigned order = 0; order <= 10; order++) {
		assert_int_not_equal(v.changes.nr_free[0][order],
				     CHANGE_SINCE_BASE);
		last += v.changes.nr_free[0][order] == CHANGE_LAST_STEP;
	}
	assert_true(last <= 1);
	talk_destroy(&t);
}

TEST(changes_since_a_mark_reach_back_to_it)
{
	struct talk t = splitting();

	must(&t, "goto end");
	must(&t, "rs");
	assert_int_equal(nr_free_change(&t, 9), CHANGE_NONE);
	must(&t, "set changes before");
	assert_int_equal(nr_free_change(&t, 9), CHANGE_SINCE_BASE);
	expect_text(&t, "show changes", "changed since step 1");
	talk_destroy(&t);
}

TEST(changes_take_no_place_that_has_no_mark)
{
	struct talk t = splitting();

	expect_error(&t, "set changes nowhere",
		     "write one of stop step or a mark");
	expect_error(&t, "changes nowhere", "no place of this history");
	talk_destroy(&t);
}

TEST(a_mark_that_goes_leaves_the_last_stop)
{
	struct talk t = splitting();

	must(&t, "alloc 0");
	must(&t, "mark late");
	must(&t, "set changes late");
	must(&t, "goto begin");
	must(&t, "alloc 1");
	assert_int_equal(session_changes_base(t.s), t.s->last_stop);
	talk_destroy(&t);
}

TEST(changes_lists_what_differs_from_the_base)
{
	struct talk t = splitting();

	must(&t, "goto splitting");
	must(&t, "step 2");
	expect_text(&t, "changes step", "free list");
	expect_in(t.said.start, "from step");
	expect_text(&t, "changes before", "free_area[10].nr_free");
	expect_json(&t, "changes step", "\"changes\":[{");
	must(&t, "goto begin");
	expect_text(&t, "changes step", "no difference");
	talk_destroy(&t);
}

TEST(looking_at_changes_leaves_everything_as_it_was)
{
	struct talk t = splitting();
	uint64_t position = here(&t);
	uint64_t digest = model_digest(t.s->m);
	uint64_t stop = t.s->last_stop;

	must(&t, "changes begin");
	assert_int_equal(here(&t), position);
	assert_int_equal(model_digest(t.s->m), digest);
	assert_int_equal(t.s->last_stop, stop);
	talk_destroy(&t);
}

TEST(a_page_followed_tells_what_becomes_of_it)
{
	struct talk t = talk_create("small");

	must(&t, "follow 0");
	expect_in(t.said.start, "following page 0: free, list 10 M");
	expect_text(&t, "alloc 0 movable",
		    "page 0: free, list 10 M, block 0 of order 10 -> "
		    "allocated\n");
	expect_text(&t, "free $1",
		    "page 0: allocated -> on pcp list M0 of cpu 0\n");
	expect_text(&t, "drain", "page 0: on pcp list M0 of cpu 0 -> free");
	expect_text(&t, "goto op 2", "-> allocated");
	must(&t, "step");
	expect_not_in(t.said.start, "page 0: allocated ->");
	talk_destroy(&t);
}

TEST(a_page_followed_is_told_as_json_too)
{
	struct talk t = talk_create("small");

	must(&t, "follow 0");
	expect_json(&t, "alloc 0 movable",
		    "\"followed\":{\"pfn\":0,\"from\":\"free, list 10 M");
	expect_json(&t, "follow", "\"pfn\":0,\"state\":\"allocated\"");
	talk_destroy(&t);
}

TEST(a_page_followed_stays_in_the_inspector)
{
	struct talk t = talk_create("small");

	must(&t, "follow 512");
	must(&t, "start alloc 0 movable");
	must(&t, "step 20");
	struct view v = seen(&t);
	assert_int_equal(v.page, 512);
	assert_true(view_follows(&v, 512, 1));
	assert_true(view_follows(&v, 0, 1024));
	assert_false(view_follows(&v, 0, 512));
	/* Another page is no change of this one. */
	must(&t, "follow 1");
	expect_not_in(t.said.start, "->");
	must(&t, "follow off");
	v = seen(&t);
	assert_int_not_equal(v.page, 512);
	assert_false(view_follows(&v, 0, UINT64_MAX));
	talk_destroy(&t);
}

/* Layout `page` stays with what was asked for; what operations gave and took
 * was not. */
TEST(the_inspector_shows_the_page_of_the_step_unless_another_was_asked_for)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0 movable");
	must(&t, "free $1");
	must(&t, "start alloc 9");
	must(&t, "until expand");
	pfn_t spoken_of = seen(&t).page;

	must(&t, "layout page");
	assert_int_equal(seen(&t).page, spoken_of);
	must(&t, "page 77");
	must(&t, "step");
	assert_int_equal(seen(&t).page, 77);
	must(&t, "layout step");
	assert_int_not_equal(seen(&t).page, 77);
	talk_destroy(&t);
}

TEST(a_block_on_its_way_is_on_no_list)
{
	struct talk t = talk_create("small");

	must(&t, "follow 512");
	must(&t, "start alloc 0 movable");
	must(&t, "tbreak expand");
	expect_text(&t, "continue", "block 0 of order 10 -> on no list\n");
	expect_text(&t, "step", "page 512: on no list -> free, list 9 M");
	talk_destroy(&t);
}

TEST(no_page_is_followed_that_is_none)
{
	struct talk t = talk_create("small");

	expect_error(&t, "follow 99999999", "99999999");
	must(&t, "follow 3");
	must(&t, "boot pc");
	expect_text(&t, "follow", "following no page");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_last_step_stands_out_more_than_what_was_before),
		RUN(changes_of_a_step_alone_are_what_it_wrote),
		RUN(changes_since_a_mark_reach_back_to_it),
		RUN(changes_take_no_place_that_has_no_mark),
		RUN(a_mark_that_goes_leaves_the_last_stop),
		RUN(changes_lists_what_differs_from_the_base),
		RUN(looking_at_changes_leaves_everything_as_it_was),
		RUN(a_page_followed_tells_what_becomes_of_it),
		RUN(a_page_followed_is_told_as_json_too),
		RUN(a_page_followed_stays_in_the_inspector),
		RUN(the_inspector_shows_the_page_of_the_step_unless_another_was_asked_for),
		RUN(a_block_on_its_way_is_on_no_list),
		RUN(no_page_is_followed_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
