/*
 * Panels that are taller than their place, cells that lead somewhere, and
 * the timeline as something to walk on.
 */
#include "tests/talk.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/shown.h"

enum { TALL_ROWS = 40, CURRENT_ROW = 30 };

static void title_of_tall(const struct view *v, char *ret, size_t size)
{
	(void)v;
	snprintf(ret, size, "tall");
}

static int rows_of_tall(const struct view *v, int cols)
{
	(void)v;
	(void)cols;
	return TALL_ROWS;
}

/* Each row says its number, in the rectangle that it was given. */
static void draw_tall(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);

	(void)v;
	for (int row = 0; row < r.rows; row++) {
		pen_move(&p, row, 0);
		pen_print(&p, "row %d", row);
	}
}

/* Columns 2 and 3, and 8, of every third row.  As many parameters as the
 * class wants.  NOLINTNEXTLINE(readability-function-size) */
static bool line_of_tall(const struct view *v, struct rect r, int row, int col,
			 char *ret, size_t size)
{
	(void)v;
	if (row % 3 != 0 || row >= r.rows || (col != 2 && col != 3 && col != 8))
		return false;
	snprintf(ret, size, "page %d", row * 100 + (col == 8));
	return true;
}

static int current_of_tall(const struct view *v, int cols)
{
	(void)cols;
	return v->position > 0 ? CURRENT_ROW : -1;
}

/* As one of the layout's, so that its scroll can be set by a command. */
static const struct panel_class tall = {
	.name = "pcp",
	.title = title_of_tall,
	.min_rows = 1,
	.min_cols = 1,
	.draw = draw_tall,
	.rows = rows_of_tall,
	.line_at = line_of_tall,
	.current_row = current_of_tall,
};

static const struct placed_panel place = {
	.panel = &tall,
	.title = { 1, 0, 1, 20 },
	.body = { 2, 0, 10, 20 },
};

static struct shown shown_now(const struct talk *t, struct view *ret)
{
	view_take(t->s, false, ret);
	return shown_of(ret, &place);
}

TEST(a_panel_shows_the_rows_it_is_scrolled_to_and_no_more_than_it_has)
{
	struct talk t = talk_create("small");
	struct view v;

	assert_int_equal(shown_now(&t, &v).first, 0);
	must(&t, "scroll pcp 4");
	assert_int_equal(shown_now(&t, &v).first, 3);
	must(&t, "scroll pcp +5");
	assert_int_equal(shown_now(&t, &v).first, 8);
	must(&t, "scroll pcp -2");
	assert_int_equal(shown_now(&t, &v).first, 6);
	must(&t, "scroll pcp 1000");
	assert_int_equal(shown_now(&t, &v).first, TALL_ROWS - 10);
	must(&t, "focus pcp");
	must(&t, "scroll -1000");
	assert_int_equal(shown_now(&t, &v).first, 0);
	assert_true(shown_now(&t, &v).whole.rows == TALL_ROWS);
	talk_destroy(&t);
}

TEST(a_scroll_that_means_nothing_is_refused)
{
	struct talk t = talk_create("small");

	expect_error(&t, "scroll 3", "no panel has the focus");
	expect_error(&t, "scroll kitchen 3", "is no panel");
	expect_error(&t, "scroll repl 3", "is no panel");
	expect_error(&t, "scroll pcp x", "usage");
	expect_error(&t, "scroll", "usage");
	talk_destroy(&t);
}

TEST(a_new_step_brings_the_current_row_into_view_and_only_that)
{
	struct talk t = talk_create("small");
	struct view v;

	must(&t, "scroll pcp 2");
	assert_int_equal(shown_now(&t, &v).first, 1);
	must(&t, "start alloc 0");
	assert_int_equal(shown_now(&t, &v).first, 21);
	/* Scrolled away by the user, it stays until the next step. */
	must(&t, "scroll pcp 3");
	assert_int_equal(shown_now(&t, &v).first, 2);
	must(&t, "step");
	assert_int_equal(shown_now(&t, &v).first, 21);
	talk_destroy(&t);
}

TEST(what_shows_is_drawn_as_a_part_of_the_whole)
{
	struct canvas *c = canvas_create(4, 8, false);
	struct canvas *part = canvas_create_part(
		(struct rect){ 0, 0, TALL_ROWS, 8 }, 5, 3, false);

	assert_non_null(c);
	assert_non_null(part);
	draw_tall(NULL, part, canvas_rect(part));
	canvas_copy(c, (struct rect){ 1, 0, 3, 8 }, part);
	char *text = canvas_text(c);

	assert_string_equal(text, "\nrow 5\nrow 6\nrow 7\n");
	free(text);
	canvas_destroy(part);
	canvas_destroy(c);
}

static void expect_cell(struct cell_place cell, int row, int col)
{
	assert_true(cell.on);
	assert_int_equal(cell.row, row);
	assert_int_equal(cell.col, col);
}

TEST(the_cell_cursor_goes_from_one_thing_to_the_next)
{
	struct talk t = talk_create("small");
	struct view v;
	char line[SHOWN_LINE_SIZE];

	must(&t, "scroll pcp 2");
	struct shown shown = shown_now(&t, &v);
	struct cell_place cell = shown_first_cell(&v, &shown);

	expect_cell(cell, 3, 2);
	assert_true(shown_line(&v, &shown, cell, line, sizeof(line)));
	assert_string_equal(line, "page 300");
	/* The cell beside it leads to the same. */
	cell = shown_neighbour(&v, &shown, cell, 0, 1);
	expect_cell(cell, 3, 8);
	cell = shown_neighbour(&v, &shown, cell, 1, 0);
	expect_cell(cell, 6, 8);
	cell = shown_neighbour(&v, &shown, cell, 0, -1);
	expect_cell(cell, 6, 3);
	cell = shown_neighbour(&v, &shown, cell, 0, -1);
	expect_cell(cell, 6, 3);
	cell = shown_neighbour(&v, &shown, (struct cell_place){ true, 0, 2 },
			       -1, 0);
	expect_cell(cell, 0, 2);
	cell.col = 12;
	assert_false(shown_line(&v, &shown, cell, line, sizeof(line)));
	talk_destroy(&t);
}

static const struct rect screen = { 0, 0, 40, 120 };

static struct target target_in_row(const struct view *v, int row, int col)
{
	return shown_target(v, screen, row, col);
}

TEST(every_cell_of_the_screen_belongs_to_something_or_nothing)
{
	struct talk t = talk_create("small");
	struct layout l;
	struct view v;

	must(&t, "alloc 3");
	view_take(t.s, false, &v);
	assert_true(layout_of_session(t.s, screen, &l));
	assert_int_equal(target_in_row(&v, 0, 0).kind, TARGET_NOTHING);
	assert_int_equal(target_in_row(&v, screen.rows - 1, 3).kind,
			 TARGET_REPL);
	struct target title = target_in_row(&v, l.panels[0].title.row, 5);
	assert_int_equal(title.kind, TARGET_TITLE);
	assert_ptr_equal(title.shown.panel, l.panels[0].panel);
	struct target cell = target_in_row(&v, l.panels[1].body.row,
					   l.panels[1].body.col + 7);
	assert_int_equal(cell.kind, TARGET_CELL);
	assert_int_equal(cell.cell.row, cell.shown.first);
	assert_int_equal(cell.cell.col, 7);
	struct target line = target_in_row(&v, l.timeline.row, 1);
	assert_int_equal(line.kind, TARGET_TIMELINE);
	assert_int_equal(line.position, 0);
	talk_destroy(&t);
}

/* Each column's position lies in that column, and they go up. */
TEST(columns_of_the_timeline_stand_for_positions_in_order)
{
	struct talk t = talk_create("small");
	struct view v;
	const char *lines[] = { "alloc 0", "bulk 500" };

	for (int i = 0; i < 2; i++) {
		struct rect r = { 20, 0, 1, 80 };
		uint64_t before = 0;
		uint64_t at = 0;
		must(&t, lines[i]);
		view_take(t.s, false, &v);
		for (int col = 1; col < 79; col++) {
			assert_true(timeline_position(&v, r, col, &at));
			assert_true(at >= before && at <= v.steps);
			before = at;
		}
		assert_int_equal(at, v.steps);
		assert_false(timeline_position(&v, r, 79, &at));
		assert_false(timeline_position(&v, r, 0, &at));
	}
	talk_destroy(&t);
}

TEST(walking_along_the_timeline_reaches_both_ends)
{
	struct talk t = talk_create("small");
	struct rect r = { 20, 0, 1, 80 };
	struct view v;
	char line[32];

	must(&t, "bulk 500");
	for (int way = -1; way <= 1; way += 2) {
		int walked = 0;
		uint64_t end = way < 0 ? 0 : history_steps(t.s->m);
		while (here(&t) != end && walked++ < 100) {
			view_take(t.s, false, &v);
			uint64_t to = timeline_neighbour(&v, r, way);
			assert_true(way < 0 ? to < v.position
					    : to > v.position);
			snprintf(line, sizeof(line), "goto %d", (int)to);
			must(&t, line);
		}
		assert_int_equal(here(&t), end);
		assert_in_range(walked, 50, 90);
	}
	talk_destroy(&t);
}

TEST(labels_of_the_timeline_do_not_cover_each_other)
{
	struct talk t = talk_create("small");
	struct canvas *c = canvas_create(1, 60, false);
	struct view v;

	assert_non_null(c);
	for (int i = 0; i < 12; i++)
		must(&t, "alloc 0");
	must(&t, "goto op 3");
	must(&t, "mark a-rather-long-name");
	must(&t, "goto op 4");
	must(&t, "mark b");
	view_take(t.s, false, &v);
	timeline_draw(&v, c, canvas_rect(c));
	char *text = canvas_text(c);

	/* No room for the long name, which is left out, whole. */
	assert_null(strstr(text, "a-r"));
	assert_non_null(strstr(text, "▲"));
	assert_non_null(strstr(text, "●"));
	free(text);
	canvas_destroy(c);
	talk_destroy(&t);
}

/* The line of a history of many operations, 80 columns wide. */
static char *timeline_text(const struct talk *t)
{
	struct canvas *c = canvas_create(1, 80, false);
	struct view v;

	assert_non_null(c);
	view_take(t->s, false, &v);
	timeline_draw(&v, c, canvas_rect(c));
	char *text = canvas_text(c);

	canvas_destroy(c);
	return text;
}

TEST(a_part_of_a_long_history_says_with_which_operation_it_begins)
{
	struct talk t = talk_create("small");

	for (int i = 0; i < 300; i++)
		must(&t, i % 2 ? "free $" : "alloc 4");
	must(&t, "break expand");
	must(&t, "goto op 290");
	char *text = timeline_text(&t);
	const char *label = strstr(text, "…op ");

	assert_non_null(label);
	assert_in_range(strtoul(label + strlen("…op "), NULL, 10), 2, 289);
	assert_non_null(strstr(text, "┼"));
	assert_non_null(strstr(text, "◆"));
	free(text);
	must(&t, "goto begin");
	text = timeline_text(&t);
	assert_null(strstr(text, "op "));
	free(text);
	talk_destroy(&t);
}

TEST(in_a_tall_place_rows_move_by_a_part_of_it)
{
	struct placed_panel taller = place;
	struct talk t = talk_create("small");
	struct view v;

	taller.body.rows = 12;
	must(&t, "start alloc 0");
	view_take(t.s, false, &v);
	struct shown shown = shown_of(&v, &taller);

	assert_int_equal(shown.first % 4, 0);
	assert_true(CURRENT_ROW >= shown.first &&
		    CURRENT_ROW < shown.first + 12);
	assert_int_equal(shown.content, TALL_ROWS);
	assert_true(shown.whole.rows >= shown.first + 12);
	talk_destroy(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_panel_shows_the_rows_it_is_scrolled_to_and_no_more_than_it_has),
		RUN(a_scroll_that_means_nothing_is_refused),
		RUN(a_new_step_brings_the_current_row_into_view_and_only_that),
		RUN(what_shows_is_drawn_as_a_part_of_the_whole),
		RUN(the_cell_cursor_goes_from_one_thing_to_the_next),
		RUN(every_cell_of_the_screen_belongs_to_something_or_nothing),
		RUN(columns_of_the_timeline_stand_for_positions_in_order),
		RUN(walking_along_the_timeline_reaches_both_ends),
		RUN(labels_of_the_timeline_do_not_cover_each_other),
		RUN(a_part_of_a_long_history_says_with_which_operation_it_begins),
		RUN(in_a_tall_place_rows_move_by_a_part_of_it),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
