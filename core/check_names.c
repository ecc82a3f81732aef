#include "core/check.h"

static const char *const names[] = {
	[BROKEN_LINK] = "link",
	[BROKEN_LIST_LENGTH] = "list_length",
	[BROKEN_NR_FREE] = "nr_free",
	[BROKEN_BUDDY_MARK] = "buddy_mark",
	[BROKEN_STRAY_BUDDY] = "stray_buddy",
	[BROKEN_ALIGNMENT] = "alignment",
	[BROKEN_ZONE] = "zone",
	[BROKEN_LIST_TYPE] = "list_type",
	[BROKEN_UNMERGED] = "unmerged",
	[BROKEN_OVERLAP] = "overlap",
	[BROKEN_FREE_COUNT] = "free_count",
	[BROKEN_CMA_COUNT] = "cma_count",
	[BROKEN_HIGHATOMIC_COUNT] = "highatomic_count",
	[BROKEN_PCP_COUNT] = "pcp_count",
	[BROKEN_PCP_PAGE] = "pcp_page",
	[BROKEN_REFCOUNT] = "refcount",
	[BROKEN_FREE_FLAGS] = "free_flags",
	[BROKEN_COMPOUND] = "compound",
	[BROKEN_TAG_BYTES] = "tag_bytes",
	[BROKEN_TAG_CALLS] = "tag_calls",
	[BROKEN_SLAB_PAGE] = "slab_page",
	[BROKEN_SLAB_COUNTERS] = "slab_counters",
	[BROKEN_SLAB_FREELIST] = "slab_freelist",
	[BROKEN_SLAB_LIST] = "slab_list",
	[BROKEN_SLAB_TOTALS] = "slab_totals",
	[BROKEN_SLAB_VECTOR] = "slab_vector",
	[BROKEN_SHEAF_OBJECT] = "sheaf_object",
	[BROKEN_SHEAF_SIZE] = "sheaf_size",
	[BROKEN_SHEAF_PLACE] = "sheaf_place",
	[BROKEN_MODULE_ID] = "module_id",
	[BROKEN_TAG_AREA] = "tag_area",
};

const char *invariant_name(enum invariant invariant)
{
	return names[invariant];
}
