/*
 * Worked scenarios: the slow path, where reclaim, compaction and the OOM
 * killer would have to help and cannot.
 */
#include "tests/scenario.h"

#define NOFAIL   K "|__GFP_NOFAIL"
#define NORETRY  K "|__GFP_NORETRY"
#define MAYFAIL  K "|__GFP_RETRY_MAYFAIL"
#define THISNODE K "|__GFP_THISNODE"

TEST(urgent_requests_never_come_to_reclaim)
{
	struct model *m = used_up("6.12");

	assert_int_equal(take(m, 0, "GFP_NOWAIT"), PFN_NONE);
	assert_int_equal(passed(m, PROBE_SLOWPATH_CANNOT_WAIT), 1);
	assert_int_equal(passed(m, PROBE_SLOWPATH_RECLAIM), 0);
	take_until_refused(m, A);
	assert_int_equal(take(m, 0, A), PFN_NONE);
	assert_int_equal(passed(m, PROBE_SLOWPATH_CANNOT_WAIT), 1);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 0);
	assert_int_equal(operand(m, PROBE_WARN_ALLOC, 0, 2), false);
	model_destroy(m);
}

TEST(reclaim_in_vain_is_tried_seventeen_times_before_the_oom_killer)
{
	struct model *m = used_up("6.12");

	/* Twice the free pages would be above the mark, so there is hope. */
	assert_int_equal(take(m, 0, K), PFN_NONE);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 17);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM_DRAIN), 0);
	assert_int_equal(operand(m, PROBE_RECLAIM_RETRY, 16, 2), 17);
	assert_int_equal(passed(m, PROBE_RECLAIM_RETRY_ENOUGH), 1);
	assert_int_equal(passed(m, PROBE_UNRESERVE_HIGHATOMIC), 1);
	assert_int_equal(operand(m, PROBE_MAY_OOM_KILL, 0, 4), true);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 1);
	assert_int_equal(passed(m, PROBE_SLOWPATH_ENDLESS), 0);
	assert_int_equal(passed(m, PROBE_WARN_ALLOC), 1);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_zone_without_hope_ends_reclaim_at_once)
{
	struct model *m = used_up("6.12");

	take_until_refused(m, K "|__GFP_HIGH");
	assert_free(m, 128);
	assert_int_equal(take(m, 0, K), PFN_NONE);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 1);
	assert_int_equal(passed(m, PROBE_RECLAIM_RETRY_ENOUGH), 0);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 1);
	model_destroy(m);
}

TEST(one_round_is_enough_for_noretry)
{
	struct model *m = used_up("6.12");

	assert_int_equal(take(m, 0, NORETRY), PFN_NONE);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 1);
	assert_int_equal(passed(m, PROBE_RECLAIM_RETRY), 0);
	assert_int_equal(passed(m, PROBE_MAY_OOM), 0);
	model_destroy(m);
}

TEST(a_request_that_would_rather_fail_kills_nobody)
{
	struct model *m = used_up("6.12");

	assert_int_equal(take(m, 0, MAYFAIL), PFN_NONE);
	assert_int_equal(passed(m, PROBE_RECLAIM_RETRY), 17);
	assert_int_equal(passed(m, PROBE_MAY_OOM), 1);
	assert_int_equal(operand(m, PROBE_MAY_OOM_KILL, 0, 2), true);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 0);
	assert_int_equal(take(m, 0, THISNODE), PFN_NONE);
	assert_int_equal(operand(m, PROBE_MAY_OOM_KILL, 0, 2), true);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 0);
	model_destroy(m);
}

TEST(a_request_for_low_zones_only_kills_nobody)
{
	struct boot_config config = one_zone(64);

	config.zone_wanted[ZONE_DMA] = true;
	config.pcp = false;
	struct model *m = boot(&config);

	take_until_refused(m, K "|GFP_DMA");
	assert_int_equal(operand(m, PROBE_MAY_OOM_KILL, 0, 3), true);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 0);
	model_destroy(m);
}

TEST(without_fs_the_kernel_counts_on_others_and_the_model_has_none)
{
	struct model *m = used_up("6.12");

	assert_int_equal(take(m, 0, "GFP_NOFS"), PFN_NONE);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 1);
	assert_int_equal(operand(m, PROBE_OUT_OF_MEMORY, 0, 1), false);
	assert_int_equal(operand(m, PROBE_SLOWPATH_ENDLESS, 0, 0), false);
	model_destroy(m);
}

TEST(nofail_gets_the_last_page_when_killing_is_all_that_is_left)
{
	struct model *m = used_up("6.12");

	/* OOM opens all reserves to it, whatever the marks. */
	assert_int_equal(take_until_refused(m, NOFAIL), 256);
	assert_free(m, 0);
	assert_int_equal(passed(m, PROBE_CPUSET_FALLBACK), 1);
	assert_int_equal(operand(m, PROBE_SLOWPATH_ENDLESS, 0, 0), true);
	assert_sound(m);
	model_destroy(m);
}

static void assert_nofail_large(const char *kernel, unsigned alloc_flags)
{
	struct model *m = of_kernel(kernel, 64);

	while (take(m, 4, K) != PFN_NONE)
		;
	/* Not worth a kill: part of the reserves is what it gets. */
	assert_int_not_equal(take(m, 4, NOFAIL), PFN_NONE);
	assert_int_equal(passed(m, PROBE_MAY_OOM), 0);
	assert_int_equal(operand(m, PROBE_CPUSET_FALLBACK, 0, 0), alloc_flags);
	while (take(m, 4, NOFAIL) != PFN_NONE)
		;
	assert_int_equal(operand(m, PROBE_SLOWPATH_ENDLESS, 0, 0), true);
	assert_sound(m);
	model_destroy(m);
}

TEST(nofail_for_a_costly_order_gets_part_of_the_reserves)
{
	assert_nofail_large("5.10", ALLOC_NON_BLOCK);
	assert_nofail_large("6.1", ALLOC_MIN_RESERVE);
	assert_nofail_large("6.12", ALLOC_MIN_RESERVE);
	assert_nofail_large("7.2", ALLOC_MIN_RESERVE);
}

TEST(nofail_that_may_not_sleep_fails_all_the_same)
{
	struct model *m = used_up("6.12");

	assert_int_equal(take(m, 0, "GFP_NOWAIT|__GFP_NOFAIL"), PFN_NONE);
	assert_int_equal(operand(m, PROBE_SLOWPATH_NOFAIL, 0, 0), false);
	assert_int_equal(passed(m, PROBE_SLOWPATH_ENDLESS), 0);
	assert_int_equal(operand(m, PROBE_WARN_ALLOC, 0, 2), true);
	model_destroy(m);
}

TEST(a_costly_order_is_given_up_early_unless_it_insists)
{
	struct model *m = in_pieces("6.12");

	assert_int_equal(take(m, 4, K), PFN_NONE);
	assert_int_equal(passed(m, PROBE_DIRECT_RECLAIM), 1);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COSTLY, 0, 3), true);
	assert_int_equal(passed(m, PROBE_RECLAIM_RETRY), 0);
	assert_int_equal(take(m, 4, MAYFAIL), PFN_NONE);
	assert_int_equal(operand(m, PROBE_SLOWPATH_COSTLY, 0, 3), false);
	assert_int_equal(passed(m, PROBE_RECLAIM_RETRY), 1);
	assert_int_equal(operand(m, PROBE_MAY_OOM_KILL, 0, 1), true);
	assert_int_equal(passed(m, PROBE_OUT_OF_MEMORY), 0);
	model_destroy(m);
}

TEST(without_io_newer_kernels_do_not_insist_on_a_costly_order)
{
	static const char *const kernels[] = { "5.10", "6.1", "6.12", "7.2" };

	for (unsigned i = 0; i < 4; i++) {
		struct model *m = in_pieces(kernels[i]);

		assert_int_equal(take(m, 4, "GFP_NOIO|__GFP_RETRY_MAYFAIL"),
				 PFN_NONE);
		assert_int_equal(passed(m, PROBE_RECLAIM_RETRY), i == 0);
		/* Nowhere are pages moved without it. */
		assert_int_equal(passed(m, PROBE_COMPACT_ZONE), 0);
		model_destroy(m);
	}
}

TEST(the_reserve_is_given_back_at_the_oom_killers_door)
{
	struct model *m = m256_with_two_reserved_blocks();

	/* All that is free is reserved, and one block of it is too little. */
	assert_free(m, 636);
	assert_int_equal(zone_at(m, 0)->nr_free_highatomic, 636);
	assert_int_not_equal(take(m, 0, K), PFN_NONE);
	assert_int_equal(operand(m, PROBE_UNRESERVE_BLOCK, 0, 0), 64898);
	assert_int_equal(operand(m, PROBE_UNRESERVE_BLOCK, 1, 0), 65026);
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 0);
	assert_int_equal(pageblock_type(m, 64896), MIGRATE_UNMOVABLE);
	assert_int_equal(passed(m, PROBE_MAY_OOM), 0);
	assert_int_equal(take_until_refused(m, K), 123);
	assert_free(m, 512);
	assert_sound(m);
	model_destroy(m);
}

TEST(after_progress_the_pages_of_other_cpus_are_fetched_back)
{
	struct boot_config config = one_zone(64);

	config.nr_cpus = 2;
	struct model *m = boot(&config);

	run(m, &(struct operation){ .kind = OP_CPU, .cpu = 1 });
	for (pfn_t pfn = take_many(m, 60, 0, K), end = pfn + 60; pfn < end;
	     pfn++)
		give_back(m, pfn, 0);
	run(m, &(struct operation){ .kind = OP_CPU, .cpu = 0 });
	take_until_refused(m, K);
	int64_t kept = pcp_at(m, 0, 1)->count;
	int64_t mine = pcp_at(m, 0, 0)->count;
	int64_t free = zone_at(m, 0)->vm_stat_free;

	assert_true(kept > 60 && free + kept + mine > 256);
	struct alloc_context ac = prepare_alloc_pages(m, gfp_named(m, K), 0, 0);
	struct slow_request slow = inner_request(&ac);

	m->cpu = 0;
	assert_int_not_equal(alloc_pages_after_reclaim(m, &slow), PFN_NONE);
	assert_int_equal(pcp_at(m, 0, 1)->count, 0);
	assert_sound(m);
	model_destroy(m);
}

TEST(after_progress_nothing_is_drained_where_a_page_is_found)
{
	struct model *m = with_pcp(64);

	take(m, 0, K);
	struct alloc_context ac = prepare_alloc_pages(m, gfp_named(m, K), 0, 0);
	struct slow_request slow = inner_request(&ac);

	assert_int_equal(alloc_pages_after_reclaim(m, &slow), 1);
	assert_int_equal(pcp_at(m, 0, 0)->count, 1);
	model_destroy(m);
}

TEST(progress_begins_the_count_anew_except_for_costly_orders)
{
	struct model *m = used_up("6.12");
	struct alloc_context ac = prepare_alloc_pages(m, gfp_named(m, K), 0, 0);
	struct slow_request slow = inner_request(&ac);

	slow.no_progress_loops = 16;
	slow.progress = 1;
	assert_true(should_reclaim_retry(m, &slow));
	assert_int_equal(slow.no_progress_loops, 0);
	ac.order = 4;
	slow.no_progress_loops = 16;
	assert_false(should_reclaim_retry(m, &slow));
	assert_int_equal(slow.no_progress_loops, 17);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(urgent_requests_never_come_to_reclaim),
		RUN(reclaim_in_vain_is_tried_seventeen_times_before_the_oom_killer),
		RUN(a_zone_without_hope_ends_reclaim_at_once),
		RUN(one_round_is_enough_for_noretry),
		RUN(a_request_that_would_rather_fail_kills_nobody),
		RUN(a_request_for_low_zones_only_kills_nobody),
		RUN(without_fs_the_kernel_counts_on_others_and_the_model_has_none),
		RUN(nofail_gets_the_last_page_when_killing_is_all_that_is_left),
		RUN(nofail_for_a_costly_order_gets_part_of_the_reserves),
		RUN(nofail_that_may_not_sleep_fails_all_the_same),
		RUN(a_costly_order_is_given_up_early_unless_it_insists),
		RUN(without_io_newer_kernels_do_not_insist_on_a_costly_order),
		RUN(the_reserve_is_given_back_at_the_oom_killers_door),
		RUN(after_progress_the_pages_of_other_cpus_are_fetched_back),
		RUN(after_progress_nothing_is_drained_where_a_page_is_found),
		RUN(progress_begins_the_count_anew_except_for_costly_orders),
	};

	return cmocka_run_group_tests_name("scenarios: slow path", tests, NULL,
					   NULL);
}
