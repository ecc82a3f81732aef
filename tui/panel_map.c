/*
 * The memory map: one cell for every n pages, n the power of two that lets
 * the whole memory fit.
 *
 * A capital letter is free memory by the type of its pageblock, a small one
 * is partly in use, ▓ is all in use, p holds pages on pcp lists.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

#include "commands/narrate.h"
#include "tui/panel.h"

enum {
	LABEL_COLS = 10,
	CELL_COLS = 2,
	/* Blocks looked at from a cell's beginning, and then places probed in
	 * the rest of it: a machine of a terabyte must not take longer. */
	CELL_BUDGET = 128,
	CELL_PROBES = 64,
};

struct grid {
	int rows;
	int cols; /* cells in a row */
	pfn_t first;
	pfn_t end;
	uint64_t pages; /* of a cell */
};

struct contents {
	uint64_t free;
	uint64_t pcp;
	uint64_t used;
	enum migratetype type; /* of the first pageblock */
	bool any;
};

static struct grid grid_of(const struct view *v, int rows, int cols)
{
	const struct machine *machine = model_machine(v->model);
	struct grid g = {
		.rows = rows,
		.cols = (cols - LABEL_COLS) / CELL_COLS,
		.first = machine_first_pfn(machine),
		.end = machine_end_pfn(machine),
		.pages = 1,
	};

	if (g.rows < 1)
		g.rows = 1;
	/* Eights, so that the pfn before each row is round. */
	if (g.cols > 8)
		g.cols -= g.cols % 8;
	if (g.cols < 1)
		g.cols = 1;
	while (g.pages * (uint64_t)g.rows * (uint64_t)g.cols < g.end - g.first)
		g.pages *= 2;
	return g;
}

static void title(const struct view *v, char *ret, size_t size)
{
	(void)v;
	snprintf(ret, size, "memory map");
}

/* Counts the block at a pfn and returns the first pfn after it. */
static uint64_t count_block(const struct model *m, pfn_t pfn, uint64_t end,
			    struct contents *ret)
{
	pfn_t first = pfn;
	int order = free_block_around(m, pfn, &first);
	uint64_t after = pfn + 1;
	uint64_t *counter = &ret->used;

	if (order >= 0) {
		after = first + (uint64_t)pages_in((unsigned)order);
		counter = &ret->free;
	} else {
		struct page_view page = page_view(m, pfn);
		if (page.order >= 0)
			after = page.head +
				(uint64_t)pages_in((unsigned)page.order);
		if (page.state == PAGE_STATE_PCP)
			counter = &ret->pcp;
	}
	if (after > end)
		after = end;
	*counter += after - pfn;
	return after;
}

/* Counts what lies at a pfn, if anything, and returns the pfn after it. */
static uint64_t count_at(const struct model *m, uint64_t pfn, uint64_t end,
			 struct contents *ret)
{
	if (!pfn_valid(m, (pfn_t)pfn) || zone_of_pfn(m, (pfn_t)pfn) < 0)
		return pfn + 1;
	if (!ret->any)
		ret->type = pageblock_type(m, (pfn_t)pfn);
	ret->any = true;
	return count_block(m, (pfn_t)pfn, end, ret);
}

static struct contents cell_contents(const struct model *m, uint64_t pfn,
				     uint64_t end)
{
	struct contents contents = { .type = MIGRATE_UNMOVABLE };

	for (int i = 0; i < CELL_BUDGET && pfn < end; i++)
		pfn = count_at(m, pfn, end, &contents);
	uint64_t stride = (end - pfn) / CELL_PROBES + 1;
	for (; pfn < end; pfn += stride)
		count_at(m, pfn, end, &contents);
	return contents;
}

static void draw_cell(struct pen *p, const struct model *m,
		      const struct contents *contents)
{
	char letter[2] = { migratetype_letter(m, contents->type), '\0' };

	pen_style(p, p->style.attributes, role_of_type(m, contents->type));
	if (contents->free == 0 && contents->pcp == 0) {
		p->style.role = ROLE_TEXT;
		pen_text(p, contents->any ? "▓" : " ");
		return;
	}
	if (contents->free == 0)
		letter[0] = 'p';
	else if (contents->used > 0 || contents->pcp > 0)
		letter[0] = (char)tolower((unsigned char)letter[0]);
	pen_text(p, letter);
}

/* Does the last step write a page of [pfn, end)? */
static bool written(const struct view *v, uint64_t pfn, uint64_t end)
{
	unsigned writes =
		v->position > 0 ? history_nr_writes(v->model, v->position) : 0;

	for (unsigned i = 0; i < writes; i++) {
		struct field_place field =
			history_write(v->model, v->position, i).field;
		if (field.object == OBJECT_PAGE && field.index >= pfn &&
		    field.index < end)
			return true;
	}
	return false;
}

static void draw_row(const struct view *v, struct pen *p, const struct grid *g,
		     uint64_t pfn)
{
	pen_style(p, ATTR_DIM, ROLE_TEXT);
	pen_print(p, "%-*" PRIu64, LABEL_COLS - 1, pfn);
	for (int col = 0; col < g->cols && pfn < g->end; col++) {
		uint64_t end =
			pfn + g->pages < g->end ? pfn + g->pages : g->end;
		struct contents contents = cell_contents(v->model, pfn, end);
		enum change change =
			written(v, pfn, end) ? CHANGE_LAST_STEP : CHANGE_NONE;
		pen_style(p, ATTR_NORMAL, ROLE_TEXT);
		pen_text(p, view_follows(v, pfn, end - pfn)
				    ? FOLLOW_SIGN
				    : change_star(v, change));
		p->style.attributes = (uint8_t)change_attributes(change);
		draw_cell(p, v->model, &contents);
		pfn = end;
	}
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);
	struct grid g = grid_of(v, p.area.rows - 1, p.area.cols);
	uint64_t row_pages = g.pages * (uint64_t)g.cols;
	int row = 0;

	for (; row < g.rows && g.first + (uint64_t)row * row_pages < g.end;
	     row++) {
		pen_move(&p, row, 0);
		draw_row(v, &p, &g, g.first + (uint64_t)row * row_pages);
	}
	pen_move(&p, row, 0);
	pen_style(&p, ATTR_DIM, ROLE_TEXT);
	pen_print(&p,
		  "cell = %" PRIu64 " page%s  U…I free  u…i partly  ▓ used  "
		  "p pcp",
		  g.pages, g.pages == 1 ? "" : "s");
}

const struct panel_class panel_map = {
	.name = "map",
	.title = title,
	.min_rows = 3,
	.min_cols = 40,
	.draw = draw,
};
