/*
 * The language around its commands: formats, values with names, commands of
 * one's own, blocks, recorded sessions.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scratch.h"
#include "tui/glyph.h"

static void must_all(struct talk *t, const char *const *lines)
{
	for (; *lines; lines++)
		must(t, *lines);
}

TEST(print_takes_a_format)
{
	struct talk t = talk_create("small");

	expect_text(&t, "print/x 255", "= 0xff\n");
	expect_text(&t, "p/t 10", "= 1010\n");
	expect_text(&t, "p/t 0", "= 0\n");
	expect_text(&t, "print/c 65", "= 65 'A'\n");
	expect_text(&t, "print/c 10", "= 10 '\\012'\n");
	expect_text(&t, "print/o 8", "= 010\n");
	expect_text(&t, "print/d -1", "= -1\n");
	expect_text(&t, "print/u -1", "= 18446744073709551615\n");
	expect_json(&t, "print/x 16", "\"text\":\"0x10\"");
	expect_error(&t, "print/q 1", "/x, /d, /u, /o, /t or /c");
	expect_error(&t, "print/xx 1", "/x, /d, /u, /o, /t or /c");
	expect_error(&t, "alloc/x 1", "takes no format");
	expect_text(&t, "cat /proc/buddyinfo", "Node 0");
	talk_destroy(&t);
}

TEST(a_name_keeps_any_value)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	must(&t, "set $twice = (20 + 1) * 2");
	expect_text(&t, "print $twice", "= 42\n");
	must(&t, "set $page = $1");
	expect_text(&t, "print page($page).order", "= 3\n");
	must(&t, "set $first 0");
	expect_text(&t, "page $first", "");
	must(&t, "set $flags=page(0).flags");
	expect_text(&t, "print $flags == page(0).flags", "= 1\n");
	expect_text(&t, "show", "$twice   42\n");
	expect_error(&t, "free $twice", "free already");
	expect_error(&t, "set $x =", "usage");
	expect_error(&t, "set $x = 1 +", "column 4");
	expect_error(&t, "set $1 = 5", "cannot name");
	expect_error(&t, "print $unknown", "column 1: $unknown has no value");
	/* A page leaves with its operation, a number stays. */
	must(&t, "goto begin");
	must(&t, "alloc 0");
	expect_text(&t, "print $twice", "= 42\n");
	expect_error(&t, "print $page", "no value");
	talk_destroy(&t);
}

TEST(expressions_know_tags_and_the_cpu)
{
	struct talk t = talk_create("pc");

	must(&t, "cpu 2");
	expect_text(&t, "print cpu", "= 2\n");
	must(&t, "alloc 2 tag=a.c:1:f");
	expect_text(&t, "print tag(0).bytes", "= 16384\n");
	expect_error(&t, "print tag(9).bytes", "there is no tag 9");
	expect_error(&t, "print tag(0)", "add .bytes or .calls");
	expect_error(&t, "print tag(0).bites", "did you mean .bytes?");
	talk_destroy(&t);
}

TEST(expressions_are_completed_by_what_stands_before)
{
	struct talk t = talk_create("small");

	expect_text(&t, "complete print zone(Normal).wat",
		    "print zone(Normal).watermark_boost\n");
	expect_text(&t, "complete print page(0).ref",
		    "print page(0).refcount\n");
	expect_text(&t, "complete print zone(Normal).pcp(0).ba",
		    "zone(Normal).pcp(0).batch\n");
	expect_text(&t, "complete p/x 1+pag", "p/x 1+page(\n");
	expect_text(&t, "complete break rmqueue if MIGRATE_MOV",
		    "if MIGRATE_MOVABLE\n");
	expect_text(&t, "complete break op fr", "break op free\n");
	expect_text(&t, "complete watch zone(Normal).fre", ".free_exact\n");
	must(&t, "set $mine = 4");
	expect_text(&t, "complete set $x = $mi", "set $x = $mine\n");
	must(&t, "start alloc 1");
	expect_text(&t, "complete print or", "print order\n");
	talk_destroy(&t);
}

TEST(a_command_of_ones_own_takes_arguments)
{
	static const char *const lines[] = {
		"define pair",
		"alloc $arg0 $arg1",
		"free $",
		"print $argc",
		"end",
		"document pair",
		"Takes a block and gives it",
		"  back.",
		"end",
		NULL,
	};
	struct talk t = talk_create("small");

	must_all(&t, lines);
	expect_text(&t, "pair 2 movable", "= 2\n");
	assert_int_equal(history_ops(t.s->m), 2);
	assert_int_equal(result(&t, 1)->order, 2);
	say(&t, "pair 2");
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, "pair: `alloc $arg0 $arg1` wants more than the 1 "
			   "argument given");
	expect_text(&t, "help pair", "Takes a block and gives it\n  back.\n");
	expect_text(&t, "help user-defined", "pair             Takes a block");
	expect_text(&t, "complete pai", "pair\n");
	expect_error(&t, "define alloc", "is a command of mmscope");
	expect_error(&t, "define s", "is a command of mmscope");
	expect_error(&t, "define 7up", "cannot name a command");
	expect_error(&t, "document nothing", "no command \"nothing\"");
	talk_destroy(&t);
}

TEST(a_command_that_calls_itself_is_stopped)
{
	static const char *const lines[] = { "define again", "again", "end",
					     NULL };
	struct talk t = talk_create("small");

	must_all(&t, lines);
	expect_error(&t, "again", "16 deep");
	must(&t, "alloc 0");
	talk_destroy(&t);
}

TEST(blocks_may_hold_blocks)
{
	static const char *const lines[] = {
		"define stops", "break merge", "commands", "silent",
		"print 1",      "end",         "alloc 0",  "free $",
		"end",          "stops",       NULL,
	};
	struct talk t = talk_create("small");

	must_all(&t, lines);
	expect_text(&t, "drain", "= 1\n");
	expect_text(&t, "info breakpoints", "silent\n");
	talk_destroy(&t);
}

TEST(a_block_without_end_is_an_error_of_its_file)
{
	struct talk t = talk_create("small");
	struct scratch files;
	char line[192];

	scratch_init(&files);
	snprintf(line, sizeof(line), "source %s",
		 scratch_file(&files, "script", "define own\nalloc 0\n"));
	expect_error(&t, line, "script: `define own` has no `end`");
	must(&t, "alloc 0");
	assert_int_equal(history_ops(t.s->m), 1);
	scratch_deinit(&files);
	talk_destroy(&t);
}

TEST(a_recorded_session_runs_again)
{
	static const char *const lines[] = {
		"alloc 3 # a comment",
		"define drop",
		"free $arg0",
		"end",
		"drop $1",
		"alloc 1",
		"goto begin",
		"step 3",
		NULL,
	};
	struct talk t = talk_create("small");
	struct talk other = talk_create("small");
	struct scratch files;
	char line[192];

	scratch_init(&files);
	const char *path = scratch_path(&files, "session");

	snprintf(line, sizeof(line), "record %s", path);
	must(&t, line);
	must_all(&t, lines);
	say(&t, "alloc nonsense");
	must(&t, "record off");
	must(&t, "step");
	expect_error(&t, line, "holds something already");
	snprintf(line, sizeof(line), "source %s", path);
	must(&other, line);
	assert_int_equal(history_ops(other.s->m), 3);
	assert_int_equal(here(&other), 3);
	char *text = text_of(path);

	expect_in(text, "\nalloc 3\ndefine drop\nfree $arg0\nend\ndrop $1\n");
	expect_not_in(text, "record");
	free(text);
	expect_error(&t, "record /nowhere/at/all", "/nowhere/at/all: cannot");
	scratch_deinit(&files);
	talk_destroy(&t);
	talk_destroy(&other);
}

TEST(every_setting_has_help)
{
	struct talk t = talk_create("small");

	for (unsigned i = 0; setting_name(i); i++) {
		char line[64];

		snprintf(line, sizeof(line), "help set %s", setting_name(i));
		expect_text(&t, line, setting_name(i));
		expect_json(&t, line, setting_values(i));
		snprintf(line, sizeof(line), "show %s", setting_name(i));
		expect_text(&t, line, setting_name(i));
		expect_in(t.said.start, setting_values(i));
	}
	expect_error(&t, "help set layot", "layout");
	talk_destroy(&t);
}

static void expect_narrow(struct talk *t, const char *line)
{
	must(t, line);
	for (char *at = t->said.start; *at;) {
		size_t length = strcspn(at, "\n");
		char end = at[length];

		at[length] = '\0';
		if (glyphs_width(at) > 80)
			fail_msg("%s: %s", line, at);
		at[length] = end;
		at += length + (end == '\n');
	}
}

TEST(every_help_fits_into_80_columns)
{
	static const char *const whole[] = { "help", "help all",
					     "help user-defined" };
	struct talk t = talk_create("small");
	const struct command *command = NULL;
	char line[64];

	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		expect_narrow(&t, whole[i]);
	for (size_t i = 0; (command = command_nth(i)); i++) {
		snprintf(line, sizeof(line), "help %s", command->name);
		expect_narrow(&t, line);
	}
	for (unsigned i = 0; setting_name(i); i++) {
		snprintf(line, sizeof(line), "help set %s", setting_name(i));
		expect_narrow(&t, line);
	}
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(print_takes_a_format),
		RUN(a_name_keeps_any_value),
		RUN(expressions_know_tags_and_the_cpu),
		RUN(expressions_are_completed_by_what_stands_before),
		RUN(a_command_of_ones_own_takes_arguments),
		RUN(a_command_that_calls_itself_is_stopped),
		RUN(blocks_may_hold_blocks),
		RUN(a_block_without_end_is_an_error_of_its_file),
		RUN(a_recorded_session_runs_again),
		RUN(every_setting_has_help),
		RUN(every_help_fits_into_80_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
