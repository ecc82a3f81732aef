/*
 * The per-CPU page lists of the zone in view: a line for each CPU, the one
 * that operations run on first, then its lists from head to tail.
 */
#include <inttypes.h>
#include <stdio.h>

#include "commands/narrate.h"
#include "tui/panel.h"

static void title(const struct view *v, char *ret, size_t size)
{
	snprintf(ret, size, "pcp ─ node %u %s",
		 zone_at(v->model, v->zone)->node,
		 zone_name(v->model, v->zone));
}

/* "U0: 1 2": type and order, then the blocks. */
static void draw_list(const struct view *v, struct pen *p,
		      const struct list_head *list, unsigned pindex)
{
	enum migratetype type = pcp_list_migratetype(pindex);

	pen_style(p, ATTR_NORMAL, role_of_type(v->model, type));
	pen_print(p, "  %c%u:", migratetype_letter(v->model, type),
		  pcp_list_order(v->model, pindex));
	if (list->nr == 0)
		pen_text(p, " ·");
	for (pfn_t pfn = list_first(v->model, list);
	     pfn != PFN_NONE && p->col < p->area.cols;
	     pfn = list_next(v->model, list, pfn))
		pen_print(p, " %" PRIu32 "%s", pfn,
			  view_follows(v, pfn,
				       (uint64_t)pages_in(pcp_list_order(
					       v->model, pindex)))
				  ? FOLLOW_SIGN
				  : "");
}

/* Lists that hold pages first: they are what one looks for. */
static void draw_lists(const struct view *v, struct pen *p,
		       const struct per_cpu_pages *pcp)
{
	unsigned lists = machine_pcp_lists(model_machine(v->model));

	for (unsigned i = 0; i < lists; i++)
		if (pcp->lists[i].nr > 0)
			draw_list(v, p, &pcp->lists[i], i);
	if (pcp->count == 0)
		for (unsigned i = 0; i < MIGRATE_PCPTYPES; i++)
			draw_list(v, p, &pcp->lists[i], i);
}

static void draw_cpu(const struct view *v, struct pen *p, unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_at(v->model, v->zone, cpu);
	enum change change = (enum change)v->changes.pcp[v->zone][cpu];
	bool current = cpu == model_current_cpu(v->model);

	pen_style(p, current ? ATTR_BOLD : ATTR_NORMAL, ROLE_TEXT);
	pen_print(p, "cpu %u ", cpu);
	pen_style(p, ATTR_NORMAL, ROLE_TEXT);
	pen_text(p, change_star(v, change));
	p->style.attributes = (uint8_t)change_attributes(change);
	pen_print(p, "count %" PRId32, pcp->count);
	p->style.attributes = ATTR_NORMAL;
	pen_print(p, " high %" PRId32 " batch %" PRId32, pcp->high, pcp->batch);
	draw_lists(v, p, pcp);
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);
	unsigned cpus = model_machine(v->model)->nr_cpus;
	unsigned current = model_current_cpu(v->model);
	unsigned rows = p.area.rows > 0 ? (unsigned)p.area.rows : 0;
	bool all = cpus <= rows;

	for (unsigned i = 0; i < cpus && i < rows; i++) {
		pen_move(&p, (int)i, 0);
		if (i + 1 == rows && !all && rows > 1) {
			pen_style(&p, ATTR_DIM, ROLE_TEXT);
			pen_print(&p, "… %u more cpus: `layout pcp`", cpus - i);
			return;
		}
		draw_cpu(v, &p, (current + i) % cpus);
	}
}

const struct panel_class panel_pcp = {
	.name = "pcp",
	.title = title,
	.min_rows = 1,
	.min_cols = 30,
	.draw = draw,
};
