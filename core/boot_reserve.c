/*
 * The reserve of kernels without a high-atomic one: a few pageblocks that
 * nobody but the last resort takes from.
 *
 * Kernel counterpart: setup_zone_migrate_reserve (mm/page_alloc.c), 4.1.52.
 */
#include "core/boot_internal.h"
#include "core/page_internal.h"
#include "core/pageblock_internal.h"

enum { RESERVE_BLOCKS_MOST = 2 };

static int64_t blocks_wanted(const struct model *m, const struct zone *zone)
{
	int64_t block = pageblock_pages(m);
	int64_t wanted = (zone->watermark[WMARK_MIN] + block - 1) / block;

	return wanted < RESERVE_BLOCKS_MOST ? wanted : RESERVE_BLOCKS_MOST;
}

/* A piece of the kernel's image, or of its page tables. */
static bool holds_reserved_page(const struct model *m, pfn_t block)
{
	for (pfn_t pfn = block; pfn < block + pageblock_pages(m); pfn++)
		if (pfn_valid(m, pfn) && page_is_reserved(m, pfn))
			return true;
	return false;
}

void setup_zone_migrate_reserve(struct model *m, const struct zone *zone)
{
	int64_t left = blocks_wanted(m, zone);
	pfn_t mask = pageblock_pages(m) - 1;
	pfn_t pfn = ((pfn_t)zone->zone_start_pfn + mask) & ~mask;

	if (left == zone->nr_migrate_reserve_block)
		return;
	put(m, &zone->nr_migrate_reserve_block, left);
	for (; pfn < zone_end_pfn(zone); pfn += pageblock_pages(m)) {
		enum migratetype type = pageblock_type(m, pfn);
		bool wanted = left > 0 && !holds_reserved_page(m, pfn);

		if (wanted && type == MIGRATE_RESERVE)
			left--;
		else if (wanted && type == movable_type(m)) {
			move_freepages_block(m, zone, pfn, MIGRATE_RESERVE);
			left--;
		} else if (left == 0 && type == MIGRATE_RESERVE)
			move_freepages_block(m, zone, pfn, movable_type(m));
	}
}
