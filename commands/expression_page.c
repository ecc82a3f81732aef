/*
 * Members of page(…) in expressions: the words of struct page, and what its
 * neighbours say about it.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/expression_internal.h"
#include "core/page_type.h"

/* Words of a page; false: not known, as the page's history is not. */
struct page_word {
	const char *name;
	bool (*read)(const struct model *m, pfn_t pfn, int64_t *ret);
	bool is_unsigned;
};

static bool read_flags(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = (int64_t)page_flags(m, pfn);
	return true;
}

static bool read_refcount(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = page_at(m, pfn)->refcount;
	return page_view(m, pfn).known;
}

static bool read_mapcount(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = page_mapcount_of(model_machine(m)->profile,
				page_type_word(page_at(m, pfn)));
	return page_view(m, pfn).known;
}

static bool read_page_type(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = page_type_word(page_at(m, pfn));
	return page_view(m, pfn).known;
}

static bool read_order(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = page_view(m, pfn).order;
	return *ret >= 0;
}

static bool read_private(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = page_at(m, pfn)->private;
	return page_view(m, pfn).known;
}

static bool read_tag(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = (int64_t)page_alloc_tag(m, pfn) - 1;
	return page_view(m, pfn).known;
}

static bool read_head(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = page_view(m, pfn).head;
	return true;
}

static bool read_migratetype(const struct model *m, pfn_t pfn, int64_t *ret)
{
	*ret = pageblock_type(m, pfn);
	return true;
}

static const struct page_word page_words[] = {
	{ "flags", read_flags, true },
	{ "refcount", read_refcount, false },
	{ "mapcount", read_mapcount, false },
	{ "page_type", read_page_type, true },
	{ "order", read_order, false },
	{ "private", read_private, false },
	{ "tag", read_tag, false },
	{ "head", read_head, false },
	{ "migratetype", read_migratetype, false },
};

enum { NR_PAGE_WORDS = sizeof(page_words) / sizeof(page_words[0]) };

const struct page_word *page_word_find(const struct token *name)
{
	for (size_t i = 0; i < NR_PAGE_WORDS; i++) {
		if (token_is(name, page_words[i].name))
			return &page_words[i];
	}
	return NULL;
}

const char *page_field_nth(size_t i)
{
	return i < NR_PAGE_WORDS ? page_words[i].name : NULL;
}

/* The first pages of a block: the second tells the order of a compound one. */
static void read_first_pages(struct evaluation *v, pfn_t first)
{
	struct word_pattern head = word_pattern_pages(first, first + 1);

	expression_read(v, &head);
}

static pfn_t block_start(pfn_t pfn, unsigned order)
{
	return pfn & ~((pfn_t)pages_in(order) - 1);
}

/* What a page is part of is decided by the pages that a block with it could
 * begin with. */
static void read_around(struct evaluation *v, pfn_t pfn)
{
	const struct machine *machine = model_machine(v->m);
	struct field_place block = {
		.object = OBJECT_PAGEBLOCK,
		.id = FIELD_PAGEBLOCK_TYPE,
		.index = block_start(pfn, machine->pageblock_order),
	};
	struct word_pattern type = word_pattern_of(&block);

	read_first_pages(v, pfn);
	for (unsigned order = 1; order <= machine->max_order; order++)
		if (block_start(pfn, order) != block_start(pfn, order - 1))
			read_first_pages(v, block_start(pfn, order));
	/* One that the allocator did not make may be larger. */
	read_first_pages(v, page_view(v->m, pfn).head);
	expression_read(v, &type);
}

struct value page_word_value(struct evaluation *v, const struct page_word *word,
			     int64_t pfn, const struct token *name)
{
	int64_t value = 0;

	if (!v->checking &&
	    (pfn < 0 || pfn >= PFN_NONE || !pfn_valid(v->m, (pfn_t)pfn))) {
		expression_mistake(v, name->start,
				   "this machine has no page %" PRId64
				   ": see `info zones`",
				   pfn);
	} else if (!v->checking) {
		read_around(v, (pfn_t)pfn);
		if (!word->read(v->m, (pfn_t)pfn, &value))
			expression_mistake(v, name->start,
					   "%s of page %" PRId64
					   " is not known: it was in use "
					   "before the recording began",
					   word->name, pfn);
	}
	return word->is_unsigned ? value_of_word((uint64_t)value)
				 : value_of_number(value);
}
