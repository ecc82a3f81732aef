/*
 * The free lists: blocks by order and migratetype, then one list from head to
 * tail: that of the step, or the one chosen.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/zone_ref.h"
#include "tui/glyph.h"
#include "tui/panel.h"
#include "tui/zone_part.h"

/* "nr_free" is the longest label, unless there is room for the names of the
 * types and a blank; a column holds a star and three digits. */
enum {
	LABEL_COLS = 7,
	NAMES_COLS = 12,
	MIN_CELL = 4,
	MAX_CELL = 6,
	LIST_SHOWN = 64,
};

struct table {
	const struct view *view;
	unsigned zone;
	unsigned orders;
	int label;                      /* columns before the first order */
	int cell[NR_PAGE_ORDERS_LIMIT]; /* columns of each order */
};

static void title(const struct view *v, char *ret, size_t size)
{
	zone_title(v, "free_area", ret, size);
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
	t->label = LABEL_COLS + spare >= NAMES_COLS ? NAMES_COLS : LABEL_COLS;
}

static void write_count(const struct table *t, struct sheet *sh, unsigned order,
			int64_t count, enum change change)
{
	char digits[24] = "·";
	int room = t->cell[order] - 1;

	if (count != 0)
		format_count(count, room, digits);
	sheet_to(sh, sh->col + room - glyphs_width(digits));
	sheet_changed(sh, t->view, change, digits);
}

static void write_orders(const struct table *t, struct sheet *sh)
{
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	sheet_text(sh, "order");
	sheet_to(sh, t->label);
	for (unsigned o = 0; o < t->orders; o++)
		sheet_print(sh, "%*u", t->cell[o], o);
	sheet_next_row(sh);
}

/* A count leads to its list: in the zone in view it is shown below, of the
 * others it is told. */
static void lead_to_list(const struct table *t, struct sheet *sh,
			 unsigned order, enum migratetype type)
{
	char zone[64];

	if (t->zone == t->view->zone) {
		sheet_leads(sh, "set free_list %u,%c", order,
			    migratetype_letter(t->view->model, type));
		return;
	}
	zone_typed(t->view->model, t->zone, zone, sizeof(zone));
	sheet_leads(sh, "info free_area %s", zone);
}

static void write_type(const struct table *t, struct sheet *sh,
		       enum migratetype type)
{
	const struct model *m = t->view->model;
	const struct zone *zone = zone_at(m, t->zone);
	const struct changes *changes = &t->view->changes;
	const char *name = model_machine(m)->profile->migratetype_names[type];

	sheet_style(sh, ATTR_BOLD, role_of_type(m, type));
	sheet_print(sh, "%c", migratetype_letter(m, type));
	sheet_style(sh, ATTR_NORMAL, role_of_type(m, type));
	/* The letter is the first of most names. */
	if (t->label == NAMES_COLS && name[0] == migratetype_letter(m, type))
		sheet_text(sh, name + 1);
	else if (t->label == NAMES_COLS)
		sheet_print(sh, " %s", name);
	sheet_to(sh, t->label);
	for (unsigned o = 0; o < t->orders; o++) {
		sheet_link(sh);
		write_count(t, sh, o, zone->free_area[o].free_list[type].nr,
			    (enum change)changes->lists[t->zone][o][type]);
		lead_to_list(t, sh, o, type);
	}
	sheet_next_row(sh);
}

static void write_nr_free(const struct table *t, struct sheet *sh)
{
	const struct zone *zone = zone_at(t->view->model, t->zone);

	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_text(sh, "nr_free");
	sheet_to(sh, t->label);
	for (unsigned o = 0; o < t->orders; o++)
		write_count(t, sh, o, zone->free_area[o].nr_free,
			    (enum change)t->view->changes.nr_free[t->zone][o]);
	sheet_next_row(sh);
}

/* Blocks of the list in view, as many as a person may want to look at. */
static void write_list(const struct view *v, struct sheet *sh)
{
	const struct list_choice *choice = &v->list;
	const struct list_head *list = &zone_at(v->model, v->zone)
						->free_area[choice->order]
						.free_list[choice->type];
	uint32_t shown = 0;

	sheet_style(sh, ATTR_NORMAL, role_of_type(v->model, choice->type));
	sheet_print(sh, "list %u %c  head", choice->order,
		    migratetype_letter(v->model, choice->type));
	for (pfn_t pfn = list_first(v->model, list);
	     pfn != PFN_NONE && shown < LIST_SHOWN;
	     pfn = list_next(v->model, list, pfn), shown++) {
		char digits[24];

		snprintf(digits, sizeof(digits), "%" PRIu32, pfn);
		sheet_need(sh, 3 + (int)strlen(digits), 10);
		sheet_text(sh, " ▸ ");
		sheet_link(sh);
		sheet_text(sh, digits);
		if (view_follows(v, pfn, (uint64_t)pages_in(choice->order)))
			sheet_text(sh, FOLLOW_SIGN);
		sheet_leads(sh, "page %s", digits);
	}
	if (shown < list->nr) {
		sheet_need(sh, 28, 10);
		sheet_print(sh, " … (%" PRIu32 " blocks)", list->nr);
	}
	sheet_need(sh, 7, 10);
	sheet_text(sh, " ▸ tail");
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

static void write_zone(const struct view *v, struct sheet *sh, unsigned zone)
{
	struct table t = {
		.view = v,
		.zone = zone,
		.orders = model_machine(v->model)->max_order + 1,
	};

	share_columns(&t, sh->cols);
	write_orders(&t, sh);
	for (int type = 0; type < MIGRATE_TYPES; type++)
		if (type_shown(&t, (enum migratetype)type))
			write_type(&t, sh, (enum migratetype)type);
	write_nr_free(&t, sh);
	if (zone == v->zone)
		write_list(v, sh);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	each_zone(v, sh, write_zone);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_free_area = {
	.name = "free_area",
	.title = title,
	.min_rows = 7,
	.min_cols = 36,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
