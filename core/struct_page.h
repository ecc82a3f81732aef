/*
 * struct page, 64 bytes that mean different things while the page is used for
 * different things: for each kernel and use, which words there are.
 *
 * Kernel counterpart: struct page, struct folio, struct slab, struct ptdesc
 * (mm_types.h, mm/slab.h), 64 bits, 4 KiB pages, with memory cgroups.
 */
#ifndef MMSCOPE_CORE_STRUCT_PAGE_H
#define MMSCOPE_CORE_STRUCT_PAGE_H

#include "core/page.h"
#include "core/profile.h"

/* What a page is used for, as far as its words go. */
enum page_reading {
	READING_BUDDY, /* first page of a free block */
	READING_PCP,   /* first page of a block on a pcp list */
	READING_FREE,  /* a page inside of such a block */
	READING_ALLOCATED,
	READING_HEAD,
	READING_TAIL_1, /* the first tail, the second, and all others */
	READING_TAIL_2,
	READING_TAIL,
	READING_SLAB,
	READING_TABLE,
	READING_ANON,
	READING_FILE,
	READING_RESERVED,
	READING_OFFLINE,
	READING_GUARD,
	READING_DEVICE,
	NR_READINGS,
};

/* What a word holds, where the model can tell. */
enum word_source {
	SOURCE_OWNER, /* its owner's: not modelled */
	SOURCE_FLAGS,
	SOURCE_NEXT,
	SOURCE_PREV,
	SOURCE_PRIVATE,
	SOURCE_TYPE,
	SOURCE_REFCOUNT,
	SOURCE_MIGRATETYPE, /* of the pcp list */
	SOURCE_HEAD,        /* a tail's link to its head, bit 0 set */
	SOURCE_MAPPING,     /* NULL as long as nobody maps it */
	SOURCE_STALE,       /* left over: never to be read */
	/* As prep_compound_page() leaves them. */
	SOURCE_TAIL_MAPPING,
	SOURCE_MINUS_ONE,
	SOURCE_ZERO,
	SOURCE_COMPOUND_DTOR,
	SOURCE_ORDER,
	SOURCE_NR_PAGES,
	SOURCE_EMPTY_LIST, /* linked to itself */
	/* Of a slab that kmalloc made. */
	SOURCE_SLAB_CACHE,
	SOURCE_SLAB_FREELIST,
	SOURCE_SLAB_COUNTERS,
	SOURCE_SLAB_NEXT,
	SOURCE_SLAB_PREV, /* or two counts, on a CPU's partial list */
	SOURCE_SLAB_SLABS,
	SOURCE_SLAB_POBJECTS,
	SOURCE_SLAB_EXTS,
};

struct struct_word {
	unsigned offset;
	unsigned size;
	const char *type;
	const char *name;
	const char *meaning;
	enum word_source source;
};

/* The i-th word of a kernel's struct page in that use, by offset; false past
 * the last. */
bool struct_page_word(const struct profile *profile, enum page_reading reading,
		      unsigned i, struct struct_word *ret);

const char *page_reading_name(enum page_reading reading);
/* "first tail of a compound page". */
const char *page_reading_text(enum page_reading reading);
/* -1: no such reading. */
int page_reading_find(const char *name);

/* That of a page_type word; -1: none, or a type that is read like any other
 * page. */
int page_reading_of_type(const struct profile *profile, uint32_t word);

/* The eight words of a dump: the value of one of them or of a part, and the
 * reading that they tell themselves.  False: none, and why. */
enum { STRUCT_PAGE_WORDS = 8 };
uint64_t struct_word_in(const struct struct_word *word,
			const uint64_t words[STRUCT_PAGE_WORDS]);
bool page_reading_of_words(const struct profile *profile,
			   const struct flags_layout *layout,
			   const uint64_t words[STRUCT_PAGE_WORDS],
			   enum page_reading *ret, const char **ret_why);

/* The reading that holds of a page now, and why. */
enum page_reading page_reading_of(const struct model *m, pfn_t pfn,
				  const char **ret_why);

#endif
