/*
 * Whole screens, drawn from a session that runs a script.
 */
#include "tests/harness.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/scene.h"
#include "tui/compose.h"
#include "tui/layout.h"
#include "tui/overlay.h"
#include "tui/shown.h"

TEST(a_newcomer_is_told_what_to_type)
{
	struct scene s = scene_of("", "");

	expect_screen(&s, 24, 80, "beginning-80x24");
	expect_screen(&s, 40, 120, "beginning-120x40");
	scene_end(&s);
}

static const char splitting[] = "alloc 8\nstart alloc 0\ntbreak expand\n"
				"continue\nstep 2";

TEST(a_step_shows_where_it_is_and_what_it_changed)
{
	struct scene s = scene_of("", splitting);

	expect_screen(&s, 24, 80, "step-80x24");
	expect_screen(&s, 40, 120, "step-120x40");
	scene_end(&s);
}

TEST(what_changed_last_is_reverse_and_since_the_last_stop_bold)
{
	struct scene s = scene_of("", "alloc 8\nstart alloc 0\ntbreak expand\n"
				      "continue\nstep 1\nstep 3");
	struct canvas *c = scene_draw(&s, 24, 80, false);
	char *attributes = canvas_attributes(c);

	assert_non_null(strchr(attributes, 'r'));
	expect_file("step-attributes-80x24", attributes);
	free(attributes);
	canvas_destroy(c);
	scene_end(&s);
}

TEST(every_layout_has_its_screen)
{
	const char *name = NULL;

	for (size_t i = 0; (name = layout_nth(i)); i++) {
		char line[64];
		char file[64];
		struct scene s = scene_of("pc", "alloc 3 movable\nalloc 0\n"
						"start alloc 0\nstep 5");
		snprintf(line, sizeof(line), "layout %s", name);
		scene_enter(&s, line);
		snprintf(file, sizeof(file), "layout-%s-80x24", name);
		expect_whole_screen(&s, 24, 80, file);
		snprintf(file, sizeof(file), "layout-%s-120x40", name);
		expect_whole_screen(&s, 40, 120, file);
		snprintf(file, sizeof(file), "layout-%s-200x60", name);
		expect_whole_screen(&s, 60, 200, file);
		scene_end(&s);
	}
}

TEST(the_steps_of_two_kernels_stand_beside_each_other)
{
	struct scene s = scene_of("", "compare 4.1 6.12 -- alloc 0; free $1\n"
				      "layout compare\ncompare goto 13");

	expect_screen(&s, 24, 80, "compare-80x24");
	expect_screen(&s, 40, 120, "compare-120x40");
	scene_end(&s);
}

/* With the focus it has a place in a layout without it, and half the column. */
TEST(every_panel_has_its_screen)
{
	static const struct rect sizes[] = { { 0, 0, 24, 80 },
					     { 0, 0, 40, 120 },
					     { 0, 0, 60, 200 } };
	const struct panel_class *panel = NULL;
	struct scene s = scene_of("numa", "alloc 3 movable\nalloc 0\n"
					  "start alloc 0\nstep 9\nlayout map");

	for (size_t i = 0; (panel = panel_nth(i)); i++) {
		struct shown shown;
		struct view view;
		char line[64];

		snprintf(line, sizeof(line), "focus %s", panel->name);
		scene_enter(&s, line);
		view_take(s.session, true, &view);
		for (size_t k = 0; k < 3; k++) {
			assert_true(shown_find(&view, sizes[k], panel->name,
					       &shown));
			assert_true(shown.body.rows >= panel->min_rows);
			assert_true(shown.body.cols >= panel->min_cols);
		}
		for (size_t k = 0; k < 3; k++) {
			snprintf(line, sizeof(line), "focus-%s-%dx%d",
				 panel->name, sizes[k].cols, sizes[k].rows);
			expect_whole_screen(&s, sizes[k].rows, sizes[k].cols,
					    line);
		}
	}
	scene_end(&s);
}

TEST(marks_and_breakpoints_stand_on_the_timeline)
{
	struct scene s = scene_of("", "alloc 8\nalloc 0\nfree $1\n"
				      "goto op 2\nmark second\nbreak expand\n"
				      "goto op 3\nfocus map");

	expect_screen(&s, 40, 120, "timeline-120x40");
	scene_end(&s);
}

TEST(a_small_terminal_shows_the_step_and_the_repl)
{
	struct scene s = scene_of("", splitting);

	expect_screen(&s, 16, 60, "step-60x16");
	expect_screen(&s, 10, 40, "step-40x10");
	scene_end(&s);
}

TEST(a_terminal_below_the_minimum_is_told_so_in_one_sentence)
{
	struct scene s = scene_of("", "");

	expect_screen(&s, 5, 20, "too-small-20x5");
	scene_end(&s);
}

TEST(ascii_screens_hold_ascii_alone)
{
	struct scene s = scene_of("", splitting);
	struct canvas *c = scene_draw(&s, 24, 80, true);
	char *text = canvas_text(c);

	for (const char *p = text; *p; p++)
		assert_true((unsigned char)*p < 0x7f);
	expect_file("step-ascii-80x24", text);
	free(text);
	canvas_destroy(c);
	scene_end(&s);
}

TEST(the_keys_lie_over_the_screen_and_scroll_where_it_is_small)
{
	struct scene s = scene_of("", splitting);
	struct canvas *c = scene_draw(&s, 24, 80, false);

	assert_int_equal(overlay_draw(c, 0), 0);
	char *text = canvas_text(c);
	expect_file("keys-80x24", text);
	free(text);
	canvas_destroy(c);
	c = scene_draw(&s, 10, 40, false);
	/* No further than to the last one. */
	int first = overlay_draw(c, 1000);
	struct rect small = canvas_rect(c);
	assert_int_equal(first,
			 overlay_whole_rows(small) - overlay_rows(small));
	text = canvas_text(c);
	assert_non_null(strstr(text, "set mouse off"));
	free(text);
	canvas_destroy(c);
	scene_end(&s);
}

TEST(a_reply_that_does_not_fit_says_how_much_is_above)
{
	struct scene s = scene_of("", "help all");
	struct canvas *c = canvas_create(24, 80, false);
	struct view view;
	struct line_view prompt = { .text = "(mm) ", .cursor = 5 };
	struct repl_view repl = { .scrollback = s.scrollback,
				  .prompt = &prompt,
				  .latest = 60 };

	assert_non_null(c);
	view_take(s.session, false, &view);
	compose(&view, &repl, c);
	char *text = canvas_text(c);
	assert_non_null(strstr(text, "-- 53 more rows above: PgUp --"));
	free(text);
	/* Read to its end it says how to leave. */
	repl.reading = true;
	compose(&view, &repl, c);
	text = canvas_text(c);
	assert_non_null(strstr(text, "-- the end: PgUp goes up, PgDn or Esc"));
	assert_null(strstr(text, "free_area"));
	free(text);
	canvas_destroy(c);
	scene_end(&s);
}

TEST(the_focus_shows_in_the_frame_without_colour)
{
	struct scene s = scene_of("", "focus watermarks");
	struct canvas *c = scene_draw(&s, 24, 80, false);
	char *text = canvas_text(c);
	char *attributes = canvas_attributes(c);

	assert_non_null(strstr(text, "▶watermarks"));
	assert_non_null(strstr(attributes, "RRRRRRRRRR"));
	free(attributes);
	free(text);
	canvas_destroy(c);
	scene_end(&s);
}

/* A storm of sizes over a machine with everything: nothing may be drawn
 * outside (the sanitizers watch), and the prompt is always in sight. */
TEST(every_size_can_be_drawn)
{
	struct scene s = scene_of("numa", "alloc 3 movable\nbulk 20\nalloc 9\n"
					  "start alloc 1\nstep 4");

	for (int rows = 1; rows <= 100; rows++) {
		for (int cols = 1 + rows % 3; cols <= 300; cols += 3) {
			struct canvas *c = scene_draw(&s, rows, cols, false);
			int row = 0;
			int col = 0;
			canvas_cursor(c, &row, &col);
			bool fits = rows >= LAYOUT_MIN_ROWS &&
				    cols >= LAYOUT_MIN_COLS;
			assert_true(fits ? row >= 0 && row < rows && col >= 0 &&
						    col < cols
					 : row == -1);
			overlay_draw(c, rows);
			canvas_destroy(c);
		}
	}
	scene_end(&s);
}

TEST(the_repl_scrolls_back_to_its_first_line)
{
	struct scene s = scene_of("", "info zones\ninfo pcp\ninfo free_area\n"
				      "info watermarks\nhelp");
	struct view view;
	struct line_view prompt = { .text = "(mm) ", .cursor = 5 };
	struct repl_view repl = { .scrollback = s.scrollback,
				  .prompt = &prompt,
				  .reading = true };
	struct rect screen = { 0, 0, 24, 80 };

	view_take(s.session, false, &view);
	repl.scrolled = compose_scroll_limit(&view, &repl, screen);
	assert_true(repl.scrolled > 0);
	struct canvas *c = canvas_create(screen.rows, screen.cols, false);
	assert_non_null(c);
	compose(&view, &repl, c);

	char *text = canvas_text(c);
	assert_non_null(strstr(text, "New here?"));
	assert_non_null(strstr(text, "PgDn"));
	free(text);
	canvas_destroy(c);
	scene_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_newcomer_is_told_what_to_type),
		RUN(a_step_shows_where_it_is_and_what_it_changed),
		RUN(what_changed_last_is_reverse_and_since_the_last_stop_bold),
		RUN(every_layout_has_its_screen),
		RUN(the_steps_of_two_kernels_stand_beside_each_other),
		RUN(every_panel_has_its_screen),
		RUN(marks_and_breakpoints_stand_on_the_timeline),
		RUN(a_small_terminal_shows_the_step_and_the_repl),
		RUN(a_terminal_below_the_minimum_is_told_so_in_one_sentence),
		RUN(ascii_screens_hold_ascii_alone),
		RUN(the_keys_lie_over_the_screen_and_scroll_where_it_is_small),
		RUN(a_reply_that_does_not_fit_says_how_much_is_above),
		RUN(the_focus_shows_in_the_frame_without_colour),
		RUN(every_size_can_be_drawn),
		RUN(the_repl_scrolls_back_to_its_first_line),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
