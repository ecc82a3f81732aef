/*
 * Which kmalloc caches a machine has: families and size classes.
 */
#include "core/kmalloc_cache.h"

#include <string.h>

#include "core/machine.h"

static const char *const prefixes[NR_KMALLOC_FAMILIES] = {
	[KMALLOC_NORMAL] = "kmalloc",
	[KMALLOC_RECLAIM] = "kmalloc-rcl",
	[KMALLOC_DMA] = "dma-kmalloc",
	[KMALLOC_CGROUP] = "kmalloc-cg",
	[KMALLOC_NO_OBJ_EXT] = "kmalloc-no-objext",
};

/* In the order in which booting makes them: the two odd sizes first, at first
 * where they belong. */
static const uint8_t odd_first[NR_KMALLOC_CLASSES] = {
	1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
};
static const uint8_t rising[NR_KMALLOC_CLASSES] = {
	3, 4, 5, 6, 1, 7, 2, 8, 9, 10, 11, 12, 13,
};

static const enum kmalloc_family families[NR_KMALLOC_FAMILIES] = {
	KMALLOC_NORMAL, KMALLOC_RECLAIM,    KMALLOC_DMA,
	KMALLOC_CGROUP, KMALLOC_NO_OBJ_EXT,
};
static const enum kmalloc_family cgroup_early[NR_KMALLOC_FAMILIES] = {
	KMALLOC_NORMAL, KMALLOC_CGROUP,     KMALLOC_RECLAIM,
	KMALLOC_DMA,    KMALLOC_NO_OBJ_EXT,
};

int kmalloc_index(unsigned size, unsigned min_size)
{
	int index = 3;

	if (size == 0)
		return 0;
	if (size > KMALLOC_MAX_CACHE_SIZE)
		return -1;
	if (size < min_size)
		size = min_size;
	if (min_size <= 32 && size > 64 && size <= 96)
		return 1;
	if (min_size <= 64 && size > 128 && size <= 192)
		return 2;
	while (size > 1U << index)
		index++;
	return index;
}

static unsigned size_of_index(unsigned index)
{
	if (index == 1)
		return 96;
	return index == 2 ? 192 : 1U << index;
}

unsigned order_of_bytes(uint64_t bytes)
{
	unsigned order = 0;

	while (((uint64_t)1 << (PAGE_SHIFT + order)) < bytes)
		order++;
	return order;
}

static bool family_exists(const struct machine *machine,
			  enum kmalloc_family family)
{
	const struct slab_rules *rules = &machine->profile->slab;

	switch (family) {
	case KMALLOC_NORMAL:
		return true;
	case KMALLOC_RECLAIM:
		return rules->reclaimable_family;
	case KMALLOC_DMA:
		return machine->zone_id[ZONE_DMA] >= 0;
	case KMALLOC_CGROUP:
		return rules->cgroup_family;
	case KMALLOC_NO_OBJ_EXT:
		return rules->no_objext_family;
	case NR_KMALLOC_FAMILIES:
		break;
	}
	return false;
}

enum kmalloc_family kmalloc_family_of(const struct machine *machine, gfp_t gfp)
{
	const struct gfp_bits *bits = &machine->profile->gfp;

	if (gfp & bits->dma && family_exists(machine, KMALLOC_DMA))
		return KMALLOC_DMA;
	if (gfp & bits->reclaimable && family_exists(machine, KMALLOC_RECLAIM))
		return KMALLOC_RECLAIM;
	if (gfp & bits->account && family_exists(machine, KMALLOC_CGROUP))
		return KMALLOC_CGROUP;
	return KMALLOC_NORMAL;
}

static void append(char *text, const char *more)
{
	memcpy(text + strlen(text), more, strlen(more) + 1);
}

static void append_number(char *text, unsigned number)
{
	char digits[12] = "";
	size_t at = sizeof(digits) - 1;

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	append(text, digits + at);
}

static void name_cache(const struct slab_rules *rules,
		       struct kmalloc_cache *cache)
{
	bool in_k = rules->names_in_k && cache->size >= 1024;

	cache->name[0] = '\0';
	append(cache->name, prefixes[cache->family]);
	append(cache->name, "-");
	append_number(cache->name, in_k ? cache->size / 1024 : cache->size);
	if (in_k)
		append(cache->name, "k");
}

static unsigned log2_of(unsigned number)
{
	unsigned log = 0;

	while (number >> (log + 1))
		log++;
	return log;
}

static unsigned cpu_partial_of(const struct slab_rules *rules, unsigned size)
{
	if (size >= 1U << PAGE_SHIFT)
		return rules->cpu_partial[3];
	if (size >= 1024)
		return rules->cpu_partial[2];
	return rules->cpu_partial[size >= 256];
}

/* About half of what a CPU's partial list held, as there are two sheaves;
 * then as many as the sheaf's own size class has room for. */
static unsigned sheaf_capacity_of(unsigned size, unsigned min_size)
{
	unsigned wanted = 60;
	int index = 0;

	if (size >= 1U << PAGE_SHIFT)
		wanted = 4;
	else if (size >= 1024)
		wanted = 12;
	else if (size >= 256)
		wanted = 26;
	index = kmalloc_index(sheaf_bytes(wanted), min_size);
	return (size_of_index((unsigned)index) - sheaf_bytes(0)) /
	       (sheaf_bytes(1) - sheaf_bytes(0));
}

/* What the family adds to every request for pages. */
static gfp_t allocflags_of(const struct profile *profile,
			   const struct kmalloc_cache *cache)
{
	const struct gfp_bits *bits = &profile->gfp;
	gfp_t flags = 0;

	if (cache->oo.order > 0 || profile->slab.always_compound)
		flags |= bits->comp;
	if (cache->family == KMALLOC_DMA)
		flags |= bits->dma;
	if (cache->family == KMALLOC_RECLAIM)
		flags |= bits->reclaimable;
	return flags;
}

static struct slab_shape shape_of_slab(const struct machine *machine,
				       unsigned size)
{
	struct order_candidate candidate = { 0 };

	for (unsigned i = 0; order_search_nth(machine, size, i, &candidate);
	     i++)
		;
	return (struct slab_shape){ candidate.order, candidate.objects };
}

static struct slab_shape smallest_shape(unsigned size)
{
	unsigned order = order_of_bytes(size);

	return (struct slab_shape){ order, (4096U << order) / size };
}

static struct kmalloc_cache cache_of(const struct machine *machine,
				     enum kmalloc_family family, unsigned size,
				     unsigned min_size)
{
	const struct slab_rules *rules = &machine->profile->slab;
	unsigned kept = log2_of(size) / 2;
	struct kmalloc_cache cache = {
		.family = family,
		.size = size,
		.oo = shape_of_slab(machine, size),
		.min = smallest_shape(size),
		.cpu_partial = cpu_partial_of(rules, size),
	};

	cache.min_partial = kept < 5 ? 5 : kept > 10 ? 10 : kept;
	cache.cpu_partial_slabs =
		(2 * cache.cpu_partial + cache.oo.objects - 1) /
		cache.oo.objects;
	if (machine->profile->slabs_have_sheaves)
		cache.sheaf_capacity = sheaf_capacity_of(size, min_size);
	cache.allocflags = allocflags_of(machine->profile, &cache);
	name_cache(rules, &cache);
	return cache;
}

/* Small classes that the architecture's alignment leaves out. */
static bool class_exists(unsigned index, unsigned min_size)
{
	unsigned size = size_of_index(index);

	return kmalloc_index(size, min_size) == (int)index;
}

static void add_family(const struct machine *machine,
		       enum kmalloc_family family, struct kmalloc_caches *ret)
{
	const struct slab_rules *rules = &machine->profile->slab;
	bool apart = family == KMALLOC_DMA && rules->dma_caches_apart;
	const uint8_t *order =
		rules->caches_by_size && !apart ? rising : odd_first;

	for (unsigned i = 0; i < NR_KMALLOC_CLASSES; i++) {
		unsigned index = order[i];

		if (!family_exists(machine, family) ||
		    !class_exists(index, ret->min_size))
			continue;
		ret->by_index[family][index] = (int16_t)ret->nr;
		ret->caches[ret->nr++] = cache_of(
			machine, family, size_of_index(index), ret->min_size);
	}
}

void kmalloc_caches_of(const struct machine *machine,
		       struct kmalloc_caches *ret)
{
	const struct slab_rules *rules = &machine->profile->slab;

	memset(ret, 0, sizeof(*ret));
	memset(ret->by_index, -1, sizeof(ret->by_index));
	ret->min_size =
		machine->kmalloc_min_size ? machine->kmalloc_min_size : 8;
	for (unsigned i = 0; i < NR_KMALLOC_FAMILIES; i++)
		add_family(machine,
			   rules->cgroup_caches_early ? cgroup_early[i]
						      : families[i],
			   ret);
}

int kmalloc_cache_of(const struct kmalloc_caches *caches, unsigned size,
		     enum kmalloc_family family)
{
	int index = kmalloc_index(size, caches->min_size);

	return index > 0 ? caches->by_index[family][index] : -1;
}
