/*
 * What a session makes of operations: values, refusals, and a rewritten past.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <string.h>

TEST(only_alloc_and_bulk_make_values_numbered_by_operations)
{
	struct talk t = talk_create("small");

	expect_text(&t, "alloc 0", "$1 = pfn");
	must(&t, "free $1");
	expect_text(&t, "bulk 3", "$2 = 3 of 3 pages");
	must(&t, "cpu 0");
	expect_text(&t, "alloc 2", "$3 = pfn");
	expect_json(&t, "alloc 0 movable", "\"ref\":\"$4\"");
	talk_destroy(&t);
}

TEST(a_dollar_is_the_last_value_and_an_index_picks_from_a_bulk)
{
	struct talk t = talk_create("small");
	char pfn[32];

	must(&t, "bulk 3");
	snprintf(pfn, sizeof(pfn), "pfn %u,", result(&t, 1)->pfns[1]);
	expect_text(&t, "free $1[1]", pfn);
	must(&t, "alloc 1");
	snprintf(pfn, sizeof(pfn), "pfn %u,", result(&t, 3)->pfn);
	expect_text(&t, "free $", pfn);
	expect_error(&t, "free $1[3]", "last index is 2");
	expect_error(&t, "free $1[x]", "$2[0]");
	expect_error(&t, "free $2[0]", "only the values of bulk");
	expect_error(&t, "free $7", "the history has 2");
	talk_destroy(&t);
}

TEST(freeing_the_value_of_a_bulk_frees_all_its_pages)
{
	struct talk t = talk_create("small");

	must(&t, "drain");
	int64_t before = zone_free_exact(t.s->m, 0);

	must(&t, "bulk 5 movable");
	expect_text(&t, "free $1", "5 blocks freed");
	must(&t, "drain");
	assert_int_equal(zone_free_exact(t.s->m, 0), before);
	talk_destroy(&t);
}

TEST(a_refused_request_is_an_answer_and_its_value_no_page)
{
	struct talk t = talk_create("small");

	expect_json(&t, "alloc 11", "\"ok\":true");
	expect_in(t.said.start, "\"pfn\":null");
	expect_in(t.said.start, "\"path\":\"fail\"");
	assert_int_equal(t.status, STATUS_OK);
	expect_error(&t, "free $1", "operation 1 (alloc 11");
	expect_json(&t, "alloc 255", "\"pfn\":null,\"order\":255");
	assert_int_equal(t.status, STATUS_OK);
	expect_error(&t, "alloc 256", "0 to 255");
	expect_error(&t, "alloc 1K", "0 to 255");
	talk_destroy(&t);
}

TEST(an_operation_that_is_impossible_changes_nothing)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "free $1");
	must(&t, "goto 3");
	expect_error(&t, "alloc", "usage: alloc ORDER");
	expect_error(&t, "alloc 0 GFP_KERNAL", "GFP_KERNEL");
	expect_error(&t, "alloc 0 node=7", "no node 7");
	expect_error(&t, "alloc 0 cpu=9", "no cpu 9");
	expect_error(&t, "alloc 0 tag=x", "FILE:LINE:FUNCTION");
	expect_error(&t, "free 99999999", "outside of this machine");
	must(&t, "goto end");
	expect_error(&t, "free $1", "free already");
	expect_error(&t, "start walk", "no operation");
	talk_destroy(&t);
}

TEST(an_operation_in_the_past_drops_the_future_and_says_how_much)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "mark early");
	uint64_t kept = history_steps(t.s->m);

	must(&t, "alloc 0 movable");
	must(&t, "alloc 1");
	must(&t, "mark late");
	uint64_t dropped = history_steps(t.s->m) - kept;
	char words[64];

	snprintf(words, sizeof(words),
		 "2 operations (%llu steps) after this point were dropped",
		 (unsigned long long)dropped);
	must(&t, "goto op 2");
	expect_text(&t, "alloc 3", words);
	assert_int_equal(history_ops(t.s->m), 2);
	expect_text(&t, "mark", "early");
	assert_null(strstr(t.said.start, "late"));
	expect_text(&t, "alloc 0", "$3 = ");
	talk_destroy(&t);
}

TEST(a_value_in_the_rewound_future_is_refused)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "alloc 1");
	must(&t, "goto op 2");
	expect_error(&t, "free $2", "future");
	expect_error(&t, "page $2", "future");
	must(&t, "step");
	expect_error(&t, "page $2", "not there yet");
	must(&t, "goto begin");
	expect_error(&t, "free $", "no value yet");
	talk_destroy(&t);
}

TEST(an_operation_given_inside_another_first_finishes_that_one)
{
	struct talk t = talk_create("small");

	must(&t, "start alloc 0");
	assert_int_equal(here(&t), 1);
	must(&t, "step 2");
	must(&t, "free $");
	assert_int_equal(history_ops(t.s->m), 2);
	assert_int_equal(history_op(t.s->m, 2)->pfn, result(&t, 1)->pfn);
	talk_destroy(&t);
}

TEST(boot_starts_anew_and_refuses_what_cannot_be)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	expect_error(&t, "boot mem=0", "mem=");
	expect_error(&t, "boot nodes=99", "nodes");
	expect_error(&t, "boot toaster", "no machine");
	expect_text(&t, "boot pc", "pc: 8 GiB, 1 node, 4 cpus");
	assert_int_equal(history_ops(t.s->m), 0);
	expect_text(&t, "alloc 0", "$1 =");
	talk_destroy(&t);
}

TEST(a_name_given_to_a_page_lives_as_long_as_its_operation)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "alloc 1");
	must(&t, "set $second = $2");
	expect_text(&t, "page $second", "");
	must(&t, "goto op 2");
	expect_error(&t, "page $second", "future");
	must(&t, "alloc 3");
	expect_error(&t, "page $second", "has no value");
	expect_error(&t, "set $1 = $2", "cannot name");
	talk_destroy(&t);
}

TEST(a_block_whose_first_page_is_held_goes_back_without_it)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 2");
	must(&t, "get $1");
	expect_text(&t, "free $1",
		    "refcount 1, somebody holds page 0 still; the other 3 "
		    "pages of the block went back");
	must(&t, "alloc 2 GFP_KERNEL|__GFP_COMP");
	must(&t, "get $2");
	expect_json(&t, "free $2", "\"merged_order\":null,\"refcount\":1");
	must(&t, "get $2");
	must(&t, "put $2");
	expect_text(&t, "page $2", "head of a compound page");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(only_alloc_and_bulk_make_values_numbered_by_operations),
		RUN(a_dollar_is_the_last_value_and_an_index_picks_from_a_bulk),
		RUN(freeing_the_value_of_a_bulk_frees_all_its_pages),
		RUN(a_refused_request_is_an_answer_and_its_value_no_page),
		RUN(an_operation_that_is_impossible_changes_nothing),
		RUN(an_operation_in_the_past_drops_the_future_and_says_how_much),
		RUN(a_value_in_the_rewound_future_is_refused),
		RUN(an_operation_given_inside_another_first_finishes_that_one),
		RUN(boot_starts_anew_and_refuses_what_cannot_be),
		RUN(a_name_given_to_a_page_lives_as_long_as_its_operation),
		RUN(a_block_whose_first_page_is_held_goes_back_without_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
