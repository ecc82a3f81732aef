/*
 * slab: one slab drawn, object by object, and why its cache has slabs of that
 * order; or what a size would be given.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_sheaf.h"
#include "core/sheaf.h"

enum { CELLS_PER_LINE = 64, LINKS_SHOWN = 16 };

/* Where an object is, as one letter of the picture. */
enum cell {
	CELL_USED = '#',
	CELL_CPU = 'c',
	CELL_SLAB = '.',
	CELL_SHEAF = 's',
};

struct picture {
	const struct model *m;
	uint32_t slab;
	unsigned nr;
	char cells[SLAB_OBJECTS_LIMIT];
};

/* Marks the objects of a freelist, and tells the first of them. */
static void add_freelist(struct picture *p, unsigned first, enum cell cell,
			 struct text *links)
{
	unsigned shown = 0;

	for (unsigned at = first; at && shown <= p->nr; shown++) {
		p->cells[at - 1] = (char)cell;
		if (shown < LINKS_SHOWN)
			text_add(links, "%s%u", shown ? " -> " : "", at - 1);
		at = slab_object_at(p->m, slab_ref(p->slab, at - 1))->next;
	}
	if (shown > LINKS_SHOWN)
		text_add(links, " -> ... (%u objects)", shown);
	else if (shown == 0)
		text_add(links, "empty");
	else
		text_add(links, " -> NULL");
}

/* Marks what nobody has, though the slab counts it as in use. */
static void add_sheaves(struct picture *p)
{
	for (unsigned i = 0; i < p->nr; i++) {
		object_ref object = slab_ref(p->slab, i);

		if (p->cells[i] == CELL_USED &&
		    sheaf_find(p->m, object).place != SHEAF_NONE)
			p->cells[i] = CELL_SHEAF;
	}
}

static void cells_text(const struct picture *p, struct reply *r)
{
	for (unsigned i = 0; i < p->nr; i += CELLS_PER_LINE) {
		unsigned here =
			p->nr - i < CELLS_PER_LINE ? p->nr - i : CELLS_PER_LINE;

		reply_text(r, "  %3u  %.*s\n", i, (int)here, p->cells + i);
	}
	reply_text(r, "       # in use, %s, . on the slab's%s\n",
		   model_has_sheaves(p->m) ? "s in a sheaf"
					   : "c on the cpu's freelist",
		   model_has_sheaves(p->m) ? " freelist" : "");
}

static const char *place_name(enum slab_place place)
{
	switch (place) {
	case SLAB_FULL:
		return "full, on no list";
	case SLAB_OF_CPU:
		return "slab of cpu";
	case SLAB_ON_CPU_PARTIAL:
		return "on the partial list of cpu";
	case SLAB_ON_NODE_PARTIAL:
		return "on the node's partial list";
	}
	return "?";
}

static void head_text(const struct picture *p, struct slab_whereabouts where,
		      struct reply *r)
{
	const struct slab *s = slab_at(p->m, p->slab);
	const struct kmalloc_cache *cache =
		&model_caches(p->m)->caches[s->cache];
	bool of_cpu = where.place == SLAB_OF_CPU ||
		      where.place == SLAB_ON_CPU_PARTIAL;

	reply_text(r, "slab pfn %" PRIu32 ", order %u, of %s: %s", slab_pfn(s),
		   s->order, cache->name, place_name(where.place));
	if (of_cpu)
		reply_text(r, " %u", where.cpu);
	reply_text(r,
		   "\n  counters 0x%08" PRIx32
		   ": inuse %u, objects %u, frozen %u; %u bytes each\n",
		   s->counters, slab_inuse(s), slab_nr_objects(s),
		   slab_frozen(s), cache->size);
	reply_string(r, "cache", cache->name);
	reply_string(r, "place", place_name(where.place));
	if (of_cpu)
		reply_number(r, "cpu", where.cpu);
	reply_number(r, "pfn", slab_pfn(s));
	reply_number(r, "order", s->order);
	reply_word(r, "counters", s->counters);
	reply_number(r, "inuse", slab_inuse(s));
	reply_number(r, "objects", slab_nr_objects(s));
	reply_number(r, "frozen", slab_frozen(s));
	reply_number(r, "size", cache->size);
}

static void vector_text(const struct model *m, const struct slab *s,
			struct reply *r)
{
	if (!s->exts)
		return;
	const struct slab *at = slab_at(m, slab_of_object(s->exts));

	reply_text(r, "  obj_exts: object %u of slab pfn %" PRIu32 ", %s\n",
		   index_of_object(s->exts), slab_pfn(at),
		   model_caches(m)->caches[at->cache].name);
}

static enum status draw(struct session *s, uint32_t slab, struct reply *r)
{
	const struct slab *at = slab_at(s->m, slab);
	struct slab_whereabouts where = slab_find(s->m, slab);
	struct picture p = { .m = s->m,
			     .slab = slab,
			     .nr = slab_nr_objects(at) };
	struct text cpu_list;
	struct text slab_list;

	memset(p.cells, CELL_USED, sizeof(p.cells));
	text_init(&cpu_list);
	text_init(&slab_list);
	add_freelist(&p, at->freelist, CELL_SLAB, &slab_list);
	add_freelist(
		&p,
		where.place == SLAB_OF_CPU
			? cache_cpu_at(s->m, at->cache, where.cpu)->freelist
			: 0,
		CELL_CPU, &cpu_list);
	add_sheaves(&p);
	head_text(&p, where, r);
	cells_text(&p, r);
	reply_text(r, "  slab freelist: %s\n", slab_list.start);
	reply_string(r, "freelist", slab_list.start);
	if (where.place == SLAB_OF_CPU) {
		reply_text(r, "  cpu freelist:  %s\n", cpu_list.start);
		reply_string(r, "cpu_freelist", cpu_list.start);
	}
	if (model_has_sheaves(s->m))
		sheaves_of_slab(s->m, slab, r);
	vector_text(s->m, at, r);
	text_deinit(&cpu_list);
	text_deinit(&slab_list);
	return STATUS_OK;
}

/* The search for the order, candidate by candidate. */
static void order_text(const struct model *m, const struct kmalloc_cache *cache,
		       struct reply *r)
{
	const struct machine *machine = model_machine(m);
	struct order_candidate c = { 0 };
	struct json *candidates = json_array();

	reply_text(r, "  a slab should hold %u objects or more:\n",
		   slab_min_objects(machine, cache->size));
	for (unsigned i = 0; order_search_nth(machine, cache->size, i, &c);
	     i++) {
		struct json *object = json_object();

		reply_text(r,
			   "    order %u: %u objects, %u bytes wasted, 1/%u "
			   "allowed: %s\n",
			   c.order, c.objects, c.waste, c.fraction,
			   c.accepted ? "taken" : "no");
		json_add(object, "order", json_number(c.order));
		json_add(object, "objects", json_number(c.objects));
		json_add(object, "waste", json_number(c.waste));
		json_add(object, "fraction", json_number(c.fraction));
		json_add(object, "accepted", json_bool(c.accepted));
		json_append(candidates, object);
	}
	reply_value(r, "search", candidates);
	reply_text(r,
		   "  oo 0x%x (order %u, %u objects), min 0x%x (order %u, %u "
		   "objects)\n  a node keeps %u partial slabs",
		   cache->oo.order << 16 | cache->oo.objects, cache->oo.order,
		   cache->oo.objects,
		   cache->min.order << 16 | cache->min.objects,
		   cache->min.order, cache->min.objects, cache->min_partial);
	if (cache->sheaf_capacity == 0)
		reply_text(r, "; a cpu %u free objects, in up to %u slabs",
			   cache->cpu_partial, cache->cpu_partial_slabs);
	reply_text(r, "\n");
	reply_word(r, "oo", cache->oo.order << 16 | cache->oo.objects);
	reply_word(r, "min", cache->min.order << 16 | cache->min.objects);
	reply_number(r, "min_partial", cache->min_partial);
	if (cache->sheaf_capacity == 0)
		reply_number(r, "cpu_partial", cache->cpu_partial);
}

static const struct kmalloc_cache *cache_named(const struct model *m,
					       const char *name)
{
	const struct kmalloc_caches *caches = model_caches(m);

	for (unsigned i = 0; i < caches->nr; i++)
		if (strcmp(caches->caches[i].name, name) == 0)
			return &caches->caches[i];
	return NULL;
}

static enum status run_slab(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct page_ref ref;

	if (args->argc != 1)
		return command_usage("slab", r);
	const struct kmalloc_cache *cache = cache_named(s->m, args->argv[0]);

	if (cache) {
		reply_text(r, "%s: objects of %u bytes\n", cache->name,
			   cache->size);
		reply_string(r, "cache", cache->name);
		reply_number(r, "size", cache->size);
		order_text(s->m, cache, r);
		if (model_has_sheaves(s->m))
			sheaves_of_cache(
				s->m,
				(unsigned)(cache - model_caches(s->m)->caches),
				r);
		return STATUS_OK;
	}
	enum status status = parse_ref(s, args->argv[0], &ref, r);

	if (status != STATUS_OK)
		return status;
	uint32_t slab = slab_of_pfn(s->m, ref.pfn);

	if (!slab)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %" PRIu32 " belongs to no slab of "
				  "kmalloc: `info slabs` lists the caches, "
				  "`page %" PRIu32 "` says what it is",
				  ref.pfn, ref.pfn);
	return draw(s, slab, r);
}

const struct command cmd_slab = {
	.name = "slab",
	.group = GROUP_LOOKING,
	.args = "REF | CACHE",
	.summary = "Draw a slab and its freelists, or how a cache is cut",
	.help = "REF: a value of kmalloc, or a page of the slab.  CACHE: a "
		"name such as kmalloc-64,\n"
		"for the search for its order and the limits of its lists; in "
		"7.2 also how\n"
		"full its sheaves are.",
	.example = "kmalloc 100\nslab $",
	.run = run_slab,
};
