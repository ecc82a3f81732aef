/*
 * What a mask asks for, for the path that every request takes.
 */
#ifndef MMSCOPE_CORE_GFP_INTERNAL_H
#define MMSCOPE_CORE_GFP_INTERNAL_H

#include "core/gfp.h"
#include "core/machine.h"

/* Zone types that a mask may fall down to when it lacks one; GFP_ZONE_TABLE
 * is built with OPT_ZONE_* the same way. */
static inline unsigned zone_id_or_normal(const struct machine *machine,
					 enum zone_kind kind)
{
	if (machine->zone_id[kind] >= 0)
		return (unsigned)machine->zone_id[kind];
	return (unsigned)machine->zone_id[ZONE_NORMAL];
}

static inline unsigned zone_id_of_gfp(const struct machine *machine,
				      const struct gfp_bits *bits, gfp_t gfp)
{
	/* Most requests name no zone. */
	if (!(gfp & (bits->dma | bits->dma32 | bits->highmem)))
		return zone_id_or_normal(machine, ZONE_NORMAL);
	if (gfp & bits->dma)
		return zone_id_or_normal(machine, ZONE_DMA);
	if (gfp & bits->dma32)
		return zone_id_or_normal(machine, ZONE_DMA32);
	return zone_id_or_normal(machine, gfp & bits->movable ? ZONE_MOVABLE
							      : ZONE_HIGHMEM);
}

static inline enum migratetype migratetype_of_gfp(const struct machine *machine,
						  const struct profile *profile,
						  gfp_t gfp)
{
	if (machine->mobility_disabled)
		return MIGRATE_UNMOVABLE;
	if (gfp & profile->gfp.movable)
		return profile->movable;
	if (gfp & profile->gfp.reclaimable)
		return profile->reclaimable;
	return MIGRATE_UNMOVABLE;
}

/* One zone modifier at most? */
static inline bool gfp_zone_is_valid(const struct gfp_bits *bits, gfp_t gfp)
{
	gfp_t zones = gfp & (bits->dma | bits->highmem | bits->dma32);

	return (zones & (zones - 1)) == 0;
}

static inline bool gfp_mobility_is_valid(const struct gfp_bits *bits, gfp_t gfp)
{
	return !(gfp & bits->movable) || !(gfp & bits->reclaimable);
}

#endif
