#include "core/gfp.h"

#include <string.h>

#include "core/gfp_internal.h"
#include "core/model_internal.h"

bool gfp_lookup(const struct profile *profile, const char *name, size_t length,
		gfp_t *ret)
{
	for (const struct gfp_name *row = profile->gfp_names; row->name;
	     row++) {
		if (strlen(row->name) != length ||
		    strncmp(row->name, name, length) != 0)
			continue;
		*ret = row->mask;
		return true;
	}
	return false;
}

bool gfp_zone_valid(const struct profile *profile, gfp_t gfp)
{
	return gfp_zone_is_valid(&profile->gfp, gfp);
}

bool gfp_mobility_valid(const struct profile *profile, gfp_t gfp)
{
	return gfp_mobility_is_valid(&profile->gfp, gfp);
}

bool gfp_atomic(const struct profile *profile, gfp_t gfp)
{
	const struct gfp_bits *bits = &profile->gfp;

	if (bits->atomic)
		return gfp & bits->atomic;
	/* Requests for huge pages do not wait either, but try no harder. */
	return !(gfp & (bits->direct_reclaim | bits->no_kswapd));
}

bool gfp_wakes_kswapd(const struct profile *profile, gfp_t gfp)
{
	const struct gfp_bits *bits = &profile->gfp;

	return bits->no_kswapd ? !(gfp & bits->no_kswapd)
			       : gfp & bits->kswapd_reclaim;
}

unsigned gfp_zone_under(const struct machine *machine,
			const struct profile *profile, gfp_t gfp)
{
	return zone_id_of_gfp(machine, &profile->gfp, gfp);
}

unsigned gfp_zone(const struct model *m, gfp_t gfp)
{
	return gfp_zone_under(&m->machine, m->machine.profile, gfp);
}

enum migratetype gfp_migratetype_under(const struct machine *machine,
				       const struct profile *profile, gfp_t gfp)
{
	return migratetype_of_gfp(machine, profile, gfp);
}

enum migratetype gfp_migratetype(const struct model *m, gfp_t gfp)
{
	return gfp_migratetype_under(&m->machine, m->machine.profile, gfp);
}
