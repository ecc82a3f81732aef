/*
 * All invariants of the model's state, checked; nothing is printed here.
 */
#ifndef MMSCOPE_CORE_CHECK_H
#define MMSCOPE_CORE_CHECK_H

#include "core/model.h"

enum invariant {
	BROKEN_LINK,        /* next and prev do not agree */
	BROKEN_LIST_LENGTH, /* list.nr against the blocks on it */
	BROKEN_NR_FREE,     /* nr_free against the lists of the order */
	BROKEN_BUDDY_MARK,  /* block on a list without type or order */
	BROKEN_STRAY_BUDDY, /* buddy mark, but on no list */
	BROKEN_ALIGNMENT,
	BROKEN_ZONE,       /* block outside its zone */
	BROKEN_LIST_TYPE,  /* list differs from the pageblock's type */
	BROKEN_UNMERGED,   /* two free buddies that should be one block */
	BROKEN_OVERLAP,    /* a page in two blocks */
	BROKEN_FREE_COUNT, /* NR_FREE_PAGES against the lists */
	BROKEN_CMA_COUNT,
	BROKEN_HIGHATOMIC_COUNT,
	BROKEN_PCP_COUNT,
	BROKEN_PCP_PAGE,   /* page on a pcp list that is not marked so */
	BROKEN_REFCOUNT,   /* free page with references, live without */
	BROKEN_FREE_FLAGS, /* free page with flags that prep forbids */
	BROKEN_COMPOUND,   /* head, tail link or order disagree */
	BROKEN_TAG_BYTES,  /* counters against the pages' references */
	BROKEN_TAG_CALLS,
	BROKEN_SLAB_PAGE,     /* mark, order or link of the first page */
	BROKEN_SLAB_COUNTERS, /* inuse, objects, frozen */
	BROKEN_SLAB_FREELIST, /* objects lost, or free and in use at once */
	BROKEN_SLAB_LIST,     /* on a list too many, or on none */
	BROKEN_SLAB_TOTALS,   /* nr_slabs, total_objects */
	BROKEN_SLAB_VECTOR,   /* of slabobj_ext */
	BROKEN_SHEAF_OBJECT,  /* in two sheaves, or in use as well */
	BROKEN_SHEAF_SIZE,    /* not as full or empty as its place says */
	BROKEN_SHEAF_PLACE,   /* in a place too many, or in none */
	BROKEN_MODULE_ID,     /* an id or a load that two modules have */
	BROKEN_TAG_AREA,      /* areas overlap, or belong to no module */
	NR_INVARIANTS,
};

struct violation {
	enum invariant invariant;
	int zone;
	int order;
	int migratetype;
	int cpu;
	pfn_t pfn;
	int64_t expected;
	int64_t found;
};

enum { CHECK_MAX_VIOLATIONS = 64 };

struct check_report {
	uint64_t checked; /* words and links looked at */
	uint64_t broken;  /* violations found, also those not kept */
	bool interrupted; /* by whom model_set_progress() named */
	struct violation first[CHECK_MAX_VIOLATIONS];
};

/* Name of an invariant for people, e.g. "nr_free". */
const char *invariant_name(enum invariant invariant);
/* A report that was interrupted says nothing. */
void model_check(const struct model *m, struct check_report *ret);

#endif
