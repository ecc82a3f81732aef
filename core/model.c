/*
 * The model: where its objects lie in the arena, and reading them.
 */
#include "core/model.h"

#include <stdlib.h>

#include "core/codetag_internal.h"
#include "core/form_internal.h"
#include "core/list_internal.h"
#include "core/model_internal.h"
#include "core/sheaf_internal.h"

/* Places an array of objects behind what stands in the arena so far. */
static size_t place(size_t *end, size_t count, size_t size)
{
	size_t begin = (*end + 63) & ~(size_t)63;

	*end = begin + count * size;
	return begin;
}

struct places {
	size_t globals, nodes, zones, pcps, blocks, tags, pages, end;
	size_t tags_elsewhere, tag_accounts, modules, areas;
	size_t slab_numbers, page_slabs, cache_cpus, cache_nodes;
	size_t slabs, objects;
	size_t sheaf_numbers, cpu_sheaves, barns, sheaves;
};

static uint32_t slab_room_of(const struct machine *machine)
{
	pfn_t pages = machine_end_pfn(machine) - machine_first_pfn(machine);

	return pages < MAX_SLABS ? pages : MAX_SLABS;
}

/* Behind all others. */
static void place_sheaves(struct places *at, const struct machine *machine)
{
	bool exist = machine->profile->slabs_have_sheaves;
	size_t caches = exist ? MAX_KMALLOC_CACHES : 0;
	size_t of_boot = caches * machine->nr_cpus;

	at->sheaf_numbers =
		place(&at->end, exist, sizeof(struct sheaf_numbers));
	at->cpu_sheaves = place(&at->end, caches * machine->nr_cpus,
				sizeof(struct slub_percpu_sheaves));
	at->barns = place(&at->end, caches * machine->nr_nodes,
			  sizeof(struct node_barn));
	at->sheaves =
		place(&at->end, of_boot + (exist ? sheaf_room_of(machine) : 0),
		      sizeof(struct slab_sheaf));
}

static struct places places_of(const struct machine *machine)
{
	pfn_t first = machine_first_pfn(machine);
	pfn_t end = machine_end_pfn(machine);
	size_t blocks = (size_t)((end - 1) >> machine->pageblock_order) -
			(first >> machine->pageblock_order) + 1;
	struct places at = { 0 };

	at.globals = place(&at.end, 1, sizeof(struct globals));
	at.nodes =
		place(&at.end, machine->nr_nodes, sizeof(struct pglist_data));
	at.zones = place(&at.end, machine->nr_zones, sizeof(struct zone));
	at.pcps = place(&at.end, (size_t)machine->nr_zones * machine->nr_cpus,
			sizeof(struct per_cpu_pages));
	at.blocks = place(&at.end, blocks, sizeof(struct pageblock));
	at.tags = place(&at.end, MAX_TAGS, sizeof(struct alloc_tag_counters));
	at.pages = place(&at.end, end - first, sizeof(struct page));
	at.tags_elsewhere =
		place(&at.end, (size_t)MAX_TAGS * (machine->nr_cpus - 1),
		      sizeof(struct alloc_tag_counters));
	at.tag_accounts = place(&at.end, MAX_TAGS, sizeof(struct tag_account));
	at.modules = place(&at.end, MAX_MODULES, sizeof(struct module_words));
	at.areas = place(&at.end, MAX_TAG_AREAS, sizeof(struct tag_area));
	at.slab_numbers = place(&at.end, 1, sizeof(struct slab_numbers));
	at.page_slabs = place(&at.end, end - first, sizeof(struct page_slab));
	at.cache_cpus =
		place(&at.end, (size_t)MAX_KMALLOC_CACHES * machine->nr_cpus,
		      sizeof(struct kmem_cache_cpu));
	at.cache_nodes =
		place(&at.end, (size_t)MAX_KMALLOC_CACHES * machine->nr_nodes,
		      sizeof(struct kmem_cache_node));
	at.slabs = place(&at.end, slab_room_of(machine), sizeof(struct slab));
	at.objects = place(&at.end,
			   (size_t)slab_room_of(machine) * SLAB_OBJECTS_LIMIT,
			   sizeof(struct slab_object));
	place_sheaves(&at, machine);
	return at;
}

static void point_into_arena(struct model *m, const struct places *at)
{
	const unsigned char *words = m->arena.words;

	m->globals = (const void *)(words + at->globals);
	m->nodes = (const void *)(words + at->nodes);
	m->zones = (const void *)(words + at->zones);
	m->pcps = (const void *)(words + at->pcps);
	m->blocks = (const void *)(words + at->blocks);
	m->tags = (const void *)(words + at->tags);
	m->pages = (const void *)(words + at->pages);
	m->tags_elsewhere = (const void *)(words + at->tags_elsewhere);
	m->tag_accounts = (const void *)(words + at->tag_accounts);
	m->modules = (const void *)(words + at->modules);
	m->areas = (const void *)(words + at->areas);
	m->slab_numbers = (const void *)(words + at->slab_numbers);
	m->page_slabs = (const void *)(words + at->page_slabs);
	m->cache_cpus = (const void *)(words + at->cache_cpus);
	m->cache_nodes = (const void *)(words + at->cache_nodes);
	m->slabs = (const void *)(words + at->slabs);
	m->objects = (const void *)(words + at->objects);
	m->sheaf_numbers = (const void *)(words + at->sheaf_numbers);
	m->cpu_sheaves = (const void *)(words + at->cpu_sheaves);
	m->barns = (const void *)(words + at->barns);
	m->sheaves = (const void *)(words + at->sheaves);
}

/* Small machines are used all over; of large ones, only what is touched shall
 * cost memory.  Tags come one after the other, few in most histories. */
static void expect_use(struct model *m, const struct places *at)
{
	enum { SMALL = 16 << 20 };

	if (at->tags_elsewhere - at->pages <= SMALL)
		arena_expect_all(&m->arena, at->pages, at->tags_elsewhere);
	arena_expect_all(&m->arena, at->tags + LARGE_PAGE, at->pages);
}

static void zone_init_words(struct model *m, unsigned index)
{
	const struct zone_place *zone_place = &m->machine.zones[index];
	const struct zone *zone = &m->zones[index];

	put(m, &zone->node, zone_place->node);
	put(m, &zone->kind, zone_place->kind);
	put(m, &zone->zone_id, m->machine.zone_id[zone_place->kind]);
	put(m, &zone->zone_start_pfn, zone_place->start);
	put(m, &zone->spanned_pages, zone_place->spanned);
	put(m, &zone->contiguous, 1);
	for (unsigned order = 0; order <= m->machine.max_order; order++)
		for (unsigned type = 0; type < MIGRATE_TYPES; type++)
			list_init(m, &zone->free_area[order].free_list[type]);
	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		for (unsigned i = 0; i < NR_PCP_LISTS; i++)
			list_init(m, &pcp_of(m, zone, cpu)->lists[i]);
}

struct model *model_create(const struct machine *machine)
{
	struct places at = places_of(machine);
	struct model *m = calloc(1, sizeof(*m));

	if (!m)
		return NULL;
	m->registry = tag_registry_create();
	m->details = details_create(m);
	m->digest = calloc(1, sizeof(*m->digest));
	if (!tape_init(&m->tape) || !m->registry || !m->digest || !m->details ||
	    !arena_init(&m->arena, at.end)) {
		tag_registry_destroy(m->registry);
		details_destroy(m->details);
		tape_deinit(&m->tape);
		free(m->digest);
		free(m);
		return NULL;
	}
	m->digest->model = m;
	m->machine = *machine;
	m->plain_form = plain_form_of(machine->profile);
	probes_of_kernel(machine->profile, m->probes);
	kmalloc_caches_of(machine, &m->caches);
	m->slab_room = slab_room_of(machine);
	m->first_pfn = machine_first_pfn(machine);
	m->end_pfn = machine_end_pfn(machine);
	m->first_block = m->first_pfn >> machine->pageblock_order;
	m->check_at_free = flags_check_at_free(&machine->layout) |
			   pageflag_mask(&machine->layout, PG_hwpoison);
	m->check_at_prep =
		flags_check_at_prep(&machine->layout) |
		flags_field_mask(&machine->layout, FIELD_LAST_CPUPID);
	m->head_flag = pageflag_mask(&machine->layout, PG_head);
	m->depth = -1;
	point_into_arena(m, &at);
	expect_use(m, &at);
	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		put(m, &m->nodes[node].kswapd_waiting, KSWAPD_ASLEEP);
		put(m, &m->nodes[node].kswapd_highest_zoneidx,
		    machine->max_nr_zones);
	}
	for (unsigned zone = 0; zone < machine->nr_zones; zone++)
		zone_init_words(m, zone);
	return m;
}

void model_destroy(struct model *m)
{
	if (!m)
		return;
	tape_deinit(&m->tape);
	details_destroy(m->details);
	tag_registry_destroy(m->registry);
	arena_deinit(&m->arena);
	free(m->digest);
	free(m);
}

static void detail_met(struct model *m, const void *word, size_t size,
		       uint64_t change)
{
	uint64_t offset =
		(uint64_t)((const unsigned char *)word - m->arena.words);
	uint64_t old_value = word_load(word, size);

	details_write(m->details, offset, size, old_value, old_value ^ change);
}

void write_met(struct model *m, const void *word, size_t size, uint64_t change)
{
	uint64_t offset =
		(uint64_t)((const unsigned char *)word - m->arena.words);

	if (m->mode & TAPE_WRITES)
		tape_write(&m->tape, offset, size, change);
	if (m->mode & TAPE_STEPS)
		detail_met(m, word, size, change);
}

void probe_seen(struct model *m, enum probe_id id, const int64_t *args,
		size_t nr_args)
{
	details_step(m->details, id, m->depth, args, nr_args);
}

const struct machine *model_machine(const struct model *m)
{
	return &m->machine;
}

const struct probe *model_probes(const struct model *m)
{
	return m->probes;
}

const struct probe *probe_in(const struct model *m, enum probe_id id)
{
	assert(id < NR_PROBES);
	return &m->probes[id];
}

void model_set_progress(struct model *m, struct progress progress)
{
	m->progress = progress;
}

unsigned nr_zones(const struct model *m)
{
	return m->machine.nr_zones;
}

const struct zone *zone_at(const struct model *m, unsigned zone)
{
	assert(zone < m->machine.nr_zones);
	return &m->zones[zone];
}

const char *zone_name(const struct model *m, unsigned zone)
{
	return zone_kind_name((enum zone_kind)zone_at(m, zone)->kind);
}

int zone_of_pfn(const struct model *m, pfn_t pfn)
{
	return zone_index_of_pfn(m, pfn);
}

const struct per_cpu_pages *pcp_at(const struct model *m, unsigned zone,
				   unsigned cpu)
{
	assert(cpu < m->machine.nr_cpus);
	return pcp_of(m, zone_at(m, zone), cpu);
}

const struct pglist_data *node_at(const struct model *m, unsigned node)
{
	assert(node < m->machine.nr_nodes);
	return &m->nodes[node];
}

enum migratetype pageblock_type(const struct model *m, pfn_t pfn)
{
	return type_of_pageblock(m, pfn);
}

int64_t zone_free_exact(const struct model *m, unsigned zone)
{
	int64_t pages = zone_at(m, zone)->vm_stat_free;

	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		pages += pcp_at(m, zone, cpu)->vm_stat_diff_free;
	return pages;
}

int64_t zone_free_cma_exact(const struct model *m, unsigned zone)
{
	int64_t pages = zone_at(m, zone)->vm_stat_free_cma;

	for (unsigned cpu = 0; cpu < m->machine.nr_cpus; cpu++)
		pages += pcp_at(m, zone, cpu)->vm_stat_diff_cma;
	return pages;
}

unsigned model_current_cpu(const struct model *m)
{
	return m->globals->current_cpu;
}

pfn_t page_touched_next(const struct model *m, pfn_t pfn)
{
	while (pfn < m->end_pfn) {
		const unsigned char *page = (const void *)page_of(m, pfn);
		size_t piece =
			(size_t)(page - m->arena.words) >> ARENA_PAGE_SHIFT;

		if (m->arena.touched[piece])
			return pfn;
		/* The first page whose struct begins in the next piece. */
		const unsigned char *next =
			m->arena.words + ((piece + 1) << ARENA_PAGE_SHIFT);
		size_t structs = (size_t)(next - (const unsigned char *)page +
					  (ptrdiff_t)sizeof(struct page) - 1) /
				 sizeof(struct page);

		pfn += (pfn_t)structs;
	}
	return PFN_NONE;
}
