/*
 * Zones as one types them: see zone_ref.h.
 */
#include "commands/zone_ref.h"

#include <strings.h>

#include "commands/text.h"

bool zone_is_named(const struct model *m, unsigned zone, const char *name)
{
	return strcasecmp(zone_name(m, zone), name) == 0;
}

int zone_find(const struct model *m, const char *name, int64_t node)
{
	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		if (!zone_is_named(m, zone, name))
			continue;
		if (node == ANY_NODE || zone_at(m, zone)->node == node)
			return (int)zone;
	}
	return -1;
}

void zones_list(const struct model *m, char *ret, size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		const char *name = zone_name(m, zone);

		if (zone_find(m, name, ANY_NODE) == (int)zone)
			text_add(&out, "%s%s", zone ? ", " : "", name);
	}
}
