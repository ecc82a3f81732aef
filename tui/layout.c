#include "tui/layout.h"

#include <string.h>

#include "tui/layout_internal.h"

enum {
	/* The size that has room for more than the step. */
	FULL_ROWS = 24,
	FULL_COLS = 80,
	/* From here on two columns stand side by side. */
	WIDE_COLS = 110,
	/* Eleven orders of four columns each, their label and the frame. */
	LEFT_COLS = 58,
	REPL_ROWS = 9,
};

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

static int focused_slot(const struct slot *slots, const char *focus)
{
	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++)
		if (strcmp(slots[i].panel->name, focus) == 0)
			return i;
	return -1;
}

/* Gives a panel the least that it needs, if that is left. */
static void give_least(const struct slot *slot, int cols, int *rows, int *left)
{
	int least = slot->panel->min_rows;

	if (*rows > 0 || least + 1 > *left || slot->panel->min_cols > cols)
		return;
	*rows = least;
	*left -= least + 1;
}

/* Up to what it wants, if it has a place at all. */
static void give_wanted(int wanted, int *rows, int *left)
{
	int more = smaller(*left, wanted - *rows);

	if (*rows == 0 || more <= 0)
		return;
	*rows += more;
	*left -= more;
}

/* What is left goes to those that grow, else to the first. */
static void give_rest(const struct slot *slots, int *rows, int left)
{
	int nr = 0;
	int first = -1;

	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++) {
		nr += slots[i].grows && rows[i] > 0;
		if (rows[i] > 0 && first < 0)
			first = i;
	}
	if (nr == 0 && first >= 0)
		rows[first] += left;
	for (int i = 0; i < MAX_SLOTS && nr > 0; i++) {
		if (!slots[i].grows || rows[i] == 0)
			continue;
		rows[i] += left / nr;
		left -= left / nr;
		nr--;
	}
}

/* Rows of each slot in a column: first the least that each needs, as long as
 * it fits and the focused one before all, then what it wants, then the rest. */
static void share_rows(const struct slot *slots, struct rect area,
		       const char *focus, int *ret)
{
	int left = area.rows;
	int focused = focused_slot(slots, focus);

	if (focused >= 0)
		give_least(&slots[focused], area.cols, &ret[focused], &left);
	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++)
		give_least(&slots[i], area.cols, &ret[i], &left);
	/* Who looks at a panel wants to see more of it. */
	if (focused >= 0)
		give_wanted(area.rows / 2, &ret[focused], &left);
	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++)
		give_wanted(slots[i].rows, &ret[i], &left);
	give_rest(slots, ret, left);
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
		if (rows[i] == 0 || l->nr_panels == LAYOUT_MAX_PANELS)
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

/* A focused panel that the plan has no place for comes last. */
static void admit_focus(struct plan *plan, const char *focus)
{
	const struct panel_class *panel = panel_find(focus);
	struct slot *columns[] = { plan->narrow, plan->left };
	bool in_right = focused_slot(plan->right, focus) >= 0;

	for (int i = 0; panel && i < 2; i++) {
		int end = 0;
		if (focused_slot(columns[i], focus) >= 0 ||
		    (i == 1 && in_right))
			continue;
		while (end < MAX_SLOTS - 1 && columns[i][end].panel)
			end++;
		columns[i][end] = (struct slot){ panel, panel->min_rows, true };
	}
}

/* What a layout is about: the first panel that takes the rows to spare. */
static const struct panel_class *main_panel(const struct plan *plan)
{
	for (int i = 0; i < MAX_SLOTS && plan->narrow[i].panel; i++)
		if (plan->narrow[i].grows)
			return plan->narrow[i].panel;
	return plan->narrow[0].panel;
}

/* Even if it must be scrolled to be seen. */
static bool fits_alone(const struct panel_class *panel, int rows, int cols)
{
	return panel && panel->min_cols <= cols &&
	       (panel->min_rows <= rows || panel->rows);
}

/* Below the full size: the focused panel; else that of the layout; else the
 * step. */
static void place_reduced(struct layout *l, const struct plan *plan,
			  struct rect area, const char *focus)
{
	const struct panel_class *panel = panel_find(focus);
	int rows = area.rows - 1;

	if (!fits_alone(panel, rows, area.cols))
		panel = main_panel(plan);
	if (!fits_alone(panel, rows, area.cols))
		panel = &panel_step;
	l->panels[l->nr_panels++] = (struct placed_panel){
		.panel = panel,
		.title = { area.row, area.col, 1, area.cols },
		.body = { area.row + 1, area.col, rows, area.cols },
		.top = true,
	};
}

static bool compute(struct plan plan, const char *focus, struct rect screen,
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
	admit_focus(&plan, focus);
	if (!full)
		place_reduced(&l, &plan, area, focus);
	else if (screen.cols >= WIDE_COLS && screen.cols >= plan.wide_cols &&
		 plan.right[0].panel)
		place_wide(&l, &plan, area, focus);
	else
		place_column(&l, plan.narrow, area, focus, false);
	*ret = l;
	return true;
}

bool layout_compute(const char *name, const char *focus, struct rect screen,
		    struct layout *ret)
{
	return compute(*plan_find(name), focus, screen, ret);
}

static struct slot slot_of_user(const struct layout_slot *slot)
{
	const struct panel_class *panel = panel_find(slot->panel);

	return (struct slot){ panel, slot->rows, slot->rows == 0 };
}

/* One column: the panels one below the other, on a wide screen too. */
static struct plan plan_of_user(const struct user_layout *l)
{
	struct plan plan = { .name = l->name };
	int nr = 0;

	for (int k = 0; k < LAYOUT_COLUMNS; k++) {
		struct slot *column = k == 0 ? plan.left : plan.right;
		for (int i = 0; i < LAYOUT_SLOTS && l->columns[k][i].panel[0];
		     i++) {
			column[i] = slot_of_user(&l->columns[k][i]);
			plan.narrow[nr++] = column[i];
		}
	}
	return plan;
}

/* Leaves the panels that can show imported memory; returns their number. */
static int keep_imported(struct slot *slots)
{
	int nr = 0;

	for (int i = 0; i < MAX_SLOTS && slots[i].panel; i++) {
		if (!slots[i].panel->of_imported)
			continue;
		slots[nr] = slots[i];
		slots[nr++].grows = true;
	}
	for (int i = nr; i < MAX_SLOTS; i++)
		slots[i] = (struct slot){ 0 };
	return nr;
}

static struct plan plan_of_session(const struct session *s)
{
	const struct user_layout *own =
		session_user_layout(s, session_layout(s));
	struct plan plan =
		own ? plan_of_user(own) : *plan_find(session_layout(s));

	if (!session_imported(s))
		return plan;
	keep_imported(plan.right);
	return keep_imported(plan.narrow) > 0 && keep_imported(plan.left) > 0
		       ? plan
		       : *plan_of_imported();
}

bool layout_of_session(const struct session *s, struct rect screen,
		       struct layout *ret)
{
	return compute(plan_of_session(s), session_focus(s), screen, ret);
}

/* The panels of a plan, each once; returns their number. */
static int panels_of(const struct plan *plan, const char *ret[3 * MAX_SLOTS])
{
	const struct slot *columns[] = { plan->left, plan->right,
					 plan->narrow };
	int nr = 0;

	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < MAX_SLOTS && columns[k][i].panel; i++) {
			const char *name = columns[k][i].panel->name;
			int at = 0;
			while (at < nr && strcmp(ret[at], name) != 0)
				at++;
			if (at == nr)
				ret[nr++] = name;
		}
	}
	return nr;
}

const char *layout_next_focus(const struct session *s, bool back)
{
	struct plan plan = plan_of_session(s);
	const char *round[3 * MAX_SLOTS + 1];
	int nr = panels_of(&plan, round);
	int at = 0;

	round[nr++] = "repl";
	while (at < nr - 1 && strcmp(round[at], session_focus(s)) != 0)
		at++;
	return round[(at + (back ? nr - 1 : 1)) % nr];
}
