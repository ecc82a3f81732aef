#include "tui/compose.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "tui/glyph.h"
#include "tui/layout.h"
#include "tui/legend.h"
#include "tui/repl.h"

static void draw_too_small(struct canvas *c)
{
	struct pen p = pen_in(c, canvas_rect(c));
	char sentence[128];

	snprintf(sentence, sizeof(sentence),
		 "mmscope needs %dx%d; this terminal is %dx%d: make it larger",
		 LAYOUT_MIN_COLS, LAYOUT_MIN_ROWS, canvas_cols(c),
		 canvas_rows(c));
	pen_wrap(&p, 0, p.area.rows, sentence);
}

static void operation_words(const struct view *v, char *ret, size_t size)
{
	char operation[128];

	if (v->op == 0) {
		snprintf(ret, size, "%" PRIu32 " operation%s", v->ops,
			 v->ops == 1 ? "" : "s");
		return;
	}
	narrate_operation(v->model, v->op, operation, sizeof(operation));
	snprintf(ret, size, "op %" PRIu32 " of %" PRIu32 ": %s", v->op, v->ops,
		 operation);
}

/* Program and machine, operation, place: the machine gives way first. */
static void draw_header(const struct view *v, struct canvas *c, struct rect r)
{
	char operation[256];
	char place[96];
	const char *machine = session_title(v->session);

	operation_words(v, operation, sizeof(operation));
	snprintf(place, sizeof(place), "step %" PRIu64 " of %" PRIu64 "%s ",
		 v->position, v->steps, r.cols < 60 ? "" : "   F1 keys");
	int right = glyphs_width(place);
	int wanted = 10 + glyphs_width(machine) + 5 + glyphs_width(operation) +
		     5 + right;
	struct pen p =
		pen_in(c, (struct rect){ r.row, r.col, 1, r.cols - right - 1 });
	pen_style(&p, ATTR_BOLD, ROLE_TEXT);
	pen_text(&p, " mmscope  ");
	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	if (wanted <= r.cols || v->op == 0)
		pen_print(&p, "%s     ", machine);
	if (wanted <= r.cols || v->op > 0)
		pen_text(&p, operation);
	p = pen_in(c, (struct rect){ r.row, r.cols - right, 1, right });
	pen_text(&p, place);
}

/* A rule with the panel's title in it; at the top of a box, its upper edge. */
static void draw_title(const struct view *v, struct canvas *c,
		       const struct placed_panel *placed, bool focused)
{
	struct pen p = pen_in(c, placed->title);
	char title[512];
	const char *left = placed->top ? "┌" : "├";
	const char *right = placed->top ? "┐" : "┤";

	placed->panel->title(v, title, sizeof(title));
	pen_style(&p, ATTR_DIM, ROLE_FRAME);
	pen_text(&p, placed->boxed ? left : "─");
	pen_repeat(&p, "─", p.area.cols - 2);
	pen_text(&p, placed->boxed ? right : "─");
	struct rect inner = placed->title;
	inner.col += 1;
	inner.cols -= 2;
	p = pen_in(c, inner);
	pen_style(&p, ATTR_BOLD, focused ? ROLE_HERE : ROLE_TEXT);
	pen_text(&p, focused ? "▶" : " ");
	pen_text(&p, title);
	pen_text(&p, " ");
}

static void draw_box(struct canvas *c, struct rect box)
{
	struct pen p = pen_in(c, box);

	pen_style(&p, ATTR_DIM, ROLE_FRAME);
	for (int row = 1; row < box.rows - 1; row++) {
		pen_move(&p, row, 0);
		pen_text(&p, "│");
		pen_move(&p, row, box.cols - 1);
		pen_text(&p, "│");
	}
	pen_move(&p, box.rows - 1, 0);
	pen_text(&p, "└");
	pen_repeat(&p, "─", box.cols - 2);
	pen_text(&p, "┘");
}

/* Between its corners. */
static struct rect lower_edge(struct rect box)
{
	return (struct rect){ box.row + box.rows - 1, box.col + 2, 1,
			      box.cols - 4 };
}

void compose(const struct view *v, const struct repl_view *repl,
	     struct canvas *c)
{
	struct layout layout;
	const char *focus = session_focus(v->session);

	canvas_clear(c);
	if (!layout_compute(session_layout(v->session), focus, canvas_rect(c),
			    &layout)) {
		draw_too_small(c);
		return;
	}
	draw_header(v, c, layout.header);
	for (int i = 0; i < 2; i++)
		if (layout.boxes[i].rows > 0)
			draw_box(c, layout.boxes[i]);
	if (layout.boxes[0].rows > 0)
		legend_draw(v, c, lower_edge(layout.boxes[0]));
	for (int i = 0; i < layout.nr_panels; i++) {
		const struct placed_panel *placed = &layout.panels[i];
		draw_title(v, c, placed,
			   strcmp(placed->panel->name, focus) == 0);
		placed->panel->draw(v, c, placed->body);
	}
	if (layout.timeline.rows > 0)
		timeline_draw(v, c, layout.timeline);
	repl_draw(repl, c, layout.repl);
}

int compose_repl_rows(const struct view *v, struct rect screen)
{
	struct layout layout;

	if (!layout_compute(session_layout(v->session),
			    session_focus(v->session), screen, &layout))
		return 0;
	return layout.repl.rows;
}

int compose_scroll_limit(const struct view *v, const struct repl_view *repl,
			 struct rect screen)
{
	struct layout layout;

	if (!layout_compute(session_layout(v->session),
			    session_focus(v->session), screen, &layout))
		return 0;
	return repl_scroll_limit(repl, layout.repl);
}
