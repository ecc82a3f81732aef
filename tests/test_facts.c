/*
 * What the looking commands work out about a step: the walk over the zonelist,
 * what calls have passed and returned, and the order of tags.
 */
#include <stdio.h>
#include <string.h>

#include "commands/call_stack.h"
#include "commands/memory_map.h"
#include "commands/outline.h"
#include "commands/zonelist_walk.h"
#include "tests/talk.h"

TEST(a_request_that_got_a_page_got_it_from_a_zone_of_its_list)
{
	struct talk t = talk_create("pc,mem=4608M");

	for (int i = 0; i < 40; i++)
		must(&t, i % 3 ? "alloc 4 movable" : "alloc 1 dma32");
	for (uint32_t op = 1; op <= history_ops(t.s->m); op++) {
		const struct op_result *got = history_result(t.s->m, op);
		uint64_t end = history_op_end(t.s->m, op);
		struct zonelist_walk walk;
		unsigned gave = 0;

		assert_true(zonelist_walk_at(t.s->m, end, &walk));
		for (unsigned i = 0; i < walk.nr; i++) {
			if (walk.trials[i].verdict != VERDICT_GAVE)
				continue;
			assert_int_equal(walk.trials[i].page, got->pfn);
			assert_int_equal(walk.trials[i].zone, got->zone);
			assert_true(walk.trials[i].holds);
			gave++;
		}
		assert_int_equal(gave, 1);
	}
	talk_destroy(&t);
}

TEST(a_full_zone_is_passed_over_and_the_request_says_why)
{
	struct talk t = talk_create("pc,mem=5G");

	must(&t, "start alloc 0 dma32");
	must(&t, "until get_page_from_freelist");
	expect_text(&t, "info zonelist", "not tried");
	expect_text(&t, "info zonelist", "not allowed by the mask");
	must(&t, "finish");
	expect_text(&t, "info zonelist", "gave page");
	expect_json(&t, "info zonelist", "\"verdict\":\"gave\"");
	must(&t, "goto begin");
	expect_text(&t, "info zonelist", "No request has come");
	talk_destroy(&t);
}

/* Each call whose page the operation's result tells returned that page. */
static unsigned expect_returned(const struct model *m, uint64_t at, pfn_t pfn)
{
	static const char *const callers[] = { "__alloc_pages",
					       "get_page_from_freelist",
					       "rmqueue" };
	uint64_t frames[MAX_FRAMES];
	unsigned nr = frames_at(m, at, frames);
	unsigned compared = 0;

	for (unsigned level = 0; level < nr; level++) {
		struct step step = history_step(m, frames[level]);
		char expected[64] = "no page";
		char words[64];

		if (step.depth < depth_ended_at(m, at))
			continue;
		for (size_t i = 0; i < 3; i++) {
			if (strcmp(probe_in(m, step.probe)->function,
				   callers[i]) != 0)
				continue;
			if (pfn != PFN_NONE)
				snprintf(expected, sizeof(expected), "page %u",
					 pfn);
			assert_true(returned_words(m, frames[level], at, words,
						   sizeof(words)));
			assert_string_equal(words, expected);
			compared++;
		}
	}
	return compared;
}

TEST(a_call_that_ends_returns_what_the_operation_got)
{
	static const char *const requests[] = {
		"alloc 0",         "alloc 0 movable",    "alloc 5 reclaimable",
		"alloc 9 movable", "alloc 1 GFP_ATOMIC",
	};
	static const char *const machines[] = { "small", "small,kernel=6.1",
						"small,kernel=7.2" };
	unsigned compared = 0;

	for (size_t i = 0; i < 3; i++) {
		struct talk t = talk_create(machines[i]);

		for (int n = 0; n < 60; n++)
			must(&t, requests[n % 5]);
		for (uint32_t op = 1; op <= history_ops(t.s->m); op++) {
			pfn_t pfn = history_result(t.s->m, op)->pfn;
			uint64_t begin = history_op_begin(t.s->m, op);

			for (uint64_t at = history_op_end(t.s->m, op);
			     pfn != PFN_NONE && at > begin; at--)
				compared += expect_returned(t.s->m, at, pfn);
		}
		talk_destroy(&t);
	}
	assert_true(compared > 300);
}

TEST(an_outline_ticks_what_the_call_has_passed)
{
	struct talk t = talk_create("small");
	struct outline outline;

	must(&t, "alloc 6");
	for (uint64_t at = 1; at <= history_steps(t.s->m); at++) {
		const struct probe *probe =
			probe_in(t.s->m, history_step(t.s->m, at).probe);
		unsigned passed = 0;
		unsigned current = 0;

		outline_of(t.s, probe->function, at, &outline);
		for (int i = 0; i < outline.nr; i++) {
			passed += outline.lines[i].times;
			current += outline.lines[i].current;
		}
		unsigned steps = 1;

		for (uint64_t b = previous_in_frame(t.s->m, at); b;
		     b = previous_in_frame(t.s->m, b))
			steps++;
		assert_int_equal(passed, steps);
		assert_int_equal(current, 1);
	}
	talk_destroy(&t);
}

TEST(tags_are_sorted_and_filtered_as_asked)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3 tag=b.c:1:beta");
	must(&t, "alloc 0 tag=a.c:2:alpha");
	must(&t, "alloc 0 tag=a.c:2:alpha");
	must(&t, "info tags");
	assert_true(strstr(t.said.start, "beta") <
		    strstr(t.said.start, "alpha"));
	must(&t, "set tags calls");
	must(&t, "info tags");
	assert_true(strstr(t.said.start, "alpha") <
		    strstr(t.said.start, "beta"));
	must(&t, "info tags sort=bytes top=1");
	expect_in(t.said.start, "beta");
	expect_not_in(t.said.start, "alpha");
	expect_in(t.said.start, "1 more");
	must(&t, "info tags filter=alp");
	expect_not_in(t.said.start, "beta");
	expect_in(t.said.start, "total         8192        2");
	must(&t, "set tags_filter a.c");
	must(&t, "info tags");
	expect_not_in(t.said.start, "beta");
	expect_text(&t, "info tags pages=0", ": 0");
	expect_error(&t, "info tags pages=9", "there is no tag 9");
	expect_error(&t, "info tags sort=size", "but by bytes, calls");
	expect_error(&t, "info tags big", "not understood");
	expect_error(&t, "set tags size", "write one of");
	talk_destroy(&t);
}

/* What a cell must hold, page by page. */
static struct map_cell counted_slowly(const struct model *m,
				      const struct map_grid *g, uint64_t first)
{
	struct map_cell cell = { .pcp = 0 };

	for (uint64_t pfn = first; pfn < first + g->pages; pfn++) {
		if (pfn >= g->range.end || !pfn_valid(m, (pfn_t)pfn) ||
		    zone_of_pfn(m, (pfn_t)pfn) < 0)
			continue;
		enum page_state state = page_view(m, (pfn_t)pfn).state;

		if (state == PAGE_STATE_BUDDY)
			cell.free[pageblock_type(m, (pfn_t)pfn)]++;
		else if (state == PAGE_STATE_PCP)
			cell.pcp++;
		else if (state == PAGE_STATE_RESERVED)
			cell.reserved++;
		else
			cell.used++;
	}
	return cell;
}

TEST(a_map_of_a_small_machine_counts_every_page)
{
	struct talk t = talk_create("small");

	must(&t, "bulk 300 movable");
	must(&t, "alloc 7");
	must(&t, "alloc 3 reclaimable");
	must(&t, "freebatch $1[3] $1[77] $1[250]");
	for (int rows = 1; rows < 40; rows += 6) {
		struct map_grid g = map_grid_of(pfn_range_of_machine(t.s->m),
						rows, 3 * rows + 5);
		uint64_t first = 0;

		for (int i = 0;
		     (first = map_cell_first(&g, 0, i)) < g.range.end; i++) {
			struct map_cell found = map_cell_at(t.s->m, &g, first);
			struct map_cell counted =
				counted_slowly(t.s->m, &g, first);

			assert_false(found.sampled);
			assert_memory_equal(found.free, counted.free,
					    sizeof(found.free));
			assert_int_equal(found.pcp, counted.pcp);
			assert_int_equal(found.used, counted.used);
			assert_int_equal(found.reserved, counted.reserved);
		}
	}
	talk_destroy(&t);
}

TEST(a_map_of_a_terabyte_says_that_it_is_sampled)
{
	struct talk t = talk_create("big");

	must(&t, "bulk 1000");
	expect_text(&t, "map", "Of each cell at most");
	expect_text(&t, "map zone DMA", "4 in a cell");
	expect_not_in(t.said.start, "Of each cell");
	struct map_grid g = map_grid_of(pfn_range_of_machine(t.s->m), 60, 100);

	assert_true((int64_t)g.looks * g.rows * g.cols <= 8192);
	talk_destroy(&t);
}

TEST(an_event_to_stop_at_has_its_sign_in_the_outline)
{
	struct talk t = talk_create("small");

	expect_json(&t, "list expand", "\"breakpoint\":false");
	must(&t, "break split");
	expect_text(&t, "list expand", "◆halve");
	must(&t, "disable 1");
	expect_json(&t, "list expand", "\"breakpoint\":false");
	assert_null(strstr(t.said.start, "\"breakpoint\":true"));
	/* Where it happens under a condition, a stop may be. */
	must(&t, "break watermark-fail");
	expect_text(&t, "list get_page_from_freelist", "◆");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_request_that_got_a_page_got_it_from_a_zone_of_its_list),
		RUN(a_full_zone_is_passed_over_and_the_request_says_why),
		RUN(a_call_that_ends_returns_what_the_operation_got),
		RUN(an_outline_ticks_what_the_call_has_passed),
		RUN(tags_are_sorted_and_filtered_as_asked),
		RUN(a_map_of_a_small_machine_counts_every_page),
		RUN(a_map_of_a_terabyte_says_that_it_is_sampled),
		RUN(an_event_to_stop_at_has_its_sign_in_the_outline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
