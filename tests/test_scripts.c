/*
 * Scripts: what ends them, and with which words and status.
 */
#include "tests/talk.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "tests/scratch.h"

/* `source` of a script of these bytes. */
static void source_bytes(struct talk *t, struct scratch *files,
			 const char *bytes, size_t length)
{
	const char *path = scratch_path(files, "script");
	FILE *file = fopen(path, "w");
	char line[192];

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	fclose(file);
	snprintf(line, sizeof(line), "source %s", path);
	say(t, line);
}

static void source_text(struct talk *t, struct scratch *files, const char *text)
{
	source_bytes(t, files, text, strlen(text));
}

TEST(an_interrupt_ends_a_script_and_those_that_source_it)
{
	struct talk t = talk_create("small");
	struct scratch files;
	volatile sig_atomic_t flag = 1;
	char outer[192];

	scratch_init(&files);
	session_set_interrupt(t.s, &flag);
	source_text(&t, &files, "alloc 0\nalloc 1\n");
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, "interrupted at /");
	expect_in(t.error, "script:1");
	/* The line that was under way has been carried out. */
	assert_int_equal(history_ops(t.s->m), 1);
	snprintf(outer, sizeof(outer), "source %s\nalloc 2\n", files.path);
	const char *path = scratch_file(&files, "outer", outer);

	snprintf(outer, sizeof(outer), "source %s", path);
	flag = 0;
	must(&t, outer);
	assert_int_equal(history_ops(t.s->m), 4);
	flag = 1;
	say(&t, outer);
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, "interrupted at /");
	expect_in(t.error, "script:1");
	assert_int_equal(history_ops(t.s->m), 5);
	scratch_deinit(&files);
	talk_destroy(&t);
}

TEST(a_nul_byte_is_an_error_with_its_line)
{
	static const char bytes[] = "alloc 0\nall\0oc 1\nalloc 2\n";
	struct talk t = talk_create("small");
	struct scratch files;

	scratch_init(&files);
	source_bytes(&t, &files, bytes, sizeof(bytes) - 1);
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, "script:2: holds a NUL byte");
	assert_int_equal(history_ops(t.s->m), 0);
	scratch_deinit(&files);
	talk_destroy(&t);
}

TEST(what_does_not_hold_is_an_answer_and_ends_a_script)
{
	struct talk t = talk_create("small");
	struct scratch files;

	expect_json(&t, "expect 6 == 7",
		    "{\"command\":\"expect\",\"ok\":true,\"value\":0,"
		    "\"hex\":\"0x0\",\"holds\":false}");
	assert_int_equal(t.status, STATUS_NOT_HELD);
	assert_string_equal(t.error, "");
	expect_json(&t, "expect 42", "\"value\":42,");
	expect_in(t.said.start, "\"holds\":true}");
	assert_int_equal(t.status, STATUS_OK);
	say(&t, "expect 6 == 7");
	assert_int_equal(t.status, STATUS_NOT_HELD);
	assert_string_equal(t.error, "expect: 6 == 7 does not hold (it is 0)");
	expect_json(&t, "expect nonsense", "\"ok\":false");
	scratch_init(&files);
	source_text(&t, &files, "expect 1\nexpect 0\n");
	assert_int_equal(t.status, STATUS_NOT_HELD);
	expect_in(t.error, "script:2: expect: 0 does not hold");
	scratch_deinit(&files);
	talk_destroy(&t);
}

TEST(the_reply_names_the_word_as_typed)
{
	struct talk t = talk_create("small");

	expect_json(&t, "re 3", "{\"command\":\"re\",\"ok\":false");
	expect_json(&t, "\tfrobnicate 3",
		    "{\"command\":\"frobnicate\",\"ok\":false");
	talk_destroy(&t);
}

TEST(arguments_that_are_wrong_are_failures_of_the_command)
{
	struct talk t = talk_create("small");

	expect_error(&t, "why 1 2", "usage: why");
	assert_string_equal(t.error, "usage: why [REF]");
	expect_error(&t, "page_type 1 on 6.1", "not understood here");
	expect_error(&t, "x 1 2", "one page at a time");
	talk_destroy(&t);
}

TEST(a_snapshot_does_not_go_between_the_objects)
{
	struct talk t = talk_create("small");

	say_json(&t, "save -");
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, "one object per line");
	expect_text(&t, "help save", "--json");
	talk_destroy(&t);
}

TEST(only_what_may_last_is_announced)
{
	assert_true(session_takes_long("verify x"));
	assert_true(session_takes_long("  sou x"));
	assert_false(session_takes_long("step"));
	assert_false(session_takes_long(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(an_interrupt_ends_a_script_and_those_that_source_it),
		RUN(a_nul_byte_is_an_error_with_its_line),
		RUN(what_does_not_hold_is_an_answer_and_ends_a_script),
		RUN(the_reply_names_the_word_as_typed),
		RUN(arguments_that_are_wrong_are_failures_of_the_command),
		RUN(a_snapshot_does_not_go_between_the_objects),
		RUN(only_what_may_last_is_announced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
