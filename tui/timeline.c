/*
 * The timeline: the history as a strip, operations as sections of it.
 *
 * It shows all steps, or of a long history the stretch around the cursor,
 * because finding the breakpoints costs a look at each step.
 */
#include <inttypes.h>
#include <stdio.h>

#include "tui/glyph.h"
#include "tui/panel.h"

enum { MAX_STEPS_SHOWN = 16384, LEGEND_FROM_COLS = 100 };

struct strip {
	uint64_t from;
	uint64_t to;
	int cols;
	int cursor; /* column */
};

static struct strip strip_of(const struct view *v, int cols)
{
	struct strip s = { .to = v->steps, .cols = cols };

	if (v->steps <= MAX_STEPS_SHOWN)
		return s;
	s.from = v->position > MAX_STEPS_SHOWN / 2
			 ? v->position - MAX_STEPS_SHOWN / 2
			 : 0;
	if (s.from > v->steps - MAX_STEPS_SHOWN)
		s.from = v->steps - MAX_STEPS_SHOWN;
	s.to = s.from + MAX_STEPS_SHOWN;
	return s;
}

static int strip_col(const struct strip *s, uint64_t position)
{
	uint64_t span = s->to > s->from ? s->to - s->from : 1;

	return (int)((position - s->from) * (uint64_t)(s->cols - 1) / span);
}

static bool on_strip(const struct strip *s, uint64_t position)
{
	return position >= s->from && position <= s->to;
}

/* "op N" behind the tick where the operation begins, when it has room and
 * the cursor does not stand there. */
static void draw_op_label(struct pen *p, const struct strip *s, uint32_t op,
			  int room)
{
	char label[24];

	snprintf(label, sizeof(label), "op %" PRIu32, op);
	int cols = glyphs_width(label);
	if (cols <= room && (s->cursor < p->col || s->cursor >= p->col + cols))
		pen_text(p, label);
}

/* A tick for each operation that begins in a column of its own. */
static void draw_ops(const struct view *v, struct pen *p, const struct strip *s)
{
	uint32_t op = history_op_at(
		v->model, s->from + 1 > v->steps ? v->steps : s->from + 1);
	int drawn = -1;

	while (op > 0 && op <= v->ops) {
		uint64_t begin = history_op_begin(v->model, op);
		uint64_t end = history_op_end(v->model, op);
		int col = begin > s->from ? strip_col(s, begin) : 0;
		int next = end < s->to ? strip_col(s, end) : s->cols - 1;
		if (begin > s->to)
			return;
		if (col > drawn) {
			pen_move(p, p->row, col);
			pen_text(p, col == 0 ? "├" : "┼");
			draw_op_label(p, s, op, next - col - 1);
			drawn = col;
		}
		op++;
	}
}

static void put_sign(struct pen *p, const struct strip *s, uint64_t position,
		     const char *sign)
{
	if (!on_strip(s, position))
		return;
	pen_move(p, p->row, strip_col(s, position));
	pen_text(p, sign);
}

static void draw_signs(const struct view *v, struct pen *p,
		       const struct strip *s)
{
	struct stop_mark mark;

	pen_style(p, ATTR_BOLD, ROLE_STOP);
	for (uint64_t at = s->from + 1; at <= s->to; at++)
		if (session_breaks_at(v->session, at))
			put_sign(p, s, at, "◆");
	for (size_t i = 0; session_mark(v->session, i, &mark); i++)
		put_sign(p, s, mark.position, "▲");
	pen_style(p, ATTR_BOLD, ROLE_HERE);
	put_sign(p, s, v->position, "●");
}

void timeline_draw(const struct view *v, struct canvas *c, struct rect r)
{
	static const char legend[] = "   ● here   ◆ breakpoint   ▲ mark";
	bool with_legend = r.cols >= LEGEND_FROM_COLS;
	int legend_cols = with_legend ? glyphs_width(legend) : 0;
	struct rect line = { r.row, r.col + 1, 1, r.cols - 2 - legend_cols };
	struct strip s = strip_of(v, line.cols);
	struct pen p = pen_in(c, line);

	if (line.cols < 2)
		return;
	s.cursor = strip_col(&s, v->position);
	pen_style(&p, ATTR_DIM, ROLE_FRAME);
	pen_text(&p, s.from > 0 ? "…" : "├");
	pen_repeat(&p, "─", line.cols - 2);
	pen_text(&p, s.to < v->steps ? "…" : "┤");
	draw_ops(v, &p, &s);
	draw_signs(v, &p, &s);
	if (!with_legend)
		return;
	struct pen beside =
		pen_in(c, (struct rect){ r.row, line.col + line.cols, 1,
					 legend_cols });
	pen_style(&beside, ATTR_DIM, ROLE_TEXT);
	pen_text(&beside, legend);
}
