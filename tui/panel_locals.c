/*
 * The locals of the chosen frame: what its steps have named so far, each with
 * its last value.  A page leads to the inspector.
 */
#include <inttypes.h>
#include <stdio.h>

#include "commands/narrate.h"
#include "tui/glyph.h"
#include "tui/panel.h"
#include "tui/sheet.h"

static void title(const struct view *v, char *ret, size_t size)
{
	if (v->level == 0 || v->level >= v->nr_frames) {
		snprintf(ret, size, "locals");
		return;
	}
	uint64_t position = v->frames[v->level];

	snprintf(ret, size, "locals ─ frame %u %s", v->level,
		 probe_in(v->model, history_step(v->model, position).probe)
			 ->function);
}

static void write_local(const struct view *v, struct sheet *sh,
			const struct local *local)
{
	char value[256];

	narrate_arg(v->model, local->kind, local->value, value, sizeof(value));
	sheet_need(sh, 3 + glyphs_width(local->name) + 1 + glyphs_width(value),
		   0);
	if (sh->col > 0)
		sheet_text(sh, "   ");
	sheet_link(sh);
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_print(sh, "%s ", local->name);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_wrap(sh, 2, value);
	if (local->kind == ARG_PFN && local->value < PFN_NONE)
		sheet_leads(sh, "page %" PRId64, local->value);
	else
		sheet_leads(sh, "print %s", local->name);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	struct local locals[MAX_LOCALS];
	unsigned nr =
		v->nr_frames > 0
			? frame_locals(v->model, v->frames[v->level], locals)
			: 0;

	if (nr == 0)
		sheet_text(sh, "none here");
	for (unsigned i = 0; i < nr; i++)
		write_local(v, sh, &locals[i]);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_locals = {
	.name = "locals",
	.title = title,
	.min_rows = 1,
	.min_cols = 20,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
