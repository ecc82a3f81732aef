#include "core/list_internal.h"

#include "core/pcp_internal.h"

void list_init(struct model *m, const struct list_head *list)
{
	link_t self = list_link(m, list);

	put(m, &list->next, self);
	put(m, &list->prev, self);
	put(m, &list->nr, 0);
}

pfn_t list_first(const struct model *m, const struct list_head *list)
{
	(void)m;
	return list->next & LINK_HEAD ? PFN_NONE : list->next;
}

pfn_t list_next(const struct model *m, const struct list_head *list, pfn_t pfn)
{
	if (pfn == PFN_NONE)
		return list_first(m, list);
	link_t next = page_of(m, pfn)->lru_next;

	return next & LINK_HEAD ? PFN_NONE : next;
}

unsigned pcp_list_order(const struct model *m, unsigned pindex)
{
	(void)m;
	return pindex >= NR_LOWORDER_PCP_LISTS ? HPAGE_PMD_ORDER
					       : pindex / MIGRATE_PCPTYPES;
}

enum migratetype pcp_list_migratetype(unsigned pindex)
{
	if (pindex >= NR_LOWORDER_PCP_LISTS)
		return pindex == NR_LOWORDER_PCP_LISTS ? MIGRATE_UNMOVABLE
						       : MIGRATE_MOVABLE;
	return (enum migratetype)(pindex % MIGRATE_PCPTYPES);
}
