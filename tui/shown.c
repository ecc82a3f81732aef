#include "tui/shown.h"

#include <string.h>

enum { TALL_ROWS = 12 };

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

/* Rows that a place moves on by: in a tall one a third, so that the next rows
 * find room without everything moving again. */
static int stride_of(int rows)
{
	return rows >= TALL_ROWS ? rows / 3 : 1;
}

/* Moves for a row to show. */
static int reveal(int first, int row, int rows)
{
	int stride = stride_of(rows);

	if (row < first)
		return row;
	if (row < first + rows)
		return first;
	return first + ((row - first - rows) / stride + 1) * stride;
}

struct shown shown_of(const struct view *v, const struct placed_panel *placed)
{
	const struct panel_class *panel = placed->panel;
	struct shown shown = {
		.panel = panel,
		.title = placed->title,
		.body = placed->body,
		.whole = { 0, 0, placed->body.rows, placed->body.cols },
		.content = placed->body.rows,
	};
	int rows = panel->rows ? panel->rows(v, placed->body.cols) : 0;

	if (v->imported && !panel->of_imported)
		return shown;

	if (rows <= placed->body.rows)
		return shown;
	shown.content = rows;
	struct panel_scroll scroll = session_scroll(v->session, panel->name);
	int current = panel->current_row && scroll.position != v->position
			      ? panel->current_row(v, placed->body.cols)
			      : -1;
	int last = rows - placed->body.rows;

	/* Room that was made below stays until it is filled. */
	if (panel->current_row)
		last += stride_of(placed->body.rows) - 1;
	shown.first = clamp(scroll.row, 0, last);
	if (current >= 0)
		shown.first = reveal(shown.first, current, placed->body.rows);
	int end = shown.first + placed->body.rows;

	shown.whole.rows = end > rows ? end : rows;
	return shown;
}

bool shown_find(const struct view *v, struct rect screen, const char *name,
		struct shown *ret)
{
	struct layout l;

	if (!layout_of_session(v->session, screen, &l))
		return false;
	for (int i = 0; i < l.nr_panels; i++) {
		if (strcmp(l.panels[i].panel->name, name) != 0)
			continue;
		*ret = shown_of(v, &l.panels[i]);
		return true;
	}
	return false;
}

bool shown_scrolls(const struct shown *shown)
{
	return shown->whole.rows > shown->body.rows;
}

bool shown_line(const struct view *v, const struct shown *shown,
		struct cell_place cell, char *ret, size_t size)
{
	ret[0] = '\0';
	if (v->imported && !shown->panel->of_imported)
		return false;
	return cell.on && shown->panel->line_at &&
	       shown->panel->line_at(v, shown->whole, cell.row, cell.col, ret,
				     size) &&
	       ret[0];
}

struct cell_place shown_followed(const struct view *v,
				 const struct shown *shown,
				 struct cell_place cell, const char *line)
{
	if (cell.on && line[0] && shown->panel->follow_line)
		shown->panel->follow_line(v, shown->whole, line, &cell.row,
					  &cell.col);
	return cell;
}

/* Has this cell a line, and another one than `known`? */
static bool is_other(const struct view *v, const struct shown *shown,
		     struct cell_place cell, const char *known)
{
	char line[SHOWN_LINE_SIZE];

	return shown_line(v, shown, cell, line, sizeof(line)) &&
	       strcmp(line, known) != 0;
}

/* In a row, the cell with a line that is nearest to a column. */
static struct cell_place nearest_in_row(const struct view *v,
					const struct shown *shown,
					struct cell_place from,
					const char *known)
{
	for (int away = 0; away < shown->whole.cols; away++) {
		for (int side = -1; side <= 1; side += 2) {
			struct cell_place cell = { true, from.row,
						   from.col + side * away };
			if (cell.col >= 0 && cell.col < shown->whole.cols &&
			    is_other(v, shown, cell, known))
				return cell;
		}
	}
	return (struct cell_place){ 0 };
}

struct cell_place shown_neighbour(const struct view *v,
				  const struct shown *shown,
				  struct cell_place from, int rows, int cols)
{
	char known[SHOWN_LINE_SIZE];
	struct cell_place cell = from;

	shown_line(v, shown, from, known, sizeof(known));
	for (;;) {
		cell.row += rows;
		cell.col += cols;
		if (cell.row < 0 || cell.row >= shown->whole.rows ||
		    cell.col < 0 || cell.col >= shown->whole.cols)
			return from;
		if (rows != 0) {
			struct cell_place found =
				nearest_in_row(v, shown, cell, known);
			if (found.on)
				return found;
		} else if (is_other(v, shown, cell, known)) {
			return cell;
		}
	}
}

struct cell_place shown_first_cell(const struct view *v,
				   const struct shown *shown)
{
	struct cell_place cell = { true, shown->first, 0 };

	for (; cell.row < shown->whole.rows; cell.row++) {
		struct cell_place found = nearest_in_row(v, shown, cell, "");
		if (found.on)
			return found;
	}
	return (struct cell_place){ 0 };
}

static bool inside(struct rect r, int row, int col)
{
	return row >= r.row && row < r.row + r.rows && col >= r.col &&
	       col < r.col + r.cols;
}

static bool find_in_panel(const struct view *v, const struct placed_panel *p,
			  int row, int col, struct target *ret)
{
	if (inside(p->title, row, col))
		ret->kind = TARGET_TITLE;
	else if (inside(p->body, row, col))
		ret->kind = TARGET_CELL;
	else
		return false;
	ret->shown = shown_of(v, p);
	ret->cell = (struct cell_place){
		.on = ret->kind == TARGET_CELL,
		.row = row - p->body.row + ret->shown.first,
		.col = col - p->body.col,
	};
	return true;
}

struct target shown_target(const struct view *v, struct rect screen, int row,
			   int col)
{
	struct target target = { .kind = TARGET_NOTHING };
	struct layout l;

	if (!layout_of_session(v->session, screen, &l))
		return target;
	for (int i = 0; i < l.nr_panels; i++)
		if (find_in_panel(v, &l.panels[i], row, col, &target))
			return target;
	if (inside(l.repl, row, col))
		target.kind = TARGET_REPL;
	if (inside(l.timeline, row, col) &&
	    timeline_position(v, l.timeline, col, &target.position))
		target.kind = TARGET_TIMELINE;
	return target;
}
