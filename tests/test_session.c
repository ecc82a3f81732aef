/*
 * A session around its commands: files, scripts, settings, completion, help.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void temporary_path(char *ret, size_t size)
{
	snprintf(ret, size, "/tmp/mmscope-test-%ld.json", (long)getpid());
}

TEST(a_saved_session_comes_back_whole)
{
	struct talk t = talk_create("small");
	char path[64];
	char line[96];

	temporary_path(path, sizeof(path));
	must(&t, "alloc 0");
	must(&t, "alloc 3 movable");
	must(&t, "mark here");
	must(&t, "note two blocks");
	must(&t, "break rmqueue if order > 2");
	must(&t, "goto 5");
	uint64_t digest = model_digest(t.s->m);

	snprintf(line, sizeof(line), "save %s", path);
	expect_json(&t, line, "\"ops\":2,\"step\":5,\"state_hash\":\"0x");
	must(&t, "boot pc");
	snprintf(line, sizeof(line), "load %s", path);
	expect_json(&t, line, "\"ops\":2,\"step\":5,\"state_hash\":\"0x");
	assert_int_equal(model_digest(t.s->m), digest);
	expect_text(&t, "mark", "here");
	expect_text(&t, "note", "two blocks");
	expect_text(&t, "info breakpoints", "rmqueue if order > 2");
	must(&t, "goto end");
	must(&t, "delete");
	expect_text(&t, "alloc 0", "$3 =");
	unlink(path);
	talk_destroy(&t);
}

TEST(a_file_that_cannot_be_read_changes_nothing)
{
	struct talk t = talk_create("small");
	char path[64];
	char line[96];

	temporary_path(path, sizeof(path));
	must(&t, "alloc 0");
	expect_error(&t, "load /nowhere/at/all.json", "/nowhere/at/all.json");
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("{ \"format\": 7 }", file);
	fclose(file);
	uint64_t digest = model_digest(t.s->m);

	snprintf(line, sizeof(line), "load %s", path);
	say(&t, line);
	assert_int_equal(t.status, STATUS_REFUSED);
	assert_int_equal(model_digest(t.s->m), digest);
	assert_int_equal(history_ops(t.s->m), 1);
	unlink(path);
	talk_destroy(&t);
}

static void script_of(const char *text, char *path, size_t size)
{
	temporary_path(path, size);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void count_reply(void *context, struct reply *r)
{
	unsigned *count = context;

	assert_true(reply_is_json(r));
	(*count)++;
}

TEST(a_script_runs_until_its_first_error_and_says_where)
{
	struct talk t = talk_create("small");
	char path[64];
	char line[96];
	char place[80];
	unsigned replies = 0;

	script_of("# two\nalloc 0\n\nalloc 1\nfrobnicate\nalloc 2\n", path,
		  sizeof(path));
	snprintf(line, sizeof(line), "source %s", path);
	snprintf(place, sizeof(place), "%s:5: \"frobnicate\"", path);
	say(&t, line);
	assert_int_equal(t.status, STATUS_FAILED);
	expect_in(t.error, place);
	assert_int_equal(history_ops(t.s->m), 2);
	session_set_listener(t.s, count_reply, &replies);
	say_json(&t, line);
	assert_int_equal(replies, 3);
	unlink(path);
	talk_destroy(&t);
}

TEST(a_script_that_sources_itself_is_stopped)
{
	struct talk t = talk_create("small");
	char path[64];
	char line[96];

	temporary_path(path, sizeof(path));
	snprintf(line, sizeof(line), "source %s", path);
	script_of(line, path, sizeof(path));
	expect_error(&t, line, "16 deep");
	unlink(path);
	talk_destroy(&t);
}

TEST(settings_take_only_their_values)
{
	struct talk t = talk_create("small");

	assert_string_equal(session_layout(t.s), "step");
	must(&t, "layout pcp");
	assert_string_equal(session_layout(t.s), "pcp");
	must(&t, "set color never");
	assert_string_equal(session_setting(t.s, "color"), "never");
	expect_error(&t, "set color blue", "auto always never");
	expect_error(&t, "set colour never", "color");
	expect_error(&t, "focus kitchen", "repl");
	assert_null(session_setting(t.s, "kitchen"));
	talk_destroy(&t);
}

TEST(completion_among_blanks_offers_what_would_stand_there)
{
	struct talk t = talk_create("small");
	const char *offered = NULL;
	bool functions = false;
	size_t start = 0;

	/* Between the two blanks of "break  expand". */
	for (size_t i = 0;
	     (offered = session_complete(t.s, "break  expand", 6, i, &start));
	     i++)
		functions |= strcmp(offered, "rmqueue") == 0;
	assert_int_equal(start, 6);
	assert_true(functions);
	talk_destroy(&t);
}

TEST(completion_offers_what_the_word_could_become)
{
	struct talk t = talk_create("small");

	expect_json(&t, "complete all", "[\"alloc\"]");
	expect_text(&t, "complete start bul", "start bulk\n");
	expect_text(&t, "complete start alloc 0 mov",
		    "start alloc 0 movable\n");
	expect_text(&t, "complete alloc 0 GFP_KERNEL|__GFP_CO",
		    "alloc 0 GFP_KERNEL|__GFP_COMP\n");
	expect_text(&t, "complete break __rmqueue_sm",
		    "break __rmqueue_smallest\n");
	expect_text(&t, "complete boot pc,min_f", "boot pc,min_free_kbytes=\n");
	expect_text(&t, "complete set col", "set color\n");
	expect_text(&t, "complete set color n", "set color never\n");
	expect_text(&t, "complete layout sp", "layout split\n");
	expect_text(&t, "complete goto b", "goto begin\n");
	expect_text(&t, "complete slab kmalloc-1k", "slab kmalloc-1k\n");
	expect_text(&t, "complete delete b", "delete branch\n");
	must(&t, "complete zzz");
	assert_int_equal(t.said.length, 0);
	assert_true(session_completes_files(t.s, "load ", 5));
	assert_false(session_completes_files(t.s, "alloc ", 6));
	talk_destroy(&t);
}

TEST(an_empty_line_repeats_a_move_at_the_prompt_only)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 3");
	must(&t, "goto begin");
	type_line(&t, "step 2");
	type_line(&t, "");
	assert_int_equal(here(&t), 4);
	must(&t, "");
	assert_int_equal(here(&t), 4);
	type_line(&t, "note harmless");
	type_line(&t, "");
	assert_int_equal(here(&t), 4);
	talk_destroy(&t);
}

TEST(an_empty_line_after_start_steps)
{
	struct talk t = talk_create("small");

	type_line(&t, "start alloc 0 movable");
	assert_int_equal(here(&t), 1);
	type_line(&t, "");
	type_line(&t, "");
	assert_int_equal(here(&t), 3);
	talk_destroy(&t);
}

TEST(an_unknown_command_fails_with_the_nearest_one)
{
	struct talk t = talk_create("small");

	expect_error(&t, "aloc 0", "alloc");
	expect_error(&t, "re", "ambiguous");
	expect_error(&t, "save \"x", "quotation mark");
	expect_json(&t, "aloc 0",
		    "{\"command\":\"aloc\",\"ok\":false,\"error\"");
	expect_in(t.said.start, "\"status\":1}");
	assert_null(session_command_name(t.s, "  # nothing"));
	assert_null(session_command_name(t.s, ""));
	assert_string_equal(session_command_name(t.s, "rs 3"), "reverse-step");
	talk_destroy(&t);
}

TEST(quit_ends_a_session_with_its_status)
{
	struct talk t = talk_create("small");

	assert_false(session_wants_quit(t.s));
	expect_error(&t, "quit 256", "usage");
	must(&t, "quit 7");
	assert_true(session_wants_quit(t.s));
	assert_int_equal(session_quit_status(t.s), 7);
	talk_destroy(&t);
}

/* What an example may build upon: values, a breakpoint, a step within. */
static char *blank_picture(void *context, const struct picture_wish *wish)
{
	(void)context;
	(void)wish;
	return strdup("\n");
}

static struct talk talk_for_example(void)
{
	struct talk t = talk_create("small");

	session_set_screen(t.s,
			   &(struct screen_host){ .picture = blank_picture });
	must(&t, "alloc 0");
	must(&t, "alloc 3");
	must(&t, "save /tmp/mmscope-example.json");
	must(&t, "break rmqueue_smallest");
	must(&t, "disable 1");
	must(&t, "start alloc 1");
	must(&t, "advance rmqueue");
	must(&t, "up");
	return t;
}

/* What must have happened for a command's example to make sense. */
static void prepare_example(struct talk *t, const struct command *command)
{
	static const struct {
		const char *command;
		const char *before;
	} needs[] = {
		{ "unmap-page", "map-page $1" },
		{ "unlock", "lock $1" },
		{ "unmark", "mark-table $1" },
	};

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (strcmp(needs[i].command, command->name) == 0)
			must(t, needs[i].before);
}

/* An example may have several lines. */
static void say_lines(struct talk *t, const char *lines,
		      void (*say_line)(struct talk *t, const char *line))
{
	while (*lines) {
		char line[96];
		size_t length = strcspn(lines, "\n");

		assert_true(length < sizeof(line));
		snprintf(line, sizeof(line), "%.*s", (int)length, lines);
		say_line(t, line);
		lines += length + (lines[length] == '\n');
	}
}

/* Once more: what was given back cannot be given back again. */
static void must_answer_json(struct talk *t, const char *line)
{
	say_json(t, line);
	expect_in(t->said.start, "{\"command\":\"");
}

TEST(every_command_has_help_and_an_example_that_runs)
{
	const struct command *command = NULL;

	for (size_t i = 0; (command = command_nth(i)); i++) {
		struct talk t = talk_for_example();
		char line[96];

		assert_non_null(command->summary);
		snprintf(line, sizeof(line), "help %s", command->name);
		expect_text(&t, line, command->summary);
		if (command->example) {
			prepare_example(&t, command);
			say_lines(&t, command->example, must);
			say_lines(&t, command->example, must_answer_json);
		}
		talk_destroy(&t);
	}
	unlink("/tmp/mmscope-example.json");
	unlink("/tmp/mmscope-example.txt");
}

TEST(no_two_commands_have_one_name)
{
	const struct command *a = NULL;
	const struct command *b = NULL;

	for (size_t i = 0; (a = command_nth(i)); i++)
		for (size_t j = i + 1; (b = command_nth(j)); j++)
			if (strcmp(a->name, b->name) == 0)
				fail_msg("%s stands twice in the table",
					 a->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_saved_session_comes_back_whole),
		RUN(a_file_that_cannot_be_read_changes_nothing),
		RUN(a_script_runs_until_its_first_error_and_says_where),
		RUN(a_script_that_sources_itself_is_stopped),
		RUN(settings_take_only_their_values),
		RUN(completion_among_blanks_offers_what_would_stand_there),
		RUN(completion_offers_what_the_word_could_become),
		RUN(an_empty_line_repeats_a_move_at_the_prompt_only),
		RUN(an_empty_line_after_start_steps),
		RUN(an_unknown_command_fails_with_the_nearest_one),
		RUN(quit_ends_a_session_with_its_status),
		RUN(no_two_commands_have_one_name),
		RUN(every_command_has_help_and_an_example_that_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
