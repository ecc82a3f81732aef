#include "core/kpage.h"

#include <string.h>

#include "core/model_internal.h"
#include "core/page_internal.h"
#include "core/page_type.h"

#define KPF(name) ((uint64_t)1 << KPF_##name)

/* Bits that are copied from page->flags.  Some have changed their name. */
static const struct {
	enum pageflag flag;
	enum kpageflag bit;
} copied[] = {
	{ PG_locked, KPF_LOCKED },
	{ PG_error, KPF_ERROR },
	{ PG_referenced, KPF_REFERENCED },
	{ PG_uptodate, KPF_UPTODATE },
	{ PG_dirty, KPF_DIRTY },
	{ PG_lru, KPF_LRU },
	{ PG_active, KPF_ACTIVE },
	{ PG_writeback, KPF_WRITEBACK },
	{ PG_reclaim, KPF_RECLAIM },
	{ PG_swapbacked, KPF_SWAPBACKED },
	{ PG_unevictable, KPF_UNEVICTABLE },
	{ PG_idle, KPF_IDLE },
	{ PG_reserved, KPF_RESERVED },
	{ PG_mlocked, KPF_MLOCKED },
	{ PG_mappedtodisk, KPF_OWNER_2 },
	{ PG_owner_2, KPF_OWNER_2 },
	{ PG_private, KPF_PRIVATE },
	{ PG_private_2, KPF_PRIVATE_2 },
	{ PG_owner_priv_1, KPF_OWNER_PRIVATE },
	{ PG_arch_1, KPF_ARCH },
	{ PG_uncached, KPF_UNCACHED },
	{ PG_arch_2, KPF_ARCH_2 },
	{ PG_arch_3, KPF_ARCH_3 },
};

/* Idle flags hold no flag bit, so the difference shows it as it is. */
static bool has_flag(const struct model *m, pfn_t pfn, enum pageflag flag)
{
	return page_of(m, pfn)->flags_diff &
	       pageflag_mask(&m->machine.layout, flag);
}

static uint64_t copied_bits(const struct model *m, pfn_t pfn)
{
	uint64_t bits = 0;

	if (page_of(m, pfn)->flags_diff == 0)
		return 0;
	for (size_t i = 0; i < sizeof(copied) / sizeof(copied[0]); i++)
		if (has_flag(m, pfn, copied[i].flag))
			bits |= (uint64_t)1 << copied[i].bit;
	return bits;
}

/* A bit of its own at first; later one that the owner has for other things,
 * too, so that only pages backed by swap can mean it. */
static bool in_swap_cache(const struct model *m, pfn_t pfn)
{
	if (m->machine.layout.bit[PG_swapcache] >= 0)
		return has_flag(m, pfn, PG_swapcache);
	return has_flag(m, pfn, PG_swapbacked) &&
	       has_flag(m, pfn, PG_owner_priv_1);
}

static uint64_t buddy_bit(const struct model *m, pfn_t pfn)
{
	pfn_t first = pfn;

	if (m->machine.profile->kpageflags_buddy_first_only)
		return page_is_free_block(m, page_of(m, pfn)) ? KPF(BUDDY) : 0;
	return free_block_around(m, pfn, &first) >= 0 ? KPF(BUDDY) : 0;
}

static bool has_type(const struct model *m, pfn_t pfn, const char *type)
{
	const char *name = NULL;

	if (page_of(m, pfn)->page_type_inverted == 0)
		return false;
	name = page_type_name(m->machine.profile,
			      page_type_word(page_of(m, pfn)), 0);
	return name && strcmp(name, type) == 0;
}

static uint64_t type_bits(const struct model *m, pfn_t pfn, pfn_t head)
{
	bool slab = has_flag(m, head, PG_slab) || has_type(m, head, "slab");
	bool offline =
		has_type(m, pfn, "offline") || has_type(m, pfn, "balloon");

	return (slab ? KPF(SLAB) : 0) | (offline ? KPF(OFFLINE) : 0) |
	       (has_type(m, pfn, "table") ? KPF(PGTABLE) : 0);
}

static int64_t mappings(const struct model *m, pfn_t pfn)
{
	return page_mapcount_of(m->machine.profile,
				page_type_word(page_of(m, pfn)));
}

/* A compound page counts as mapped when any of it is. */
static bool is_mapped(const struct model *m, pfn_t head)
{
	int64_t pages = pages_in(compound_order(m, head));

	for (int64_t i = 0; i < pages; i++)
		if (mappings(m, head + (pfn_t)i) > 0)
			return true;
	return false;
}

static uint64_t compound_bits(const struct model *m, pfn_t pfn, pfn_t head)
{
	uint64_t thp = has_flag(m, head, PG_lru) ? KPF(THP) : 0;

	if (pfn != head || has_flag(m, pfn, PG_tail))
		return KPF(COMPOUND_TAIL) | thp;
	return page_is_compound_head(m, pfn) ? KPF(COMPOUND_HEAD) | thp : 0;
}

/* Follow from words that a recording has of no page in use. */
static uint64_t unknown_bits(const struct model *m, pfn_t pfn, pfn_t head)
{
	const struct flags_layout *layout = &m->machine.layout;
	bool unknown = page_of(m, head)->use == PAGE_UNKNOWN ||
		       page_is_reserved(m, pfn);
	uint64_t bits = kpage_unmodelled() | KPF(MMAP) | KPF(PGTABLE);

	if (!unknown)
		return 0;
	if (layout->bit[PG_slab] < 0)
		bits |= KPF(SLAB);
	/* No recording tells the links of tails, by which they are known. */
	if (layout->bit[PG_tail] < 0 && head == pfn &&
	    !page_is_compound_head(m, pfn))
		bits |= KPF(COMPOUND_TAIL) | KPF(SLAB);
	return bits;
}

uint64_t kpage_unmodelled(void)
{
	return KPF(ANON) | KPF(KSM) | KPF(HUGE) | KPF(THP) | KPF(OFFLINE) |
	       KPF(ZERO_PAGE);
}

struct kpage kpage_of(const struct model *m, pfn_t pfn)
{
	struct kpage page = { .flags = KPF(NOPAGE) };

	if (zone_of_pfn(m, pfn) < 0)
		return (struct kpage){ .unknown = ~(uint64_t)0, .count = -1 };
	if (!pfn_valid(m, pfn))
		return page;
	pfn_t head = compound_head(m, pfn);
	bool of_head = m->machine.profile->kpageflags_of_head;

	page.flags = copied_bits(m, of_head ? head : pfn) | buddy_bit(m, pfn) |
		     type_bits(m, pfn, head) | compound_bits(m, pfn, head);
	if (in_swap_cache(m, of_head ? head : pfn))
		page.flags |= KPF(SWAPCACHE);
	if (has_flag(m, pfn, PG_hwpoison))
		page.flags |= KPF(HWPOISON);
	if (!(page.flags & KPF(SLAB)) && is_mapped(m, head))
		page.flags |= KPF(MMAP);
	page.unknown = unknown_bits(m, pfn, head);
	page.flags &= ~page.unknown;
	if (!page.unknown)
		page.count = page.flags & KPF(SLAB) ? 0 : mappings(m, pfn);
	else
		page.count = -1;
	return page;
}
