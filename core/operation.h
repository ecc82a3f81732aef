/*
 * Operations: what a user (or a recording) asks of the allocator.
 *
 * An operation with its inputs is all that is needed to run it again, so the
 * list of operations is the history that files keep.  operation_run() appends
 * it to the history, runs it to its end and leaves the cursor there.
 */
#ifndef MMSCOPE_CORE_OPERATION_H
#define MMSCOPE_CORE_OPERATION_H

#include "core/alloc_tag.h"
#include "core/model.h"
#include "core/slab.h"

enum operation_kind {
	OP_ALLOC,     /* alloc_pages(gfp, order) on node nid */
	OP_FREE,      /* __free_pages(pfn, order) */
	OP_BULK,      /* alloc_pages_bulk(gfp, nid, count) */
	OP_FREEBATCH, /* release_pages(blocks, count) */
	OP_SPLIT,     /* split_page(pfn, order) */
	OP_DRAIN,     /* drain_pages(cpu) */
	OP_DRAIN_ALL, /* drain_all_pages() */
	OP_DECAY,     /* decay_pcp_high() of all zones on cpu */
	OP_CPU,       /* later operations run on `cpu` */
	OP_GET,       /* get_page(pfn) */
	OP_PUT,       /* put_page(pfn) */
	OP_MAP,       /* one more entry of a page table maps pfn */
	OP_UNMAP,     /* one fewer */
	OP_LOCK,      /* lock_page(pfn) */
	OP_UNLOCK,    /* unlock_page(pfn) */
	OP_SET_FLAG,  /* SetPageX(pfn) of `flag` */
	OP_CLEAR_FLAG,
	OP_MARK, /* __SetPageX(pfn) of the page type `mark` */
	OP_UNMARK,
	OP_KMALLOC, /* kmalloc(size, gfp) on node nid; -1: any node */
	OP_KFREE,   /* kfree of object `object` of the slab at pfn, or of the
		     * large block there */
	OP_MODULE_LOAD,    /* a module with `count` code tags */
	OP_MODULE_UNLOAD,  /* the module of that name */
	OP_MODULE_REPLACE, /* its struct module moves */
	OP_PROFILING,      /* vm.mem_profiling, or the boot parameter */
	OP_HOOK,           /* later allocations are charged to `tag` */
	OP_UNHOOK,         /* to whom they were before */
	NR_OPERATION_KINDS,
};

/* What an operation works on. */
enum operation_family {
	FAMILY_BLOCKS,     /* blocks of pages: alloc … split */
	FAMILY_PCP,        /* a CPU's lists: drain, decay */
	FAMILY_CPU,        /* which CPU runs the later ones */
	FAMILY_REFERENCE,  /* a page's _refcount: get, put */
	FAMILY_PAGE_WORDS, /* a page's other words: map … unmark */
	FAMILY_OBJECTS,    /* kmalloc, kfree */
	FAMILY_TAGGING,    /* code tags and no page: module_load … unhook */
};

/* Page types that an operation can give to a page. */
enum page_mark {
	MARK_SLAB,
	MARK_TABLE,
	MARK_OFFLINE, /* balloon, before there were others */
	MARK_GUARD,
	NR_PAGE_MARKS,
};

const char *page_mark_name(enum page_mark mark);

/* Values of mem_profiling; the first and the last are for the boot line. */
enum profiling_switch {
	PROFILING_NEVER,
	PROFILING_OFF,
	PROFILING_ON,
	PROFILING_COMPRESSED,
	NR_PROFILING_SWITCHES,
};

/* "1,compressed" */
const char *profiling_switch_name(enum profiling_switch value);

struct block {
	pfn_t pfn;
	uint8_t order;
};

struct operation {
	/* First what most operations of a kind differ in: what follows is
	 * compared at once (core/op_shape_internal.h). */
	pfn_t pfn;       /* of those that act on one page */
	uint16_t object; /* kfree: its place in the slab */
	bool variable;   /* kmalloc: the compiler does not know the size */
	bool cold;       /* free, freebatch: nobody wants them soon */
	enum operation_kind kind;
	unsigned cpu;        /* that it runs on */
	unsigned order;      /* alloc, free, split */
	gfp_t gfp;           /* alloc, bulk */
	int nid;             /* alloc, bulk: preferred node */
	enum pageflag flag;  /* set_flag, clear_flag */
	enum page_mark mark; /* mark */
	uint32_t size;       /* kmalloc: bytes */
	unsigned count;      /* bulk: pages wanted; freebatch: blocks given */
	/* `count`: tags of the kernel image then; 0: as many as it has. */
	enum profiling_switch profiling;
	/* Of modules: the tags that have a site, the alignment of their
	 * section (0: 8), their name.  Owned by the model once it ran. */
	uint32_t nr_sites;
	unsigned align;
	const struct codetag *sites;
	const char *module;
	const struct block *blocks; /* freebatch; owned by the history */
	/* Who is charged; file NULL: mmscope:<operation number>:<kind>. */
	struct codetag tag;
};

/* The first that holds, from the top: INTERFACE.md, `path`. */
enum alloc_path {
	PATH_NONE, /* not an allocation */
	PATH_FAIL,
	PATH_SLOW,
	PATH_FALLBACK,
	PATH_BUDDY,
	PATH_PCP,
};

struct op_result {
	enum alloc_path path;
	unsigned order;    /* alloc, free, split */
	int zone;          /* alloc, free: populated zone; -1 none */
	int migratetype;   /* alloc, bulk: of the request; -1 none */
	int merged_order;  /* free: of the block that ends in free_area; -1 */
	unsigned count;    /* bulk: pages got */
	const pfn_t *pfns; /* bulk: in array order; owned by the history */
	/* kmalloc: its cache, -1: none. */
	int cache;
	enum slab_level level;
	int module_id; /* module load: 0 without tags, -1 it failed */
	/* Last what most results differ in. */
	unsigned object; /* kmalloc: its place in the slab at pfn */
	pfn_t pfn;       /* alloc: first page, PFN_NONE when refused */
};

/* Why an operation cannot be carried out at all; nothing has changed then.
 * A request that the allocator refuses is a result, not one of these. */
enum op_refusal {
	OP_POSSIBLE,
	OP_NO_SUCH_CPU,
	OP_NO_SUCH_NODE,
	OP_BAD_ZONE_MODIFIERS, /* gfp_zone() has no answer */
	OP_BAD_MOBILITY,       /* __GFP_MOVABLE with __GFP_RECLAIMABLE */
	OP_NO_SUCH_PAGE,       /* pfn without struct page or outside zones */
	OP_PAGE_FREE,          /* double free */
	OP_PAGE_ON_PCP,        /* double free, the page waits on a pcp list */
	OP_PAGE_RESERVED,
	OP_PAGE_IS_TAIL, /* inside an allocated block */
	OP_WRONG_ORDER,  /* the live allocation has another order */
	OP_MISALIGNED,   /* pfn is no multiple of 2^order */
	OP_ORDER_TOO_LARGE,
	OP_ORDER_UNKNOWN,    /* free of a page of unknown history */
	OP_BLOCK_NOT_IN_USE, /* unknown block that holds free pages */
	OP_SPLIT_COMPOUND,
	OP_GIVEN_TWICE,   /* freebatch names a block twice */
	OP_TOO_MANY,      /* bulk or freebatch above OP_COUNT_MAX */
	OP_NOTHING_ASKED, /* bulk of no page */
	OP_NOT_A_FOLIO, /* order > 0 without being compound: pages would leak */
	OP_REFCOUNT_ZERO,    /* get or put without a reference */
	OP_NO_COLD_FREES,    /* this kernel does not tell cold pages apart */
	OP_REFCOUNT_UNKNOWN, /* get or put of a page of unknown history */
	OP_INTERRUPTED,      /* by whom model_set_progress() named; undone */
	OP_REFCOUNT_FROZEN,  /* get or put of a slab that has no references */
	OP_REFCOUNT_FULL,    /* get when the count is about to overflow */
	OP_LOCKED,           /* lock of a locked page: would sleep */
	OP_NOT_LOCKED,
	OP_NOT_MAPPED,           /* unmap once too often */
	OP_TYPED_MAPPING,        /* map of a page with a type */
	OP_NO_SUCH_FLAG,         /* this kernel's layout lacks it */
	OP_FLAG_OF_COMPOUND,     /* only making a compound page sets it */
	OP_FLAG_NOT_ON_TAIL,     /* PF_NO_TAIL, PF_ONLY_HEAD */
	OP_FLAG_NOT_ON_COMPOUND, /* PF_NO_COMPOUND */
	OP_NO_SUCH_TYPE,         /* this kernel has no such page type */
	OP_TYPE_TAKEN,     /* the word over _mapcount is not free for one */
	OP_NO_TYPE,        /* unmark of a page without type */
	OP_BAD_MAPCOUNT,   /* free of a page that is mapped or has a type */
	OP_PAGE_IS_SLAB,   /* it and its words are SLUB's */
	OP_NO_SUCH_OBJECT, /* kfree: the slab has fewer objects */
	OP_OBJECT_FREE,    /* kfree: double free */
	OP_NOT_KMALLOC,    /* kfree: neither a slab nor a large block */
	OP_TOO_MANY_SLABS,
	OP_NO_PROFILING,   /* this kernel has no code tags */
	OP_NO_COMPRESSION, /* nor tags in page->flags */
	OP_PROFILING_GONE, /* after `never` or a shutdown it stays off */
	OP_AT_BOOT_ONLY,   /* a boot parameter, and modules are loaded */
	OP_MODULE_LOADED,  /* a module of that name is */
	OP_NO_SUCH_MODULE, /* none of that name is */
	OP_NO_SUCH_SITE,   /* the module has no such call site */
	OP_TOO_MANY_MODULES,
	OP_BAD_ALIGN, /* no power of two */
	OP_TOO_MANY_HOOKS,
	OP_NO_HOOK,   /* unhook once too often */
	OP_BAD_FLAGS, /* free of a page with PAGE_FLAGS_CHECK_AT_FREE */
};

enum { OP_COUNT_MAX = 1 << 20, OP_ORDER_MAX = 255 };

/* Order of the live allocation that begins at a pfn, for `free REF`. */
enum op_refusal operation_live_order(const struct model *m, pfn_t pfn,
				     unsigned *ret);

/* Would the operation be possible now?  *where: the page or number at fault. */
enum op_refusal operation_check(const struct model *m,
				const struct operation *op, int64_t *where);

/* Check, then run; interrupted, it leaves no trace.  The history must stand at
 * its end (history_drop_future). */
enum op_refusal operation_run(struct model *m, const struct operation *op,
			      int64_t *where);

const char *operation_kind_name(enum operation_kind kind);
enum operation_family operation_family(enum operation_kind kind);
/* Does this kind make a history value ($1, $2, …)? */
static inline bool operation_makes_value(enum operation_kind kind)
{
	return kind == OP_ALLOC || kind == OP_BULK || kind == OP_KMALLOC;
}

#endif
