#include "commands/break_cache.h"

#include <assert.h>
#include <stdlib.h>

#include "commands/session_internal.h"

/* More than a timeline shows. */
enum { KEPT_OPS = 128 };

struct op_breaks {
	uint32_t op; /* 0: none */
	size_t nr, room;
	uint64_t *positions;
};

struct break_cache {
	uint64_t fingerprint; /* of what it was found with */
	struct op_breaks kept[KEPT_OPS];
};

struct break_cache *break_cache_create(void)
{
	struct break_cache *cache = calloc(1, sizeof(*cache));

	assert(cache && "out of memory");
	return cache;
}

void break_cache_destroy(struct break_cache *cache)
{
	for (size_t i = 0; cache && i < KEPT_OPS; i++)
		free(cache->kept[i].positions);
	free(cache);
}

/* Another one when a number stands for another operation, or when other
 * breakpoints wait: a number is never given to two of them. */
static uint64_t fingerprint_of(const struct session *s)
{
	const uint64_t factor = 0x9e3779b97f4a7c15U;
	uint64_t sum = s->machines * factor + history_drops(s->m);

	for (size_t i = 0; i < s->nr_breakpoints; i++)
		if (s->breakpoints[i].enabled)
			sum = sum * factor + s->breakpoints[i].number;
	return sum;
}

static void keep(struct op_breaks *breaks, uint64_t position)
{
	if (breaks->nr == breaks->room) {
		breaks->room = breaks->room * 2 + 8;
		breaks->positions =
			realloc(breaks->positions,
				breaks->room * sizeof(*breaks->positions));
		assert(breaks->positions && "out of memory");
	}
	breaks->positions[breaks->nr++] = position;
}

static void find(const struct session *s, uint32_t op, struct op_breaks *breaks)
{
	uint64_t end = history_op_end(s->m, op);

	breaks->op = op;
	breaks->nr = 0;
	if (!session_breaks_in(s, op))
		return;
	for (uint64_t at = history_op_begin(s->m, op) + 1; at <= end; at++)
		if (session_breaks_at(s, at))
			keep(breaks, at);
}

size_t session_breaks_of(const struct session *s, uint32_t op,
			 const uint64_t **ret)
{
	struct break_cache *cache = s->break_cache;
	struct op_breaks *breaks = &cache->kept[op % KEPT_OPS];
	uint64_t fingerprint = fingerprint_of(s);

	for (size_t i = 0; fingerprint != cache->fingerprint && i < KEPT_OPS;
	     i++)
		cache->kept[i].op = 0;
	cache->fingerprint = fingerprint;
	if (breaks->op != op)
		find(s, op, breaks);
	*ret = breaks->positions;
	return breaks->nr;
}
