/*
 * What the screen is made of below the panels: glyphs, canvas, the prompt's
 * line, keys, scrollback.
 */
#include "tests/harness.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/canvas.h"
#include "tui/glyph.h"
#include "tui/line_view.h"
#include "tui/scrollback.h"

static struct canvas *blank(int rows, int cols)
{
	struct canvas *c = canvas_create(rows, cols, false);

	assert_non_null(c);
	return c;
}

/* Compares and frees. */
static void expect_text(struct canvas *c, const char *expected)
{
	char *text = canvas_text(c);

	assert_string_equal(text, expected);
	free(text);
	canvas_destroy(c);
}

static struct pen whole(struct canvas *c)
{
	return pen_in(c, canvas_rect(c));
}

TEST(text_that_fits_is_not_cut)
{
	struct canvas *c = blank(1, 5);
	struct pen p = whole(c);

	pen_text(&p, "12345");

	assert_int_equal(p.col, 5);
	expect_text(c, "12345\n");
}

TEST(text_that_is_too_long_ends_with_an_ellipsis)
{
	struct canvas *c = blank(1, 5);
	struct pen p = whole(c);

	pen_text(&p, "123456");

	expect_text(c, "1234…\n");
}

TEST(text_after_a_full_row_still_leaves_the_sign)
{
	struct canvas *c = blank(1, 5);
	struct pen p = whole(c);

	pen_text(&p, "12345");
	pen_text(&p, " 6");

	expect_text(c, "1234…\n");
}

TEST(blanks_that_are_cut_leave_no_sign)
{
	struct canvas *c = blank(1, 5);
	struct pen p = whole(c);

	pen_text(&p, "12345   ");

	expect_text(c, "12345\n");
}

TEST(a_wide_glyph_is_not_halved_at_the_edge)
{
	struct canvas *c = blank(1, 4);
	struct pen p = whole(c);

	pen_text(&p, "ab界界");

	expect_text(c, "ab …\n");
	c = blank(1, 3);
	p = whole(c);
	pen_text(&p, "ab界");
	expect_text(c, "ab…\n");
}

TEST(writing_over_half_of_a_wide_glyph_blanks_the_other_half)
{
	struct canvas *c = blank(1, 4);
	struct pen p = whole(c);

	pen_text(&p, "界界");
	pen_move(&p, 0, 1);
	pen_text(&p, "x");

	expect_text(c, " x界\n");
}

TEST(a_combining_mark_joins_the_glyph_before_it)
{
	struct canvas *c = blank(1, 3);
	struct pen p = whole(c);

	pen_text(&p, "e\xcc\x81x");

	assert_int_equal(p.col, 2);
	expect_text(c, "e\xcc\x81x\n");
}

TEST(control_bytes_and_bad_utf8_never_reach_a_cell)
{
	struct canvas *c = blank(1, 12);
	struct pen p = whole(c);

	pen_text(&p, "a\033[2Jb\xff\xc3z\x7f");

	expect_text(c, "a?[2Jb??z?\n");
}

TEST(a_pen_outside_of_its_area_draws_nothing)
{
	struct canvas *c = blank(2, 2);
	struct pen p = pen_in(c, (struct rect){ 1, 1, 50, 50 });

	pen_text(&p, "abc");
	pen_move(&p, 1, 0);
	pen_text(&p, "below");
	pen_move(&p, -1, 0);
	pen_text(&p, "above");
	p = pen_in(c, (struct rect){ 9, 9, 3, 3 });
	pen_text(&p, "far");

	expect_text(c, "\n …\n");
}

TEST(long_text_wraps_at_blanks_and_is_cut_on_the_last_row)
{
	struct canvas *c = blank(3, 10);
	struct pen p = whole(c);

	pen_wrap(&p, 2, 3, "the list of this order is empty and more");

	expect_text(c, "the list\n  of this\n  order i…\n");
}

TEST(wrapped_rows_counts_what_wrapping_draws)
{
	assert_int_equal(wrapped_rows("", 10), 1);
	assert_int_equal(wrapped_rows("one two", 10), 1);
	assert_int_equal(wrapped_rows("one two three", 10), 2);
	assert_int_equal(wrapped_rows("aaaaaaaaaaaaaaaaaaaaaaa", 10), 3);
	assert_string_equal(wrapped_row("one two three", 10, 1), "three");
}

TEST(ascii_mode_has_one_character_for_every_sign)
{
	struct canvas *c = canvas_create(1, 12, true);
	struct pen p = whole(c);

	pen_text(&p, "·…─│┌▶●◆▲■▓é");

	expect_text(c, ".~-|+>@*^##?\n");
}

TEST(attributes_can_be_read_back)
{
	struct canvas *c = blank(1, 4);
	struct pen p = whole(c);

	pen_text(&p, "a");
	pen_style(&p, ATTR_BOLD, ROLE_TEXT);
	pen_text(&p, "b");
	pen_style(&p, ATTR_REVERSE, ROLE_TEXT);
	pen_text(&p, "r");
	char *attributes = canvas_attributes(c);

	assert_string_equal(attributes, ".br.\n");
	free(attributes);
	canvas_destroy(c);
}

static void expect_line(const char *line, size_t point, int cols,
			const char *text, int cursor)
{
	struct line_view view;

	line_view_take("> ", line, point, cols, &view);
	assert_string_equal(view.text, text);
	assert_int_equal(view.cursor, cursor);
}

TEST(the_cursor_stands_behind_the_glyphs_before_it)
{
	expect_line("abc", 3, 20, "> abc", 5);
	expect_line("abc", 0, 20, "> abc", 2);
	expect_line("界x", 3, 20, "> 界x", 4);
	expect_line("e\xcc\x81x", 3, 20, "> e\xcc\x81x", 3);
	expect_line("a\tb", 2, 20, "> a^Ib", 5);
	expect_line("a\033b", 2, 20, "> a^[b", 5);
	expect_line("abc", 99, 20, "> abc", 5);
}

TEST(a_long_line_scrolls_with_its_cursor)
{
	struct line_view view;
	static const char line[] = "0123456789012345678901234567890123456789";

	for (size_t point = 0; point <= strlen(line); point++) {
		for (int cols = 2; cols < 60; cols++) {
			line_view_take("(mm) ", line, point, cols, &view);
			assert_in_range(view.cursor, 0, cols - 1);
			assert_true(glyphs_width(view.text) <= cols);
		}
	}
}

TEST(invisible_parts_of_a_prompt_take_no_columns)
{
	struct line_view view;

	line_view_take("\001\033[1m\002p\001\033[m\002 ", "x", 1, 20, &view);

	assert_string_equal(view.text, "p x");
	assert_int_equal(view.cursor, 3);
}

TEST(the_scrollback_keeps_lines_and_expands_tabs)
{
	struct scrollback *sb = scrollback_create();

	assert_non_null(sb);
	scrollback_write(sb, LINE_REPLY, "on", 2);
	scrollback_write(sb, LINE_REPLY, "e\na\tb\n\n", 7);

	assert_int_equal(scrollback_count(sb), 3);
	assert_string_equal(scrollback_line(sb, 0).text, "one");
	assert_string_equal(scrollback_line(sb, 1).text, "a       b");
	assert_string_equal(scrollback_line(sb, 2).text, "");
	scrollback_destroy(sb);
}

TEST(the_scrollback_forgets_its_oldest_lines)
{
	struct scrollback *sb = scrollback_create();
	char line[32];

	assert_non_null(sb);
	for (int i = 0; i < 25000; i++) {
		int length = snprintf(line, sizeof(line), "line %d\n", i);
		scrollback_write(sb, LINE_REPLY, line, (size_t)length);
	}

	size_t count = scrollback_count(sb);
	assert_true(count < 25000);
	assert_string_equal(scrollback_line(sb, count - 1).text, "line 24999");
	scrollback_destroy(sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(text_that_fits_is_not_cut),
		RUN(text_that_is_too_long_ends_with_an_ellipsis),
		RUN(text_after_a_full_row_still_leaves_the_sign),
		RUN(blanks_that_are_cut_leave_no_sign),
		RUN(a_wide_glyph_is_not_halved_at_the_edge),
		RUN(writing_over_half_of_a_wide_glyph_blanks_the_other_half),
		RUN(a_combining_mark_joins_the_glyph_before_it),
		RUN(control_bytes_and_bad_utf8_never_reach_a_cell),
		RUN(a_pen_outside_of_its_area_draws_nothing),
		RUN(long_text_wraps_at_blanks_and_is_cut_on_the_last_row),
		RUN(wrapped_rows_counts_what_wrapping_draws),
		RUN(ascii_mode_has_one_character_for_every_sign),
		RUN(attributes_can_be_read_back),
		RUN(the_cursor_stands_behind_the_glyphs_before_it),
		RUN(a_long_line_scrolls_with_its_cursor),
		RUN(invisible_parts_of_a_prompt_take_no_columns),
		RUN(the_scrollback_keeps_lines_and_expands_tabs),
		RUN(the_scrollback_forgets_its_oldest_lines),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
