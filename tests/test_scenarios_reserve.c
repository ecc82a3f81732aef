/*
 * Worked scenarios: watermarks, reserves, the high-atomic reserve, nodes.
 */
#include "core/highatomic_internal.h"
#include "tests/scenario.h"

TEST(each_kind_of_request_may_go_a_different_way_down)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take_until_refused(m, K), 16128);
	assert_free(m, 256);
	assert_int_equal(take_until_refused(m, K "|__GFP_HIGH"), 128);
	assert_free(m, 128);
	assert_int_equal(take_until_refused(m, "GFP_NOWAIT"), 0);
	assert_int_equal(take_until_refused(m, A), 32);
	assert_free(m, 96);
	assert_int_equal(take_until_refused(m, A "|__GFP_MEMALLOC"), 96);
	assert_sound(m);
	model_destroy(m);
}

TEST(pages_on_the_pcp_do_not_help_a_zone_below_its_mark)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take_until_refused(m, K), 16126);
	assert_free(m, 163);
	assert_int_equal(pcp_at(m, 0, 0)->count, 95);
	assert_int_equal(take_until_refused(m, A), 96);
	assert_free(m, 67);
	model_destroy(m);
}

static struct model *three_zones(void)
{
	struct boot_config config = one_zone(512);

	config.zone_wanted[ZONE_DMA] = true;
	config.zone_wanted[ZONE_DMA32] = true;
	config.zone_end[ZONE_DMA32] = 65536;
	config.khugepaged = TRI_NO;
	config.pcp = false;
	return boot(&config);
}

static void assert_zone(const struct model *m, unsigned zone, int64_t min,
			int64_t low, int64_t high)
{
	assert_int_equal(zone_at(m, zone)->watermark[WMARK_MIN], min);
	assert_int_equal(zone_at(m, zone)->watermark[WMARK_LOW], low);
	assert_int_equal(zone_at(m, zone)->watermark[WMARK_HIGH], high);
}

static void assert_zones_free(const struct model *m, int64_t dma, int64_t dma32,
			      int64_t normal)
{
	assert_int_equal(zone_at(m, 0)->vm_stat_free, dma);
	assert_int_equal(zone_at(m, 1)->vm_stat_free, dma32);
	assert_int_equal(zone_at(m, 2)->vm_stat_free, normal);
}

TEST(lower_zones_keep_a_reserve_from_requests_that_may_use_higher_ones)
{
	struct model *m = three_zones();

	assert_zone(m, 0, 22, 27, 32);
	assert_zone(m, 1, 339, 423, 507);
	assert_zone(m, 2, 362, 452, 542);
	assert_int_equal(zone_at(m, 0)->lowmem_reserve[1], 240);
	assert_int_equal(zone_at(m, 0)->lowmem_reserve[2], 496);
	assert_int_equal(zone_at(m, 1)->lowmem_reserve[2], 256);

	assert_int_equal(take_many(m, 65084, 0, K), 65536);
	assert_zones_free(m, 4096, 61440, 452);
	assert_int_equal(take_many(m, 60761, 0, K), 4096);
	assert_zones_free(m, 4096, 679, 452);
	assert_int_equal(take_many(m, 3573, 0, K), 0);
	assert_zones_free(m, 523, 679, 452);
	assert_int_equal(take_until_refused(m, K), 90 + 84 + 5);
	assert_zones_free(m, 518, 595, 362);
	assert_int_equal(take_until_refused(m, A), 226 + 211 + 13);
	assert_zones_free(m, 505, 384, 136);
	assert_int_equal(take_until_refused(m, K "|GFP_DMA"), 483);
	assert_zones_free(m, 22, 384, 136);
	model_destroy(m);
}

TEST(an_urgent_large_request_reserves_its_pageblock)
{
	struct model *m = m256_with_two_reserved_blocks();

	assert_int_equal(pageblock_type(m, 64896), MIGRATE_HIGHATOMIC);
	assert_int_equal(pageblock_type(m, 65024), MIGRATE_HIGHATOMIC);
	assert_sound(m);
	model_destroy(m);
}

TEST(the_reserve_is_given_back_block_by_block_and_the_last_only_by_force)
{
	struct model *m = m256_with_two_reserved_blocks();
	struct alloc_context ac =
		prepare_alloc_pages(m, gfp_named(m, MV), 0, 0);

	assert_true(unreserve_highatomic_pageblock(m, &ac, false));
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 512);
	assert_int_equal(pageblock_type(m, 64896), MIGRATE_MOVABLE);
	assert_false(unreserve_highatomic_pageblock(m, &ac, false));
	assert_true(unreserve_highatomic_pageblock(m, &ac, true));
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 0);
	assert_int_equal(pageblock_type(m, 65024), MIGRATE_MOVABLE);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_small_zone_reserves_nothing_for_urgent_requests)
{
	struct model *m = without_pcp(64);

	while (zone_at(m, 0)->vm_stat_free > 320)
		take(m, 0, K);
	assert_int_not_equal(take(m, 1, A), PFN_NONE);
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 0);
	model_destroy(m);
}

TEST(a_request_uses_its_own_node_first_and_this_node_only_if_told_so)
{
	struct boot_config config = one_zone(128);

	config.nr_nodes = 2;
	config.nr_cpus = 2;
	config.pcp = false;
	struct model *m = boot(&config);

	assert_zone(m, 0, 181, 226, 271);
	assert_int_equal(take_many(m, 16158, 0, K), 0);
	assert_int_equal(zone_at(m, 0)->vm_stat_free, 226);
	assert_int_equal(take(m, 0, K), 16384);
	assert_true(take(m, 0, K "|__GFP_THISNODE") < 16384);
	assert_int_equal(take_until_refused(m, K "|__GFP_THISNODE"), 44);
	assert_int_equal(zone_at(m, 0)->vm_stat_free, 181);
	model_destroy(m);
}

TEST(movable_requests_use_cma_while_it_holds_more_than_half)
{
	struct boot_config config = one_zone(64);

	config.cma_bytes = 16 << 20;
	config.pcp = true;
	struct model *m = boot(&config);

	/* Pageblocks were given one by one, each pair to the list's head. */
	assert_list(m, 10, MIGRATE_CMA, PAGES(15360, 14336, 13312, 12288));
	while (zone_at(m, 0)->vm_stat_free > 8192)
		assert_true(take(m, 4, MV) < 12288);
	assert_true(take(m, 4, MV) < 12288);
	assert_int_equal(take(m, 4, MV), 15360);
	assert_true(take(m, 4, K) < 12288);
	assert_sound(m);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(each_kind_of_request_may_go_a_different_way_down),
		RUN(pages_on_the_pcp_do_not_help_a_zone_below_its_mark),
		RUN(lower_zones_keep_a_reserve_from_requests_that_may_use_higher_ones),
		RUN(an_urgent_large_request_reserves_its_pageblock),
		RUN(the_reserve_is_given_back_block_by_block_and_the_last_only_by_force),
		RUN(a_small_zone_reserves_nothing_for_urgent_requests),
		RUN(a_request_uses_its_own_node_first_and_this_node_only_if_told_so),
		RUN(movable_requests_use_cma_while_it_holds_more_than_half),
	};

	return cmocka_run_group_tests_name("scenarios: reserves", tests, NULL,
					   NULL);
}
