/*
 * Sheaves by number, and barns.
 */
#include "core/sheaf_internal.h"

bool model_has_sheaves(const struct model *m)
{
	return m->machine.profile->slabs_have_sheaves;
}

uint32_t nr_boot_sheaves(const struct model *m)
{
	return m->caches.nr * m->machine.nr_cpus;
}

uint32_t nr_sheaves(const struct model *m)
{
	return nr_boot_sheaves(m) + m->sheaf_numbers->nr;
}

uint32_t main_sheaf(const struct model *m, unsigned cache, unsigned cpu)
{
	uint32_t sheaf = cpu_sheaves_of(m, cache, cpu)->main;

	return sheaf ? sheaf : cache * m->machine.nr_cpus + cpu + 1;
}

uint32_t spare_sheaf(const struct model *m, unsigned cache, unsigned cpu)
{
	return cpu_sheaves_of(m, cache, cpu)->spare;
}

const struct node_barn *barn_at(const struct model *m, unsigned cache,
				unsigned node)
{
	return &m->barns[cache * m->machine.nr_nodes + node];
}

const struct slab_sheaf *sheaf_at(const struct model *m, uint32_t sheaf)
{
	assert(sheaf > 0 && sheaf <= nr_sheaves(m));
	return sheaf_of(m, sheaf);
}

int cache_of_sheaf(const struct model *m, uint32_t sheaf)
{
	const struct slab_sheaf *s = sheaf_at(m, sheaf);

	if (sheaf <= nr_boot_sheaves(m))
		return (int)((sheaf - 1) / m->machine.nr_cpus);
	return s->size ? slab_of(m, slab_of_object(s->objects[0]))->cache : -1;
}

/* A CPU has two, and a barn some more than it keeps full. */
uint32_t sheaf_room_of(const struct machine *machine)
{
	return MAX_KMALLOC_CACHES * (3 * machine->nr_cpus +
				     3 * MAX_FULL_SHEAVES * machine->nr_nodes);
}

const struct node_barn *barn_here(const struct model *m, unsigned cache)
{
	return barn_at(m, cache, m->machine.cpu_node[m->cpu]);
}

void swap_main_and_spare(struct model *m, unsigned cache)
{
	const struct slub_percpu_sheaves *pcs =
		cpu_sheaves_of(m, cache, m->cpu);
	uint32_t main = main_sheaf(m, cache, m->cpu);

	put(m, &pcs->main, pcs->spare);
	put(m, &pcs->spare, main);
}

/* Pushes a sheaf on a list of the barn. */
static void push(struct model *m, const uint32_t *first, const uint32_t *nr,
		 uint32_t sheaf)
{
	put(m, &sheaf_of(m, sheaf)->next, *first);
	put(m, first, sheaf);
	put(m, nr, *nr + 1);
}

static uint32_t pop(struct model *m, const uint32_t *first, const uint32_t *nr)
{
	uint32_t sheaf = *first;

	if (!sheaf)
		return 0;
	put(m, first, sheaf_of(m, sheaf)->next);
	put(m, &sheaf_of(m, sheaf)->next, 0);
	put(m, nr, *nr - 1);
	return sheaf;
}

void barn_put_empty(struct model *m, const struct node_barn *barn,
		    uint32_t sheaf)
{
	push(m, &barn->empty, &barn->nr_empty, sheaf);
}

void barn_put_full(struct model *m, const struct node_barn *barn,
		   uint32_t sheaf)
{
	push(m, &barn->full, &barn->nr_full, sheaf);
}

uint32_t barn_take_empty(struct model *m, const struct node_barn *barn)
{
	return pop(m, &barn->empty, &barn->nr_empty);
}

uint32_t barn_take_full(struct model *m, const struct node_barn *barn)
{
	return pop(m, &barn->full, &barn->nr_full);
}

static uint32_t take_number(struct model *m)
{
	const struct sheaf_numbers *numbers = m->sheaf_numbers;
	uint32_t sheaf = numbers->free;

	if (sheaf) {
		put(m, &numbers->free, sheaf_of(m, sheaf)->next);
		put(m, &sheaf_of(m, sheaf)->next, 0);
		return sheaf;
	}
	assert(numbers->nr < sheaf_room_of(&m->machine));
	put(m, &numbers->nr, numbers->nr + 1);
	return nr_sheaves(m);
}

uint32_t alloc_empty_sheaf(struct model *m, unsigned cache, gfp_t gfp,
			   bool no_recurse)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	unsigned bytes = sheaf_bytes(sheaf_capacity(m, cache));
	struct slab_request request = {
		.cache = (unsigned)kmalloc_cache_of(&m->caches, bytes,
						    KMALLOC_NORMAL),
		.gfp = gfp & ~(bits->dma | bits->reclaimable | bits->account |
			       bits->nofail | bits->thisnode | bits->comp),
		.nid = -1,
		.no_recurse = true,
	};
	enum alloc_path path = m->path;
	enum slab_level level = SLAB_NO_LEVEL;

	frame(m, PROBE_ALLOC_EMPTY_SHEAF, cache, bytes, request.cache,
	      no_recurse);
	if (no_recurse)
		return 0;
	object_ref memory = slab_alloc_node(m, &request, &level);

	m->path = path;
	if (!memory)
		return 0;
	uint32_t sheaf = take_number(m);

	put(m, &sheaf_of(m, sheaf)->memory, memory);
	return sheaf;
}

void free_empty_sheaf(struct model *m, uint32_t sheaf)
{
	const struct slab_sheaf *s = sheaf_of(m, sheaf);
	object_ref memory = s->memory;

	frame(m, PROBE_FREE_EMPTY_SHEAF, sheaf, memory != 0);
	/* What booting took is not the model's to give back. */
	if (!memory)
		return;
	put(m, &s->memory, 0);
	put(m, &s->next, m->sheaf_numbers->free);
	put(m, &m->sheaf_numbers->free, sheaf);
	slab_free(m, memory);
}

static bool sheaf_has(const struct model *m, object_ref object,
		      struct sheaf_whereabouts *where)
{
	const struct slab_sheaf *s = sheaf_of(m, where->sheaf);

	for (where->index = 0; where->index < s->size; where->index++)
		if (s->objects[where->index] == object)
			return true;
	return false;
}

static bool cpu_has(const struct model *m, object_ref object,
		    struct sheaf_whereabouts *where)
{
	unsigned cache = slab_of(m, slab_of_object(object))->cache;

	where->place = SHEAF_MAIN;
	where->sheaf = main_sheaf(m, cache, where->owner);
	if (sheaf_has(m, object, where))
		return true;
	where->place = SHEAF_SPARE;
	where->sheaf = spare_sheaf(m, cache, where->owner);
	return where->sheaf && sheaf_has(m, object, where);
}

struct sheaf_whereabouts sheaf_find(const struct model *m, object_ref object)
{
	struct sheaf_whereabouts where = { .place = SHEAF_NONE };
	unsigned cache = slab_of(m, slab_of_object(object))->cache;

	if (!model_has_sheaves(m))
		return where;
	for (; where.owner < m->machine.nr_cpus; where.owner++)
		if (cpu_has(m, object, &where))
			return where;
	where.place = SHEAF_IN_BARN;
	for (where.owner = 0; where.owner < m->machine.nr_nodes; where.owner++)
		for (where.sheaf = barn_at(m, cache, where.owner)->full;
		     where.sheaf; where.sheaf = sheaf_of(m, where.sheaf)->next)
			if (sheaf_has(m, object, &where))
				return where;
	return (struct sheaf_whereabouts){ .place = SHEAF_NONE };
}
