/*
 * The watermarks of the zone in view: the numbers, and a gauge from 0 to the
 * managed pages with min, low and high as ticks and the free pages as ■.
 */
#include <inttypes.h>
#include <stdio.h>

#include "tui/panel.h"

static void title(const struct view *v, char *ret, size_t size)
{
	snprintf(ret, size, "watermarks ─ node %u %s",
		 zone_at(v->model, v->zone)->node,
		 zone_name(v->model, v->zone));
}

static void draw_numbers(const struct view *v, struct pen *p)
{
	const struct zone *zone = zone_at(v->model, v->zone);
	enum change marks = (enum change)v->changes.watermarks[v->zone];
	enum change free_pages = (enum change)v->changes.free[v->zone];

	pen_style(p, ATTR_NORMAL, ROLE_TEXT);
	pen_print(p, "min %" PRId64 " low %" PRId64 " high %" PRId64 " ",
		  wmark_pages(zone, WMARK_MIN), wmark_pages(zone, WMARK_LOW),
		  wmark_pages(zone, WMARK_HIGH));
	p->style.attributes = (uint8_t)change_attributes(marks);
	pen_print(p, "boost %" PRId64, zone->watermark_boost);
	p->style.attributes = ATTR_NORMAL;
	pen_text(p, change_star(v, free_pages));
	p->style.attributes = (uint8_t)change_attributes(free_pages);
	pen_print(p, "free %" PRId64, zone->vm_stat_free);
	p->style.attributes = ATTR_NORMAL;
	pen_print(p, " of %" PRId64, zone->managed_pages);
}

static int gauge_col(const struct zone *zone, int64_t pages, int cols)
{
	int64_t span = zone->managed_pages > 0 ? zone->managed_pages : 1;
	int64_t col = 1 + pages * (cols - 3) / span;

	if (col < 1)
		return 1;
	return col > cols - 2 ? cols - 2 : (int)col;
}

static void draw_gauge(const struct view *v, struct pen *p)
{
	const struct zone *zone = zone_at(v->model, v->zone);
	int row = p->row;
	int cols = p->area.cols;

	pen_style(p, ATTR_NORMAL, ROLE_FRAME);
	pen_text(p, "├");
	pen_repeat(p, "─", cols - 2);
	pen_text(p, "┤");
	for (int mark = WMARK_MIN; mark <= WMARK_HIGH; mark++) {
		int64_t pages = wmark_pages(zone, (enum zone_watermark)mark);
		pen_move(p, row, gauge_col(zone, pages, cols));
		pen_text(p, "┬");
	}
	pen_style(p, ATTR_BOLD, ROLE_HERE);
	pen_move(p, row, gauge_col(zone, zone->vm_stat_free, cols));
	pen_text(p, "■");
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);

	draw_numbers(v, &p);
	pen_move(&p, 1, 0);
	draw_gauge(v, &p);
}

const struct panel_class panel_watermarks = {
	.name = "watermarks",
	.title = title,
	.min_rows = 2,
	.min_cols = 20,
	.draw = draw,
};
