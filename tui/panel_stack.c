/*
 * The call stack: the innermost frame first, each with the label it has come
 * to and the operands it has named; the chosen one is marked.
 */
#include <stdio.h>

#include "commands/narrate.h"
#include "tui/panel.h"
#include "tui/sheet.h"

/* Operands shown of a frame; the locals panel shows all. */
enum { MAIN_LOCALS = 4 };

static void title(const struct view *v, char *ret, size_t size)
{
	snprintf(ret, size, "stack ─ %u frame%s", v->nr_frames,
		 v->nr_frames == 1 ? "" : "s");
}

static void write_operands(const struct view *v, struct sheet *sh,
			   uint64_t position)
{
	struct local locals[MAX_LOCALS];
	unsigned nr = frame_locals(v->model, position, locals);

	for (unsigned i = 0; i < nr && i < MAIN_LOCALS; i++) {
		char value[256];
		char text[320];

		narrate_arg(v->model, locals[i].kind, locals[i].value, value,
			    sizeof(value));
		snprintf(text, sizeof(text), "%s%s=%s", i ? ", " : "",
			 locals[i].name, value);
		sheet_text(sh, text);
	}
	if (nr > MAIN_LOCALS)
		sheet_text(sh, ", …");
}

static void write_frame(const struct view *v, struct sheet *sh, unsigned level)
{
	uint64_t position = v->frames[level];
	const struct probe *probe =
		probe_in(v->model, history_step(v->model, position).probe);
	bool chosen = level == v->level;

	sheet_link(sh);
	sheet_style(sh, chosen ? ATTR_BOLD : ATTR_NORMAL,
		    chosen ? ROLE_HERE : ROLE_TEXT);
	sheet_print(sh, "%s #%-2u %s at %s", chosen ? "▶" : " ", level,
		    probe->function, probe->label);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_text(sh, " (");
	write_operands(v, sh, position);
	sheet_text(sh, ")");
	sheet_leads(sh, "frame %u", level);
	sheet_next_row(sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	if (v->nr_frames == 0)
		sheet_text(sh, "No stack before the first step.");
	for (unsigned level = 0; level < v->nr_frames; level++)
		write_frame(v, sh, level);
}

SHEET_DRAW(write_all)

static int rows(const struct view *v, int cols)
{
	(void)cols;
	return v->nr_frames > 0 ? (int)v->nr_frames : 1;
}

SHEET_LINE_AT(write_all)

static int current_row(const struct view *v, int cols)
{
	(void)cols;
	return (int)v->level;
}

const struct panel_class panel_stack = {
	.name = "stack",
	.title = title,
	.min_rows = 2,
	.min_cols = 30,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
	.current_row = current_row,
};
