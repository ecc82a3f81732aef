/*
 * The step: the lines of the kernel function around the one that the cursor
 * stands on, and below them why it went as it did and what it wrote.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "tui/outline_part.h"
#include "tui/panel.h"

/* Rows kept for the reason and for what the step wrote. */
enum { WHY_ROWS = 3 };

/* "rmqueue() ◂ get_page_from_freelist ◂ …": the innermost frame first. */
static void title(const struct view *v, char *ret, size_t size)
{
	size_t used = 0;

	snprintf(ret, size, "step ─ before the first operation");
	for (unsigned level = 0; level < v->nr_frames && used < size; level++) {
		struct step step = history_step(v->model, v->frames[level]);
		const char *function = probe_in(v->model, step.probe)->function;
		int length = snprintf(ret + used, size - used, "%s%s%s",
				      level > 0 ? " ◂ " : "", function,
				      level > 0 ? "" : "()");
		used += (size_t)length;
	}
}

static int current_line(const struct outline *outline)
{
	for (int i = 0; i < outline->nr; i++)
		if (outline->lines[i].current)
			return i;
	return 0;
}

static void write_why(const struct view *v, struct sheet *sh)
{
	char sentence[512];

	narrate_step(v->model, v->position, sentence, sizeof(sentence));
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_text(sh, "why ");
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_wrap(sh, 4, sentence);
	sheet_next_row(sh);
}

static void write_write(const struct view *v, struct sheet *sh, unsigned i)
{
	struct write write = history_write(v->model, v->position, i);
	char sentence[256];

	narrate_write(v->model, &write, sentence, sizeof(sentence));
	sheet_link(sh);
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_text(sh, i == 0 ? "set " : "    ");
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_text(sh, sentence);
	if (write.field.object == OBJECT_PAGE)
		sheet_leads(sh, "page %" PRIu32, write.field.index);
}

/* What the step wrote; the last row of the place says how many more. */
static void write_writes(const struct view *v, struct sheet *sh)
{
	unsigned writes = history_nr_writes(v->model, v->position);

	for (unsigned i = 0; i < writes; i++) {
		bool last = sh->row + 1 == sh->rows && i + 1 < writes;

		if (last)
			sheet_print(sh, "    … %u more: `why`", writes - i);
		else
			write_write(v, sh, i);
		sheet_next_row(sh);
		if (last)
			return;
	}
}

static void write_short_reasons(const struct view *v, struct sheet *sh)
{
	write_why(v, sh);
	write_writes(v, sh);
}

static void write_long_reasons(const struct view *v, struct sheet *sh)
{
	outline_returns_write(v, sh);
	write_short_reasons(v, sh);
}

/* What the call returned is left out where rows are few. */
static sheet_fn reasons_for(const struct sheet *sh)
{
	return sh->rows == 0 || sh->rows > 2 * WHY_ROWS ? write_long_reasons
							: write_short_reasons;
}

/* How much of the outline a place has room for beside the reason and the
 * first writes: in a place as tall as it wants, all. */
static int outline_rows(const struct view *v, const struct sheet *sh,
			const struct outline *outline)
{
	int most = sh->rows > 2 * WHY_ROWS ? WHY_ROWS + 2 : WHY_ROWS - 1;
	int below = sheet_rows(reasons_for(sh), v, sh->cols);
	int rows = sh->rows - (below < most ? below : most);

	if (sh->rows == 0 || rows > outline->nr)
		return outline->nr;
	return rows > 1 ? rows : 1;
}

/* On the line just written, beside its signs. */
static void write_cut_sign(struct sheet *sh, bool stops)
{
	sh->row--;
	sheet_to(sh, stops ? 2 : 1);
	sheet_text(sh, "…");
	sheet_next_row(sh);
}

/* The lines around the current one; `…` where the outline goes on. */
static void write_outline(const struct view *v, struct sheet *sh)
{
	struct outline outline;

	outline_in_view(v, &outline);
	int rows = outline_rows(v, sh, &outline);
	int first = current_line(&outline) - rows / 2;

	if (first > outline.nr - rows)
		first = outline.nr - rows;
	if (first < 0)
		first = 0;
	for (int i = first; i < first + rows; i++) {
		bool cut = (i == first && first > 0) ||
			   (i + 1 == first + rows && i + 1 < outline.nr);

		outline_line_write(v, sh, &outline, i);
		if (cut)
			write_cut_sign(sh, outline.lines[i].stop > 0);
	}
}

static void write_all(const struct view *v, struct sheet *sh)
{
	if (v->nr_frames == 0) {
		sheet_wrap(sh, 0,
			   "Nothing has been asked of the allocator yet. "
			   "`start alloc 0` begins an allocation and stops at "
			   "its first step; `step` goes on from there.");
		return;
	}
	write_outline(v, sh);
	reasons_for(sh)(v, sh);
}

SHEET_DRAW(write_all)

/* It shows what matters in any place; with the focus all of it, to scroll. */
static int rows(const struct view *v, int cols)
{
	if (strcmp(session_focus(v->session), "step") != 0)
		return 1;
	return sheet_rows(write_all, v, cols);
}

static int current_row(const struct view *v, int cols)
{
	struct outline outline;

	(void)cols;
	return outline_in_view(v, &outline) ? current_line(&outline) : -1;
}

SHEET_LINE_AT(write_all)

const struct panel_class panel_step = {
	.name = "step",
	.title = title,
	.min_rows = 3,
	.min_cols = 20,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
	.current_row = current_row,
};
