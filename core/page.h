/*
 * struct page as the allocator keeps it, and what one can read from it.
 *
 * Memory of large machines is touched lazily, so an all-zero struct must mean
 * "idle page in the middle of something": flags are stored as the difference
 * to the page's idle flags (zone and node fields, last_cpupid all ones), and
 * the page_type word is stored inverted.  Always read through page_flags()
 * and page_type_word().
 *
 * Kernel counterpart: struct page (include/linux/mm_types.h, 6.12.107) and the
 * page's page_ext (mm/page_ext.c).  `use` is our own book-keeping: which of
 * several states that the kernel itself cannot tell apart the page is in.
 */
#ifndef MMSCOPE_CORE_PAGE_H
#define MMSCOPE_CORE_PAGE_H

#include "core/types.h"

struct model;

/* A link of a list: a pfn, a list head (LINK_HEAD set), or for the tail of a
 * compound page its head (LINK_COMPOUND set, the kernel's bit 0). */
typedef uint32_t link_t;

#define LINK_HEAD     0x80000000U
#define LINK_COMPOUND 0x40000000U

/* Highest pfn that a link can name, exclusive: 4 TiB of 4 KiB pages. */
#define PFN_LIMIT LINK_COMPOUND

struct page {
	uint64_t flags_diff;
	link_t lru_next; /* also compound_head, as in the kernel */
	link_t lru_prev;
	uint32_t page_type_inverted; /* over _mapcount */
	int32_t refcount;
	uint32_t tag;    /* alloc_tag reference: 0 none, else tag number + 1 */
	uint8_t private; /* order, while the page heads a free block */
	uint8_t list_type; /* of the list it is on, where kernels remember it */
	uint8_t use;       /* enum page_use */
	uint8_t use_order; /* order of the block that this page heads */
};

/* What a page is used for, where the kernel's words do not say it. */
enum page_use {
	PAGE_IDLE,      /* inside a block (or free: then page_type says so) */
	PAGE_ON_PCP,    /* first page of a block on a pcp list */
	PAGE_ALLOCATED, /* first page of a block that an operation took */
	PAGE_UNKNOWN,   /* in use since before the recording began */
};

/* What the inspector calls a page (INTERFACE.md, `page`). */
enum page_state {
	PAGE_STATE_BUDDY,
	PAGE_STATE_PCP,
	PAGE_STATE_ALLOCATED,
	PAGE_STATE_HEAD,
	PAGE_STATE_TAIL,
	PAGE_STATE_SLAB,
	PAGE_STATE_RESERVED,
	PAGE_STATE_HOLE,
};

/* A page seen together with the block around it. */
struct page_view {
	enum page_state state;
	pfn_t head; /* first page of the block */
	int order;  /* of the block; -1 when nothing tells it */
	bool known; /* false: refcount, mapcount and tag are not recorded */
};

/* Does this pfn have a struct page on this machine? */
bool pfn_valid(const struct model *m, pfn_t pfn);

/* The first pfn from `pfn` on whose struct page may ever have been written;
 * all before it are idle.  PFN_NONE: none is. */
pfn_t page_touched_next(const struct model *m, pfn_t pfn);
const struct page *page_at(const struct model *m, pfn_t pfn);
uint64_t page_flags(const struct model *m, pfn_t pfn);
/* The flags that an idle page carries: only fields, no flag bit. */
uint64_t page_idle_flags(const struct model *m, pfn_t pfn);
uint32_t page_type_word(const struct page *page);

/* The free block that a pfn lies in: its order, and its first page. */
int free_block_around(const struct model *m, pfn_t pfn, pfn_t *first);
struct page_view page_view(const struct model *m, pfn_t pfn);

bool page_is_compound_head(const struct model *m, pfn_t pfn);
/* Order that the first tail page holds, 0 for a page that is no head. */
unsigned compound_order(const struct model *m, pfn_t head);

#endif
