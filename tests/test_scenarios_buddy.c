/*
 * Worked scenarios: boot, split, merge, ends of lists, sizes.
 */
#include "core/page.h"
#include "tests/scenario.h"

TEST(a_fresh_zone_holds_only_largest_blocks_in_rising_order)
{
	struct model *m = with_pcp(64);

	assert_buddyinfo(m, BLOCKS(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16));
	assert_list(m, 10, MIGRATE_MOVABLE,
		    PAGES(0, 1024, 2048, 3072, 4096, 5120, 6144, 7168, 8192,
			  9216, 10240, 11264, 12288, 13312, 14336, 15360));
	assert_free(m, 16384);
	model_destroy(m);
}

TEST(memory_that_begins_unaligned_leaves_its_first_pageblock_unmovable)
{
	struct boot_config config = one_zone(16);

	config.first_pfn = 1000;
	config.mem_bytes = (uint64_t)4000 << PAGE_SHIFT;
	struct model *m = boot(&config);

	assert_buddyinfo(m, BLOCKS(0, 0, 0, 2, 1, 0, 0, 1, 1, 1, 3));
	assert_list(m, 3, MIGRATE_UNMOVABLE, PAGES(1000));
	assert_list(m, 4, MIGRATE_UNMOVABLE, PAGES(1008));
	assert_list(m, 3, MIGRATE_MOVABLE, PAGES(4992));
	assert_sound(m);
	model_destroy(m);
}

TEST(an_unmovable_page_claims_a_largest_block_and_splits_it)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take(m, 0, K), 0);
	for (unsigned order = 0; order < 10; order++)
		assert_list(m, order, MIGRATE_UNMOVABLE, PAGES(1U << order));
	assert_buddyinfo(m, BLOCKS(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 15));
	assert_free(m, 16383);
	assert_int_equal(zone_at(m, 0)->watermark_boost, 0);

	give_back(m, 0, 0);
	assert_buddyinfo(m, BLOCKS(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16));
	assert_list(m, 10, MIGRATE_UNMOVABLE, PAGES(0));
	assert_int_equal(pageblock_type(m, 0), MIGRATE_UNMOVABLE);
	assert_int_equal(pageblock_type(m, 512), MIGRATE_UNMOVABLE);
	model_destroy(m);
}

TEST(a_movable_page_changes_no_pageblock)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take(m, 0, MV), 0);
	for (unsigned order = 0; order < 10; order++)
		assert_list(m, order, MIGRATE_MOVABLE, PAGES(1U << order));
	assert_int_equal(pageblock_type(m, 0), MIGRATE_MOVABLE);
	model_destroy(m);
}

TEST(order_4_never_touches_the_pcp_lists)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take(m, 4, K), 0);
	assert_int_equal(pcp_at(m, 0, 0)->count, 0);
	assert_list(m, 4, MIGRATE_UNMOVABLE, PAGES(16));
	give_back(m, 0, 4);
	assert_list(m, 10, MIGRATE_UNMOVABLE, PAGES(0));
	model_destroy(m);
}

TEST(order_10_is_the_largest_and_order_11_is_refused_at_once)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take(m, 10, K), 0);
	assert_int_equal(take(m, 10, MV), 1024);
	assert_int_equal(take(m, 11, K), PFN_NONE);
	model_destroy(m);
}

TEST(a_block_that_will_soon_merge_is_kept_for_last)
{
	struct model *m = without_pcp(64);

	for (pfn_t pfn = 0; pfn < 8; pfn++)
		assert_int_equal(take(m, 0, K), pfn);
	give_back(m, 4, 0);
	give_back(m, 5, 0);
	give_back(m, 6, 0);
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(6));
	give_back(m, 2, 0);
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(2, 6));
	assert_int_equal(take(m, 0, K), 2);
	assert_int_equal(take(m, 0, K), 6);
	model_destroy(m);
}

TEST(freed_blocks_of_an_order_come_back_last_in_first_out)
{
	struct model *m = without_pcp(64);

	take_many(m, 32, 0, K);
	for (pfn_t pfn = 0; pfn < 8; pfn += 2)
		give_back(m, pfn, 0);
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(6, 4, 2, 0));
	give_back(m, 1, 0);
	assert_list(m, 1, MIGRATE_UNMOVABLE, PAGES(0));
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(6, 4, 2));
	model_destroy(m);
}

TEST(a_checkerboard_of_free_pages_serves_no_order_1)
{
	struct model *m = without_pcp(64);

	take_many(m, 1024, 0, K);
	for (pfn_t pfn = 0; pfn < 1024; pfn += 2)
		give_back(m, pfn, 0);
	assert_buddyinfo(m, BLOCKS(512, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15));
	assert_int_equal(take(m, 1, K), 1024);
	assert_int_equal(pageblock_type(m, 1024), MIGRATE_UNMOVABLE);
	model_destroy(m);
}

TEST(the_block_freed_last_decides_the_type_of_a_merge)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take(m, 9, MV), 0);
	take_many(m, 62, 8, MV);
	give_back(m, 512, 8);
	give_back(m, 768, 8);
	give_back(m, 1024, 8);
	give_back(m, 2048, 8);
	assert_list(m, 8, MIGRATE_MOVABLE, PAGES(2048, 1024, 16128));
	assert_int_equal(take(m, 9, K), 512);
	assert_int_equal(pageblock_type(m, 512), MIGRATE_UNMOVABLE);
	give_back(m, 512, 9);
	assert_list(m, 9, MIGRATE_UNMOVABLE, PAGES(512));
	give_back(m, 0, 9);
	assert_list(m, 10, MIGRATE_MOVABLE, PAGES(0));
	assert_int_equal(pageblock_type(m, 512), MIGRATE_MOVABLE);
	assert_sound(m);
	model_destroy(m);
}

TEST(pages_behind_a_page_that_somebody_still_holds_go_at_once)
{
	struct model *m = without_pcp(64);

	assert_int_equal(take(m, 2, K), 0);
	run(m, &(struct operation){ .kind = OP_GET, .pfn = 0 });
	give_back(m, 0, 2);
	assert_list(m, 0, MIGRATE_UNMOVABLE, PAGES(1));
	assert_list(m, 1, MIGRATE_UNMOVABLE, PAGES(2));
	assert_sound(m);
	run(m, &(struct operation){ .kind = OP_PUT, .pfn = 0 });
	assert_list(m, 10, MIGRATE_UNMOVABLE, PAGES(0));
	assert_sound(m);
	model_destroy(m);
}

TEST(watermarks_and_pcp_sizes_follow_from_managed_memory)
{
	static const struct {
		int mebibytes;
		int min, low, high, promo;
		int batch, high_min, high_max;
	} rows[] = {
		{ 4, 64, 80, 96, 112, 1, 80, 128 },
		{ 16, 128, 160, 192, 224, 1, 160, 512 },
		{ 32, 181, 226, 271, 316, 1, 226, 1024 },
		{ 64, 256, 320, 384, 448, 3, 320, 2048 },
		{ 128, 362, 452, 542, 632, 7, 452, 4096 },
		{ 256, 512, 640, 768, 896, 15, 640, 8192 },
		{ 512, 724, 905, 1086, 1267, 31, 905, 16384 },
		{ 1024, 1024, 1286, 1548, 1810, 63, 1286, 32768 },
		{ 4096, 2048, 3096, 4144, 5192, 63, 3096, 131072 },
		{ 16384, 4096, 8290, 12484, 16678, 63, 8290, 524288 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct boot_config config =
			one_zone((unsigned)rows[i].mebibytes);

		config.khugepaged = TRI_NO;
		struct model *m = boot(&config);
		const struct zone *zone = zone_at(m, 0);
		const struct per_cpu_pages *pcp = pcp_at(m, 0, 0);

		assert_int_equal(zone->watermark[WMARK_MIN], rows[i].min);
		assert_int_equal(zone->watermark[WMARK_LOW], rows[i].low);
		assert_int_equal(zone->watermark[WMARK_HIGH], rows[i].high);
		assert_int_equal(zone->watermark[WMARK_PROMO], rows[i].promo);
		assert_int_equal(pcp->batch, rows[i].batch);
		assert_int_equal(pcp->high_min, rows[i].high_min);
		assert_int_equal(pcp->high_max, rows[i].high_max);
		assert_int_equal(pcp->high, 0);
		model_destroy(m);
	}
}

TEST(a_compound_page_keeps_its_order_in_the_first_tail)
{
	struct model *m = without_pcp(64);
	pfn_t head = take(m, 3, "GFP_KERNEL|__GFP_COMP");

	assert_true(page_is_compound_head(m, head));
	assert_int_equal(compound_order(m, head), 3);
	assert_int_equal(page_flags(m, head + 1) & 0xff, 3);
	struct page_view tail = page_view(m, head + 5);

	assert_int_equal(tail.state, PAGE_STATE_TAIL);
	assert_int_equal(tail.head, head);
	give_back(m, head, 3);
	assert_int_equal(page_flags(m, head), page_idle_flags(m, head));
	assert_int_equal(page_flags(m, head + 1), page_idle_flags(m, head + 1));
	assert_sound(m);
	model_destroy(m);
}

TEST(a_split_block_is_freed_page_by_page)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take(m, 3, K), 0);
	run(m, &(struct operation){ .kind = OP_SPLIT, .pfn = 0, .order = 3 });
	give_back(m, 3, 0);
	assert_pcp_list(m, 0, PAGES(3));
	assert_sound(m);
	for (pfn_t pfn = 0; pfn < 8; pfn++)
		if (pfn != 3)
			give_back(m, pfn, 0);
	drain_all(m);
	assert_list(m, 10, MIGRATE_UNMOVABLE, PAGES(0));
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_fresh_zone_holds_only_largest_blocks_in_rising_order),
		RUN(memory_that_begins_unaligned_leaves_its_first_pageblock_unmovable),
		RUN(an_unmovable_page_claims_a_largest_block_and_splits_it),
		RUN(a_movable_page_changes_no_pageblock),
		RUN(order_4_never_touches_the_pcp_lists),
		RUN(order_10_is_the_largest_and_order_11_is_refused_at_once),
		RUN(a_block_that_will_soon_merge_is_kept_for_last),
		RUN(freed_blocks_of_an_order_come_back_last_in_first_out),
		RUN(a_checkerboard_of_free_pages_serves_no_order_1),
		RUN(the_block_freed_last_decides_the_type_of_a_merge),
		RUN(pages_behind_a_page_that_somebody_still_holds_go_at_once),
		RUN(watermarks_and_pcp_sizes_follow_from_managed_memory),
		RUN(a_compound_page_keeps_its_order_in_the_first_tail),
		RUN(a_split_block_is_freed_page_by_page),
	};

	return cmocka_run_group_tests_name("scenarios: buddy", tests, NULL,
					   NULL);
}
