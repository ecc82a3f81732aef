#include "tui/repl.h"

#include <stdio.h>
#include <string.h>

/* Where a row of the area comes from: a line, and which of its rows. */
struct place {
	size_t line;
	int row;
};

static int line_rows(const struct repl_view *repl, size_t line, int cols)
{
	return wrapped_rows(scrollback_line(repl->scrollback, line).text, cols);
}

/* The place `rows` rows before the end of the scrollback, or its beginning;
 * *ret_rows is how many rows back that is. */
static struct place place_before_end(const struct repl_view *repl, int cols,
				     int rows, int *ret_rows)
{
	size_t line = scrollback_count(repl->scrollback);
	int seen = 0;

	while (line > 0 && seen < rows)
		seen += line_rows(repl, --line, cols);
	*ret_rows = seen < rows ? seen : rows;
	return (struct place){ line, seen > rows ? seen - rows : 0 };
}

static void set_line_style(struct pen *p, enum line_kind kind)
{
	switch (kind) {
	case LINE_REPLY:
		pen_style(p, ATTR_NORMAL, ROLE_TEXT);
		break;
	case LINE_COMMAND:
		pen_style(p, ATTR_BOLD, ROLE_TEXT);
		break;
	case LINE_ERROR:
		pen_style(p, ATTR_NORMAL, ROLE_ERROR);
		break;
	}
}

/* Draws lines from a place on; returns the rows used. */
static int draw_lines(const struct repl_view *repl, struct pen *p,
		      struct place from)
{
	size_t count = scrollback_count(repl->scrollback);
	int cols = p->area.cols;
	int row = 0;

	for (size_t i = from.line; i < count && row < p->area.rows; i++) {
		struct scrollback_line line =
			scrollback_line(repl->scrollback, i);
		int skip = i == from.line ? from.row : 0;
		int rows = wrapped_rows(line.text, cols) - skip;
		if (rows > p->area.rows - row)
			rows = p->area.rows - row;
		set_line_style(p, line.kind);
		pen_move(p, row, 0);
		pen_wrap(p, 0, rows, wrapped_row(line.text, cols, skip));
		row += rows;
	}
	return row;
}

static void draw_prompt(const struct repl_view *repl, struct canvas *c,
			struct rect line)
{
	struct pen p = pen_in(c, line);

	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	pen_text(&p, repl->prompt->text);
	canvas_set_cursor(c, line.row, line.col + repl->prompt->cursor);
}

/* What is out of sight, in the place of a row. */
static void draw_sign(struct pen *p, int row, const char *words)
{
	pen_move(p, row, 0);
	pen_repeat(p, " ", p->area.cols);
	pen_move(p, row, 0);
	pen_style(p, ATTR_REVERSE, ROLE_TEXT);
	pen_text(p, words);
}

/* Rows of what the last command said that do not fit. */
static int rows_above(const struct repl_view *repl, int cols, int rows)
{
	size_t count = scrollback_count(repl->scrollback);
	size_t latest = repl->latest < count ? repl->latest : count;
	int said = 0;

	for (size_t i = count - latest; i < count; i++)
		said += line_rows(repl, i, cols);
	/* One row is lost to the sign itself. */
	return said > rows ? said - rows + 1 : 0;
}

/* Rows for lines: the prompt has one, and a sign while one reads. */
static int rows_for_lines(const struct repl_view *repl, int rows)
{
	return rows - (repl->reading ? 2 : 1);
}

static void draw_reading_sign(const struct repl_view *repl, struct canvas *c,
			      struct rect row)
{
	struct pen p = pen_in(c, row);
	char words[96] = "-- the end: PgUp goes up, PgDn or Esc leaves --";

	if (repl->scrolled > 0)
		snprintf(words, sizeof(words),
			 "-- %d more rows below: PgDn; PgUp goes up, Esc "
			 "leaves --",
			 repl->scrolled);
	draw_sign(&p, 0, words);
}

static void draw_sign_above(const struct repl_view *repl, struct pen *p)
{
	int above = rows_above(repl, p->area.cols, p->area.rows);
	char words[96];

	if (above == 0 || p->area.rows < 3)
		return;
	snprintf(words, sizeof(words), "-- %d more rows above: PgUp --", above);
	draw_sign(p, 0, words);
}

void repl_draw(const struct repl_view *repl, struct canvas *c, struct rect r)
{
	struct rect lines = { r.row, r.col, rows_for_lines(repl, r.rows),
			      r.cols };
	struct pen p = pen_in(c, lines);
	int back = 0;

	if (p.area.rows < 1 || p.area.cols < 1)
		return;
	struct place from = place_before_end(
		repl, p.area.cols, p.area.rows + repl->scrolled, &back);
	int used = draw_lines(repl, &p, from);

	if (repl->reading) {
		used = p.area.rows;
		draw_reading_sign(
			repl, c,
			(struct rect){ r.row + used++, r.col, 1, r.cols });
	} else {
		draw_sign_above(repl, &p);
	}
	draw_prompt(repl, c, (struct rect){ r.row + used, r.col, 1, r.cols });
}

int repl_scroll_limit(const struct repl_view *repl, struct rect r)
{
	int rows = 0;
	int room = rows_for_lines(repl, r.rows);
	size_t count = scrollback_count(repl->scrollback);

	for (size_t i = 0; i < count; i++)
		rows += line_rows(repl, i, r.cols);
	return rows > room ? rows - room : 0;
}
