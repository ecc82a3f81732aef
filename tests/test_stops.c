/*
 * Breakpoints on places and events, watchpoints, and what they say.
 */
#include "tests/talk.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/scratch.h"

static void must_all(struct talk *t, const char *const *lines)
{
	for (; *lines; lines++)
		must(t, *lines);
}

/* Requests of several kinds, frees that merge, and full pcp lists. */
static struct talk talk_with_history(const char *machine)
{
	static const char *const lines[] = {
		"alloc 0 movable", "alloc 3", "alloc 5 reclaimable",
		"bulk 40 movable", "free $1", "free $2",
		"alloc 1 atomic",  "free $4", "drain",
		"alloc 9",         "free $3", "alloc 0",
		"get $",           "put $",   "free $6",
		"free $7",         "drain",   NULL,
	};
	struct talk t = talk_create(machine);

	must_all(&t, lines);
	return t;
}

/* Value at a position; false when it has none. */
static bool value_at(struct talk *t, const char *text, uint64_t position,
		     int64_t *ret)
{
	struct reply *silent = reply_create_text(NULL, NULL);
	struct number number = { 0 };

	history_seek(t->s->m, position);
	bool known = expression_eval(t->s, text, &number, silent) == STATUS_OK;

	*ret = number.bits;
	reply_destroy(silent);
	return known;
}

/* The next position in a direction where the value is another one, found by
 * evaluating everywhere; `end` when there is none. */
static uint64_t next_change(struct talk *t, const char *text, uint64_t from,
			    uint64_t end)
{
	int64_t last = 0;
	bool known = value_at(t, text, from, &last);

	while (from != end) {
		int64_t value = 0;

		from = end > from ? from + 1 : from - 1;
		if (!value_at(t, text, from, &value))
			continue;
		if (known && value != last)
			break;
		known = true;
		last = value;
	}
	return from;
}

static void expect_all_changes(struct talk *t, const char *text, bool back)
{
	uint64_t steps = history_steps(t->s->m);
	uint64_t end = back ? 0 : steps;
	uint64_t position = back ? steps : 0;

	while (position != end) {
		uint64_t expected = next_change(t, text, position, end);

		history_seek(t->s->m, position);
		must(t, back ? "reverse-continue" : "continue");
		if (here(t) != expected)
			fail_msg("%s from %" PRIu64 ": %" PRIu64
				 ", not %" PRIu64,
				 text, position, here(t), expected);
		position = expected;
	}
}

TEST(a_watch_finds_every_change_that_looking_everywhere_finds)
{
	static const char *const watched[] = {
		"zone(Normal).free",
		"zone(Normal).free_exact",
		"zone(Normal).min + zone(Normal).high",
		"zone(Normal).nr_free[3]",
		"zone(Normal).free_area[0].list[M].nr",
		"zone(Normal).pcp(0).count",
		"zone(Normal).pcp(0).lists[1].nr",
		"zone(Normal).nr_free[zone(Normal).pcp(0).count % 11]",
		"page($1).refcount",
		"page($2).order",
		"page($1).flags & 0xff",
		"page(512).migratetype",
		"node(0).kswapd_order",
		"tag(0).bytes",
		"order",
		"current_order",
		"order + zone(Normal).free",
		"zone(Normal).free > 15800 || order == 3",
		"zone(Normal).free < 15800 && migratetype",
		"op",
		"zone(Normal).free > 100 ? zone(Normal).boost : step",
	};
	struct talk t = talk_with_history("small");

	for (size_t i = 0; i < sizeof(watched) / sizeof(watched[0]); i++) {
		char line[128];

		must(&t, "goto end");
		snprintf(line, sizeof(line), "watch %s", watched[i]);
		must(&t, line);
		expect_all_changes(&t, watched[i], false);
		expect_all_changes(&t, watched[i], true);
		must(&t, "delete");
	}
	talk_destroy(&t);
}

TEST(a_zones_word_alone_is_watched_in_the_zone_it_means)
{
	struct talk t = talk_create("numa");

	must(&t, "alloc 0 node=1");
	must(&t, "advance rmqueue");
	must(&t, "goto begin");
	must(&t, "advance rmqueue");
	expect_text(&t, "watch free", "zone(Normal,1).free");
	must(&t, "delete");
	must(&t, "goto end");
	expect_text(&t, "watch page($).refcount", "page($1)");
	talk_destroy(&t);
}

TEST(a_watch_says_what_was_and_is_and_who_wrote_it)
{
	struct talk t = talk_create("small");

	must(&t, "watch free");
	expect_json(&t, "alloc 0", "\"stopped\":\"watchpoint\"");
	expect_in(t.said.start, "\"watchpoint\":1");
	expect_in(t.said.start, "\"old_value\":16384,\"new_value\":15360");
	expect_in(t.said.start, "\"written_by\":{\"step\":");
	uint64_t writer = here(&t);

	must(&t, "goto end");
	while (here(&t) > writer)
		must(&t, "reverse-continue");
	assert_int_equal(here(&t), writer - 1);
	expect_in(t.said.start, "15360 -> 16384\n");
	expect_in(t.said.start, "undoing step");
	talk_destroy(&t);
}

TEST(a_condition_that_cannot_be_evaluated_stops_and_says_where)
{
	struct talk t = talk_create("small");

	must(&t, "break merge if order > 0 && pages / (order - order) > 1");
	must(&t, "alloc 0");
	must(&t, "free $");
	expect_text(&t, "drain",
		    "breakpoint 1: its condition cannot be "
		    "evaluated: expression, column ");
	must(&t, "goto begin");
	expect_json(&t, "c", "\"condition_error\":\"expression, column");
	talk_destroy(&t);
}

TEST(events_contain_the_labels_of_their_names)
{
	struct talk t = talk_create("small");
	const char *name = NULL;

	for (size_t i = 0; (name = event_nth(i, NULL)); i++) {
		const struct event *event = event_find(name);

		for (unsigned id = 0; id < NR_PROBES; id++) {
			const struct probe *probe = probe_in(t.s->m, id);
			struct step step = { .probe = id };

			for (unsigned arg = 0; arg < PROBE_MAX_ARGS; arg++)
				step.args[arg] = 1;

			assert_string_not_equal(name, probe->function);
			if (strcmp(probe->label, name) == 0)
				assert_true(event_holds(event, t.s->m, &step));
		}
	}
	talk_destroy(&t);
}

TEST(events_stop_in_whichever_function_they_happen)
{
	struct talk t = talk_create("small");

	must(&t, "break fallback");
	expect_json(&t, "alloc 0", "\"label\":\"extfrag\"");
	must(&t, "delete");
	must(&t, "break watermark-fail");
	must(&t, "alloc 10");
	while (t.status == STATUS_OK && !strstr(t.said.start, "breakpoint"))
		must(&t, "alloc 10");
	expect_in(t.said.start, "does not hold");
	must(&t, "delete");
	expect_error(&t, "break merg", "did you mean merge?");
	talk_destroy(&t);
}

TEST(a_kind_of_operation_stops_at_its_first_step)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 0");
	expect_text(&t, "break op free", "breakpoint 1 at op free");
	expect_json(&t, "free $", "\"function\":\"__free_pages\"");
	assert_int_equal(here(&t), history_op_begin(t.s->m, 2) + 1);
	expect_text(&t, "alloc 0", "$2 =");
	must(&t, "break op");
	expect_text(&t, "alloc 0", "breakpoint 2: ");
	expect_error(&t, "break op fre", "did you mean free?");
	talk_destroy(&t);
}

TEST(a_page_stops_every_step_that_writes_or_names_it)
{
	struct talk t = talk_with_history("small");
	uint64_t steps = history_steps(t.s->m);
	struct stop_place place;
	struct reply *silent = reply_create_text(NULL, NULL);

	assert_int_equal(stop_place_parse(t.s, "pfn 8", &place, silent),
			 STATUS_OK);
	reply_destroy(silent);
	must(&t, "goto begin");
	must(&t, "break pfn 8");
	for (uint64_t p = 1; p <= steps; p++) {
		if (!stop_place_holds(&place, t.s->m, p))
			continue;
		expect_text(&t, "continue", "breakpoint 1: ");
		assert_int_equal(here(&t), p);
	}
	expect_text(&t, "continue", "end of history");
	expect_error(&t, "break pfn 99999999", "outside");
	expect_text(&t, "break page 5", "at pfn 5");
	expect_error(&t, "break pfn", "");
	talk_destroy(&t);
}

TEST(until_and_advance_go_to_any_place)
{
	struct talk t = talk_with_history("small");

	must(&t, "goto begin");
	must(&t, "until op free");
	assert_string_equal(function_here(&t), "__free_pages");
	must(&t, "advance merge");
	assert_string_equal(probe_in(t.s->m, step_here(&t).probe)->label,
			    "merge");
	must(&t, "reverse-advance op bulk");
	assert_string_equal(function_here(&t), "alloc_pages_bulk");
	expect_error(&t, "until", "usage");
	talk_destroy(&t);
}

/* Functions by the names of the new kernel; what the new machine does not
 * have stays in the list, stops nowhere, and is not saved. */
TEST(stops_follow_the_machine)
{
	static const char *const lines[] = {
		"break merge",
		"break op free",
		"break pfn 16000",
		"break __alloc_pages:result",
		"break nr_pcp_alloc",
		"watch zone(DMA).free",
		"boot small mem=32M kernel=5.10",
		"alloc 0",
		"goto begin",
		NULL,
	};
	struct talk t = talk_create("pc");
	struct scratch folder;
	char line[256];

	scratch_init(&folder);
	must_all(&t, lines);
	expect_text(&t, "info breakpoints", "__alloc_pages_nodemask:result\n");
	expect_in(t.said.start, "  pfn 16000 (not in this machine)\n");
	expect_in(t.said.start, "  nr_pcp_alloc (not in this kernel)\n");
	expect_in(t.said.start,
		  "  watch zone(DMA).free (not in this machine)\n");
	expect_text(&t, "continue", "breakpoint 4: ");
	expect_text(&t, "continue", "end of history");
	must(&t, "free $1");
	expect_in(t.said.start, "breakpoint 2: ");
	snprintf(line, sizeof(line), "save %s",
		 scratch_path(&folder, "stops.json"));
	must(&t, line);
	must(&t, "delete");
	snprintf(line, sizeof(line), "load %s", folder.path);
	must(&t, line);
	expect_text(&t, "info breakpoints", "1   yes      0     merge\n");
	expect_not_in(t.said.start, "not in this");
	scratch_deinit(&folder);
	talk_destroy(&t);
}

TEST(commands_run_when_their_breakpoint_stops)
{
	static const char *const lines[] = { "break merge", "commands 1",
					     "silent",      "print order",
					     "continue",    "print 77",
					     "end",         "alloc 0",
					     "free $",      NULL };
	struct talk t = talk_create("small");

	must_all(&t, lines);
	must(&t, "drain");
	/* One number for each merge, and what comes after a move is not run. */
	expect_in(t.said.start, "= 1\n= 2\n= 3\n");
	expect_not_in(t.said.start, "77");
	expect_in(t.said.start, "end of history");
	must(&t, "goto begin");
	expect_json(&t, "continue", "\"ran\":[{\"command\":\"print\"");
	must(&t, "commands 1");
	must(&t, "end");
	must(&t, "goto begin");
	expect_text(&t, "continue", "breakpoint 1: ");
	talk_destroy(&t);
}

TEST(a_command_that_fails_ends_the_list_and_says_so)
{
	static const char *const lines[] = {
		"break rmqueue", "commands", "print nonsense",
		"print 5",       "end",      NULL
	};
	struct talk t = talk_create("small");

	must_all(&t, lines);
	say(&t, "alloc 0");
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, "no name \"nonsense\"");
	expect_in(t.error, "breakpoint 1");
	expect_not_in(t.said.start, "= 5");
	must(&t, "delete");
	must(&t, "alloc 0");
	talk_destroy(&t);
}

/* What is kept of each operation is what looking at each step finds. */
static void expect_breaks_found(const struct talk *t, unsigned expected)
{
	unsigned found = 0;

	/* From the end, where what was kept before is asked for first. */
	for (uint32_t op = history_ops(t->s->m); op > 0; op--) {
		const uint64_t *at = NULL;
		size_t nr = session_breaks_of(t->s, op, &at);
		uint64_t end = history_op_end(t->s->m, op);
		size_t i = 0;

		for (uint64_t step = history_op_begin(t->s->m, op) + 1;
		     step <= end; step++) {
			if (!session_breaks_at(t->s, step))
				continue;
			assert_true(i < nr);
			assert_int_equal(at[i++], step);
		}
		assert_int_equal(i, nr);
		found += nr > 0;
	}
	assert_int_equal(found, expected);
}

TEST(where_breakpoints_stop_is_found_anew_when_anything_changed)
{
	struct talk t = talk_create("small");

	for (unsigned i = 0; i < 300; i++)
		must(&t, i % 2 ? "free $" : "alloc 0");
	expect_breaks_found(&t, 0);
	must(&t, "break rmqueue");
	expect_breaks_found(&t, 150);
	must(&t, "break free_unref_page");
	expect_breaks_found(&t, 300);
	must(&t, "disable 1");
	expect_breaks_found(&t, 150);
	must(&t, "delete 2");
	expect_breaks_found(&t, 0);
	must(&t, "enable 1");
	expect_breaks_found(&t, 150);
	for (uint32_t op = 200; op <= 300; op++) {
		const uint64_t *at = NULL;

		session_breaks_of(t.s, op, &at);
	}
	/* Other operations under the same numbers. */
	must(&t, "goto op 291");
	must(&t, "branch other");
	for (unsigned i = 0; i < 10; i++)
		must(&t, "cpu 0");
	expect_breaks_found(&t, 145);
	must(&t, "switch main");
	expect_breaks_found(&t, 150);
	must(&t, "boot small");
	must(&t, "cpu 0");
	expect_breaks_found(&t, 0);
	talk_destroy(&t);
}

TEST(displays_are_shown_at_every_stop)
{
	struct talk t = talk_create("small");

	must(&t, "display/x 255");
	must(&t, "display order");
	expect_text(&t, "start alloc 3", "1: 255 = 0xff\n2: order = 3\n");
	expect_json(&t, "step", "\"displays\":[{\"number\":1");
	must(&t, "goto begin");
	expect_text(&t, "display", "2: order: not known");
	expect_text(&t, "info display", "1: /x 255\n2: order\n");
	must(&t, "undisplay 1");
	expect_text(&t, "info display", "2: order\n");
	expect_error(&t, "undisplay 1", "no display 1");
	expect_error(&t, "display order +", "column");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_watch_finds_every_change_that_looking_everywhere_finds),
		RUN(a_zones_word_alone_is_watched_in_the_zone_it_means),
		RUN(a_watch_says_what_was_and_is_and_who_wrote_it),
		RUN(a_condition_that_cannot_be_evaluated_stops_and_says_where),
		RUN(events_contain_the_labels_of_their_names),
		RUN(events_stop_in_whichever_function_they_happen),
		RUN(a_kind_of_operation_stops_at_its_first_step),
		RUN(a_page_stops_every_step_that_writes_or_names_it),
		RUN(until_and_advance_go_to_any_place),
		RUN(stops_follow_the_machine),
		RUN(commands_run_when_their_breakpoint_stops),
		RUN(a_command_that_fails_ends_the_list_and_says_so),
		RUN(where_breakpoints_stop_is_found_anew_when_anything_changed),
		RUN(displays_are_shown_at_every_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
