#include "commands/chosen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/narrate.h"
#include "commands/session_internal.h"
#include "commands/zone_ref.h"

bool zone_setting_holds(const struct session *s, const char *value)
{
	return zone_named(s->m, value) >= 0;
}

int chosen_zone(const struct session *s)
{
	const char *value = session_setting(s, "zone");

	if (strcmp(value, "all") == 0)
		return ZONE_EACH;
	int zone = zone_named(s->m, value);

	return zone < 0 ? ZONE_OF_STEP : zone;
}

/* "3,M": an order of this machine and a migratetype's letter. */
static bool parse_list(const struct session *s, const char *value,
		       unsigned *ret_order, enum migratetype *ret_type)
{
	char *end = NULL;
	unsigned long order = strtoul(value, &end, 10);

	if (end == value || end[0] != ',' || !end[1] || end[2] ||
	    order > model_machine(s->m)->max_order)
		return false;
	for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
		if (migratetype_letter(s->m, (enum migratetype)type) != end[1])
			continue;
		*ret_order = (unsigned)order;
		*ret_type = (enum migratetype)type;
		return true;
	}
	return false;
}

bool list_setting_holds(const struct session *s, const char *value)
{
	unsigned order = 0;
	enum migratetype type = MIGRATE_UNMOVABLE;

	return parse_list(s, value, &order, &type);
}

bool chosen_free_list(const struct session *s, unsigned *ret_order,
		      enum migratetype *ret_type)
{
	return parse_list(s, session_setting(s, "free_list"), ret_order,
			  ret_type);
}

unsigned chosen_level(const struct session *s)
{
	return s->frame_position == history_cursor(s->m) ? s->frame : 0;
}

bool chosen_page(const struct session *s, pfn_t *ret)
{
	*ret = s->page;
	return s->page_position == history_cursor(s->m) &&
	       pfn_valid(s->m, s->page);
}

pfn_t asked_page(const struct session *s)
{
	return s->page_asked;
}

struct pfn_range whole_map(const struct session *s)
{
	if (s->imported)
		return (struct pfn_range){ 0, s->imported->memory.nr };
	return pfn_range_of_machine(s->m);
}

struct pfn_range asked_map(const struct session *s)
{
	struct pfn_range asked = s->imported ? s->imported->map : s->map;

	return asked.first < asked.end ? asked : whole_map(s);
}

struct pfn_range chosen_map(const struct session *s)
{
	struct pfn_range all = whole_map(s);
	struct pfn_range part = asked_map(s);

	if (part.first < all.first)
		part.first = all.first;
	if (part.end > all.end)
		part.end = all.end;
	return part;
}
