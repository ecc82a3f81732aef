/*
 * The same operations under several kernels, and where their ways part.
 */
#include <stdio.h>
#include <string.h>

#include "commands/side_by_side.h"
#include "core/behaviour.h"
#include "tests/talk.h"

#define SENTENCE_SIZE 512

static bool alike_everywhere(size_t behaviour)
{
	for (size_t k = 1; profile_nth(k); k++)
		if (behaviour_value(behaviour, profile_nth(k)) !=
		    behaviour_value(behaviour, profile_nth(0)))
			return false;
	return true;
}

static bool acts_somewhere(size_t behaviour)
{
	for (unsigned id = 0; id < NR_PROBES; id++)
		if (behaviour_acts_at(behaviour, (enum probe_id)id))
			return true;
	return behaviour_shapes_lists(behaviour) ||
	       behaviour_shapes_marks(behaviour);
}

TEST(every_behaviour_is_one_in_which_kernels_differ)
{
	unsigned nr = 0;

	for (; behaviour_name(nr); nr++)
		if (alike_everywhere(nr))
			fail_msg("%s is the same in all kernels",
				 behaviour_name(nr));
	assert_in_range(nr, 50, MAX_BEHAVIOURS);
}

/* A mistyped function would leave its row without any. */
TEST(behaviours_act_where_a_step_can_be)
{
	unsigned words_only = 0;

	for (size_t i = 0; behaviour_name(i); i++)
		words_only += !acts_somewhere(i);
	assert_int_equal(words_only, 6);
}

TEST(kernels_that_differ_say_so_in_different_words)
{
	char a[SENTENCE_SIZE];
	char b[SENTENCE_SIZE];

	for (size_t i = 0; behaviour_name(i); i++) {
		for (size_t k = 1; profile_nth(k); k++) {
			const struct profile *older = profile_nth(k - 1);
			const struct profile *newer = profile_nth(k);
			bool same = behaviour_value(i, older) ==
				    behaviour_value(i, newer);

			behaviour_sentence(i, older, a, sizeof(a));
			assert_in_range(strlen(a), 10, sizeof(a) - 2);
			behaviour_sentence(i, newer, b, sizeof(b));
			assert_int_equal(strcmp(a, b) == 0, same);
		}
	}
}

static void assert_same_zones(const struct model *a, const struct model *b)
{
	assert_int_equal(nr_zones(a), nr_zones(b));
	for (unsigned i = 0; i < nr_zones(a); i++) {
		const struct zone *x = zone_at(a, i);
		const struct zone *y = zone_at(b, i);

		assert_string_equal(zone_name(a, i), zone_name(b, i));
		assert_int_equal(x->node, y->node);
		assert_int_equal(x->zone_start_pfn, y->zone_start_pfn);
		assert_int_equal(x->spanned_pages, y->spanned_pages);
		assert_int_equal(x->present_pages, y->present_pages);
		assert_int_equal(x->managed_pages, y->managed_pages);
		assert_int_equal(zone_free_exact(a, i), zone_free_exact(b, i));
	}
}

/* The largest with less memory: its struct pages take their time. */
TEST(another_kernel_boots_the_same_machine)
{
	static const char *const specs[] = {
		"small", "pc", "numa", "movable", "phone", "big,mem=16G"
	};

	for (size_t i = 0; i < sizeof(specs) / sizeof(*specs); i++) {
		struct talk base = talk_create(specs[i]);

		for (size_t k = 0; profile_nth(k); k++) {
			char spec[64];

			snprintf(spec, sizeof(spec), "%s,kernel=%s", specs[i],
				 profile_nth(k)->series);
			struct talk other = talk_create(spec);

			assert_same_zones(base.s->m, other.s->m);
			talk_destroy(&other);
		}
		talk_destroy(&base);
	}
}

TEST(comparing_leaves_the_session_as_it_was)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	must(&t, "reverse-step");
	uint64_t digest = model_digest(t.s->m);
	uint64_t stood = here(&t);

	must(&t, "compare 4.1 7.2 -- alloc 0; alloc 0 movable; free $1");
	assert_int_equal(model_digest(t.s->m), digest);
	assert_int_equal(here(&t), stood);
	assert_int_equal(history_ops(t.s->m), 1);
	talk_destroy(&t);
}

TEST(a_different_page_is_explained_by_what_booting_does)
{
	struct talk t = talk_create("small");

	say_json(&t, "compare 5.4 5.10 -- alloc 0");
	expect_in(t.said.start, "\"answer\":\"pfn 15360\"");
	expect_in(t.said.start, "\"answer\":\"pfn 0\"");
	expect_in(t.said.start, "\"what\":\"answer\",\"op\":1");
	expect_in(t.said.start, "\"name\":\"boot_fills_tails\"");
	expect_in(t.said.start, "\"what\":\"list end\"");
	expect_in(t.said.start, "\"name\":\"moved_blocks_to_head\"");
	talk_destroy(&t);
}

TEST(a_different_mark_is_explained_by_who_asks_for_it)
{
	struct talk t = talk_create("small");

	must(&t, "compare 6.1 6.12 -- alloc 0");
	expect_in(t.said.start, "does the mark 320 allow order 0?");
	expect_in(t.said.start, "does the mark 384 allow order 0?");
	expect_in(t.said.start, "as below_high:");
	talk_destroy(&t);
}

TEST(kernels_that_do_alike_are_said_to)
{
	struct talk t = talk_create("small");

	must(&t, "compare 4.1 4.9 -- cpu 0");
	expect_in(t.said.start, "lists at boot");
	must(&t, "compare 6.12 7.2 -- alloc 0; free $1");
	expect_in(t.said.start, "go the same way, step by step");
	talk_destroy(&t);
}

TEST(objects_of_one_slab_are_different_answers)
{
	struct talk t = talk_create("small");

	must(&t, "compare 6.12 7.2 -- alloc 0; kmalloc 8192; kmalloc 0");
	expect_in(t.said.start, "pfn 8, object 0       pfn 8, object 3");
	expect_in(t.said.start, " answer, operation 2 `kmalloc 8192`");
	expect_in(t.said.start, "ZERO_SIZE_PTR         ZERO_SIZE_PTR");
	talk_destroy(&t);
}

TEST(what_one_kernel_cannot_do_is_its_answer)
{
	struct talk t = talk_create("small");

	must(&t, "compare 4.9 6.12 -- alloc 0; free $1 cold");
	expect_in(t.said.start, "impossible");
	expect_in(t.said.start, "kernel 6.12 does not tell cold pages apart");
	expect_error(&t, "compare 5.4 6.12 -- alloc 0; free $1 cold",
		     "operation 2, `free $1 cold`: kernel 5.4 does not tell");
	talk_destroy(&t);
}

TEST(a_comparison_that_cannot_be_made_says_why)
{
	struct talk t = talk_create("small");

	expect_error(&t, "compare 4.1 -- alloc 0", "name two kernels or more");
	expect_error(&t, "compare 4.1 4.1.52 -- alloc 0", "named twice");
	expect_error(&t, "compare 4.1 4.2 -- alloc 0",
		     "kernel 4.2 has no allocator profile");
	expect_error(&t, "compare 4.1 6.12 -- step", "no operation");
	expect_error(&t, "compare 4.1 6.12 -- ;", "no operation stands");
	expect_error(&t, "compare 4.1 6.12 /nonexistent/file",
		     "no kernel that has a profile, and as a file");
	expect_error(&t, "compare step", "nothing was compared yet");
	must(&t, "compare 4.1 6.12 -- alloc 0");
	expect_error(&t, "compare goto 0", "0 is no pair");
	expect_error(&t, "compare step 1 2", "usage: compare");
	must(&t, "load tests/vectors/v6.12-m64-order0-s1.json.xz");
	expect_error(&t, "compare 4.1 6.12 -- alloc 0", "came from a file");
	talk_destroy(&t);
}

TEST(operations_come_from_a_file_too)
{
	struct talk t = talk_create("small");
	const char path[] = "/tmp/mmscope-test-side-by-side.mms";
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("# one block\nalloc 3\n\nfree $1 # and back\n", file);
	fclose(file);
	say_json(&t, "compare 4.9 6.1 /tmp/mmscope-test-side-by-side.mms");
	remove(path);
	expect_in(t.said.start, "\"operation\":\"alloc 3\"");
	expect_in(t.said.start, "\"operation\":\"free $1\"");
	talk_destroy(&t);
}

/* Each step of both once, in order, and pairs at the same decision. */
static void assert_laid_out(const struct comparison *c)
{
	uint64_t next[2] = { 1, 1 };

	for (size_t i = 0; i < c->nr_pairs; i++) {
		enum probe_id probes[2];

		for (unsigned k = 0; k < 2; k++) {
			uint64_t step = c->pairs[i].steps[k];

			if (!step)
				continue;
			assert_int_equal(step, next[k]++);
			probes[k] = history_step(side_model(c, k), step).probe;
		}
		assert_true(c->pairs[i].steps[0] || c->pairs[i].steps[1]);
		if (c->pairs[i].steps[0] && c->pairs[i].steps[1])
			assert_int_equal(probes[0], probes[1]);
	}
	for (unsigned k = 0; k < 2; k++)
		assert_int_equal(next[k], history_steps(side_model(c, k)) + 1);
}

TEST(steps_are_paired_where_both_decide_the_same)
{
	struct talk t = talk_create("small");

	/* Longer than one part that is laid out at a time. */
	must(&t, "compare 4.1 7.2 -- alloc 0; bulk 300; alloc 10; free $2; "
		 "drain; alloc 11");
	assert_laid_out(session_comparison(t.s));
	assert_in_range(session_comparison(t.s)->nr_pairs, 3000, 100000);
	talk_destroy(&t);
}

TEST(one_walks_over_both_at_once)
{
	struct talk t = talk_create("small");

	must(&t, "compare 4.1 6.12 -- alloc 0");
	expect_text(&t, "compare step", "pair 2 of");
	expect_text(&t, "compare part", "no step here");
	expect_text(&t, "compare back 100000", "pair 1 of");
	expect_text(&t, "compare goto 5", "pair 5 of");
	expect_json(&t, "compare step 100000", "\"pair\":");
	expect_text(&t, "compare step", "The request gets page");
	talk_destroy(&t);
}

TEST(without_operations_all_differences_are_told)
{
	struct talk t = talk_create("small");

	must(&t, "compare 6.12 7.2");
	expect_in(t.said.start, "flush_in_batches");
	expect_not_in(t.said.start, "fallback_rule");
	expect_json(&t, "compare all", "\"name\":\"fair_zones\"");
	talk_destroy(&t);
}

TEST(a_cold_page_goes_to_the_end_that_is_taken_last)
{
	struct talk t = talk_create("small,kernel=4.9");

	must(&t, "alloc 0");
	must(&t, "alloc 0");
	must(&t, "free $1");
	must(&t, "free $2 cold");
	must(&t, "alloc 0");
	assert_int_equal(result(&t, 5)->pfn, result(&t, 1)->pfn);
	must(&t, "boot small,kernel=5.4");
	must(&t, "alloc 0");
	expect_error(&t, "free $1 cold", "leave `cold` out");
	talk_destroy(&t);
}

static void assert_slow_path(const char *kernel, const char *line,
			     enum probe_id probe, bool meets)
{
	char spec[64];

	snprintf(spec, sizeof(spec), "small,mem=8M,kernel=%s", kernel);
	struct talk t = talk_create(spec);

	must(&t, "bulk 4000");
	must(&t, line);
	if (history_op_meets(t.s->m, 2, probe) != meets)
		fail_msg("%s under %s: probe %d", line, kernel, probe);
	talk_destroy(&t);
}

TEST(who_compacts_early_differs)
{
	assert_slow_path("4.9", "alloc 5", PROBE_SLOWPATH_COMPACTED, true);
	assert_slow_path("4.9", "alloc 2", PROBE_SLOWPATH_COMPACTED, false);
	assert_slow_path("5.4", "alloc 2", PROBE_SLOWPATH_COMPACTED, true);
	assert_slow_path("4.1", "alloc 5", PROBE_SLOWPATH_COMPACTED, false);
	assert_slow_path("4.1", "alloc 2", PROBE_DIRECT_COMPACT, true);
}

TEST(who_asks_for_another_turn_differs)
{
	assert_slow_path("4.1", "alloc 2", PROBE_ALLOC_RETRY, true);
	assert_slow_path("4.1", "alloc 2", PROBE_RECLAIM_RETRY, false);
	assert_slow_path("4.1", "alloc 2 GFP_KERNEL|__GFP_NORETRY",
			 PROBE_ALLOC_RETRY, false);
	assert_slow_path("4.9", "alloc 2", PROBE_ALLOC_RETRY, false);
	assert_slow_path("4.9", "alloc 2", PROBE_RECLAIM_RETRY, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(every_behaviour_is_one_in_which_kernels_differ),
		RUN(behaviours_act_where_a_step_can_be),
		RUN(kernels_that_differ_say_so_in_different_words),
		RUN(another_kernel_boots_the_same_machine),
		RUN(comparing_leaves_the_session_as_it_was),
		RUN(a_different_page_is_explained_by_what_booting_does),
		RUN(a_different_mark_is_explained_by_who_asks_for_it),
		RUN(kernels_that_do_alike_are_said_to),
		RUN(objects_of_one_slab_are_different_answers),
		RUN(what_one_kernel_cannot_do_is_its_answer),
		RUN(a_comparison_that_cannot_be_made_says_why),
		RUN(operations_come_from_a_file_too),
		RUN(steps_are_paired_where_both_decide_the_same),
		RUN(one_walks_over_both_at_once),
		RUN(without_operations_all_differences_are_told),
		RUN(a_cold_page_goes_to_the_end_that_is_taken_last),
		RUN(who_compacts_early_differs),
		RUN(who_asks_for_another_turn_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
