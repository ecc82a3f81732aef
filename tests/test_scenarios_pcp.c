/*
 * Worked scenarios: per-CPU lists, their refills, flushes and decay.
 */
#include "tests/scenario.h"

static const struct per_cpu_pages *pcp(const struct model *m)
{
	return pcp_at(m, 0, 0);
}

TEST(the_first_refill_brings_one_batch)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take(m, 0, K), 0);
	assert_free(m, 16381);
	assert_pcp_list(m, 0, PAGES(1, 2));
	assert_int_equal(pcp(m)->count, 2);
	assert_int_equal(pcp(m)->high, 323);
	assert_int_equal(pcp(m)->alloc_factor, 1);
	assert_buddyinfo(m, BLOCKS(1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 15));
	model_destroy(m);
}

TEST(refills_double_until_the_batch_scale_is_reached)
{
	static const struct {
		unsigned at;    /* allocation that refills */
		int size, high; /* pages it brings, high after it */
	} refills[] = { { 1, 3, 323 },   { 4, 6, 329 },   { 10, 12, 341 },
			{ 22, 24, 365 }, { 46, 48, 413 }, { 94, 96, 509 },
			{ 190, 96, 605 } };
	struct model *m = with_pcp(64);
	size_t next = 0;

	for (unsigned n = 1; n <= 200; n++) {
		int64_t free = zone_at(m, 0)->vm_stat_free;

		assert_int_equal(take(m, 0, K), n - 1);
		int64_t brought = free - zone_at(m, 0)->vm_stat_free;

		if (next < 7 && n == refills[next].at) {
			assert_int_equal(brought, refills[next].size);
			assert_int_equal(pcp(m)->high, refills[next].high);
			next++;
		} else {
			assert_int_equal(brought, 0);
		}
	}
	assert_int_equal(next, 7);
	model_destroy(m);
}

TEST(a_pcp_list_gives_back_what_came_last)
{
	struct model *m = with_pcp(64);

	for (pfn_t pfn = 0; pfn < 3; pfn++)
		assert_int_equal(take(m, 0, K), pfn);
	for (pfn_t pfn = 0; pfn < 3; pfn++)
		give_back(m, pfn, 0);
	assert_pcp_list(m, 0, PAGES(2, 1, 0));
	assert_int_equal(pcp(m)->alloc_factor, 0);
	assert_int_equal(pcp(m)->free_count, 3);
	assert_int_equal(take(m, 0, K), 2);
	assert_int_equal(take(m, 0, K), 1);
	assert_int_equal(take(m, 0, K), 0);
	model_destroy(m);
}

TEST(each_order_up_to_3_has_a_list_of_its_own)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take(m, 3, K), 0);
	assert_int_equal(take(m, 2, K), 16);
	assert_int_equal(take(m, 1, K), 24);
	assert_int_equal(take(m, 0, K), 28);
	assert_pcp_list(m, 9, PAGES(8));
	assert_pcp_list(m, 6, PAGES(20));
	assert_pcp_list(m, 3, PAGES(26));
	assert_pcp_list(m, 0, PAGES(29, 30));
	assert_int_equal(pcp(m)->count, 16);
	assert_int_equal(pcp(m)->high, 332);
	model_destroy(m);
}

/* Three types, then order 1: the state that the drain scenario begins with. */
static struct model *with_four_lists(void)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take(m, 0, K), 0);
	assert_int_equal(take(m, 0, MV), 1024);
	assert_int_equal(take(m, 0, RC), 2048);
	assert_int_equal(take(m, 1, K), 4);
	return m;
}

TEST(all_lists_of_a_cpu_share_one_batch_factor)
{
	struct model *m = with_four_lists();

	assert_pcp_list(m, 0, PAGES(1, 2));
	assert_pcp_list(m, 1, PAGES(1025, 1026, 1027, 1028, 1029));
	assert_pcp_list(m, 2,
			PAGES(2049, 2050, 2051, 2052, 2053, 2054, 2055, 2056,
			      2057, 2058, 2059));
	assert_pcp_list(m, 3, PAGES(6));
	assert_int_equal(pcp(m)->count, 20);
	model_destroy(m);
}

TEST(a_drain_empties_list_after_list_from_the_tail)
{
	struct model *m = with_four_lists();

	drain_all(m);
	assert_int_equal(pcp(m)->count, 0);
	assert_list(m, 1, MIGRATE_UNMOVABLE, PAGES(6, 2));
	assert_sound(m);
	model_destroy(m);
}

TEST(a_full_cpu_flushes_and_a_zone_above_high_is_forgotten_to_be_below)
{
	struct model *m = with_pcp(64);
	pfn_t pages[16384] = { 0 };
	unsigned taken = 0;

	while (zone_at(m, 0)->vm_stat_free > 300)
		pages[taken++] = take(m, 0, K);
	assert_int_equal(taken, 16030);
	assert_int_equal(pcp(m)->count, 95);
	assert_true(zone_at(m, 0)->flags & ZONE_BELOW_HIGH);
	for (unsigned freed = 1; freed <= 321; freed++) {
		give_back(m, pages[--taken], 0);
		if (freed == 224)
			assert_int_equal(pcp(m)->count, 319);
		if (freed == 225 || freed == 321)
			assert_int_equal(pcp(m)->count, 224);
	}
	assert_free(m, 451);
	assert_false(zone_at(m, 0)->flags & ZONE_BELOW_HIGH);
	model_destroy(m);
}

TEST(a_run_of_high_order_frees_does_not_pile_up)
{
	static const int high[] = { 524, 428, 332, 320 };
	struct model *m = with_pcp(64);

	take_many(m, 200, 2, K);
	assert_int_equal(pcp(m)->high, 620);
	give_back(m, 0, 2);
	assert_true(pcp(m)->count > 0);
	for (pfn_t i = 1; i < 200; i++) {
		give_back(m, i * 4, 2);
		assert_int_equal(pcp(m)->count, 0);
		assert_int_equal(pcp(m)->high, high[i < 4 ? i - 1 : 3]);
	}
	model_destroy(m);
}

TEST(huge_pages_wait_on_a_list_of_their_own)
{
	struct model *m = with_pcp(64);

	assert_int_equal(take(m, 9, MV "|__GFP_COMP"), 0);
	assert_pcp_list(m, 13, PAGES(512));
	assert_int_equal(pcp(m)->count, 512);
	assert_free(m, 15360);
	give_back(m, 0, 9);
	assert_pcp_list(m, 13, PAGES(0));
	assert_int_equal(pcp(m)->count, 512);
	assert_int_equal(pcp(m)->high, 515);
	assert_sound(m);
	model_destroy(m);
}

TEST(high_decays_towards_high_min_and_takes_the_pages_along)
{
	static const struct {
		int high, count;
	} ticks[] = { { 1202, 953 }, { 1052, 953 }, { 921, 921 }, { 825, 825 },
		      { 729, 729 },  { 638, 638 },  { 559, 559 }, { 490, 490 },
		      { 429, 429 },  { 376, 376 },  { 329, 329 }, { 320, 320 },
		      { 320, 320 } };
	struct model *m = with_pcp(64);

	take_many(m, 1000, 0, MV);
	for (pfn_t pfn = 0; pfn < 900; pfn++)
		give_back(m, pfn, 0);
	assert_int_equal(pcp(m)->count, 953);
	assert_int_equal(pcp(m)->high, 1373);
	for (size_t i = 0; i < sizeof(ticks) / sizeof(*ticks); i++) {
		run(m, &(struct operation){ .kind = OP_DECAY });
		assert_int_equal(pcp(m)->high, ticks[i].high);
		assert_int_equal(pcp(m)->count, ticks[i].count);
	}
	model_destroy(m);
}

TEST(a_page_freed_on_another_cpu_goes_to_that_cpus_list)
{
	struct boot_config config = one_zone(64);

	config.nr_cpus = 2;
	struct model *m = boot(&config);
	pfn_t page = take(m, 0, K);

	run(m, &(struct operation){ .kind = OP_FREE, .cpu = 1, .pfn = page });
	assert_int_equal(pcp_at(m, 0, 1)->count, 1);
	assert_int_not_equal(take(m, 0, K), page);
	model_destroy(m);
}

TEST(a_bulk_request_refills_as_often_as_it_must)
{
	struct model *m = with_pcp(64);
	const struct op_result *result =
		run(m, &(struct operation){ .kind = OP_BULK,
					    .count = 5,
					    .gfp = gfp_named(m, K) });

	assert_int_equal(result->count, 5);
	for (pfn_t i = 0; i < 5; i++)
		assert_int_equal(result->pfns[i], i);
	assert_pcp_list(m, 0, PAGES(5, 6, 7, 8));
	model_destroy(m);
}

/* A page whose pageblock was isolated while it was in use, freed in one batch
 * with another that comes before it: 6.1 frees it first. */
static pfn_t first_freed(const char *kernel, pfn_t *ret_isolated)
{
	struct model *m = of_kernel(kernel, 64);
	struct block blocks[2] = { { .pfn = take(m, 0, MV) },
				   { .pfn = take(m, 0, K) } };
	struct operation op = { .kind = OP_FREEBATCH,
				.blocks = blocks,
				.count = 2 };
	const struct zone *zone = zone_at(m, 0);

	assert_ptr_not_equal(pageblock_of(m, blocks[0].pfn),
			     pageblock_of(m, blocks[1].pfn));
	put(m, &pageblock_of(m, blocks[0].pfn)->migratetype, MIGRATE_ISOLATE);
	put(m, &zone->nr_isolate_pageblock, zone->nr_isolate_pageblock + 1);
	run(m, &op);
	*ret_isolated = blocks[0].pfn;
	pfn_t first = (pfn_t)operand(m, PROBE_RELEASE_PAGES_LAST, 0, 0);

	assert_int_equal(passed(m, PROBE_RELEASE_PAGES_LAST), 2);
	model_destroy(m);
	return first;
}

TEST(isolated_pages_of_a_batch_are_freed_in_the_kernels_turn)
{
	pfn_t isolated = 0;

	/* Singles go last to first in both. */
	assert_int_not_equal(first_freed("5.10", &isolated), isolated);
	assert_int_equal(first_freed("6.1", &isolated), isolated);
}

/* A flush may merge the page of a free with its buddies, and others after. */
TEST(a_free_tells_of_the_block_that_its_own_page_is_in)
{
	static const char *const kernels[] = { "4.1", "4.9",  "5.4", "5.10",
					       "6.1", "6.12", "7.2" };
	enum { TAKEN = 1000 };

	for (size_t k = 0; k < sizeof(kernels) / sizeof(kernels[0]); k++) {
		struct boot_config config = preset("small");
		pfn_t taken[TAKEN];

		config.profile = profile_find(kernels[k]);
		struct model *m = boot(&config);

		for (unsigned i = 0; i < TAKEN; i++)
			taken[i] = take(m, i * i / 7 % 4, K);
		for (unsigned i = 0; i < TAKEN; i++) {
			pfn_t first = PFN_NONE;

			give_back(m, taken[i], i * i / 7 % 4);
			assert_int_equal(
				history_result(m, history_ops(m))->merged_order,
				free_block_around(m, taken[i], &first));
		}
		model_destroy(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_first_refill_brings_one_batch),
		RUN(refills_double_until_the_batch_scale_is_reached),
		RUN(a_pcp_list_gives_back_what_came_last),
		RUN(each_order_up_to_3_has_a_list_of_its_own),
		RUN(all_lists_of_a_cpu_share_one_batch_factor),
		RUN(a_drain_empties_list_after_list_from_the_tail),
		RUN(a_full_cpu_flushes_and_a_zone_above_high_is_forgotten_to_be_below),
		RUN(a_run_of_high_order_frees_does_not_pile_up),
		RUN(huge_pages_wait_on_a_list_of_their_own),
		RUN(high_decays_towards_high_min_and_takes_the_pages_along),
		RUN(a_page_freed_on_another_cpu_goes_to_that_cpus_list),
		RUN(a_bulk_request_refills_as_often_as_it_must),
		RUN(isolated_pages_of_a_batch_are_freed_in_the_kernels_turn),
		RUN(a_free_tells_of_the_block_that_its_own_page_is_in),
	};

	return cmocka_run_group_tests_name("scenarios: pcp", tests, NULL, NULL);
}
