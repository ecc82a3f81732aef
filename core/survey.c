#include "core/survey.h"

struct contig_info contig_info_of(const struct model *m,
				  const struct zone *zone, unsigned wanted)
{
	struct contig_info info = { .free_pages = 0 };

	for (unsigned order = 0; order <= model_machine(m)->max_order;
	     order++) {
		int64_t blocks = zone->free_area[order].nr_free;

		info.free_blocks += blocks;
		info.free_pages += blocks * pages_in(order);
		if (order >= wanted)
			info.suitable += blocks * pages_in(order - wanted);
	}
	return info;
}

int64_t fragmentation_index(const struct contig_info *info, unsigned order)
{
	if (info->free_blocks == 0)
		return 0;
	if (info->suitable)
		return -1000;
	return 1000 - (1000 + info->free_pages * 1000 / pages_in(order)) /
			      info->free_blocks;
}

int64_t unusable_index(const struct contig_info *info, unsigned order)
{
	if (info->free_pages == 0)
		return 1000;
	return (info->free_pages - info->suitable * pages_in(order)) * 1000 /
	       info->free_pages;
}
