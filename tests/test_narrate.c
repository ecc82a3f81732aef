/*
 * Narration: operands, sentences, operations and writes as words.
 */
#include <stdlib.h>
#include <string.h>

#include "commands/call_stack.h"
#include "commands/narrate.h"
#include "tests/talk.h"

enum { LINE = 2048 };

static const char *arg(const struct model *m, enum arg_kind kind, int64_t value)
{
	static char line[LINE];

	narrate_arg(m, kind, value, line, sizeof(line));
	return line;
}

TEST(operands_are_printed_in_the_manner_of_their_kind)
{
	struct model *m = boot_preset_machine("small");

	assert_string_equal(arg(m, ARG_PAGES, -3), "-3");
	assert_string_equal(arg(m, ARG_PFN, 512), "512");
	assert_string_equal(arg(m, ARG_PFN, PFN_NONE), "none");
	assert_string_equal(arg(m, ARG_TYPE, MIGRATE_HIGHATOMIC), "H");
	assert_string_equal(arg(m, ARG_YES, 2), "yes");
	assert_string_equal(arg(m, ARG_MODE, 3), "STEAL");
	assert_string_equal(arg(m, ARG_MARK, WMARK_PROMO), "promo");
	assert_string_equal(arg(m, ARG_LIST, 11), "order 3 R");
	assert_string_equal(arg(m, ARG_COMPACTION, 2), "DEFERRED");
	assert_string_equal(arg(m, ARG_PRIORITY, 1), "SYNC_LIGHT");
	assert_string_equal(arg(m, ARG_ZONE, -1), "none");
	model_destroy(m);
}

TEST(masks_are_spelt_as_the_kernel_spells_them)
{
	struct model *m = boot_preset_machine("small");

	assert_string_equal(arg(m, ARG_GFP, 0), "none");
	assert_string_equal(arg(m, ARG_GFP, 0xcc0), "GFP_KERNEL");
	assert_string_equal(arg(m, ARG_GFP, 0x140cca),
			    "GFP_HIGHUSER_MOVABLE|__GFP_COMP");
	assert_string_equal(arg(m, ARG_GFP, 0x10000cc0),
			    "GFP_KERNEL|0x10000000");
	assert_string_equal(arg(m, ARG_ALLOC_FLAGS, 0x181),
			    "ALLOC_WMARK_LOW|ALLOC_CMA|ALLOC_NOFRAGMENT");
	assert_string_equal(arg(m, ARG_ALLOC_FLAGS, 0x400),
			    "ALLOC_WMARK_MIN|0x400");
	model_destroy(m);
}

TEST(zones_are_told_apart_by_node_where_they_share_a_name)
{
	struct model *m = boot_preset_machine("numa");

	assert_string_equal(arg(m, ARG_ZONE, 0), "DMA");
	assert_string_equal(arg(m, ARG_ZONE, 2), "Normal (node 0)");
	assert_string_equal(arg(m, ARG_ZONE, 3), "Normal (node 1)");
	model_destroy(m);
}

TEST(what_does_not_fit_is_counted_but_not_written)
{
	struct model *m = boot_preset_machine("small");
	char line[6] = "?????";

	assert_int_equal(narrate_arg(m, ARG_GFP, 0xcc0, line, 5), 10);
	assert_string_equal(line, "GFP_");
	model_destroy(m);
}

/* Name of the operand that a template's brace begins with. */
static size_t name_length(const char *at)
{
	return strspn(at, "abcdefghijklmnopqrstuvwxyz_0123456789");
}

static bool has_arg(const struct probe *probe, const char *name, size_t length)
{
	for (unsigned i = 0; i < probe->nr_args; i++) {
		if (strlen(probe->args[i].name) == length &&
		    memcmp(probe->args[i].name, name, length) == 0)
			return true;
	}
	return false;
}

static void assert_names_operands(const struct probe *probe)
{
	const char *at = strchr(probe->sentence, '{');

	for (; at; at = strchr(at + 1, '{')) {
		size_t length = name_length(at + 1);

		if (!has_arg(probe, at + 1, length))
			fail_msg("%s, %s: no operand %.*s", probe->function,
				 probe->label, (int)length, at + 1);
	}
}

TEST(every_sentence_names_only_operands_that_its_probe_has)
{
	struct probe probes[NR_PROBES];

	for (size_t i = 0; profile_nth(i); i++) {
		probes_of_kernel(profile_nth(i), probes);
		for (unsigned id = 0; id < NR_PROBES; id++)
			assert_names_operands(&probes[id]);
	}
}

TEST(every_step_of_a_history_becomes_a_sentence_without_braces)
{
	struct talk t = talk_create("small");
	const struct model *m = t.s->m;

	must(&t, "alloc 0");
	must(&t, "alloc 3 movable");
	must(&t, "bulk 40 movable");
	must(&t, "free $1");
	must(&t, "drain");
	assert_true(history_steps(m) > 100);
	for (uint64_t at = 1; at <= history_steps(m); at++) {
		char line[LINE];

		assert_in_range(narrate_step(m, at, line, sizeof(line)), 1,
				sizeof(line) - 1);
		expect_not_in(line, "{");
		expect_not_in(line, "}");
		expect_not_in(line, "|}");
	}
	talk_destroy(&t);
}

TEST(an_operation_is_told_as_one_would_type_it)
{
	struct talk t = talk_create("numa");
	const struct model *m = t.s->m;
	char line[LINE];

	must(&t, "alloc 3 GFP_KERNEL node=1 cpu=1 tag=a.c:7:f");
	must(&t, "free $1");
	must(&t, "bulk 5 movable");
	must(&t, "drain");
	must(&t, "drain 2");
	narrate_operation(m, 1, line, sizeof(line));
	assert_string_equal(line,
			    "alloc 3 GFP_KERNEL node=1 cpu=1 tag=a.c:7:f");
	narrate_operation(m, 2, line, sizeof(line));
	assert_string_equal(line, "free 1048576 3");
	narrate_operation(m, 3, line, sizeof(line));
	assert_string_equal(line, "bulk 5 GFP_HIGHUSER_MOVABLE cpu=0");
	narrate_operation(m, 4, line, sizeof(line));
	assert_string_equal(line, "drain");
	narrate_operation(m, 5, line, sizeof(line));
	assert_string_equal(line, "drain 2");
	talk_destroy(&t);
}

TEST(an_operation_told_and_typed_again_does_the_same)
{
	static const char *const lines[] = {
		"alloc 0",      "alloc 4 GFP_USER|__GFP_COMP node=1",
		"bulk 9",       "free $1",
		"cpu 2",        "alloc 2 atomic",
		"freebatch $2", "split $4",
		"decay 2",      "drain",
	};
	struct talk told = talk_create("numa");
	struct talk typed = talk_create("numa");

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		must(&told, lines[i]);
	for (uint32_t op = 1; op <= history_ops(told.s->m); op++) {
		char line[LINE];

		narrate_operation(told.s->m, op, line, sizeof(line));
		must(&typed, line);
	}
	assert_int_equal(model_digest(told.s->m), model_digest(typed.s->m));
	talk_destroy(&told);
	talk_destroy(&typed);
}

static bool some_write_says(const struct model *m, const char *part)
{
	for (uint64_t at = 1; at <= history_steps(m); at++) {
		for (unsigned i = 0; i < history_nr_writes(m, at); i++) {
			struct write write = history_write(m, at, i);
			char line[LINE];

			narrate_write(m, &write, line, sizeof(line));
			if (strstr(line, part))
				return true;
		}
	}
	return false;
}

TEST(a_write_names_its_word_and_both_values)
{
	struct talk t = talk_create("small");
	const struct model *m = t.s->m;

	must(&t, "alloc 0");
	assert_true(some_write_says(
		m, "zone Normal free_area[10].nr_free: 16 -> 15"));
	assert_true(some_write_says(m, "pcp(0).count: "));
	assert_true(some_write_says(
		m, "pcp(0).vm_stat_diff[NR_FREE_PAGES]: 0 -> -1"));
	assert_true(some_write_says(m, "pageblock 0 migratetype: M -> U"));
	assert_true(some_write_says(m, "page_type: 0xf0000000 -> 0xffffffff"));
	assert_false(some_write_says(m, "4294967295"));
	talk_destroy(&t);
}

TEST(the_stack_holds_the_last_step_of_each_shallower_depth)
{
	struct talk t = talk_create("small");
	const struct model *m = t.s->m;
	uint64_t frames[MAX_FRAMES];

	must(&t, "alloc 0");
	assert_int_equal(frames_at(m, 0, frames), 0);
	for (uint64_t at = 1; at <= history_steps(m); at++) {
		unsigned nr = frames_at(m, at, frames);

		assert_int_equal(frames[0], at);
		assert_int_equal(history_step(m, frames[nr - 1]).depth, 0);
		for (unsigned i = 1; i < nr; i++) {
			assert_true(frames[i] < frames[i - 1]);
			assert_true(history_step(m, frames[i]).depth <
				    history_step(m, frames[i - 1]).depth);
		}
	}
	talk_destroy(&t);
}

TEST(a_frame_forgets_the_locals_of_an_earlier_call)
{
	struct talk t = talk_create("small");
	const struct model *m = t.s->m;

	must(&t, "alloc 0");
	must(&t, "alloc 3 movable");

	uint64_t first = history_op_begin(m, 2) + 1;
	struct local locals[MAX_LOCALS];
	unsigned nr = frame_locals(m, first, locals);
	const struct probe *probe = probe_in(m, history_step(m, first).probe);

	assert_int_equal(nr, probe->nr_args);
	assert_string_equal(locals[0].name, probe->args[0].name);
	assert_int_equal(locals[0].value, 3);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(operands_are_printed_in_the_manner_of_their_kind),
		RUN(masks_are_spelt_as_the_kernel_spells_them),
		RUN(zones_are_told_apart_by_node_where_they_share_a_name),
		RUN(what_does_not_fit_is_counted_but_not_written),
		RUN(every_sentence_names_only_operands_that_its_probe_has),
		RUN(every_step_of_a_history_becomes_a_sentence_without_braces),
		RUN(an_operation_is_told_as_one_would_type_it),
		RUN(an_operation_told_and_typed_again_does_the_same),
		RUN(a_write_names_its_word_and_both_values),
		RUN(the_stack_holds_the_last_step_of_each_shallower_depth),
		RUN(a_frame_forgets_the_locals_of_an_earlier_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
