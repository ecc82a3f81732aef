#include "tui/zone_part.h"

#include <stdio.h>

#include "commands/zone_ref.h"

static void zone_words(const struct view *v, unsigned zone, char *ret,
		       size_t size)
{
	snprintf(ret, size, "node %u %s", zone_at(v->model, zone)->node,
		 zone_name(v->model, zone));
}

void zone_title(const struct view *v, const char *panel, char *ret, size_t size)
{
	char zone[64] = "all zones";

	if (!v->all_zones)
		zone_words(v, v->zone, zone, sizeof(zone));
	snprintf(ret, size, "%s ─ %s", panel, zone);
}

void zone_link(const struct view *v, struct sheet *sh, unsigned zone)
{
	char words[64];
	char typed[64];

	zone_words(v, zone, words, sizeof(words));
	zone_typed(v->model, zone, typed, sizeof(typed));
	sheet_link(sh);
	sheet_text(sh, words);
	sheet_leads(sh, "set zone %s", typed);
}

static void write_named(const struct view *v, struct sheet *sh, zone_fn write,
			unsigned zone)
{
	if (sh->row > 0 || sh->col > 0)
		sheet_next_row(sh);
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	zone_link(v, sh, zone);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
	write(v, sh, zone);
}

void each_zone(const struct view *v, struct sheet *sh, zone_fn write)
{
	if (!v->all_zones)
		write(v, sh, v->zone);
	if (v->one_zone)
		return;
	for (unsigned zone = 0; zone < nr_zones(v->model); zone++)
		if (v->all_zones || zone != v->zone)
			write_named(v, sh, write, zone);
}
