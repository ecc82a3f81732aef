/*
 * Zones as one types them: see zone_ref.h.
 */
#include "commands/zone_ref.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

int zone_named(const struct model *m, const char *text)
{
	const char *comma = strchr(text, ',');
	char name[32];
	char *end = NULL;

	if (!comma)
		return zone_find(m, text, ANY_NODE);
	long node = strtol(comma + 1, &end, 10);

	if (end == comma + 1 || *end || node < 0)
		return -1;
	snprintf(name, sizeof(name), "%.*s", (int)(comma - text), text);
	return zone_find(m, name, node);
}

void zone_typed(const struct model *m, unsigned zone, char *ret, size_t size)
{
	const char *name = zone_name(m, zone);
	unsigned alike = 0;

	for (unsigned other = 0; other < nr_zones(m); other++)
		alike += zone_is_named(m, other, name);
	if (alike > 1)
		snprintf(ret, size, "%s,%u", name, zone_at(m, zone)->node);
	else
		snprintf(ret, size, "%s", name);
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
