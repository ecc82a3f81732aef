/*
 * How many pages a slab takes: the search for the smallest order that holds
 * enough objects and wastes little.
 *
 * Kernel counterpart: calculate_order(), calc_slab_order() (mm/slub.c).
 */
#include "core/kmalloc_cache.h"
#include "core/machine.h"

enum { MAX_OBJS_PER_PAGE = 32767 };

static unsigned slab_bytes(unsigned order)
{
	return 1U << (PAGE_SHIFT + order);
}

static unsigned objects_in(unsigned order, unsigned size)
{
	return slab_bytes(order) / size;
}

/* fls(): position of the highest bit, from 1. */
static unsigned last_bit(unsigned number)
{
	unsigned bit = 0;

	for (; number; number >>= 1)
		bit++;
	return bit;
}

unsigned slab_min_objects(const struct machine *machine, unsigned size)
{
	unsigned wanted = 4 * (last_bit(machine->nr_cpus) + 1);
	unsigned most = objects_in(PAGE_ALLOC_COSTLY_ORDER, size);

	if (machine->profile->slab.fits_one_object && most == 0)
		most = 1;
	return wanted < most ? wanted : most;
}

/* The walk through the candidates, one by one. */
struct order_search {
	const struct slab_rules *rules;
	unsigned size, min_objects, fraction, order;
};

static unsigned first_order(const struct order_search *s)
{
	unsigned order = order_of_bytes((uint64_t)s->min_objects * s->size);

	if (objects_in(order, s->size) > MAX_OBJS_PER_PAGE)
		order = order_of_bytes((uint64_t)s->size * MAX_OBJS_PER_PAGE) -
			1;
	return order;
}

static struct order_candidate candidate_of(const struct order_search *s)
{
	unsigned bytes = slab_bytes(s->order);
	unsigned waste = bytes % s->size;

	return (struct order_candidate){
		.order = s->order,
		.objects = objects_in(s->order, s->size),
		.waste = waste,
		.fraction = s->fraction,
		.accepted = waste <= bytes / s->fraction,
	};
}

/* The next fraction; after the largest fewer objects, where that is the rule.
 * False when nothing is left to try. */
static bool allow_more(struct order_search *s)
{
	unsigned largest = s->rules->wants_fewer_objects ? 4 : 2;

	if (s->fraction > largest) {
		s->fraction /= 2;
		s->order = first_order(s);
		return true;
	}
	if (!s->rules->wants_fewer_objects || s->min_objects <= 1)
		return false;
	s->min_objects--;
	s->fraction = s->min_objects > 1 ? 16 : 1;
	s->order = first_order(s);
	return true;
}

/* Steps over orders that are too large already. */
static bool settle(struct order_search *s)
{
	while (s->order > PAGE_ALLOC_COSTLY_ORDER)
		if (!allow_more(s))
			return false;
	return true;
}

/* Whatever is wasted: the fewest pages that hold one object. */
static struct order_candidate last_resort(const struct order_search *s)
{
	struct order_search last = *s;

	last.order = order_of_bytes(s->size);
	last.fraction = 1;
	return candidate_of(&last);
}

bool order_search_nth(const struct machine *machine, unsigned size, unsigned i,
		      struct order_candidate *ret)
{
	struct order_search s = {
		.rules = &machine->profile->slab,
		.size = size,
		.min_objects = slab_min_objects(machine, size),
		.fraction = 16,
	};

	s.order = first_order(&s);
	for (unsigned at = 0;; at++) {
		bool candidates = settle(&s);
		struct order_candidate here =
			candidates ? candidate_of(&s) : last_resort(&s);

		if (at == i) {
			*ret = here;
			return true;
		}
		if (here.accepted || !candidates)
			return false;
		s.order++;
	}
}
