/*
 * What the words of a slab's first page hold.
 *
 * SLUB's pointers are told by what they lead to: the model has no addresses.
 * The words of the list are the node's, or a CPU's, or left over from a list
 * that the slab is on no longer.
 */
#include "commands/word_content.h"

#include <inttypes.h>

#include "commands/text.h"
#include "core/slab.h"

static void count(struct word_content *ret, struct text *words, uint64_t value,
		  const char *what)
{
	ret->has_value = true;
	ret->value = value;
	text_add(words, "%s", what);
}

static void cache_words(const struct model *m, const struct slab *slab,
			struct text *words)
{
	text_add(words, "%s", model_caches(m)->caches[slab->cache].name);
}

static void freelist_words(const struct slab *slab, struct word_content *ret,
			   struct text *words)
{
	if (slab->freelist)
		text_add(words, "its object %u", slab->freelist - 1U);
	else
		count(ret, words, 0, "empty");
}

static void counters_words(const struct slab *slab, struct word_content *ret,
			   struct text *words)
{
	count(ret, words, slab->counters, "");
	text_add(words, "inuse=%u|objects=%u|frozen=%u", slab_inuse(slab),
		 slab_nr_objects(slab), slab_frozen(slab));
}

/* The slab before or behind it; 0 at the end. */
static void link_words(const struct model *m, uint32_t link,
		       struct word_content *ret, struct text *words)
{
	if (!link) {
		text_add(words, "the node's list head");
		return;
	}
	ret->leads = true;
	ret->page = slab_pfn(slab_at(m, link));
	text_add(words, "slab of page %" PRIu32, ret->page);
}

static void next_words(const struct model *m, uint32_t number,
		       struct word_content *ret, struct text *words)
{
	const struct slab *slab = slab_at(m, number);
	enum slab_place place = slab_find(m, number).place;

	bool listed =
		place == SLAB_ON_NODE_PARTIAL || place == SLAB_ON_CPU_PARTIAL;

	if (!listed)
		text_add(words, "stale: it is on no list");
	else if (place == SLAB_ON_CPU_PARTIAL && !slab->next)
		count(ret, words, 0, "the last on the cpu's partial list");
	else
		link_words(m, slab->next, ret, words);
}

/* On a CPU's partial list counts lie where the node's list has its link. */
static void prev_words(const struct model *m, uint32_t number,
		       struct word_content *ret, struct text *words)
{
	const struct slab *slab = slab_at(m, number);
	enum slab_place place = slab_find(m, number).place;

	if (place == SLAB_ON_NODE_PARTIAL)
		link_words(m, slab->prev, ret, words);
	else if (place != SLAB_ON_CPU_PARTIAL)
		text_add(words, "stale: it is on no list");
	else if (model_machine(m)->profile->slab.partial_counts_objects)
		text_add(words, "pages=%" PRIu32 "|pobjects=%" PRIu32,
			 slab->slabs, slab->pobjects);
	else
		text_add(words, "slabs=%" PRIu32, slab->slabs);
}

static void half_words(const struct model *m, uint32_t number, uint32_t value,
		       struct word_content *ret, struct text *words)
{
	enum slab_place place = slab_find(m, number).place;

	if (place == SLAB_ON_CPU_PARTIAL)
		count(ret, words, value, "");
	else if (place == SLAB_ON_NODE_PARTIAL)
		text_add(words, "half of the link of the node's list");
	else
		text_add(words, "stale: it is on no list");
}

static void exts_words(const struct model *m, const struct slab *slab,
		       struct word_content *ret, struct text *words)
{
	if (!slab->exts) {
		count(ret, words, 0, "none");
		return;
	}
	const struct slab *at = slab_at(m, slab_of_object(slab->exts));

	ret->leads = true;
	ret->page = slab_pfn(at);
	text_add(words, "object %u of the slab of page %" PRIu32,
		 index_of_object(slab->exts), ret->page);
}

bool slab_content_read(const struct model *m, pfn_t pfn,
		       enum word_source source, struct word_content *ret)
{
	uint32_t number = slab_of_pfn(m, pfn);
	struct text words;

	if (!number || slab_pfn(slab_at(m, number)) != pfn)
		return false;
	const struct slab *slab = slab_at(m, number);

	ret->of_slab = true;
	text_init_fixed(&words, ret->words, sizeof(ret->words));
	if (source == SOURCE_SLAB_CACHE)
		cache_words(m, slab, &words);
	else if (source == SOURCE_SLAB_FREELIST)
		freelist_words(slab, ret, &words);
	else if (source == SOURCE_SLAB_COUNTERS)
		counters_words(slab, ret, &words);
	else if (source == SOURCE_SLAB_NEXT)
		next_words(m, number, ret, &words);
	else if (source == SOURCE_SLAB_PREV)
		prev_words(m, number, ret, &words);
	else if (source == SOURCE_SLAB_SLABS)
		half_words(m, number, slab->slabs, ret, &words);
	else if (source == SOURCE_SLAB_POBJECTS)
		half_words(m, number, slab->pobjects, ret, &words);
	else
		exts_words(m, slab, ret, &words);
	return true;
}
