/*
 * The why-tree: the decisions of the operation at the cursor that led to its
 * step, each with its numbers; a row leads to its step.
 */
#include <inttypes.h>
#include <stdio.h>

#include "tui/panel.h"
#include "tui/sheet.h"

/* However deep a call lies, this much of a row stays for its words. */
enum { LEAST_WORDS = 24 };

static void title(const struct view *v, char *ret, size_t size)
{
	if (v->nr_why == 0)
		snprintf(ret, size, "why");
	else
		snprintf(ret, size,
			 "why ─ step %" PRIu64 " ─ ✓ holds  ✗ passed over",
			 v->position);
}

static int digits_of(uint64_t number)
{
	int digits = 1;

	for (; number >= 10; number /= 10)
		digits++;
	return digits;
}

static void write_node(const struct view *v, struct sheet *sh,
		       const struct why_node *node)
{
	bool here = !node->gap_end && node->step == v->position;
	int column = digits_of(v->position) + 1 + node->level;
	char text[1024];

	if (column + LEAST_WORDS > sh->cols)
		column = sh->cols - LEAST_WORDS;
	why_node_text(v->model, node, text, sizeof(text));
	sheet_link(sh);
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_print(sh, "%*" PRIu64, digits_of(v->position), node->step);
	sheet_style(sh, here ? ATTR_BOLD : ATTR_NORMAL,
		    here ? ROLE_HERE : ROLE_TEXT);
	sheet_to(sh, column);
	sheet_text(sh, here ? "▶"
		       : node->gap_end
			       ? " "
			       : why_mark_sign((enum why_mark)node->mark));
	sheet_text(sh, " ");
	sheet_wrap(sh, column + 2, text);
	sheet_leads(sh, "goto %" PRIu64, node->step);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	if (v->nr_why == 0)
		sheet_wrap(sh, 0,
			   "Nothing has been decided before the first step: "
			   "`start alloc 0` begins an allocation.");
	for (size_t i = 0; i < v->nr_why; i++)
		write_node(v, sh, &v->why[i]);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

/* The tree ends with the present step. */
static int current_row(const struct view *v, int cols)
{
	return v->nr_why > 0 ? sheet_rows(write_all, v, cols) - 1 : -1;
}

const struct panel_class panel_why = {
	.name = "why",
	.title = title,
	.min_rows = 3,
	.min_cols = 40,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
	.current_row = current_row,
};
