/*
 * Each kernel speaks with its own function names and its own outlines.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <string.h>

#include "core/profile.h"
#include "tests/random_operation.h"
#include "tests/scratch.h"

enum { OPERATIONS = 4000 };

static const uint64_t MIB = 1 << 20;

/* Small machines that between them have several zones, nodes, CPUs and CMA. */
static struct boot_config machine_nth(unsigned i, const struct profile *profile)
{
	struct boot_config config = preset("small");

	config.nr_cpus = 2;
	if (i == 1) {
		config.cma_bytes = 14 * MIB;
		config.cma_zone = ZONE_NORMAL;
	} else if (i == 2) {
		config.nr_nodes = 2;
		config.nr_cpus = 4;
		config.flags.nodes_shift = 1;
	} else if (i == 3) {
		config = preset("movable");
		config.mem_bytes = 64 * MIB;
		config.kernelcore_bytes = 32 * MIB;
	}
	config.profile = profile;
	return config;
}

enum { MACHINES = 4 };

static struct model *busy_machine(unsigned i, const struct profile *profile)
{
	struct boot_config config = machine_nth(i, profile);
	struct model *m = boot(&config);
	struct bookkeeper *b = bookkeeper_create(m);
	struct random r = { .state = 77 + i };

	for (unsigned op = 0; op < OPERATIONS; op++) {
		struct operation operation = random_operation(&r, m, b);

		run(m, &operation);
		bookkeeper_enter(b, m);
	}
	bookkeeper_compare(b, m);
	bookkeeper_destroy(b);
	return m;
}

/* The step belongs to a function of this kernel, at a depth that fits: a
 * function's first step is one deeper than its caller's, every other as deep
 * as the steps of its function before. */
static void assert_step_fits(const struct model *m, uint64_t position,
			     const char *callers[UINT8_MAX])
{
	struct step step = history_step(m, position);
	const struct probe *probe = probe_in(m, step.probe);
	const char *kernel = model_machine(m)->profile->series;

	if (!probe->exists)
		fail_msg("%s comes to %s:%s, which it has not", kernel,
			 probe->function, probe->label);
	if (probe->begins_frame) {
		if (step.depth > 0 &&
		    strcmp(callers[step.depth - 1], probe->function) == 0)
			fail_msg("%s: %s calls itself", kernel,
				 probe->function);
		callers[step.depth] = probe->function;
	}
	if (strcmp(callers[step.depth], probe->function) != 0)
		fail_msg("%s, step %u: %s:%s stands at the depth of %s", kernel,
			 (unsigned)position, probe->function, probe->label,
			 callers[step.depth]);
}

static void assert_steps_fit(struct model *m)
{
	const char *callers[UINT8_MAX];

	for (unsigned depth = 0; depth < UINT8_MAX; depth++)
		callers[depth] = "";
	for (uint64_t at = 1; at <= history_steps(m); at++) {
		history_seek(m, at);
		assert_step_fits(m, at, callers);
	}
}

TEST(every_step_of_a_busy_machine_is_in_its_kernels_outlines)
{
	for (size_t k = 0; profile_nth(k); k++) {
		for (unsigned i = 0; i < MACHINES; i++) {
			struct model *m = busy_machine(i, profile_nth(k));

			assert_steps_fit(m);
			model_destroy(m);
		}
	}
}

static void assert_outline(const struct probe *probes, const char *function)
{
	unsigned first = probe_next(probes, 0, function);

	assert_true(probes[first].begins_frame);
	for (unsigned id = first;
	     (id = probe_next(probes, id, function)) < NR_PROBES; id++) {
		assert_true(strlen(probes[id].outline) > 0);
		for (unsigned next = id + 1;
		     (next = probe_next(probes, next, function)) < NR_PROBES;
		     next++)
			if (strcmp(probes[next].label, probes[id].label) == 0)
				fail_msg("%s has two lines %s", function,
					 probes[id].label);
	}
}

TEST(an_outline_begins_with_the_entry_and_has_each_label_once)
{
	struct probe probes[NR_PROBES];

	for (size_t k = 0; profile_nth(k); k++) {
		probes_of_kernel(profile_nth(k), probes);
		for (unsigned id = 0;
		     (id = probe_next(probes, id, NULL)) < NR_PROBES; id++)
			assert_outline(probes, probes[id].function);
	}
}

/* A function and the kernels that have it, each followed by a blank. */
struct known_function {
	const char *name;
	const char *kernels;
};

static void assert_known(const struct profile *profile,
			 const struct known_function *function)
{
	struct probe probes[NR_PROBES];
	char series[16];

	probes_of_kernel(profile, probes);
	snprintf(series, sizeof(series), "%s ", profile->series);
	bool here = probe_next(probes, 0, function->name) < NR_PROBES;

	if (here != (strstr(function->kernels, series) != NULL))
		fail_msg("%s %s in kernel %s", function->name,
			 here ? "exists" : "is missing", series);
}

TEST(functions_are_known_where_they_exist)
{
	static const struct known_function known[] = {
		{ "__alloc_pages_nodemask", "4.1 4.9 5.4 5.10 " },
		{ "__alloc_pages", "6.1 6.12 " },
		{ "__alloc_frozen_pages", "7.2 " },
		{ "buffered_rmqueue", "4.1 4.9 " },
		{ "zone_watermark_ok", "4.1 " },
		{ "zone_watermark_fast", "4.9 5.4 5.10 6.1 6.12 7.2 " },
		{ "boost_watermark", "5.4 5.10 6.1 6.12 7.2 " },
		{ "reserve_highatomic_pageblock",
		  "4.9 5.4 5.10 6.1 6.12 7.2 " },
		{ "alloc_flags_nofragment", "5.4 5.10 6.1 6.12 7.2 " },
		{ "prepare_alloc_pages", "5.4 5.10 6.1 6.12 7.2 " },
		{ "rmqueue", "5.4 5.10 6.1 6.12 7.2 " },
		{ "rmqueue_buddy", "6.1 6.12 7.2 " },
		{ "nr_pcp_alloc", "6.12 7.2 " },
		{ "nr_pcp_high", "6.1 6.12 7.2 " },
		{ "nr_pcp_free", "6.1 6.12 7.2 " },
		{ "decay_pcp_high", "6.12 7.2 " },
		{ "__rmqueue_fallback", "4.1 4.9 5.4 5.10 6.1 " },
		{ "steal_suitable_fallback", "4.1 4.9 5.4 5.10 6.1 " },
		{ "__rmqueue_claim", "6.12 7.2 " },
		{ "try_to_steal_block", "6.12 " },
		{ "try_to_claim_block", "7.2 " },
		{ "move_freepages", "4.1 4.9 5.4 5.10 6.1 " },
		{ "split_large_buddy", "6.12 7.2 " },
		{ "free_hot_cold_page", "4.1 4.9 " },
		{ "free_unref_page", "5.4 5.10 6.1 6.12 " },
		{ "free_frozen_pages", "7.2 " },
		{ "free_unref_page_commit", "5.4 5.10 6.1 6.12 " },
		{ "free_frozen_page_commit", "7.2 " },
		{ "free_unref_folios", "6.12 7.2 " },
		{ "alloc_pages_bulk", "6.1 6.12 7.2 " },
	};

	for (size_t k = 0; profile_nth(k); k++)
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			assert_known(profile_nth(k), &known[i]);
}

TEST(names_of_another_kernel_mean_the_same_place)
{
	struct talk t = talk_create("small,kernel=5.10");

	expect_text(&t, "break __alloc_pages",
		    "__alloc_pages is __alloc_pages_nodemask in kernel 5.10\n"
		    "breakpoint 1 at __alloc_pages_nodemask, first step");
	expect_text(&t, "break alloc_frozen_pages",
		    "__alloc_frozen_pages is __alloc_pages_nodemask in");
	expect_text(&t, "break rmqueue_buddy",
		    "rmqueue_buddy is rmqueue:from_buddy in kernel 5.10\n"
		    "breakpoint 3 at rmqueue:from_buddy\n");
	expect_text(&t, "break rmqueue_buddy:highatomic",
		    "breakpoint 4 at rmqueue:highatomic\n");
	expect_text(&t, "break free_unref_page:trylock",
		    "breakpoint 5 at free_unref_page:pcp_list\n");
	expect_json(&t, "break __alloc_pages",
		    "\"where\":\"__alloc_pages_nodemask\"");
	must(&t, "delete 1 2 6");
	expect_text(&t, "alloc 2", "breakpoint 3: ");
	assert_string_equal(function_here(&t), "rmqueue");
	talk_destroy(&t);
}

TEST(a_place_that_the_kernel_lacks_is_refused_with_who_has_it)
{
	struct talk t = talk_create("small,kernel=5.10");

	expect_error(&t, "break nr_pcp_alloc",
		     "kernel 5.10 has no nr_pcp_alloc, which kernel 7.2 has");
	expect_error(&t, "until decay_pcp_high", "kernel 5.10 has no");
	expect_error(&t, "list free_unref_folios", "kernel 5.10 has no");
	expect_error(&t, "break __alloc_pages:kitchen", "is no function or");
	expect_error(&t, "break kitchen", "is no function or label");
	talk_destroy(&t);
}

TEST(completion_offers_names_of_the_present_kernel_only)
{
	struct talk t = talk_create("small,kernel=5.10");

	expect_text(&t, "complete break ", "break __alloc_pages_nodemask\n");
	expect_not_in(t.said.start, "break __alloc_pages\n");
	expect_not_in(t.said.start, "rmqueue_buddy");
	expect_not_in(t.said.start, "nr_pcp");
	expect_not_in(t.said.start, "kswapd_awake");
	must(&t, "boot small,kernel=7.2");
	expect_text(&t, "complete list ", "list __alloc_frozen_pages\n");
	expect_in(t.said.start, "list free_frozen_pages\n");
	expect_not_in(t.said.start, "free_unref_page\n");
	expect_not_in(t.said.start, "__rmqueue_fallback");
	talk_destroy(&t);
}

TEST(breakpoints_follow_to_another_kernels_machine)
{
	struct talk t = talk_create("small");

	must(&t, "break __alloc_pages");
	must(&t, "break nr_pcp_alloc");
	must(&t, "boot small,kernel=5.10");
	expect_text(&t, "info breakpoints", "__alloc_pages_nodemask\n");
	expect_in(t.said.start, "nr_pcp_alloc (not in this kernel)");
	expect_text(&t, "alloc 0", "breakpoint 1: ");
	must(&t, "boot small,kernel=6.12");
	expect_text(&t, "info breakpoints", " __alloc_pages\n");
	expect_not_in(t.said.start, "not in this kernel");
	must(&t, "delete 1");
	expect_text(&t, "alloc 0", "breakpoint 2: ");
	must(&t, "boot small,kernel=5.10");
	must(&t, "break rmqueue:from_buddy");
	must(&t, "boot small,kernel=6.1");
	expect_text(&t, "info breakpoints", " rmqueue_buddy\n");
	talk_destroy(&t);
}

TEST(a_file_has_the_names_of_its_kernel)
{
	struct talk t = talk_create("small,kernel=5.10");
	struct scratch s;
	char path[512];
	char line[600];

	scratch_init(&s);
	snprintf(path, sizeof(path), "%s", scratch_file(&s, "names.json", ""));
	must(&t, "break rmqueue_buddy");
	must(&t, "boot small");
	must(&t, "break nr_pcp_alloc");
	must(&t, "boot small,kernel=5.10");
	snprintf(line, sizeof(line), "save %s", path);
	must(&t, line);
	must(&t, "boot small");
	snprintf(line, sizeof(line), "load %s", path);
	must(&t, line);
	expect_text(&t, "info breakpoints", " rmqueue:from_buddy\n");
	expect_not_in(t.said.start, "nr_pcp_alloc");
	scratch_deinit(&s);
	talk_destroy(&t);
}

TEST(a_file_of_each_kernel_is_loaded_again)
{
	static const char *const machines[] = { "small", "numa", "phone" };
	struct talk t = talk_create("small");
	struct scratch s;
	char line[600];

	scratch_init(&s);
	for (size_t k = 0; profile_nth(k); k++) {
		for (size_t i = 0; i < 3; i++) {
			snprintf(line, sizeof(line), "boot %s,kernel=%s",
				 machines[i], profile_nth(k)->series);
			must(&t, line);
			must(&t, "bulk 40 movable");
			must(&t, "free $1");
			snprintf(line, sizeof(line), "save %s",
				 scratch_path(&s, "kernel.json"));
			must(&t, line);
			snprintf(line, sizeof(line), "load %s",
				 scratch_path(&s, "kernel.json"));
			must(&t, line);
			assert_int_equal(history_ops(t.s->m), 2);
		}
	}
	scratch_deinit(&s);
	talk_destroy(&t);
}

TEST(json_names_functions_of_the_present_kernel)
{
	struct talk t = talk_create("small,kernel=7.2");

	expect_json(&t, "start alloc 0",
		    "\"function\":\"__alloc_frozen_pages\"");
	expect_json(&t, "where", "\"function\":\"__alloc_frozen_pages\"");
	expect_json(&t, "list", "\"function\":\"__alloc_frozen_pages\"");
	must(&t, "boot small,kernel=5.10");
	must(&t, "start alloc 0");
	expect_json(&t, "where", "\"function\":\"__alloc_pages_nodemask\"");
	talk_destroy(&t);
}

TEST(operands_that_a_kernel_does_not_know_are_not_shown)
{
	struct talk t = talk_create("small,kernel=5.10");

	must(&t, "break __rmqueue");
	must(&t, "alloc 4");
	assert_string_equal(function_here(&t), "__rmqueue");
	expect_text(&t, "info locals", "migratetype");
	expect_not_in(t.said.start, "mode");
	must(&t, "boot small,kernel=6.12");
	must(&t, "alloc 4");
	expect_text(&t, "info locals", "mode");
	talk_destroy(&t);
}

TEST(alloc_flags_have_the_names_of_their_kernel)
{
	struct talk t = talk_create("small,kernel=5.10");

	expect_text(&t, "print ALLOC_HARDER", "16");
	expect_error(&t, "print ALLOC_NON_BLOCK", "ALLOC_NON_BLOCK");
	must(&t, "boot small,kernel=6.12");
	expect_text(&t, "print ALLOC_NON_BLOCK", "16");
	expect_error(&t, "print ALLOC_HARDER", "ALLOC_HARDER");
	talk_destroy(&t);
}

TEST(a_kernel_without_a_bulk_allocator_asks_page_by_page)
{
	struct talk t = talk_create("small,kernel=5.10");

	must(&t, "start bulk 3");
	assert_string_equal(function_here(&t), "bulk");
	must(&t, "next");
	assert_string_equal(function_here(&t), "bulk");
	expect_in(t.said.start, "3 of 3 pages were got.");
	must(&t, "decay");
	expect_text(&t, "goto end", "nothing of CPU 0 decays");
	talk_destroy(&t);
}

TEST(one_is_one_page_and_two_are_two_pages)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "start free $1");
	expect_text(&t, "until free_unref_page_commit",
		    "CPU 0 holds 3 pages now");
	must(&t, "boot small,pcp=n");
	must(&t, "alloc 0");
	must(&t, "start free $1");
	expect_text(&t, "until free_unref_page_commit",
		    "CPU 0 holds 1 page now");
	expect_text(&t, "until free_pcppages_bulk", "1 of CPU 0's 1 page goes");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(every_step_of_a_busy_machine_is_in_its_kernels_outlines),
		RUN(an_outline_begins_with_the_entry_and_has_each_label_once),
		RUN(functions_are_known_where_they_exist),
		RUN(names_of_another_kernel_mean_the_same_place),
		RUN(a_place_that_the_kernel_lacks_is_refused_with_who_has_it),
		RUN(completion_offers_names_of_the_present_kernel_only),
		RUN(breakpoints_follow_to_another_kernels_machine),
		RUN(a_file_has_the_names_of_its_kernel),
		RUN(a_file_of_each_kernel_is_loaded_again),
		RUN(json_names_functions_of_the_present_kernel),
		RUN(operands_that_a_kernel_does_not_know_are_not_shown),
		RUN(alloc_flags_have_the_names_of_their_kernel),
		RUN(a_kernel_without_a_bulk_allocator_asks_page_by_page),
		RUN(one_is_one_page_and_two_are_two_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
