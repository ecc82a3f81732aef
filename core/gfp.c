#include "core/gfp.h"

#include <string.h>

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
	const struct gfp_bits *bits = &profile->gfp;
	int modifiers = !!(gfp & bits->dma) + !!(gfp & bits->highmem) +
			!!(gfp & bits->dma32);

	return modifiers <= 1;
}

bool gfp_mobility_valid(const struct profile *profile, gfp_t gfp)
{
	const struct gfp_bits *bits = &profile->gfp;

	return !(gfp & bits->movable) || !(gfp & bits->reclaimable);
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

/* Zone types that a mask may fall down to when it lacks one; GFP_ZONE_TABLE
 * is built with OPT_ZONE_* the same way. */
static unsigned zone_id_or_normal(const struct machine *machine,
				  enum zone_kind kind)
{
	if (machine->zone_id[kind] >= 0)
		return (unsigned)machine->zone_id[kind];
	return (unsigned)machine->zone_id[ZONE_NORMAL];
}

unsigned gfp_zone_under(const struct machine *machine,
			const struct profile *profile, gfp_t gfp)
{
	const struct gfp_bits *bits = &profile->gfp;

	if (gfp & bits->dma)
		return zone_id_or_normal(machine, ZONE_DMA);
	if (gfp & bits->dma32)
		return zone_id_or_normal(machine, ZONE_DMA32);
	if (!(gfp & bits->highmem))
		return zone_id_or_normal(machine, ZONE_NORMAL);
	return zone_id_or_normal(machine, gfp & bits->movable ? ZONE_MOVABLE
							      : ZONE_HIGHMEM);
}

unsigned gfp_zone(const struct model *m, gfp_t gfp)
{
	return gfp_zone_under(&m->machine, m->machine.profile, gfp);
}

enum migratetype gfp_migratetype_under(const struct machine *machine,
				       const struct profile *profile, gfp_t gfp)
{
	if (machine->mobility_disabled)
		return MIGRATE_UNMOVABLE;
	if (gfp & profile->gfp.movable)
		return profile->movable;
	if (gfp & profile->gfp.reclaimable)
		return profile->reclaimable;
	return MIGRATE_UNMOVABLE;
}

enum migratetype gfp_migratetype(const struct model *m, gfp_t gfp)
{
	return gfp_migratetype_under(&m->machine, m->machine.profile, gfp);
}
