/*
 * What the words of a struct page hold, as far as the model keeps them.
 */
#include "commands/word_content.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"
#include "core/page_type.h"
#include "core/slab.h"

static bool is_free(const struct model *m, pfn_t pfn)
{
	enum page_state state = page_view(m, pfn).state;

	return state == PAGE_STATE_BUDDY || state == PAGE_STATE_PCP;
}

/* Is this page's list word linked: first page of a block on some list? */
static bool is_listed(const struct model *m, pfn_t pfn)
{
	return is_free(m, pfn) && page_view(m, pfn).head == pfn;
}

static void say(struct word_content *content, const char *words)
{
	snprintf(content->words, sizeof(content->words), "%s", words);
}

static void lead_to(struct word_content *content, pfn_t page)
{
	content->leads = true;
	content->page = page;
}

static void hold(struct word_content *content, uint64_t value)
{
	content->has_value = true;
	content->value = value;
}

static void read_flags(const struct model *m, pfn_t pfn,
		       struct word_content *ret)
{
	struct text out;

	hold(ret, page_flags(m, pfn));
	text_init_fixed(&out, ret->words, sizeof(ret->words));
	if (page_order_byte(m, pfn) >= 0)
		text_add(&out, "folio_order=%d|", page_order_byte(m, pfn));
	flags_add_names(&out, &model_machine(m)->layout,
			page_named_flags(m, pfn));
}

static void link_words(link_t link, struct word_content *ret)
{
	if (link & LINK_HEAD) {
		say(ret, "the list's head");
		return;
	}
	snprintf(ret->words, sizeof(ret->words), "page %" PRIu32, link);
	lead_to(ret, link);
}

/* What the model does not keep as a word of struct page. */
static void leave_to_owner(struct word_content *ret)
{
	say(ret, "not modelled: its owner's word");
}

static void read_next(const struct model *m, pfn_t pfn,
		      struct word_content *ret)
{
	if (is_listed(m, pfn))
		link_words(page_at(m, pfn)->lru_next, ret);
	else if (is_free(m, pfn))
		say(ret, "stale: inside a free block");
	else
		leave_to_owner(ret);
}

static void read_prev(const struct model *m, pfn_t pfn,
		      struct word_content *ret)
{
	if (is_listed(m, pfn))
		link_words(page_at(m, pfn)->lru_prev, ret);
	else if (is_free(m, pfn))
		say(ret, "stale: inside a free block");
	else
		leave_to_owner(ret);
}

/* Words that freeing sets to zero, and that only an owner fills. */
static void read_owned(const struct model *m, pfn_t pfn,
		       struct word_content *ret)
{
	/* SLUB leaves alone what it has no use for. */
	if (is_free(m, pfn) || slab_of_pfn(m, pfn))
		hold(ret, 0);
	else
		leave_to_owner(ret);
}

static void read_index(const struct model *m, pfn_t pfn,
		       struct word_content *ret)
{
	struct page_view view = page_view(m, pfn);

	if (model_machine(m)->profile->list_type_is_remembered &&
	    view.state == PAGE_STATE_PCP && view.head == pfn) {
		hold(ret, page_at(m, pfn)->list_type);
		say(ret, "migratetype, while it is on a pcp list");
		return;
	}
	if (is_free(m, pfn))
		say(ret, "stale: freeing leaves it as it was");
	else
		leave_to_owner(ret);
}

static void read_private(const struct model *m, pfn_t pfn,
			 struct word_content *ret)
{
	if (!page_view(m, pfn).known) {
		say(ret, "not known: in use before the recording");
		return;
	}
	hold(ret, page_at(m, pfn)->private);
	if (page_view(m, pfn).state != PAGE_STATE_BUDDY || !is_listed(m, pfn))
		return;
	say(ret, "order of the free block");
	if (page_links(m, pfn).has_buddy)
		lead_to(ret, page_links(m, pfn).buddy);
}

static void read_type(const struct model *m, pfn_t pfn,
		      struct word_content *ret)
{
	const struct profile *profile = model_machine(m)->profile;
	uint32_t word = page_type_word(page_at(m, pfn));
	struct text names;

	if (!page_view(m, pfn).known) {
		say(ret, "not known: in use before the recording");
		return;
	}
	hold(ret, word);
	text_init_fixed(&names, ret->words, sizeof(ret->words));
	if (page_has_type(profile, word))
		page_type_add_names(&names, profile, word);
	else
		text_add(&names, "no type, mapped %" PRId64 " time%s",
			 page_mapcount_of(profile, word),
			 page_mapcount_of(profile, word) == 1 ? "" : "s");
}

static void read_refcount(const struct model *m, pfn_t pfn,
			  struct word_content *ret)
{
	if (page_view(m, pfn).known)
		hold(ret, (uint32_t)page_at(m, pfn)->refcount);
	else
		say(ret, "not known: in use before the recording");
}

/* A word that only an owner fills, and that nobody clears. */
static void read_owner(const struct model *m, pfn_t pfn,
		       struct word_content *ret)
{
	if (is_free(m, pfn))
		say(ret, "stale: freeing leaves it as it was");
	else
		leave_to_owner(ret);
}

static void read_head(const struct model *m, pfn_t pfn,
		      struct word_content *ret)
{
	struct page_view view = page_view(m, pfn);

	if (view.state != PAGE_STATE_TAIL) {
		say(ret, "it is no tail");
		return;
	}
	snprintf(ret->words, sizeof(ret->words),
		 "compound_head: page %" PRIu32 ", bit 0 set", view.head);
	lead_to(ret, view.head);
}

/* Words that making a compound page leaves in its tails. */
static void read_compound(const struct model *m, pfn_t pfn,
			  enum word_source source, struct word_content *ret)
{
	struct page_view view = page_view(m, pfn);
	int order = view.order < 0 ? 0 : view.order;

	if (view.state != PAGE_STATE_TAIL)
		say(ret, "it is no tail");
	else if (source == SOURCE_TAIL_MAPPING)
		hold(ret, 0xdead000000000400U);
	else if (source == SOURCE_MINUS_ONE)
		hold(ret, UINT32_MAX);
	else if (source == SOURCE_ZERO)
		hold(ret, 0);
	else if (source == SOURCE_COMPOUND_DTOR)
		hold(ret, 1);
	else if (source == SOURCE_ORDER)
		hold(ret, (uint64_t)order);
	else if (source == SOURCE_NR_PAGES)
		hold(ret, (uint64_t)pages_in((unsigned)order));
	else
		say(ret, "linked to itself: an empty list");
}

void word_content_read(const struct model *m, pfn_t pfn,
		       enum word_source source, struct word_content *ret)
{
	switch (source) {
	case SOURCE_FLAGS:
		read_flags(m, pfn, ret);
		return;
	case SOURCE_NEXT:
		read_next(m, pfn, ret);
		return;
	case SOURCE_PREV:
		read_prev(m, pfn, ret);
		return;
	case SOURCE_PRIVATE:
		read_private(m, pfn, ret);
		return;
	case SOURCE_TYPE:
		read_type(m, pfn, ret);
		return;
	case SOURCE_REFCOUNT:
		read_refcount(m, pfn, ret);
		return;
	case SOURCE_MIGRATETYPE:
		read_index(m, pfn, ret);
		return;
	case SOURCE_HEAD:
		read_head(m, pfn, ret);
		return;
	case SOURCE_MAPPING:
		read_owned(m, pfn, ret);
		return;
	case SOURCE_OWNER:
		read_owner(m, pfn, ret);
		return;
	case SOURCE_STALE:
		say(ret, "stale: left as it was");
		return;
	case SOURCE_TAIL_MAPPING:
	case SOURCE_MINUS_ONE:
	case SOURCE_ZERO:
	case SOURCE_COMPOUND_DTOR:
	case SOURCE_ORDER:
	case SOURCE_NR_PAGES:
	case SOURCE_EMPTY_LIST:
		read_compound(m, pfn, source, ret);
		return;
	case SOURCE_SLAB_CACHE:
	case SOURCE_SLAB_FREELIST:
	case SOURCE_SLAB_COUNTERS:
	case SOURCE_SLAB_NEXT:
	case SOURCE_SLAB_PREV:
	case SOURCE_SLAB_SLABS:
	case SOURCE_SLAB_POBJECTS:
	case SOURCE_SLAB_EXTS:
		if (!slab_content_read(m, pfn, source, ret))
			read_owner(m, pfn, ret);
		return;
	}
}
