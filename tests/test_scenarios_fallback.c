/*
 * Worked scenarios: claiming, stealing, boosting, and tiny machines.
 */
#include "tests/scenario.h"

TEST(a_reclaimable_page_takes_the_largest_block_before_the_first_fallback_type)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take(m, 0, K), 0);
	assert_int_equal(take(m, 0, RC), 1024);
	assert_int_equal(pageblock_type(m, 1024), MIGRATE_RECLAIMABLE);
	assert_int_equal(pageblock_type(m, 1536), MIGRATE_RECLAIMABLE);
	assert_int_equal(take(m, 9, K), 512);
	assert_int_equal(take(m, 10, K), 2048);
	model_destroy(m);
}

/* M16 with seven pageblocks gone and `used` pages of the last one in use. */
static struct model *last_pageblock_used(unsigned used, bool lru)
{
	struct model *m = without_pcp(16);

	take_many(m, 7, 9, MV);
	assert_int_equal(take_many(m, used, 0, MV), 3584);
	if (lru)
		mark_lru(m, 3584, used);
	return m;
}

TEST(a_pageblock_that_is_half_free_is_claimed)
{
	struct model *m = last_pageblock_used(100, true);

	assert_int_equal(take(m, 0, K), 3684);
	assert_int_equal(pageblock_type(m, 3584), MIGRATE_UNMOVABLE);
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(3685));
	assert_list(m, 1, MIGRATE_UNMOVABLE, PAGES(3686));
	assert_list(m, 3, MIGRATE_UNMOVABLE, PAGES(3688));
	assert_list(m, 4, MIGRATE_UNMOVABLE, PAGES(3696));
	assert_list(m, 7, MIGRATE_UNMOVABLE, PAGES(3712));
	assert_list(m, 8, MIGRATE_UNMOVABLE, PAGES(3840));
	assert_int_equal(zone_at(m, 0)->watermark_boost, 512);
	assert_sound(m);

	/* Its pages come home to the new type now; the last reference takes
	 * them off their LRU list. */
	run(m, &(struct operation){ .kind = OP_PUT, .pfn = 3584 });
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(3584, 3685));
	model_destroy(m);
}

TEST(a_boost_can_starve_a_small_zone)
{
	struct model *m = last_pageblock_used(100, true);

	assert_int_equal(take(m, 0, K), 3684);
	assert_free(m, 411);
	assert_int_equal(take(m, 0, K), PFN_NONE);
	model_destroy(m);
}

TEST(a_pageblock_in_use_is_not_claimed_and_its_smallest_block_is_stolen)
{
	struct model *m = last_pageblock_used(300, true);

	assert_int_equal(take(m, 0, K), 3884);
	assert_int_equal(pageblock_type(m, 3584), MIGRATE_MOVABLE);
	assert_list(m, 0, MIGRATE_MOVABLE, PAGES(3885));
	assert_list(m, 1, MIGRATE_MOVABLE, PAGES(3886));
	assert_int_equal(zone_at(m, 0)->watermark_boost, 512);
	assert_int_equal(take(m, 0, K), PFN_NONE);

	/* The stolen page belongs to its pageblock's type. */
	give_back(m, 3884, 0);
	assert_list(m, 2, MIGRATE_MOVABLE, PAGES(3884));
	assert_sound(m);
	model_destroy(m);
}

TEST(pages_that_cannot_move_count_as_alike_for_an_unmovable_request)
{
	struct model *m = last_pageblock_used(300, false);

	assert_int_equal(take(m, 0, K), 3884);
	assert_int_equal(pageblock_type(m, 3584), MIGRATE_UNMOVABLE);
	model_destroy(m);
}

TEST(a_movable_request_steals_a_small_block_rather_than_its_pageblock)
{
	struct model *m = without_pcp(16);

	take_many(m, 6, 9, K);
	assert_int_equal(take_many(m, 800, 0, K), 3072);
	assert_int_equal(take(m, 7, A), 3968);
	for (pfn_t i = 0; i < 200; i++)
		give_back(m, 3072 + 2 * i, 0);
	assert_int_equal(take(m, 6, K), 3904);
	assert_int_equal(take(m, 5, K), 3872);
	assert_int_equal(take(m, 0, MV), 3470);
	assert_int_equal(take(m, 0, MV), 3468);
	assert_int_equal(zone_at(m, 0)->watermark_boost, 0);
	assert_int_equal(pageblock_type(m, 3072), MIGRATE_UNMOVABLE);
	model_destroy(m);
}

TEST(normal_is_spared_from_mixing_while_dma32_has_a_pageblock)
{
	struct boot_config config = one_zone(0);

	config.first_pfn = 4096;
	config.mem_bytes = (uint64_t)(73728 - 4096) << PAGE_SHIFT;
	config.zone_wanted[ZONE_DMA32] = true;
	config.zone_end[ZONE_DMA32] = 65536;
	config.pcp = false;
	struct model *m = boot(&config);

	take_many(m, 15, 9, MV);
	assert_true(take(m, 0, MV) >= 65536);
	assert_int_equal(take(m, 0, K), 4096);
	assert_int_equal(zone_at(m, 1)->watermark_boost, 0);
	model_destroy(m);
}

TEST(with_one_zone_the_second_pass_mixes_types)
{
	struct model *m = without_pcp(32);

	take_many(m, 15, 9, MV);
	assert_int_equal(take(m, 0, MV), 7680);
	assert_int_equal(take(m, 0, K), 7681);
	assert_int_equal(pageblock_type(m, 7680), MIGRATE_UNMOVABLE);
	assert_int_equal(zone_at(m, 0)->watermark_boost, 512);
	model_destroy(m);
}

TEST(a_tiny_machine_keeps_no_types_apart)
{
	struct model *m = without_pcp(8);

	assert_true(model_machine(m)->mobility_disabled);
	assert_int_equal(take(m, 0, K), 0);
	assert_int_equal(take(m, 0, MV), 1);
	assert_sound(m);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_reclaimable_page_takes_the_largest_block_before_the_first_fallback_type),
		RUN(a_pageblock_that_is_half_free_is_claimed),
		RUN(a_boost_can_starve_a_small_zone),
		RUN(a_pageblock_in_use_is_not_claimed_and_its_smallest_block_is_stolen),
		RUN(pages_that_cannot_move_count_as_alike_for_an_unmovable_request),
		RUN(a_movable_request_steals_a_small_block_rather_than_its_pageblock),
		RUN(normal_is_spared_from_mixing_while_dma32_has_a_pageblock),
		RUN(with_one_zone_the_second_pass_mixes_types),
		RUN(a_tiny_machine_keeps_no_types_apart),
	};

	return cmocka_run_group_tests_name("scenarios: fallback", tests, NULL,
					   NULL);
}
