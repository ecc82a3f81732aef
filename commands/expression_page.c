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
	*ret = (int64_t)page_at(m, pfn)->tag - 1;
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

static const struct page_word *page_word_find(const struct token *name)
{
	for (size_t i = 0; i < NR_PAGE_WORDS; i++) {
		if (token_is(name, page_words[i].name))
			return &page_words[i];
	}
	return NULL;
}

static const char *page_member_nth(size_t i)
{
	return i < NR_PAGE_WORDS ? page_words[i].name : NULL;
}

struct value expression_page_member(struct expression *e,
				    const struct value *object,
				    const struct token *name)
{
	const struct page_word *word = page_word_find(name);
	int64_t pfn = object->number;
	int64_t value = 0;

	if (!word)
		return expression_no_member(e, "page", name, page_member_nth);
	if (e->skipping)
		return value_of_number(0);
	if (pfn < 0 || pfn >= PFN_NONE || !pfn_valid(e->m, (pfn_t)pfn))
		expression_mistake(e, name->start,
				   "this machine has no page %" PRId64
				   ": see `info zones`",
				   pfn);
	else if (!word->read(e->m, (pfn_t)pfn, &value))
		expression_mistake(e, name->start,
				   "%s of page %" PRId64 " is not known: it "
				   "was in use before the recording began",
				   word->name, pfn);
	return word->is_unsigned ? value_of_word((uint64_t)value)
				 : value_of_number(value);
}
