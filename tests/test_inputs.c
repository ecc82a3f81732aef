/*
 * What decides outcomes and is not to be seen in the free lists: counters
 * that CPUs have not brought up to date, and whether kswapd hears.
 */
#include <stdlib.h>
#include <string.h>

#include "core/watermark_internal.h"
#include "snapshots/verify.h"
#include "tests/scenario.h"
#include "tests/scratch.h"

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

static struct model *two_nodes_of_7_2(enum kswapd_wait wait)
{
	struct boot_config config = one_zone(128);

	config.profile = profile_find("7.2");
	config.nr_nodes = 2;
	config.nr_cpus = 2;
	config.pcp = false;
	struct model *m = boot(&config);
	unsigned mode = m->mode;

	m->mode = TAPE_OFF;
	put(m, &m->nodes[0].kswapd_waiting, wait);
	m->mode = mode;
	return m;
}

TEST(a_kswapd_that_stirs_is_not_woken_and_its_node_not_passed_over)
{
	struct model *m = two_nodes_of_7_2(KSWAPD_STIRRING);

	/* Below its low mark the node wakes kswapd, above it serves again. */
	take_many(m, 15, 10, K "|__GFP_THISNODE");
	take_until_refused(m, K "|__GFP_THISNODE");
	assert_int_equal(m->nodes[0].kswapd_waiting, KSWAPD_STIRRING);
	assert_int_not_equal(passed(m, PROBE_WAKEUP_KSWAPD_STIRS), 0);
	give_back(m, 0, 10);
	assert_true(take(m, 0, K) < 16384);
	model_destroy(m);

	m = two_nodes_of_7_2(KSWAPD_ASLEEP);
	take_many(m, 15, 10, K "|__GFP_THISNODE");
	take_until_refused(m, K "|__GFP_THISNODE");
	assert_int_equal(m->nodes[0].kswapd_waiting, KSWAPD_AWAKE);
	give_back(m, 0, 10);
	assert_true(take(m, 0, K) >= 16384);
	model_destroy(m);
}

/* Verifies a recording without what it says of kswapd. */
static struct verify_report verified_in_silence(const char *path)
{
	struct verify_report report = { 0 };
	struct scratch s;
	struct diagnosis why;
	char *text = text_of(path);

	for (char *at = text; (at = strstr(at, ".kswapd\":0")); at++)
		at[1] = 'x';
	scratch_init(&s);
	if (verify_file(scratch_file(&s, "silent.json", text), NULL, &report,
			&why) != OUTCOME_OK)
		fail_msg("%s: %s", path, why.text);
	scratch_deinit(&s);
	free(text);
	return report;
}

/* Of this recording both nodes' kswapds are woken on the way, and from then on
 * their nodes are passed over. */
TEST(a_kswapd_that_a_recording_never_sees_woken_stays_on_its_queue)
{
	struct verify_report report =
		verified_in_silence("tests/vectors/v7.2-m160n-numa-s2.json.xz");

	assert_int_not_equal(report.first_mismatch_op, -1);
	verify_report_deinit(&report);
	/* Older kernels do not ask. */
	report = verified_in_silence(
		"tests/vectors/v6.12-m160n-numa-s2.json.xz");
	assert_int_equal(report.first_mismatch_op, -1);
	verify_report_deinit(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_counter_below_zero_gives_no_request_more_than_there_is),
		RUN(half_of_nothing_is_no_reason_to_use_cma),
		RUN(a_kswapd_that_stirs_is_not_woken_and_its_node_not_passed_over),
		RUN(a_kswapd_that_a_recording_never_sees_woken_stays_on_its_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
