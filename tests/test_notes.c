/*
 * Notes, marks and breakpoints: as typed, and as files bring them.
 */
#include "tests/talk.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/scratch.h"

TEST(a_note_is_the_rest_of_the_line)
{
	struct talk t = talk_create("small");

	must(&t, "note 5\" of rain");
	must(&t, "note   two  \"words\"");
	must(&t, "note \033[2Jgone");
	must(&t, "note");
	expect_in(t.said.start, "5\" of rain\ntwo  \"words\"\n");
	expect_not_in(t.said.start, "\033");
	expect_in(t.said.start, "[2Jgone");
	expect_json(&t, "note", "[\"5\\\" of rain\",");
	talk_destroy(&t);
}

/* A session's file, as text. */
static char *saved(struct scratch *files)
{
	struct talk t = talk_create("small");
	char line[192];

	must(&t, "alloc 0");
	must(&t, "mark here");
	must(&t, "mark there");
	must(&t, "break rmqueue if order > 2");
	must(&t, "break expand");
	must(&t, "ignore 2 9");
	must(&t, "break pfn 0x10");
	must(&t, "commands");
	must(&t, "silent");
	must(&t, "print free");
	must(&t, "end");
	must(&t, "watch free if order > 0");
	snprintf(line, sizeof(line), "save %s", scratch_path(files, "s.json"));
	must(&t, line);
	talk_destroy(&t);
	return text_of(files->path);
}

/* The file with one change must be refused with these words. */
static void expect_refused(const char *from, const char *to, const char *words)
{
	struct talk t = talk_create("pc");
	struct scratch files;
	char line[192];

	scratch_init(&files);
	char *text = saved(&files);
	char *changed = with_change(text, "\"marks\"", from, to);

	must(&t, "break rmqueue");
	snprintf(line, sizeof(line), "load %s",
		 scratch_file(&files, "changed.json", changed));
	say(&t, line);
	assert_int_equal(t.status, STATUS_REFUSED);
	expect_in(t.error, words);
	/* The old state stays. */
	assert_int_equal(history_ops(t.s->m), 0);
	assert_int_equal(nr_zones(t.s->m), 3);
	expect_text(&t, "info breakpoints", " rmqueue\n");
	free(text);
	free(changed);
	scratch_deinit(&files);
	talk_destroy(&t);
}

TEST(what_could_not_be_typed_is_refused_in_a_file)
{
	expect_refused("\"here\"", "\"7\"", "/marks/0/name");
	expect_refused("\"there\"", "\"th\\u001bre\"", "/marks/1/name");
	expect_refused("\"there\"", "\"begin\"", "/marks/1/name");
	expect_refused("\"there\"", "\"here\"", "called \"here\" already");
	expect_refused("order > 2", "order >",
		       "/breakpoints/0/condition: expression, column 8");
	expect_refused("order > 2", "nonsense", "/breakpoints/0/condition");
	/* Zones are those of the machine that the file brings. */
	expect_refused("order > 2", "zone(DMA32).free",
		       "/breakpoints/0/condition");
	expect_refused("\"expand\"", "\"kitchen\"", "/breakpoints/1/where");
	expect_refused("\"pfn 16\"", "\"pfn 99999999\"",
		       "/breakpoints/2/where");
	expect_refused("\"pfn 16\"", "\"pfn $1\"", "/breakpoints/2/where");
	expect_refused("\"zone(Normal).free\"", "\"zone(Normal).fee\"",
		       "/breakpoints/3/watch: expression, column 14");
	expect_refused("\"watch\"", "\"watched\"", "/breakpoints/3");
	expect_refused(
		"\"watch\":", "\"where\":\"expand\",\"watch\":", "not both");
	expect_refused("\"ignore\":9", "\"ignore\":-1",
		       "/breakpoints/1/ignore");
	expect_refused("\"silent\"", "7", "/breakpoints/2/commands/0");
	expect_refused("\"number\":2", "\"number\":1", "/breakpoints/1/number");
}

TEST(a_file_with_conditions_loads_under_any_machine)
{
	struct talk t = talk_create("pc");
	struct scratch files;
	char line[192];

	scratch_init(&files);
	char *text = saved(&files);

	snprintf(line, sizeof(line), "load %s", files.path);
	must(&t, line);
	expect_text(&t, "info breakpoints", "rmqueue if order > 2\n");
	expect_in(t.said.start, "expand (passes by the next 9)\n");
	expect_in(t.said.start, "pfn 16\n                   silent\n");
	expect_in(t.said.start, "watch zone(Normal).free if order > 0\n");
	expect_text(&t, "mark", "there: step");
	snprintf(line, sizeof(line), "save %s",
		 scratch_path(&files, "again.json"));
	must(&t, line);
	char *again = text_of(files.path);

	assert_string_equal(again, text);
	free(again);
	free(text);
	scratch_deinit(&files);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_note_is_the_rest_of_the_line),
		RUN(what_could_not_be_typed_is_refused_in_a_file),
		RUN(a_file_with_conditions_loads_under_any_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
