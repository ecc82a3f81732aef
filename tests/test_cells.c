/*
 * Where the cells of the real panels lead, and where they stay while lines
 * run.
 */
#include "tests/talk.h"

#include <locale.h>
#include <string.h>

#include "commands/zone_ref.h"
#include "tui/shown.h"

static const struct placed_panel map_place = {
	.panel = &panel_map,
	.title = { 1, 0, 1, 60 },
	.body = { 2, 0, 10, 60 },
};

/* What the cell has become, and leads to. */
static struct cell_place followed_on_map(const struct talk *t,
					 struct cell_place cell,
					 const char *was,
					 char now[SHOWN_LINE_SIZE])
{
	struct view v;

	view_take(t->s, false, &v);
	struct shown shown = shown_of(&v, &map_place);
	cell = shown_followed(&v, &shown, cell, was);
	assert_true(shown_line(&v, &shown, cell, now, SHOWN_LINE_SIZE));
	return cell;
}

TEST(the_cell_on_the_map_stays_on_its_page_while_the_map_zooms)
{
	struct talk t = talk_create("pc");
	struct cell_place cell = { true, 2, 20 };
	char line[SHOWN_LINE_SIZE];
	char now[SHOWN_LINE_SIZE];

	followed_on_map(&t, cell, "", line);
	assert_memory_equal(line, "page ", 5);
	must(&t, line);
	for (int i = 0; i < 8; i++) {
		must(&t, "map in");
		cell = followed_on_map(&t, cell, line, now);
		assert_string_equal(now, line);
	}
	/* A cell of the whole map begins at or before the page. */
	must(&t, "map all");
	followed_on_map(&t, cell, line, now);
	assert_string_equal(now, line);
	talk_destroy(&t);
}

TEST(the_cell_on_a_link_of_the_map_stays_on_the_link)
{
	struct talk t = talk_create("pc");
	struct cell_place cell = { true, 0, 0 };
	char line[SHOWN_LINE_SIZE] = "";

	cell = followed_on_map(&t, cell, "map in", line);
	assert_string_equal(line, "map in");
	for (int i = 0; i < 12; i++) {
		must(&t, line);
		cell = followed_on_map(&t, cell, line, line);
		assert_string_equal(line, "map in");
	}
	talk_destroy(&t);
}

TEST(a_line_of_the_outline_sets_its_breakpoint_and_deletes_it)
{
	struct talk t = talk_create("small");
	struct rect r = { 0, 0, 20, 60 };
	char line[SHOWN_LINE_SIZE];
	struct view v;

	must(&t, "start alloc 0");
	view_take(t.s, false, &v);
	assert_true(panel_outline.line_at(&v, r, 1, 4, line, sizeof(line)));
	assert_memory_equal(line, "break ", 6);
	must(&t, line);
	view_take(t.s, false, &v);
	assert_true(panel_outline.line_at(&v, r, 1, 4, line, sizeof(line)));
	assert_string_equal(line, "delete 1");
	must(&t, line);
	view_take(t.s, false, &v);
	assert_true(panel_outline.line_at(&v, r, 1, 4, line, sizeof(line)));
	assert_memory_equal(line, "break ", 6);
	talk_destroy(&t);
}

TEST(a_machine_is_first_seen_where_requests_begin)
{
	struct talk t = talk_create("numa");
	struct view v;

	view_take(t.s, false, &v);
	assert_int_equal(zone_at(v.model, v.zone)->node, 0);
	assert_string_equal(zone_name(v.model, v.zone), "Normal");
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_cell_on_the_map_stays_on_its_page_while_the_map_zooms),
		RUN(the_cell_on_a_link_of_the_map_stays_on_the_link),
		RUN(a_line_of_the_outline_sets_its_breakpoint_and_deletes_it),
		RUN(a_machine_is_first_seen_where_requests_begin),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
