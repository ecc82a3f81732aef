/*
 * The free lists: blocks by order and migratetype, one table for the zone in
 * view and, where there is room, for the others; then the list that the step
 * is about, from head to tail.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "tui/glyph.h"
#include "tui/panel.h"

/* "nr_free" is the longest label; a column holds a star and three digits. */
enum { LABEL_COLS = 7, MIN_CELL = 4, MAX_CELL = 6 };

struct table {
	const struct view *view;
	unsigned zone;
	unsigned orders;
	int cell[NR_PAGE_ORDERS_LIMIT]; /* columns of each order */
};

static void zone_title(const struct view *v, unsigned zone, char *ret,
		       size_t size)
{
	snprintf(ret, size, "node %u %s", zone_at(v->model, zone)->node,
		 zone_name(v->model, zone));
}

static void title(const struct view *v, char *ret, size_t size)
{
	char zone[64];

	zone_title(v, v->zone, zone, sizeof(zone));
	snprintf(ret, size, "free_area ─ %s", zone);
}

/* The first three always; the others where the zone can have such blocks. */
static bool type_shown(const struct table *t, enum migratetype type)
{
	const struct zone *zone = zone_at(t->view->model, t->zone);

	if (type < MIGRATE_PCPTYPES || type == MIGRATE_HIGHATOMIC)
		return true;
	if (type == MIGRATE_CMA && zone->cma_pages > 0)
		return true;
	for (unsigned o = 0; o < t->orders; o++)
		if (zone->free_area[o].free_list[type].nr > 0)
			return true;
	return false;
}

/* Columns alike, and those to spare to the orders with long numbers, the
 * largest blocks first. */
static void share_columns(struct table *t, int cols)
{
	const struct zone *zone = zone_at(t->view->model, t->zone);
	int alike = (cols - LABEL_COLS) / (int)t->orders;

	if (alike < MIN_CELL)
		alike = MIN_CELL;
	if (alike > MAX_CELL)
		alike = MAX_CELL;
	int spare = cols - LABEL_COLS - alike * (int)t->orders;
	for (unsigned o = t->orders; o-- > 0;) {
		char digits[24];
		format_count(zone->free_area[o].nr_free, 20, digits);
		int more = (int)strlen(digits) + 1 - alike;
		t->cell[o] = alike;
		if (more > 0 && spare >= more) {
			t->cell[o] += more;
			spare -= more;
		}
	}
}

static void draw_count(const struct table *t, struct pen *p, unsigned order,
		       int64_t count, enum change change)
{
	char digits[24] = "·";
	int room = t->cell[order] - 1;

	if (count != 0)
		format_count(count, room, digits);
	pen_repeat(p, " ", room - glyphs_width(digits));
	pen_text(p, change_star(t->view, change));
	p->style.attributes = (uint8_t)change_attributes(change);
	pen_text(p, digits);
	p->style.attributes = ATTR_NORMAL;
}

static void draw_orders(const struct table *t, struct pen *p)
{
	pen_style(p, ATTR_DIM, ROLE_TEXT);
	pen_text(p, "order");
	p->col = LABEL_COLS;
	for (unsigned o = 0; o < t->orders; o++)
		pen_print(p, "%*u", t->cell[o], o);
}

static void draw_type(const struct table *t, struct pen *p,
		      enum migratetype type)
{
	const struct zone *zone = zone_at(t->view->model, t->zone);

	pen_style(p, ATTR_BOLD, role_of_type(t->view->model, type));
	pen_print(p, "%c", migratetype_letter(t->view->model, type));
	p->col = LABEL_COLS;
	for (unsigned o = 0; o < t->orders; o++)
		draw_count(
			t, p, o, zone->free_area[o].free_list[type].nr,
			(enum change)t->view->changes.lists[t->zone][o][type]);
}

static void draw_nr_free(const struct table *t, struct pen *p)
{
	const struct zone *zone = zone_at(t->view->model, t->zone);

	pen_style(p, ATTR_NORMAL, ROLE_TEXT);
	pen_text(p, "nr_free");
	for (unsigned o = 0; o < t->orders; o++)
		draw_count(t, p, o, zone->free_area[o].nr_free,
			   (enum change)t->view->changes.nr_free[t->zone][o]);
}

static void draw_list(const struct view *v, struct pen *p)
{
	const struct list_choice *choice = &v->list;
	const struct list_head *list = &zone_at(v->model, v->zone)
						->free_area[choice->order]
						.free_list[choice->type];
	uint32_t shown = 0;

	pen_style(p, ATTR_NORMAL, role_of_type(v->model, choice->type));
	pen_print(p, "list %u %c  head", choice->order,
		  migratetype_letter(v->model, choice->type));
	for (pfn_t pfn = list_first(v->model, list); pfn != PFN_NONE;
	     pfn = list_next(v->model, list, pfn)) {
		/* Room for a page and for what is said of the rest. */
		if (p->col + 30 > p->area.cols && shown + 1 < list->nr) {
			pen_print(p, " … %" PRIu32 " more", list->nr - shown);
			break;
		}
		bool followed =
			view_follows(v, pfn, (uint64_t)pages_in(choice->order));
		pen_print(p, " ▸ %" PRIu32 "%s", pfn,
			  followed ? FOLLOW_SIGN : "");
		shown++;
	}
	pen_text(p, " ▸ tail");
}

/* Draws a table from `row` on and returns the row after it. */
static int draw_table(struct table *t, struct pen *p, int row)
{
	share_columns(t, p->area.cols);
	pen_move(p, row++, 0);
	draw_orders(t, p);
	for (int type = 0; type < MIGRATE_TYPES; type++) {
		if (!type_shown(t, (enum migratetype)type))
			continue;
		pen_move(p, row++, 0);
		draw_type(t, p, (enum migratetype)type);
	}
	pen_move(p, row++, 0);
	draw_nr_free(t, p);
	return row;
}

/* The other zones, each under its name, as far as there are rows. */
static void draw_other_zones(struct table *t, struct pen *p, int row)
{
	enum { ROWS_OF_A_TABLE = 8 };
	char name[64];

	for (t->zone = 0; t->zone < nr_zones(t->view->model); t->zone++) {
		if (t->zone == t->view->zone)
			continue;
		if (row + ROWS_OF_A_TABLE > p->area.rows)
			return;
		zone_title(t->view, t->zone, name, sizeof(name));
		pen_move(p, row + 1, 0);
		pen_style(p, ATTR_BOLD, ROLE_TEXT);
		pen_text(p, name);
		row = draw_table(t, p, row + 2);
	}
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct table t = {
		.view = v,
		.zone = v->zone,
		.orders = model_machine(v->model)->max_order + 1,
	};
	struct pen p = pen_in(c, r);

	int row = draw_table(&t, &p, 0);
	pen_move(&p, row, 0);
	draw_list(v, &p);
	draw_other_zones(&t, &p, row + 1);
}

const struct panel_class panel_free_area = {
	.name = "free_area",
	.title = title,
	.min_rows = 7,
	.min_cols = 36,
	.draw = draw,
};
