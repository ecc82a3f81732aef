/*
 * The digest of all state words, computed when somebody asks.
 *
 * It is a sum over the words, so going from one position of the history to
 * another takes only the writes in between.  The first time all words are
 * looked at; memory that was never touched is zero, has no share, and is
 * skipped.
 */
#include "core/model_internal.h"

/* Share of one word; none for zero. */
static uint64_t share(uint64_t offset, uint64_t value)
{
	if (value == 0)
		return 0;
	uint64_t mixed =
		(value ^ (offset * 0x9e3779b97f4a7c15U)) * 0xd6e8feb86659fd93U;

	return (mixed ^ (mixed >> 32)) * 0xd6e8feb86659fd93U;
}

struct summing {
	const struct model *m;
	uint64_t sum;
};

static void add_word(void *context, uint64_t offset, size_t size)
{
	struct summing *s = context;

	s->sum += share(offset, word_load(s->m->arena.words + offset, size));
}

static uint64_t digest_of_state(const struct model *m)
{
	struct summing s = { .m = m };

	for_each_touched_word(m, add_word, &s);
	return s.sum;
}

/* What the writes since it was asked for last have added to it. */
static uint64_t difference_since(const struct digest_cache *cache)
{
	uint64_t here = cache->model->tape.applied;
	struct tape_sum sum = { .share = share };

	tape_apply(cache->model, cache->applied, NULL);
	tape_apply(cache->model, here, &sum);
	return sum.sum;
}

uint64_t model_digest(const struct model *m)
{
	struct digest_cache *cache = m->digest;

	if (m->mode == TAPE_OFF)
		return digest_of_state(m);
	if (cache->known)
		cache->value += difference_since(cache);
	else
		cache->value = digest_of_state(m);
	cache->applied = m->tape.applied;
	cache->known = true;
	cache->asked = true;
	return cache->value;
}

void digest_follow(struct model *m, uint64_t writes)
{
	struct digest_cache *cache = m->digest;
	struct tape_sum sum = { .share = share };
	bool follows = cache->asked && cache->applied == m->tape.applied;

	tape_apply(m, writes, follows ? &sum : NULL);
	cache->asked = false;
	if (!follows)
		return;
	cache->value += sum.sum;
	cache->applied = writes;
}
