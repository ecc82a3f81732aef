/*
 * Worked scenarios: compaction that cannot move anything, and what its failure
 * means for the requests that follow.
 */
#include "tests/scenario.h"

TEST(early_compaction_is_for_what_compaction_serves_best)
{
	struct model *m = in_pieces("6.12");

	take(m, 1, K);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COMPACT, 0, 3), true);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT, 0, 1),
			 COMPACT_PRIO_ASYNC);
	take(m, 1, MV);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COMPACT, 0, 3), false);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT, 0, 1),
			 COMPACT_PRIO_SYNC_LIGHT);
	/* Who may use all reserves does not wait for compaction. */
	take(m, 1, K "|__GFP_MEMALLOC");
	assert_true(passed(m, PROBE_PFMEMALLOC_FLAGS) > 1);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT, 0, 1),
			 COMPACT_PRIO_SYNC_LIGHT);
	model_destroy(m);
}

TEST(in_7_2_early_compaction_takes_the_place_of_the_first_reclaim)
{
	struct model *m = in_pieces("7.2");

	take(m, 4, K);
	assert_int_equal(operand(m, PROBE_SLOWPATH_RECLAIM, 0, 1), true);
	assert_int_equal(operand(m, PROBE_SLOWPATH_RECLAIM, 1, 1), false);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 1);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT, 0, 1),
			 COMPACT_PRIO_ASYNC);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT, 1, 1),
			 COMPACT_PRIO_SYNC_LIGHT);
	model_destroy(m);
}

static void assert_deferral(const struct model *m, unsigned considered,
			    unsigned shift)
{
	assert_int_equal(zone_at(m, 0)->compact_considered, considered);
	assert_int_equal(zone_at(m, 0)->compact_defer_shift, shift);
}

TEST(compaction_that_failed_is_put_off_twice_as_long_each_time)
{
	struct model *m = in_pieces("6.12");

	assert_deferral(m, 0, 0);
	take(m, 4, K);
	assert_int_equal(passed(m, PROBE_DEFER_COMPACTION), 1);
	assert_deferral(m, 0, 1);
	/* Its early compaction is put off, the later one is due. */
	take(m, 4, K);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT_RESULT, 0, 0),
			 COMPACT_DEFERRED);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT_RESULT, 1, 0),
			 COMPACT_COMPLETE);
	assert_deferral(m, 0, 2);
	take(m, 4, K);
	assert_int_equal(passed(m, PROBE_COMPACT_ZONE), 0);
	assert_deferral(m, 2, 2);
	for (unsigned i = 0; i < 300; i++)
		take(m, 4, K);
	assert_int_equal(zone_at(m, 0)->compact_defer_shift, 6);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_huge_page_that_does_not_insist_ends_where_compaction_is_put_off)
{
	struct model *m = in_pieces("6.12");
	const char *huge = "GFP_TRANSHUGE|__GFP_NORETRY";

	/* Compacted in vain: it may reclaim once, without insisting. */
	assert_int_equal(take(m, 9, huge), PFN_NONE);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COMPACTED, 0, 3), false);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 1);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT, 1, 1),
			 COMPACT_PRIO_ASYNC);
	take(m, 4, K);
	assert_int_equal(take(m, 9, huge), PFN_NONE);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COMPACTED, 0, 0),
			 COMPACT_DEFERRED);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COMPACTED, 0, 3), true);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 0);
	model_destroy(m);
}

TEST(too_little_memory_is_nothing_that_compaction_could_mend)
{
	struct model *m = used_up("6.12");

	take(m, 2, K);
	assert_int_equal(operand(m, PROBE_DIRECT_COMPACT_RESULT, 0, 0),
			 COMPACT_SKIPPED);
	assert_int_equal(passed(m, PROBE_COMPACTION_SUITABLE_INDEX), 0);
	model_destroy(m);
}

TEST(compaction_is_retried_harder_and_harder)
{
	struct model *m = in_pieces("6.12");
	struct alloc_context ac = prepare_alloc_pages(m, gfp_named(m, K), 2, 0);
	struct slow_request slow = inner_request(&ac);

	assert_true(should_compact_retry(m, &slow));
	assert_int_equal(slow.compact_priority, COMPACT_PRIO_SYNC_FULL);
	assert_false(should_compact_retry(m, &slow));
	/* Costly orders stop one priority earlier. */
	ac.order = 4;
	slow = inner_request(&ac);
	assert_false(should_compact_retry(m, &slow));
	ac.order = 0;
	slow.compact_priority = COMPACT_PRIO_ASYNC;
	assert_false(should_compact_retry(m, &slow));
	model_destroy(m);
}

TEST(successful_compaction_is_repeated_a_limited_number_of_times)
{
	struct model *m = in_pieces("6.12");
	struct alloc_context ac = prepare_alloc_pages(m, gfp_named(m, K), 4, 0);
	struct slow_request slow = inner_request(&ac);

	slow.compact_result = COMPACT_SUCCESS;
	for (unsigned i = 0; i < 4; i++)
		assert_true(should_compact_retry(m, &slow));
	assert_false(should_compact_retry(m, &slow));
	slow.compact_result = COMPACT_SKIPPED;
	assert_true(should_compact_retry(m, &slow));
	model_destroy(m);
	/* Skipped, and no zone has the room that it would take. */
	m = used_up("6.12");
	ac = prepare_alloc_pages(m, gfp_named(m, K), 4, 0);
	assert_false(should_compact_retry(m, &slow));
	model_destroy(m);
}

TEST(a_block_found_after_compaction_ends_its_deferral)
{
	struct model *m = in_pieces("6.12");

	take(m, 4, K);
	assert_deferral(m, 0, 1);
	for (pfn_t pfn = 1; pfn < 2048; pfn += 2)
		give_back(m, pfn, 0);
	/* A part of an operation is none: the history knows nothing of it. */
	unsigned mode = m->mode;

	m->mode = TAPE_OFF;
	struct alloc_context ac = prepare_alloc_pages(m, gfp_named(m, K), 4, 0);
	struct slow_request slow = inner_request(&ac);

	assert_int_not_equal(alloc_pages_direct_compact(m, &slow), PFN_NONE);
	m->mode = mode;
	assert_deferral(m, 0, 0);
	assert_int_equal(zone_at(m, 0)->compact_order_failed, 5);
	/* Smaller orders than the one that failed are not put off. */
	take(m, 4, K);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(early_compaction_is_for_what_compaction_serves_best),
		RUN(in_7_2_early_compaction_takes_the_place_of_the_first_reclaim),
		RUN(compaction_that_failed_is_put_off_twice_as_long_each_time),
		RUN(a_huge_page_that_does_not_insist_ends_where_compaction_is_put_off),
		RUN(too_little_memory_is_nothing_that_compaction_could_mend),
		RUN(compaction_is_retried_harder_and_harder),
		RUN(successful_compaction_is_repeated_a_limited_number_of_times),
		RUN(a_block_found_after_compaction_ends_its_deferral),
	};

	return cmocka_run_group_tests_name("scenarios: compaction", tests, NULL,
					   NULL);
}
