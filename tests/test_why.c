/*
 * The why-tree holds every step that led to the cursor, as a node or in a gap;
 * and of a page it names the operation that gave it, or the step that put it
 * where it is.
 */
#include "tests/harness.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/why_tree.h"
#include "tests/random_operation.h"
#include "tests/talk.h"

static uint64_t last_of(const struct why_node *node)
{
	return node->gap_end ? node->gap_end : node->step;
}

/* From the operation's first step to the one asked about, none twice. */
static void expect_whole(const struct model *m, const struct why_node *nodes,
			 size_t nr, uint64_t to)
{
	uint64_t next = history_op_begin(m, history_op_at(m, to)) + 1;

	assert_true(nr > 0);
	assert_int_equal(nodes[0].level, 0);
	for (size_t i = 0; i < nr; i++) {
		assert_int_equal(nodes[i].step, next);
		next = last_of(&nodes[i]) + 1;
	}
	assert_int_equal(nodes[nr - 1].step, to);
	assert_int_equal(nodes[nr - 1].gap_end, 0);
}

static void expect_trees(const struct model *m, uint64_t stride)
{
	enum { FEW = 24 };

	for (uint64_t to = 1; to <= history_steps(m); to += stride) {
		const struct why_question q = { .to = to, .page = PFN_NONE };
		struct why_node few[FEW];
		struct why_tree tree = { 0 };

		assert_true(why_tree_build(m, &q, &tree));
		expect_whole(m, tree.nodes, tree.nr, to);
		why_tree_deinit(&tree);
		expect_whole(m, few, why_tree_fill(m, &q, few, FEW), to);
	}
}

static void run_random(struct model *m, unsigned operations, uint64_t seed)
{
	struct bookkeeper *b = bookkeeper_create(m);
	struct random r = { .state = seed, .filling = true };

	for (unsigned i = 0; i < operations; i++) {
		struct operation op = random_operation(&r, m, b);

		run(m, &op);
		bookkeeper_enter(b, m);
	}
	bookkeeper_destroy(b);
}

TEST(no_step_that_led_here_is_lost_in_any_kernel)
{
	for (size_t i = 0; profile_nth(i); i++) {
		struct boot_config config = preset("small");

		config.profile = profile_nth(i);
		struct model *m = boot(&config);

		run_random(m, 150, i);
		expect_trees(m, 41);
		model_destroy(m);
	}
}

TEST(a_long_operation_has_a_short_tree)
{
	struct talk t = talk_create("small");

	must(&t, "bulk 9000 movable");
	const struct why_question q = { .to = history_steps(t.s->m),
					.page = PFN_NONE };
	struct why_tree tree = { 0 };

	assert_true(q.to > 50000);
	assert_true(why_tree_build(t.s->m, &q, &tree));
	assert_true(tree.nr < 100);
	expect_whole(t.s->m, tree.nodes, tree.nr, q.to);
	why_tree_deinit(&tree);
	expect_text(&t, "why", "more steps, to ");
	/* What is said of the page stands far from both ends. */
	expect_text(&t, "why $1[4500]", "Block 4500 goes to the tail of the");
	talk_destroy(&t);
}

/* Every probe, with all operands true and with none. */
TEST(what_decides_does_so_by_an_operand_it_has)
{
	struct model *m = boot_preset_machine("small");
	unsigned marked = 0;

	for (unsigned id = 0; id < NR_PROBES; id++) {
		struct step no = { .probe = (enum probe_id)id };
		struct step yes = no;

		for (unsigned i = 0; i < PROBE_MAX_ARGS; i++)
			yes.args[i] = 1;
		bool holds = why_mark_of(m, &yes) == WHY_HOLDS ||
			     why_mark_of(m, &no) == WHY_HOLDS;
		bool passed = why_mark_of(m, &yes) == WHY_PASSED ||
			      why_mark_of(m, &no) == WHY_PASSED;

		marked += holds || passed;
	}
	assert_true(marked > 50);
	model_destroy(m);
}

TEST(the_tree_marks_what_was_passed_over)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0 movable");
	must(&t, "start alloc 8");
	must(&t, "until __rmqueue_smallest:none");
	must(&t, "why");
	expect_in(t.said.start, "✗ list(9, U) is empty.");
	expect_in(t.said.start, "✓ __zone_watermark_ok: Normal: 16381 free - "
				"255 unusable");
	expect_in(t.said.start, "▶ No list of type U from order 8 on");
	expect_json(&t, "why", "\"mark\":\"passed over\",\"children\":[]");
	talk_destroy(&t);
}

TEST(a_free_shows_why_merging_went_on_and_where_it_ended)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 8");
	must(&t, "alloc 8");
	must(&t, "free $1");
	must(&t, "why");
	expect_in(t.said.start, "✗ The buddy of 0 at order 8 is 256: ");
	must(&t, "free $2");
	must(&t, "why");
	expect_in(t.said.start, "✓ The buddy of 256 at order 8 is 0: ");
	expect_in(t.said.start, "✓ The buddy of 0 at order 9 is 512: ");
	talk_destroy(&t);
}

/* The number behind a key in the last answer; 0 for null. */
static uint64_t number_of(const struct talk *t, const char *key)
{
	const char *found = strstr(t->said.start, key);

	if (!found) {
		fail_msg("no %s in %s", key, t->said.start);
		return 0;
	}
	return strtoull(found + strlen(key), NULL, 10);
}

/* Brute force: the last operation whose result has the page. */
static uint32_t giver(const struct model *m, pfn_t pfn)
{
	uint32_t found = 0;

	for (uint32_t op = 1; op <= history_ops(m); op++) {
		const struct op_result *got = history_result(m, op);

		if (history_op(m, op)->kind == OP_ALLOC &&
		    got->pfn != PFN_NONE && pfn >= got->pfn &&
		    pfn < got->pfn + pages_in(got->order))
			found = op;
		for (unsigned i = 0;
		     history_op(m, op)->kind == OP_BULK && i < got->count; i++)
			found = got->pfns[i] == pfn ? op : found;
	}
	return found;
}

/* The step changed the page's place, and nothing has since. */
static void expect_arrival(struct talk *t, pfn_t pfn)
{
	struct model *m = t->s->m;
	struct page_view now = page_view(m, pfn);
	uint64_t stood = history_cursor(m);
	uint64_t step = number_of(t, "\"step\":");

	if (step == 0)
		history_seek(m, 0);
	else
		history_seek(m, step);
	struct page_view then = page_view(m, pfn);

	assert_int_equal(then.state, now.state);
	assert_int_equal(then.head, now.head);
	char there[160];
	char before[160];

	page_place(m, pfn, there, sizeof(there));
	if (step > 0) {
		history_seek(m, step - 1);
		page_place(m, pfn, before, sizeof(before));
		if (strcmp(before, there) == 0)
			fail_msg("step %u leaves page %u %s", (unsigned)step,
				 pfn, there);
	}
	history_seek(m, stood);
}

static void ask_of_pages(const char *machine, uint64_t seed)
{
	enum { OPERATIONS = 700, PAGES = 60 };
	struct talk t = talk_create(machine);
	struct random r = { .state = seed };

	run_random(t.s->m, OPERATIONS, seed);
	uint64_t digest = model_digest(t.s->m);

	for (unsigned i = 0; i < PAGES; i++) {
		pfn_t pfn = (pfn_t)random_below(&r, 4096);
		enum page_state state = page_view(t.s->m, pfn).state;
		char line[32];

		snprintf(line, sizeof(line), "why %u", pfn);
		say_json(&t, line);
		assert_int_equal(t.status, STATUS_OK);
		if (state == PAGE_STATE_BUDDY || state == PAGE_STATE_PCP)
			expect_arrival(&t, pfn);
		else if (state != PAGE_STATE_RESERVED)
			assert_int_equal(number_of(&t, "\"op\":"),
					 giver(t.s->m, pfn));
		assert_int_equal(model_digest(t.s->m), digest);
	}
	talk_destroy(&t);
}

TEST(of_each_page_the_giver_or_the_last_move_is_named_in_every_kernel)
{
	for (size_t i = 0; profile_nth(i); i++) {
		char machine[64];

		snprintf(machine, sizeof(machine),
			 "small,mem=16M,cpus=2,kernel=%s",
			 profile_nth(i)->series);
		ask_of_pages(machine, 40 + i);
	}
}

TEST(a_page_from_a_pcp_list_tells_how_it_came_there)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	must(&t, "free $1");
	must(&t, "alloc 0");
	expect_text(&t, "why $2", "given by operation 3, `alloc 0 GFP_KERNEL`");
	expect_text(&t, "why $2",
		    "Before that it was on pcp list U0 of cpu 0, "
		    "since step");
	expect_json(&t, "why $2", "\"op\":2,\"line\":\"free 0 0\"}");
	expect_json(&t, "why $2", "\"path\":\"pcp\"");
	expect_json(&t, "why 16000", "\"given\":null");
	talk_destroy(&t);
}

TEST(a_page_of_a_slab_was_given_to_slub)
{
	struct talk t = talk_create("small,kernel=7.2");

	must(&t, "alloc 0");
	must(&t, "free $1");
	must(&t, "kmalloc 100");
	pfn_t slab = result(&t, 3)->pfn;
	char line[32];

	snprintf(line, sizeof(line), "why %" PRIu32, slab);
	expect_text(&t, line, "is in a slab of kmalloc-128, since step");
	expect_in(t.said.start, "(operation 3, `kmalloc 100");
	expect_json(&t, line, "\"op\":3,\"line\":\"kmalloc 100 GFP_KERNEL\"}");
	expect_text(&t, "why $2", "An object of slab");
	must(&t, "kmalloc 9000");
	snprintf(line, sizeof(line), "why %" PRIu32, result(&t, 4)->pfn + 1);
	expect_text(&t, line, "given by operation 4, `kmalloc 9000");
	talk_destroy(&t);
}

TEST(a_page_just_taken_is_one_of_the_operation_that_runs)
{
	struct talk t = talk_create("small");

	must(&t, "start alloc 3");
	must(&t, "until prep_new_page");
	expect_text(&t, "why 5",
		    "operation 1, `alloc 3 GFP_KERNEL`, as $1, to");
	talk_destroy(&t);
}

TEST(a_page_is_found_however_far_back)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	for (unsigned i = 0; i < 20000; i++) {
		const struct operation op = { .kind = OP_GET, .pfn = 0 };
		const struct operation back = { .kind = OP_PUT, .pfn = 0 };

		run(t.s->m, i % 2 ? &back : &op);
	}
	expect_text(&t, "why 5", "given by operation 1, `alloc 3 GFP_KERNEL`");
	expect_text(&t, "why 100", "list 6 U, block 64 of order 6, since step");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(no_step_that_led_here_is_lost_in_any_kernel),
		RUN(a_long_operation_has_a_short_tree),
		RUN(what_decides_does_so_by_an_operand_it_has),
		RUN(the_tree_marks_what_was_passed_over),
		RUN(a_free_shows_why_merging_went_on_and_where_it_ended),
		RUN(of_each_page_the_giver_or_the_last_move_is_named_in_every_kernel),
		RUN(a_page_from_a_pcp_list_tells_how_it_came_there),
		RUN(a_page_of_a_slab_was_given_to_slub),
		RUN(a_page_just_taken_is_one_of_the_operation_that_runs),
		RUN(a_page_is_found_however_far_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
