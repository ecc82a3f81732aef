#include "core/highatomic_internal.h"

#include "core/free_area_internal.h"
#include "core/pageblock_internal.h"

static int64_t align_up(int64_t value, int64_t to)
{
	return (value + to - 1) / to * to;
}

static int64_t fewer_of(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Is the pageblock wholly inside the zone, so that it can be moved? */
static bool movable_as_one(struct model *m, const struct zone *zone, pfn_t pfn)
{
	struct block_survey survey;

	return survey_pageblock(m, zone, pfn, &survey);
}

/* Kernels up to 6.9: the block is retyped first, and whatever of it can move
 * is moved. */
static void reserve_as_it_lies(struct model *m, const struct zone *zone,
			       pfn_t pfn)
{
	pfn_t start = pfn & ~(pageblock_pages(m) - 1);

	put_again(m, &zone->nr_reserved_highatomic,
		  zone->nr_reserved_highatomic + pageblock_pages(m));
	set_pageblock_type(m, start, MIGRATE_HIGHATOMIC);
	if (zone_spans(zone, start + pageblock_pages(m) - 1))
		move_freepages_only(
			m, zone, zone_spans(zone, start) ? start : pfn,
			start + pageblock_pages(m), MIGRATE_HIGHATOMIC);
}

void reserve_highatomic_pageblock(struct model *m, const struct zone *zone,
				  pfn_t pfn, unsigned order)
{
	int64_t block = pageblock_pages(m);
	int64_t percent = zone->managed_pages / 100;
	int64_t most = align_up(percent, block);
	int64_t reserved = zone->nr_reserved_highatomic;
	enum migratetype type = pageblock_type(m, pfn);
	bool room = percent >= block && reserved < most;

	if (profile_of(m)->reserve_rule != RESERVE_FREE) {
		most = percent + block;
		room = reserved < most;
	}

	frame(m, PROBE_RESERVE_HIGHATOMIC, zone_index(m, zone), percent, block,
	      reserved, most, room);
	if (!room)
		return;
	probe(m, PROBE_RESERVE_HIGHATOMIC_TYPE, pfn, type,
	      type < MIGRATE_PCPTYPES);
	if (type >= MIGRATE_PCPTYPES)
		return;
	if (!profile_of(m)->blocks_follow_pageblocks) {
		reserve_as_it_lies(m, zone, pfn);
		return;
	}
	if (order < m->machine.pageblock_order) {
		if (!movable_as_one(m, zone, pfn))
			return;
		move_freepages_block(m, zone, pfn & ~(pageblock_pages(m) - 1),
				     MIGRATE_HIGHATOMIC);
		reserved += block;
	} else {
		change_pageblock_range(m, pfn, order, MIGRATE_HIGHATOMIC);
		reserved += pages_in(order);
	}
	put_again(m, &zone->nr_reserved_highatomic, reserved);
}

/* First free block of the reserve, from the smallest order upwards. */
static bool first_reserved(const struct model *m, const struct zone *zone,
			   unsigned from, struct free_block *ret)
{
	for (unsigned order = from; order <= m->machine.max_order; order++) {
		const struct list_head *list =
			free_list(zone, order, MIGRATE_HIGHATOMIC);

		if (list_empty(list))
			continue;
		*ret = (struct free_block){ .pfn = list_head_page(list),
					    .order = order,
					    .type = MIGRATE_HIGHATOMIC };
		return true;
	}
	return false;
}

/* Back to `type`; returns the pages that came free. */
static int64_t give_back(struct model *m, const struct zone *zone,
			 struct free_block block, enum migratetype type)
{
	if (block.order >= m->machine.pageblock_order) {
		move_to_free_list(m, zone, block, type);
		change_pageblock_range(m, block.pfn, block.order, type);
		return 1;
	}
	if (!movable_as_one(m, zone, block.pfn))
		return -1;
	return move_freepages_block(
		m, zone, block.pfn & ~(pageblock_pages(m) - 1), type);
}

static bool unreserve_in_zone(struct model *m, const struct zone *zone,
			      enum migratetype type)
{
	struct free_block block = { 0 };

	for (unsigned order = 0; first_reserved(m, zone, order, &block);
	     order = block.order + 1) {
		int64_t whole = pageblock_pages(m);

		if (pages_in(block.order) > whole)
			whole = pages_in(block.order);
		int64_t less = fewer_of(whole, zone->nr_reserved_highatomic);

		probe(m, PROBE_UNRESERVE_BLOCK, block.pfn, block.order, less,
		      type);
		put_again(m, &zone->nr_reserved_highatomic,
			  zone->nr_reserved_highatomic - less);
		if (give_back(m, zone, block, type) > 0)
			return true;
	}
	return false;
}

bool unreserve_highatomic_pageblock(struct model *m,
				    const struct alloc_context *ac, bool force)
{
	/* Pageblocks set apart stay so. */
	if (profile_of(m)->reserve_pageblocks)
		return false;
	frame(m, PROBE_UNRESERVE_HIGHATOMIC, force, ac->type);
	for (unsigned i = 0; i < ac->zonelist->nr; i++) {
		const struct zoneref *ref = &ac->zonelist->refs[i];
		const struct zone *zone = &m->zones[ref->zone];

		if (ref->zone_id > ac->highest_zoneidx)
			continue;
		bool look = (force && !profile_of(m)->keeps_last_reserve) ||
			    zone->nr_reserved_highatomic > pageblock_pages(m);

		probe(m, PROBE_UNRESERVE_ZONE, zone_index(m, zone),
		      zone->nr_reserved_highatomic, look);
		if (look && unreserve_in_zone(m, zone, ac->type))
			return true;
	}
	return false;
}
