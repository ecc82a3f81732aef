/*
 * The timeline: the history as a strip, operations as sections of it.
 *
 * It shows all steps, or of a long history the stretch around the cursor,
 * because finding the breakpoints costs a look into the operations, the way
 * there and back included; where they were found is kept.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/glyph.h"
#include "tui/panel.h"

enum {
	MAX_STEPS_SHOWN = 16384,
	MAX_OPS_SHOWN = 80,
	MAX_STEPS_KEPT = 4096, /* of an operation, where it would stop */
	STRIDE = 20,
	LEGEND_FROM_COLS = 100,
	MAX_STRIP_COLS = 1024,
};

static const char legend[] = "   ● here   ◆ breakpoint   ▲ mark";

struct strip {
	struct rect line;
	uint64_t from;
	uint64_t to;
	int cursor;                 /* column */
	char before[24];            /* left of it: what it does not show */
	char taken[MAX_STRIP_COLS]; /* by what no label may cover */
};

static struct rect strip_line(struct rect r)
{
	int beside = r.cols >= LEGEND_FROM_COLS ? glyphs_width(legend) : 0;
	int cols = r.cols - 2 - beside;

	return (struct rect){ r.row, r.col + 1, 1,
			      cols < MAX_STRIP_COLS ? cols : MAX_STRIP_COLS };
}

static int strip_col(const struct strip *s, uint64_t position)
{
	uint64_t span = s->to > s->from ? s->to - s->from : 1;

	return (int)((position - s->from) * (uint64_t)(s->line.cols - 1) /
		     span);
}

/* A strip that begins later than the history says at which operation. */
static void leave_room_before(const struct view *v, struct strip *s)
{
	if (s->from == 0)
		return;
	snprintf(s->before, sizeof(s->before), "…op %" PRIu32 " ",
		 history_op_at(v->model, s->from + 1));
	s->line.col += glyphs_width(s->before);
	s->line.cols -= glyphs_width(s->before);
}

/* The operations around the cursor's; they move on many at a time, so that
 * stepping leaves the strip where it is. */
static void choose_operations(const struct view *v, struct strip *s)
{
	uint32_t first = 1;

	s->to = v->steps;
	if (v->ops <= MAX_OPS_SHOWN)
		return;
	if (v->op > MAX_OPS_SHOWN / 2)
		first += (v->op - MAX_OPS_SHOWN / 2) / STRIDE * STRIDE;
	if (first > v->ops - MAX_OPS_SHOWN + 1)
		first = v->ops - MAX_OPS_SHOWN + 1;
	s->from = history_op_begin(v->model, first);
	s->to = history_op_end(v->model, first + MAX_OPS_SHOWN - 1);
}

/* The steps around the cursor, of operations that have many. */
static void choose_steps(const struct view *v, struct strip *s)
{
	if (s->to - s->from <= MAX_STEPS_SHOWN)
		return;
	if (v->position > s->from + MAX_STEPS_SHOWN / 2)
		s->from = v->position - MAX_STEPS_SHOWN / 2;
	if (s->from > s->to - MAX_STEPS_SHOWN)
		s->from = s->to - MAX_STEPS_SHOWN;
	s->to = s->from + MAX_STEPS_SHOWN;
}

static void strip_take(const struct view *v, struct rect r, struct strip *s)
{
	memset(s, 0, sizeof(*s));
	s->line = strip_line(r);
	choose_operations(v, s);
	choose_steps(v, s);
	leave_room_before(v, s);
	s->cursor = s->line.cols > 1 ? strip_col(s, v->position) : 0;
}

static bool on_strip(const struct strip *s, uint64_t position)
{
	return position >= s->from && position <= s->to;
}

/* The first position in a column; a column between two positions belongs to
 * the one before. */
static uint64_t position_at(const struct strip *s, int col)
{
	uint64_t span = s->to - s->from;
	uint64_t last = (uint64_t)(s->line.cols - 1);
	uint64_t at = s->from + ((uint64_t)col * span + last - 1) / last;

	return at > s->from && strip_col(s, at) > col ? at - 1 : at;
}

bool timeline_position(const struct view *v, struct rect r, int col,
		       uint64_t *ret)
{
	struct strip s;

	strip_take(v, r, &s);
	col -= s.line.col;
	if (s.line.cols < 2 || col < -glyphs_width(s.before) ||
	    col >= s.line.cols)
		return false;
	*ret = position_at(&s, col < 0 ? 0 : col);
	return true;
}

uint64_t timeline_neighbour(const struct view *v, struct rect r, int cols)
{
	struct strip s;

	strip_take(v, r, &s);
	if (s.line.cols < 2)
		return v->position;
	int col = s.cursor + cols;
	if (col < 0 || col >= s.line.cols)
		return cols < 0 ? s.from : s.to;
	uint64_t at = position_at(&s, col);
	/* Few steps on many columns: at least one step. */
	if (cols > 0 && at <= v->position)
		return v->position < v->steps ? v->position + 1 : v->steps;
	if (cols < 0 && at >= v->position)
		return v->position > 0 ? v->position - 1 : 0;
	return at;
}

static void put_sign(struct strip *s, struct pen *p, uint64_t position,
		     const char *sign)
{
	if (!on_strip(s, position))
		return;
	int col = strip_col(s, position);

	s->taken[col] = 1;
	pen_move(p, 0, col);
	pen_text(p, sign);
}

/* Is there room for a label, with a column of the line behind it? */
static bool is_free(const struct strip *s, int col, int cols)
{
	if (col + cols >= s->line.cols)
		return false;
	for (int i = 0; i <= cols; i++)
		if (s->taken[col + i])
			return false;
	return true;
}

static void put_label(struct strip *s, struct pen *p, int col,
		      const char *label)
{
	int cols = glyphs_width(label);

	if (!is_free(s, col, cols))
		return;
	memset(s->taken + col, 1, (size_t)cols);
	pen_move(p, 0, col);
	pen_text(p, label);
}

typedef void (*put_op_fn)(struct strip *s, struct pen *p, int col, uint32_t op);

/* Calls `put` for each operation that begins in a column of its own. */
static void for_each_op(const struct view *v, struct strip *s, struct pen *p,
			put_op_fn put)
{
	uint32_t op = history_op_at(
		v->model, s->from + 1 > v->steps ? v->steps : s->from + 1);
	int drawn = -1;

	for (; op > 0 && op <= v->ops; op++) {
		uint64_t begin = history_op_begin(v->model, op);
		int col = begin > s->from ? strip_col(s, begin) : 0;
		if (begin > s->to)
			return;
		if (col > drawn)
			put(s, p, col, op);
		drawn = col > drawn ? col : drawn;
	}
}

static void put_tick(struct strip *s, struct pen *p, int col, uint32_t op)
{
	(void)op;
	s->taken[col] = 1;
	if (col == 0)
		return;
	pen_move(p, 0, col);
	pen_text(p, "┼");
}

static void put_op_label(struct strip *s, struct pen *p, int col, uint32_t op)
{
	char label[24];

	snprintf(label, sizeof(label), "op %" PRIu32, op);
	put_label(s, p, col + 1, label);
}

/* Of a long operation only the steps in sight are looked at. */
static void draw_breaks_in_sight(const struct view *v, struct pen *p,
				 struct strip *s, uint32_t op)
{
	uint64_t begin = history_op_begin(v->model, op);
	uint64_t end = history_op_end(v->model, op);
	uint64_t at = begin > s->from ? begin : s->from;

	if (!session_breaks_in(v->session, op))
		return;
	while (at++ < end && at <= s->to)
		if (session_breaks_at(v->session, at))
			put_sign(s, p, at, "◆");
}

static void draw_breaks(const struct view *v, struct pen *p, struct strip *s,
			uint32_t op)
{
	uint64_t steps =
		history_op_end(v->model, op) - history_op_begin(v->model, op);
	const uint64_t *at = NULL;

	if (steps > MAX_STEPS_KEPT) {
		draw_breaks_in_sight(v, p, s, op);
		return;
	}
	size_t nr = session_breaks_of(v->session, op, &at);

	for (size_t i = 0; i < nr; i++)
		if (at[i] > s->from)
			put_sign(s, p, at[i], "◆");
}

static void draw_stops(const struct view *v, struct pen *p, struct strip *s)
{
	struct stop_mark mark;

	pen_style(p, ATTR_BOLD, ROLE_STOP);
	for (uint32_t op = history_op_at(v->model, s->from + 1);
	     op > 0 && op <= v->ops && history_op_begin(v->model, op) < s->to;
	     op++)
		draw_breaks(v, p, s, op);
	for (size_t i = 0; session_fork(v->session, i, &mark); i++)
		put_sign(s, p, mark.position, "┬");
	for (size_t i = 0; session_mark(v->session, i, &mark); i++)
		put_sign(s, p, mark.position, "▲");
	pen_style(p, ATTR_BOLD, ROLE_HERE);
	put_sign(s, p, v->position, "●");
}

/* Names of marks first, then of the branches that leave here, then numbers of
 * operations, where there is room. */
static void draw_labels(const struct view *v, struct pen *p, struct strip *s)
{
	struct stop_mark mark;

	pen_style(p, ATTR_NORMAL, ROLE_TEXT);
	for (size_t i = 0; session_mark(v->session, i, &mark); i++)
		if (on_strip(s, mark.position))
			put_label(s, p, strip_col(s, mark.position) + 1,
				  mark.name);
	for (size_t i = 0; session_fork(v->session, i, &mark); i++)
		if (on_strip(s, mark.position))
			put_label(s, p, strip_col(s, mark.position) + 1,
				  mark.name);
	pen_style(p, ATTR_DIM, ROLE_FRAME);
	for_each_op(v, s, p, put_op_label);
}

static void draw_beside(const struct view *v, struct canvas *c, struct rect r,
			int from)
{
	bool focused = strcmp(session_focus(v->session), "timeline") == 0;
	struct pen p = pen_in(c, r);

	pen_style(&p, ATTR_BOLD, ROLE_HERE);
	if (focused)
		pen_text(&p, "▶");
	if (r.cols < LEGEND_FROM_COLS)
		return;
	pen_move(&p, 0, from - r.col);
	pen_style(&p, ATTR_DIM, ROLE_TEXT);
	pen_text(&p, legend);
}

static void draw_before(struct canvas *c, const struct strip *s)
{
	struct rect r = s->line;

	r.cols = glyphs_width(s->before);
	r.col -= r.cols;
	struct pen p = pen_in(c, r);

	pen_style(&p, ATTR_DIM, ROLE_TEXT);
	pen_text(&p, s->before);
}

void timeline_draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct strip s;

	strip_take(v, r, &s);
	struct pen p = pen_in(c, s.line);

	if (s.line.cols < 2)
		return;
	draw_before(c, &s);
	pen_style(&p, ATTR_DIM, ROLE_FRAME);
	pen_text(&p, "├");
	pen_repeat(&p, "─", s.line.cols - 2);
	pen_text(&p, s.to < v->steps ? "…" : "┤");
	for_each_op(v, &s, &p, put_tick);
	draw_stops(v, &p, &s);
	draw_labels(v, &p, &s);
	draw_beside(v, c, r, s.line.col + s.line.cols);
}
