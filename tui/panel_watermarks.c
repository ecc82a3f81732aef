/*
 * The watermarks of a zone: the numbers, a gauge from 0 to the managed pages
 * with min, low and high as ┬ and the free pages as ■, and what the request
 * at the cursor may use of them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/panel.h"
#include "tui/zone_part.h"

enum { BOOST_FROM_COLS = 64 };

static void title(const struct view *v, char *ret, size_t size)
{
	zone_title(v, "watermarks", ret, size);
}

static void write_numbers(const struct view *v, struct sheet *sh, unsigned zone)
{
	const struct zone *z = zone_at(v->model, zone);
	enum change marks = (enum change)v->changes.watermarks[zone];
	enum change free_pages = (enum change)v->changes.free[zone];
	char text[64];

	sheet_print(sh, "min %" PRId64 " low %" PRId64 " high %" PRId64,
		    wmark_pages(z, WMARK_MIN), wmark_pages(z, WMARK_LOW),
		    wmark_pages(z, WMARK_HIGH));
	/* Where room is short, no boost is not worth a word. */
	if (z->watermark_boost > 0 || marks || sh->cols >= BOOST_FROM_COLS) {
		snprintf(text, sizeof(text), "boost %" PRId64,
			 z->watermark_boost);
		sheet_changed(sh, v, marks, text);
	}
	snprintf(text, sizeof(text), "free %" PRId64, z->vm_stat_free);
	sheet_changed(sh, v, free_pages, text);
	snprintf(text, sizeof(text), " of %" PRId64, z->managed_pages);
	sheet_need(sh, (int)strlen(text), 1);
	sheet_text(sh, text);
	sheet_next_row(sh);
}

static int gauge_col(const struct zone *zone, int64_t pages, int cols)
{
	int64_t span = zone->managed_pages > 0 ? zone->managed_pages : 1;
	int64_t col = 1 + pages * (cols - 3) / span;

	if (col < 1)
		return 1;
	return col > cols - 2 ? cols - 2 : (int)col;
}

static void put_on_gauge(struct sheet *sh, const struct zone *zone,
			 int64_t pages, const char *sign)
{
	sh->col = gauge_col(zone, pages, sh->cols);
	sheet_text(sh, sign);
}

static void write_gauge(struct sheet *sh, const struct zone *zone,
			int64_t threshold)
{
	sheet_style(sh, ATTR_NORMAL, ROLE_FRAME);
	sheet_text(sh, "├");
	for (int i = 0; i < sh->cols - 2; i++)
		sheet_text(sh, "─");
	sheet_text(sh, "┤");
	for (int mark = WMARK_MIN; mark <= WMARK_HIGH; mark++)
		put_on_gauge(sh, zone,
			     wmark_pages(zone, (enum zone_watermark)mark), "┬");
	if (threshold >= 0)
		put_on_gauge(sh, zone, threshold, "▲");
	sheet_style(sh, ATTR_BOLD, ROLE_HERE);
	put_on_gauge(sh, zone, zone->vm_stat_free, "■");
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
}

static const struct zone_trial *trial_of(const struct view *v, unsigned zone)
{
	for (unsigned i = 0; v->asked && i < v->walk.nr; i++)
		if (v->walk.trials[i].zone == zone)
			return &v->walk.trials[i];
	return NULL;
}

/* What the request at the cursor may use, and what it must leave; without one,
 * the reserves against requests by their highest zone id. */
static void write_reserve(const struct view *v, struct sheet *sh,
			  const struct zone *zone,
			  const struct zone_trial *trial)
{
	if (v->asked) {
		if (trial && trial->tested)
			sheet_print(sh,
				    "usable %" PRId64 "  ▲ mark %" PRId64 " + ",
				    trial->usable, trial->mark);
		sheet_print(sh, "reserve %" PRId64 " (zone id %" PRId64 ")",
			    zone->lowmem_reserve[v->walk.highest_zoneidx],
			    v->walk.highest_zoneidx);
		return;
	}
	sheet_text(sh, "reserves by zone id");
	for (unsigned id = 0; id < model_machine(v->model)->max_nr_zones; id++)
		sheet_print(sh, " %" PRId64, zone->lowmem_reserve[id]);
}

static void write_rest(const struct view *v, struct sheet *sh, unsigned zone)
{
	const struct zone *z = zone_at(v->model, zone);
	int64_t exact = zone_free_exact(v->model, zone);

	if (exact != z->vm_stat_free) {
		sheet_need(sh, 16, 0);
		sheet_print(sh, "  exact %" PRId64, exact);
	}
	if (z->nr_reserved_highatomic > 0) {
		sheet_need(sh, 22, 0);
		sheet_print(sh, "  highatomic %" PRId64,
			    z->nr_reserved_highatomic);
	}
	if (z->flags & ZONE_BELOW_HIGH)
		sheet_text(sh, "  below-high");
	if (z->flags & ZONE_BOOSTED_WATERMARK)
		sheet_text(sh, "  boosted");
	sheet_next_row(sh);
}

static void write_zone(const struct view *v, struct sheet *sh, unsigned zone)
{
	const struct zone_trial *trial = trial_of(v, zone);
	bool tested = trial && trial->tested;

	write_numbers(v, sh, zone);
	write_gauge(sh, zone_at(v->model, zone),
		    tested ? trial->mark + trial->reserve : -1);
	write_reserve(v, sh, zone_at(v->model, zone), trial);
	write_rest(v, sh, zone);
}

static void write_all(const struct view *v, struct sheet *sh)
{
	each_zone(v, sh, write_zone);
}

SHEET_DRAW(write_all)
SHEET_ROWS(write_all)
SHEET_LINE_AT(write_all)

const struct panel_class panel_watermarks = {
	.name = "watermarks",
	.title = title,
	.min_rows = 2,
	.min_cols = 20,
	.draw = draw,
	.rows = rows,
	.line_at = line_at,
};
