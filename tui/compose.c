#include "tui/compose.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "tui/glyph.h"
#include "tui/layout.h"
#include "tui/legend.h"
#include "tui/repl.h"

/* Of a title these remain, whatever stands at its end. */
enum { MIN_TITLE_COLS = 14 };

/* From here on the first line names the kernel, whatever else it has. */
enum { KERNEL_FROM_COLS = 80 };

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

/* No operations, no steps: a file. */
static void draw_imported_header(const struct view *v, struct canvas *c,
				 struct rect r)
{
	struct pen p = pen_in(c, r);

	pen_style(&p, ATTR_BOLD, ROLE_TEXT);
	pen_text(&p, " mmscope  ");
	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	pen_text(&p, session_title(v->session));
}

/* Program and machine, operation, place: of the machine the kernel remains
 * where there is no room for all, because it decides on what is seen. */
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
	bool whole = wanted <= r.cols;

	pen_style(&p, ATTR_BOLD, ROLE_TEXT);
	if (whole || r.cols < KERNEL_FROM_COLS)
		pen_text(&p, " mmscope  ");
	else
		pen_print(&p, " Linux %s  ", model_machine(v->model)->release);
	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	if (whole || v->op == 0)
		pen_print(&p, "%s     ", machine);
	if (whole || v->op > 0)
		pen_text(&p, operation);
	p = pen_in(c, (struct rect){ r.row, r.cols - right, 1, right });
	pen_text(&p, place);
}

/* "3–9 of 40 ▲▼": which rows of a panel show, and where there are more. */
static void scroll_words(const struct shown *shown, char *ret, size_t size)
{
	int last = shown->first + shown->body.rows;

	if (last > shown->content)
		last = shown->content;
	ret[0] = '\0';
	if (shown_scrolls(shown))
		snprintf(ret, size, " %d–%d of %d %s%s ", shown->first + 1,
			 last, shown->content, shown->first > 0 ? "▲" : "",
			 last < shown->content ? "▼" : "");
}

/* At the right end of a title; returns the columns used. */
static int put_right(struct canvas *c, struct rect title, const char *words)
{
	int cols = glyphs_width(words);
	int room = title.cols - MIN_TITLE_COLS;

	if (room < 4 || cols == 0)
		return 0;
	cols = cols < room ? cols : room;
	struct pen p = pen_in(
		c, (struct rect){ title.row, title.col + title.cols - cols - 1,
				  1, cols });
	pen_style(&p, ATTR_BOLD, ROLE_TEXT);
	pen_text(&p, words);
	return cols;
}

/* A rule with the panel's title in it; at the top of a box, its upper edge. */
static void draw_title(const struct view *v, struct canvas *c,
		       const struct placed_panel *placed,
		       const struct shown *shown)
{
	bool focused =
		strcmp(placed->panel->name, session_focus(v->session)) == 0;
	struct pen p = pen_in(c, placed->title);
	char title[512];
	char words[64];
	const char *left = placed->top ? "┌" : "├";
	const char *right = placed->top ? "┐" : "┤";

	if (v->imported && !placed->panel->of_imported)
		snprintf(title, sizeof(title), "%s", placed->panel->name);
	else
		placed->panel->title(v, title, sizeof(title));
	scroll_words(shown, words, sizeof(words));
	pen_style(&p, focused ? ATTR_BOLD : ATTR_DIM, ROLE_FRAME);
	pen_text(&p, placed->boxed ? left : "─");
	pen_repeat(&p, "─", p.area.cols - 2);
	pen_text(&p, placed->boxed ? right : "─");
	struct rect inner = placed->title;
	inner.col += 1;
	inner.cols -= 2 + put_right(c, placed->title, words);
	p = pen_in(c, inner);
	pen_style(&p, ATTR_BOLD | (focused ? ATTR_REVERSE : 0),
		  focused ? ROLE_HERE : ROLE_TEXT);
	pen_text(&p, focused ? "▶" : " ");
	pen_text(&p, title);
	pen_text(&p, " ");
}

static void draw_body(const struct view *v, struct canvas *c,
		      const struct shown *shown)
{
	if (v->imported && !shown->panel->of_imported) {
		struct pen p = pen_in(c, shown->body);

		pen_style(&p, ATTR_DIM, ROLE_TEXT);
		pen_wrap(&p, 0, p.area.rows,
			 "Imported memory does not tell this; `import off` "
			 "goes back.");
		return;
	}
	if (!shown_scrolls(shown)) {
		shown->panel->draw(v, c, shown->body);
		return;
	}
	struct canvas *part =
		canvas_create_part(shown->whole, shown->first, shown->body.rows,
				   canvas_is_ascii(c));

	if (!part)
		return;
	shown->panel->draw(v, part, shown->whole);
	canvas_copy(c, shown->body, part);
	canvas_destroy(part);
}

static void draw_panel(const struct view *v, struct canvas *c,
		       const struct placed_panel *placed)
{
	struct shown shown = shown_of(v, placed);

	draw_title(v, c, placed, &shown);
	draw_body(v, c, &shown);
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

static void draw_panels(const struct view *v, const struct layout *layout,
			struct canvas *c)
{
	for (int i = 0; i < 2; i++)
		if (layout->boxes[i].rows > 0)
			draw_box(c, layout->boxes[i]);
	if (layout->boxes[0].rows > 0)
		legend_draw(v, c, lower_edge(layout->boxes[0]));
	for (int i = 0; i < layout->nr_panels; i++)
		draw_panel(v, c, &layout->panels[i]);
	if (layout->timeline.rows > 0 && !v->imported)
		timeline_draw(v, c, layout->timeline);
}

static struct rect repl_rect(const struct layout *layout,
			     const struct repl_view *repl, struct rect screen)
{
	if (!repl->reading)
		return layout->repl;
	return (struct rect){ 1, 0, screen.rows - 1, screen.cols };
}

void compose(const struct view *v, const struct repl_view *repl,
	     struct canvas *c)
{
	struct layout layout;

	canvas_clear(c);
	if (!layout_of_session(v->session, canvas_rect(c), &layout)) {
		draw_too_small(c);
		return;
	}
	if (v->imported)
		draw_imported_header(v, c, layout.header);
	else
		draw_header(v, c, layout.header);
	if (!repl->reading)
		draw_panels(v, &layout, c);
	repl_draw(repl, c, repl_rect(&layout, repl, canvas_rect(c)));
}

void compose_cell(const struct view *v, struct cell_place cell,
		  struct canvas *c)
{
	struct shown shown;
	char line[SHOWN_LINE_SIZE];
	char words[SHOWN_LINE_SIZE + 16];

	if (!cell.on ||
	    !shown_find(v, canvas_rect(c), session_focus(v->session), &shown))
		return;
	int row = cell.row - shown.first;

	if (row < 0 || row >= shown.body.rows || cell.col >= shown.body.cols)
		return;
	canvas_restyle(c, shown.body.row + row, shown.body.col + cell.col,
		       ATTR_BOLD | ATTR_REVERSE);
	canvas_set_cursor(c, shown.body.row + row, shown.body.col + cell.col);
	if (!shown_line(v, &shown, cell, line, sizeof(line)))
		return;
	scroll_words(&shown, words, sizeof(words));
	struct rect title = shown.title;
	title.cols -= glyphs_width(words);
	snprintf(words, sizeof(words), " Enter: %s ", line);
	put_right(c, title, words);
}

int compose_repl_rows(const struct view *v, const struct repl_view *repl,
		      struct rect screen)
{
	struct layout layout;

	if (!layout_of_session(v->session, screen, &layout))
		return 0;
	return repl_rect(&layout, repl, screen).rows;
}

int compose_scroll_limit(const struct view *v, const struct repl_view *repl,
			 struct rect screen)
{
	struct layout layout;
	struct repl_view back = *repl;

	if (!layout_of_session(v->session, screen, &layout))
		return 0;
	back.reading = true;
	return repl_scroll_limit(&back, repl_rect(&layout, &back, screen));
}
