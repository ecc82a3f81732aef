/*
 * The reading of struct page that its own words tell, without a model around
 * them: those of a dump.
 *
 * Where a word lies is asked of the table, by what it holds; so the order of
 * the questions is the same for every kernel.
 */
#include "core/page_type.h"
#include "core/struct_page.h"

#define TAIL_MAPPING_POISON 0xdead000000000400U

enum { WORD_BITS = 64, MAX_DTOR = 3, ORDER_BYTE = 0xff, MAX_ORDER_SEEN = 30 };

/* What the questions are asked of. */
struct dump {
	const struct profile *profile;
	const struct flags_layout *layout;
	const uint64_t *words;
};

uint64_t struct_word_in(const struct struct_word *word,
			const uint64_t words[STRUCT_PAGE_WORDS])
{
	unsigned bits = word->size * 8;
	uint64_t value = words[word->offset / sizeof(uint64_t)] >>
			 word->offset % sizeof(uint64_t) * 8;

	return bits < WORD_BITS ? value & (((uint64_t)1 << bits) - 1) : value;
}

/* The first word of that reading that holds it; false: there is none. */
static bool find(const struct dump *dump, enum page_reading reading,
		 enum word_source source, uint64_t *ret)
{
	struct struct_word word;

	for (unsigned i = 0; struct_page_word(dump->profile, reading, i, &word);
	     i++) {
		if (word.source != source)
			continue;
		*ret = struct_word_in(&word, dump->words);
		return true;
	}
	return false;
}

static bool has_flag(const struct dump *dump, enum pageflag flag)
{
	return dump->words[0] & pageflag_mask(dump->layout, flag);
}

/* Do order, destructor and number of pages agree, as far as they are there? */
static bool is_first_tail(const struct dump *dump)
{
	uint64_t order = 0;
	uint64_t dtor = 1;
	uint64_t pages = 0;

	if (!find(dump, READING_TAIL_1, SOURCE_ORDER, &order))
		order = dump->words[0] & ORDER_BYTE;
	find(dump, READING_TAIL_1, SOURCE_COMPOUND_DTOR, &dtor);
	if (order == 0 || order > MAX_ORDER_SEEN || dtor == 0 ||
	    dtor > MAX_DTOR)
		return false;
	return !find(dump, READING_TAIL_1, SOURCE_NR_PAGES, &pages) ||
	       pages == (uint64_t)1 << order;
}

static enum page_reading reading_of_tail(const struct dump *dump,
					 const char **ret_why)
{
	uint64_t mapping = 0;

	if (is_first_tail(dump)) {
		*ret_why = "bit 0 of the link to the head is set, and the "
			   "order of the whole stands in it";
		return READING_TAIL_1;
	}
	find(dump, READING_TAIL, SOURCE_TAIL_MAPPING, &mapping);
	if (mapping == TAIL_MAPPING_POISON) {
		*ret_why = "bit 0 of the link to the head is set, and mapping "
			   "is TAIL_MAPPING";
		return READING_TAIL;
	}
	*ret_why = "bit 0 of the link to the head is set, and something lies "
		   "over TAIL_MAPPING";
	return READING_TAIL_2;
}

static enum page_reading reading_of_mapped(uint64_t mapping,
					   const char **ret_why)
{
	if (mapping & 1) {
		*ret_why = "bit 0 of mapping is set";
		return READING_ANON;
	}
	*ret_why = "mapping leads to an address_space";
	return READING_FILE;
}

static enum page_reading reading_of_rest(const struct dump *dump,
					 const char **ret_why)
{
	uint64_t mapping = 0;
	uint64_t references = 0;

	find(dump, READING_FILE, SOURCE_MAPPING, &mapping);
	find(dump, READING_ALLOCATED, SOURCE_REFCOUNT, &references);
	if (mapping)
		return reading_of_mapped(mapping, ret_why);
	if (has_flag(dump, PG_head)) {
		*ret_why = "the flag head is set";
		return READING_HEAD;
	}
	if (references) {
		*ret_why = "no type, no mapping, and somebody holds it";
		return READING_ALLOCATED;
	}
	*ret_why = "no type, and nobody holds it: inside a free block, on a "
		   "pcp list, or behind the first page of a block in use; no "
		   "word tells which";
	return READING_FREE;
}

bool page_reading_of_words(const struct profile *profile,
			   const struct flags_layout *layout,
			   const uint64_t words[STRUCT_PAGE_WORDS],
			   enum page_reading *ret, const char **ret_why)
{
	const struct dump dump = { profile, layout, words };
	uint64_t link = 0;
	uint64_t type = PAGE_TYPE_NONE;

	*ret_why = "the flags are all ones: nobody has initialised this "
		   "struct page";
	if (words[0] == UINT64_MAX)
		return false;
	find(&dump, READING_TAIL, SOURCE_HEAD, &link);
	find(&dump, READING_ALLOCATED, SOURCE_TYPE, &type);
	/* The counters of a slab may lie where others have the type. */
	bool slab = has_flag(&dump, PG_slab);
	int typed = slab ? -1 : page_reading_of_type(profile, (uint32_t)type);

	if (link & 1) {
		*ret = reading_of_tail(&dump, ret_why);
	} else if (slab) {
		*ret_why = "the flag slab is set";
		*ret = READING_SLAB;
	} else if (typed >= 0) {
		*ret_why = "page_type names it";
		*ret = (enum page_reading)typed;
	} else if (has_flag(&dump, PG_reserved)) {
		*ret_why = "the flag reserved is set";
		*ret = READING_RESERVED;
	} else {
		*ret = reading_of_rest(&dump, ret_why);
	}
	return true;
}
