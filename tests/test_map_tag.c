/*
 * The map marks the frames that a tag is charged for.
 */
#include <stdio.h>

#include "commands/chosen.h"
#include "commands/map_tag.h"
#include "tests/talk.h"

#define SITE "mm/a.c:10:first"

static struct talk with_tags(void)
{
	struct talk t = talk_create("small");

	must(&t, "alloc 5 movable tag=" SITE);
	must(&t, "alloc 3 movable tag=mm/b.c:20:second");
	return t;
}

/* The cell of one page that a pfn lies in. */
static struct map_cell cell_of(const struct talk *t, uint64_t pfn)
{
	struct map_grid g = map_grid_of(chosen_map(t->s), 16, 64);

	g.tag = chosen_map_tag(t->s);
	return map_cell_at(t->s->m, &g, pfn - pfn % g.pages);
}

TEST(frames_of_a_tag_are_marked_by_its_number_or_its_call_site)
{
	static const char *const names[] = { "0", SITE, "mm/a.c:10" };
	struct talk t = with_tags();

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char line[64];

		must(&t, "map tag off");
		snprintf(line, sizeof(line), "map tag %s", names[i]);
		expect_text(&t, line, "charged to tag 0, mm/a.c:10 first");
		expect_in(t.said.start, ": 32 pages here");
		expect_in(t.said.start, " TT");
	}
	expect_json(&t, "map tag 1", "\"tag\":1,\"tagged\":8");
	/* Cells of 16 pages: eight of them are not charged to it. */
	assert_int_equal(cell_of(&t, 32).tagged, 8);
	assert_string_equal(map_cell_glyph(&(struct map_cell){
				    .tagged = 8, .used = 8, .free = { 8 } }),
			    "t");
	talk_destroy(&t);
}

TEST(the_marks_follow_the_cursor_and_end_with_the_machine)
{
	struct talk t = with_tags();

	must(&t, "map tag 0");
	must(&t, "free $1");
	assert_int_equal(cell_of(&t, 0).tagged, 0);
	must(&t, "goto op 3");
	assert_int_equal(cell_of(&t, 0).tagged, 16);
	/* There was no such tag at the beginning. */
	must(&t, "goto begin");
	assert_int_equal(chosen_map_tag(t.s), 0);
	must(&t, "goto end");
	assert_int_equal(chosen_map_tag(t.s), 1);
	must(&t, "boot small");
	must(&t, "alloc 0 tag=" SITE);
	assert_int_equal(chosen_map_tag(t.s), 0);
	talk_destroy(&t);
}

/* Numbers are given anew once the future is dropped. */
TEST(the_marks_stay_with_their_call_site_in_another_future)
{
	struct talk t = with_tags();

	must(&t, "map tag 0");
	must(&t, "goto begin");
	must(&t, "alloc 4 movable tag=mm/c.c:30:third");
	assert_int_equal(chosen_map_tag(t.s), 0);
	must(&t, "alloc 2 movable tag=" SITE);
	assert_int_equal(chosen_map_tag(t.s), 2);
	expect_text(&t, "map", "charged to tag 1, mm/a.c:10 first");
	expect_in(t.said.start, ": 4 pages here");
	talk_destroy(&t);
}

TEST(what_is_no_tag_is_refused_and_leaves_the_map_as_it_was)
{
	struct talk t = with_tags();

	must(&t, "map tag 1");
	expect_error(&t, "map tag 9", "there is no tag 9");
	expect_error(&t, "map tag mm/a", "there is no tag mm/a");
	expect_error(&t, "map tag", "map");
	must(&t, "alloc 0 tag=mm/a.c:10:other");
	expect_error(&t, "map tag mm/a.c:10", "2 tags are at mm/a.c:10");
	assert_int_equal(chosen_map_tag(t.s), 2);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(frames_of_a_tag_are_marked_by_its_number_or_its_call_site),
		RUN(the_marks_follow_the_cursor_and_end_with_the_machine),
		RUN(the_marks_stay_with_their_call_site_in_another_future),
		RUN(what_is_no_tag_is_refused_and_leaves_the_map_as_it_was),
	};

	return cmocka_run_group_tests_name("map_tag", tests, NULL, NULL);
}
