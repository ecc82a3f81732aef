/*
 * The files of the allocator that are compiled in every form, as one unit, so
 * that what is small is compiled into its callers; and what a form offers.
 *
 * Deliberately without a guard: every form is this file once, and they differ
 * in what they record and in how much of it they know beforehand.
 */
// NOLINTBEGIN(bugprone-suspicious-include): one source, several forms
#include "core/alloc_tag_charge.c"
#include "core/buddy.c"
#include "core/fallback.c"
#include "core/fallback_steal.c"
#include "core/fallback_take.c"
#include "core/free_area.c"
#include "core/highatomic.c"
#include "core/page_alloc.c"
#include "core/page_alloc_turns.c"
#include "core/page_free.c"
#include "core/page_prep.c"
#include "core/pageblock.c"
#include "core/pcp.c"
#include "core/pcp_free.c"
#include "core/rmqueue.c"
#include "core/vmstat.c"
#include "core/watermark.c"
// NOLINTEND(bugprone-suspicious-include)

#include "core/form_internal.h"

const struct form FORM = {
	.alloc_pages = alloc_pages,
	.free_pages = free_pages,
	.release_pages = release_pages,
};
