#include "tui/layout.h"

#include <string.h>

enum {
	/* The size that has room for more than the step. */
	FULL_ROWS = 24,
	FULL_COLS = 80,
	/* From here on two columns stand side by side. */
	WIDE_COLS = 110,
	/* Eleven orders of four columns each, their label and the frame. */
	LEFT_COLS = 58,
	REPL_ROWS = 9,
	MAX_SLOTS = 6,
};

/* A panel's place in a column: the rows it wants, in falling importance. */
struct slot {
	const struct panel_class *panel; /* NULL ends the column */
	int rows;
	bool grows; /* takes the rows to spare */
};

struct plan {
	const char *name;
	struct slot narrow[MAX_SLOTS];
	struct slot left[MAX_SLOTS];
	struct slot right[MAX_SLOTS];
};

static const struct plan plans[] = {
	{
		.name = "step",
		.narrow = { { &panel_free_area, 7, false },
			    { &panel_step, 4, true },
			    { &panel_watermarks, 2, false },
			    { &panel_locals, 1, false },
			    { &panel_pcp, 1, false } },
		.left = { { &panel_free_area, 7, false },
			  { &panel_watermarks, 3, false },
			  { &panel_pcp, 1, false },
			  { &panel_map, 6, true },
			  { &panel_zonelist, 3, false } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false },
			   { &panel_page, 17, false } },
	},
	{
		.name = "page",
		.narrow = { { &panel_page, 5, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_page, 5, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false },
			   { &panel_free_area, 7, false } },
	},
	{
		.name = "map",
		.narrow = { { &panel_map, 6, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_map, 6, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_page, 17, false } },
	},
	{
		.name = "tags",
		.narrow = { { &panel_tags, 6, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_tags, 6, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false } },
	},
	{
		.name = "pcp",
		.narrow = { { &panel_pcp, 4, true },
			    { &panel_step, 3, false },
			    { &panel_watermarks, 2, false } },
		.left = { { &panel_pcp, 6, true },
			  { &panel_watermarks, 2, false } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false } },
	},
	{
		.name = "split",
		.narrow = { { &panel_outline, 5, true },
			    { &panel_stack, 2, false },
			    { &panel_locals, 2, false } },
		.left = { { &panel_outline, 9, true },
			  { &panel_zonelist, 4, false } },
		.right = { { &panel_stack, 8, true },
			   { &panel_locals, 3, false },
			   { &panel_free_area, 7, false } },
	},
};

/* What remains of every layout below the full size. */
static const struct slot reduced[] = { { &panel_step, 3, true }, { 0 } };

const char *layout_nth(size_t i)
{
	return i < sizeof(plans) / sizeof(*plans) ? plans[i].name : NULL;
}

static const struct plan *plan_find(const char *name)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++)
		if (strcmp(plans[i].name, name) == 0)
			return &plans[i];
	return &plans[0];
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* The focused panel grows; without one in this column, the plan's choice. */
static int growing_slot(const struct slot *slots, const int *rows,
			const char *focus)
{
	int chosen = -1;

	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++) {
		if (rows[i] == 0)
			continue;
		if (strcmp(slots[i].panel->name, focus) == 0)
			return i;
		if (slots[i].grows || chosen < 0)
			chosen = i;
	}
	return chosen;
}

/* Rows of each slot in a column: first the least that each needs, as long as
 * it fits, then what it wants, then the rest to the one that grows. */
static void share_rows(const struct slot *slots, struct rect area,
		       const char *focus, int *ret)
{
	int left = area.rows;

	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++) {
		int least = slots[i].panel->min_rows;
		bool fits = least + 1 <= left &&
			    slots[i].panel->min_cols <= area.cols;
		ret[i] = fits ? least : 0;
		left -= fits ? least + 1 : 0;
	}
	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++) {
		int more = smaller(left, slots[i].rows - ret[i]);
		if (ret[i] == 0 || more <= 0)
			continue;
		ret[i] += more;
		left -= more;
	}
	int grows = growing_slot(slots, ret, focus);
	if (grows >= 0)
		ret[grows] += left;
}

static void place_column(struct layout *l, const struct slot *slots,
			 struct rect area, const char *focus, bool boxed)
{
	int rows[MAX_SLOTS] = { 0 };
	int row = area.row;
	int side = boxed ? 2 : 0;
	struct rect inside = { area.row, area.col, area.rows - (boxed ? 1 : 0),
			       area.cols - 2 * side };

	share_rows(slots, inside, focus, rows);
	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++) {
		if (rows[i] == 0)
			continue;
		l->panels[l->nr_panels++] = (struct placed_panel){
			.panel = slots[i].panel,
			.title = { row, area.col, 1, area.cols },
			.body = { row + 1, area.col + side, rows[i],
				  inside.cols },
			.boxed = boxed,
			.top = row == area.row,
		};
		row += rows[i] + 1;
	}
}

static void place_wide(struct layout *l, const struct plan *plan,
		       struct rect area, const char *focus)
{
	int left = area.cols / 2 < LEFT_COLS ? LEFT_COLS : area.cols / 2;

	l->boxes[0] = (struct rect){ area.row, area.col, area.rows, left };
	l->boxes[1] = (struct rect){ area.row, area.col + left, area.rows,
				     area.cols - left };
	place_column(l, plan->left, l->boxes[0], focus, true);
	place_column(l, plan->right, l->boxes[1], focus, true);
}

/* Rows of the REPL: a third of a tall terminal, and never less than its
 * share of a small one. */
static int repl_rows(struct rect screen, bool full)
{
	if (!full)
		return (screen.rows - 1) - (screen.rows - 1) * 2 / 5 -
		       (screen.rows - 1 < 10 ? 1 : 0);
	return screen.rows / 3 < REPL_ROWS ? REPL_ROWS : screen.rows / 3;
}

bool layout_compute(const char *name, const char *focus, struct rect screen,
		    struct layout *ret)
{
	bool full = screen.rows >= FULL_ROWS && screen.cols >= FULL_COLS;
	struct layout l = { .header = { 0, 0, 1, screen.cols } };

	if (screen.rows < LAYOUT_MIN_ROWS || screen.cols < LAYOUT_MIN_COLS)
		return false;
	int repl = repl_rows(screen, full);
	int timeline = full ? 1 : 0;
	struct rect area = { 1, 0, screen.rows - 1 - timeline - repl,
			     screen.cols };
	l.timeline = (struct rect){ 1 + area.rows, 0, timeline, screen.cols };
	l.repl = (struct rect){ screen.rows - repl, 0, repl, screen.cols };
	if (!full)
		place_column(&l, reduced, area, focus, false);
	else if (screen.cols >= WIDE_COLS)
		place_wide(&l, plan_find(name), area, focus);
	else
		place_column(&l, plan_find(name)->narrow, area, focus, false);
	*ret = l;
	return true;
}
