/*
 * The outline of the function in the chosen frame, whole: what this call has
 * passed and what came of it, where breakpoints stand, what was returned.
 */
#include <stdio.h>

#include "tui/outline_part.h"
#include "tui/panel.h"

static void title(const struct view *v, char *ret, size_t size)
{
	if (v->nr_frames == 0) {
		snprintf(ret, size, "outline");
		return;
	}
	uint64_t position = v->frames[v->level];

	snprintf(ret, size, "outline ─ %s() ─ ✓ passed  ◆ breakpoint",
		 probe_in(v->model, history_step(v->model, position).probe)
			 ->function);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	struct outline outline;

	if (!outline_in_view(v, &outline)) {
		sheet_wrap(sh, 0,
			   "No function runs before the first step: `list "
			   "FUNCTION` shows any.");
		return;
	}
	for (int i = 0; i < outline.nr; i++)
		outline_line_write(v, sh, &outline, i);
	outline_returns_write(v, sh);
	if (!outline.all_seen)
		sheet_text(sh,
			   "(a long call: its beginning was not looked at)");
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

static int current_row(const struct view *v, int cols)
{
	struct outline outline;

	(void)cols;
	if (!outline_in_view(v, &outline))
		return -1;
	for (int i = 0; i < outline.nr; i++)
		if (outline.lines[i].current)
			return i;
	return -1;
}

const struct panel_class panel_outline = {
	.name = "outline",
	.title = title,
	.min_rows = 3,
	.min_cols = 30,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
	.current_row = current_row,
};
