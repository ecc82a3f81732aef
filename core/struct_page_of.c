/*
 * Which reading of struct page holds of a page now: asked in the order in
 * which one word decides over the meaning of the others.
 */
#include <string.h>

#include "core/model_internal.h"
#include "core/page_internal.h"
#include "core/page_type.h"
#include "core/struct_page.h"

static bool has_flag(const struct model *m, pfn_t pfn, enum pageflag flag)
{
	return page_flags(m, pfn) & pageflag_mask(&m->machine.layout, flag);
}

static enum page_reading reading_of_free(const struct page_view *view,
					 pfn_t pfn, const char **ret_why)
{
	bool buddy = view->state == PAGE_STATE_BUDDY;

	if (view->head != pfn) {
		*ret_why = "no word of it says so: the first page of its block "
			   "does, and this page lies behind that";
		return READING_FREE;
	}
	*ret_why = buddy ? "page_type says buddy; private is then the order"
			 : "no word says so: it is linked in a pcp list";
	return buddy ? READING_BUDDY : READING_PCP;
}

static enum page_reading reading_of_tail(pfn_t distance, const char **ret_why)
{
	*ret_why = "bit 0 of the word that links to the head is set, and no "
		   "other use sets it";
	if (distance == 1)
		return READING_TAIL_1;
	return distance == 2 ? READING_TAIL_2 : READING_TAIL;
}

int page_reading_of_type(const struct profile *profile, uint32_t word)
{
	const char *type = page_type_name(profile, word, 0);

	if (!type)
		return -1;
	return strcmp(type, "balloon") == 0 ? READING_OFFLINE
					    : page_reading_find(type);
}

static enum page_reading reading_of_used(const struct model *m, pfn_t pfn,
					 const char **ret_why)
{
	int typed = page_reading_of_type(m->machine.profile,
					 page_type_word(page_of(m, pfn)));
	int64_t mappings = page_mapcount_of(m->machine.profile,
					    page_type_word(page_of(m, pfn)));

	if (typed >= 0) {
		*ret_why = "page_type names it";
		return (enum page_reading)typed;
	}
	if (has_flag(m, pfn, PG_swapbacked)) {
		*ret_why = "swapbacked is set: swap backs it, no file";
		return READING_ANON;
	}
	if (has_flag(m, pfn, PG_lru) || mappings > 0) {
		*ret_why = "lru is set or somebody maps it, and swapbacked is "
			   "not set";
		return READING_FILE;
	}
	if (page_is_compound_head(m, pfn)) {
		*ret_why = "the flag head is set";
		return READING_HEAD;
	}
	*ret_why = "no type, no flag, and somebody holds it";
	return READING_ALLOCATED;
}

enum page_reading page_reading_of(const struct model *m, pfn_t pfn,
				  const char **ret_why)
{
	struct page_view view = page_view(m, pfn);
	int zone = zone_of_pfn(m, pfn);

	if (zone >= 0 && m->zones[zone].kind == ZONE_DEVICE) {
		*ret_why = "its zone is Device";
		return READING_DEVICE;
	}
	switch (view.state) {
	case PAGE_STATE_BUDDY:
	case PAGE_STATE_PCP:
		return reading_of_free(&view, pfn, ret_why);
	case PAGE_STATE_TAIL:
		return reading_of_tail(pfn - view.head, ret_why);
	case PAGE_STATE_SLAB:
		*ret_why = "the slab allocator has marked it";
		return READING_SLAB;
	case PAGE_STATE_RESERVED:
	case PAGE_STATE_HOLE:
		*ret_why = "the flag reserved is set";
		return READING_RESERVED;
	case PAGE_STATE_ALLOCATED:
	case PAGE_STATE_HEAD:
		break;
	}
	return reading_of_used(m, pfn, ret_why);
}
