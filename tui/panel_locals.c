/*
 * The locals of the innermost frame: what its steps have named so far, each
 * with its last value.
 */
#include <stdio.h>

#include "commands/narrate.h"
#include "tui/glyph.h"
#include "tui/panel.h"

static void title(const struct view *v, char *ret, size_t size)
{
	(void)v;
	snprintf(ret, size, "locals");
}

static void draw_local(const struct view *v, struct pen *p,
		       const struct local *local)
{
	char value[256];

	narrate_arg(v->model, local->kind, local->value, value, sizeof(value));
	int width = glyphs_width(local->name) + 1 + glyphs_width(value);
	if (p->col > 0 && p->col + 3 + width > p->area.cols)
		pen_move(p, p->row + 1, 0);
	if (p->col > 0)
		pen_text(p, "   ");
	pen_style(p, ATTR_DIM, ROLE_TEXT);
	pen_print(p, "%s ", local->name);
	pen_style(p, ATTR_NORMAL, ROLE_TEXT);
	pen_text(p, value);
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct local locals[MAX_LOCALS];
	unsigned nr = v->nr_frames > 0
			      ? frame_locals(v->model, v->position, locals)
			      : 0;
	struct pen p = pen_in(c, r);

	if (nr == 0)
		pen_text(&p, "none here");
	for (unsigned i = 0; i < nr; i++) {
		draw_local(v, &p, &locals[i]);
		if (p.row >= p.area.rows) {
			pen_move(&p, p.area.rows - 1, p.area.cols);
			pen_text(&p, "…");
			return;
		}
	}
}

const struct panel_class panel_locals = {
	.name = "locals",
	.title = title,
	.min_rows = 1,
	.min_cols = 20,
	.draw = draw,
};
