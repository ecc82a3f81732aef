/*
 * What decides outcomes and is not to be seen in the free lists: counters
 * that CPUs have not brought up to date, and whether kswapd hears.
 */
#include "core/kswapd_internal.h"
#include "core/vmstat_internal.h"
#include "core/watermark_internal.h"
#include "tests/scenario.h"

/* A CPU has yet to tell that so many pages came free: the exact numbers stay
 * what they are, the global ones fall. */
static void keep_to_itself(struct model *m, int64_t free, int64_t cma)
{
	const struct zone *zone = zone_at(m, 0);
	const struct per_cpu_pages *pcp = pcp_at(m, 0, 1);
	unsigned mode = m->mode;

	m->mode = TAPE_OFF;
	put(m, &pcp->vm_stat_diff_free, free);
	put(m, &zone->vm_stat_free, zone->vm_stat_free - free);
	put(m, &pcp->vm_stat_diff_cma, cma);
	put(m, &zone->vm_stat_free_cma, zone->vm_stat_free_cma - cma);
	m->mode = mode;
}

static struct model *with_used_up_cma(const char *kernel)
{
	struct boot_config config = one_zone(64);

	config.profile = profile_find(kernel);
	config.nr_cpus = 2;
	config.cma_bytes = 16 << 20;
	config.pcp = false;
	struct model *m = boot(&config);

	while (zone_at(m, 0)->vm_stat_free_cma > 0)
		assert_int_not_equal(take(m, 10, MV "|__GFP_MEMALLOC"),
				     PFN_NONE);
	return m;
}

TEST(a_counter_below_zero_gives_no_request_more_than_there_is)
{
	static const char *const kernels[] = { "4.1", "4.9",  "5.4", "5.10",
					       "6.1", "6.12", "7.2" };

	for (size_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
		struct model *m = with_used_up_cma(kernels[i]);
		struct watermark_test test = { 0 };

		keep_to_itself(m, 0, 3);
		test.mark = zone_at(m, 0)->vm_stat_free;
		assert_int_equal(zone_at(m, 0)->vm_stat_free_cma, -3);
		assert_false(zone_watermark_ok(m, zone_at(m, 0), &test));
		assert_false(zone_watermark_fast(m, zone_at(m, 0), &test));
		test.mark--;
		assert_true(zone_watermark_fast(m, zone_at(m, 0), &test));
		assert_sound(m);
		model_destroy(m);
	}
}

TEST(half_of_nothing_is_no_reason_to_use_cma)
{
	struct model *m = with_used_up_cma("6.12");

	while (take(m, 0, A "|__GFP_MEMALLOC") != PFN_NONE)
		;
	assert_free(m, 0);
	keep_to_itself(m, 8, 2);
	assert_int_equal(take(m, 0, MV "|__GFP_MEMALLOC"), PFN_NONE);
	assert_int_not_equal(passed(m, PROBE_RMQUEUE_CMA_HALF), 0);
	assert_int_equal(operand(m, PROBE_RMQUEUE_CMA_HALF, 0, 2), false);
	assert_sound(m);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_counter_below_zero_gives_no_request_more_than_there_is),
		RUN(half_of_nothing_is_no_reason_to_use_cma),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
