/*
 * slab: one slab drawn, object by object, and why its cache has slabs of that
 * order; or what a size would be given.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_sheaf.h"
#include "commands/slab_choice.h"
#include "commands/slab_picture.h"
#include "core/sheaf.h"

enum { CELLS_PER_LINE = 64, SLABS_SHOWN = 1000 };

static void cells_text(const struct slab_picture *p, struct reply *r)
{
	for (unsigned i = 0; i < p->nr; i += CELLS_PER_LINE) {
		unsigned here =
			p->nr - i < CELLS_PER_LINE ? p->nr - i : CELLS_PER_LINE;

		reply_text(r, "  %3u  %.*s\n", i, (int)here, p->cells + i);
	}
	reply_text(r, "       %s\n", p->legend);
}

static void head_text(const struct model *m, uint32_t slab,
		      const struct slab_picture *p, struct reply *r)
{
	const struct slab *at = slab_at(m, slab);
	struct text words;

	text_init(&words);
	text_add(&words,
		 "slab pfn %" PRIu32 ", order %u, of %s: ", slab_pfn(at),
		 at->order, model_caches(m)->caches[at->cache].name);
	slab_place_add(&words, p->where);
	text_add(&words, "\n  ");
	slab_counters_add(&words, m, slab);
	reply_text(r, "%s\n", words.start);
	text_deinit(&words);
}

static void place_keys(struct json *object, struct slab_whereabouts where)
{
	json_add(object, "place", json_string(slab_place_name(where.place)));
	if (slab_place_has_cpu(where.place))
		json_add(object, "cpu", json_number(where.cpu));
}

static void slab_keys(const struct model *m, uint32_t slab,
		      const struct slab_picture *p, struct reply *r)
{
	const struct slab *s = slab_at(m, slab);
	const struct kmalloc_cache *cache = &model_caches(m)->caches[s->cache];

	reply_string(r, "cache", cache->name);
	if (reply_is_json(r))
		place_keys(reply_object(r), p->where);
	reply_number(r, "pfn", slab_pfn(s));
	reply_number(r, "order", s->order);
	reply_word(r, "counters", s->counters);
	reply_number(r, "inuse", slab_inuse(s));
	reply_number(r, "objects", slab_nr_objects(s));
	reply_number(r, "frozen", slab_frozen(s));
	reply_number(r, "size", cache->size);
	reply_number(r, "given", slab_nr_given(m, slab));
	reply_string(r, "freelist", p->slab_list.start);
	if (p->where.place == SLAB_OF_CPU)
		reply_string(r, "cpu_freelist", p->cpu_list.start);
}

static void draw(const struct model *m, uint32_t slab, struct reply *r)
{
	struct slab_picture p;
	struct text vector;

	slab_picture_take(m, slab, &p);
	head_text(m, slab, &p, r);
	cells_text(&p, r);
	reply_text(r, "  slab freelist: %s\n", p.slab_list.start);
	if (p.where.place == SLAB_OF_CPU)
		reply_text(r, "  cpu freelist:  %s\n", p.cpu_list.start);
	if (model_has_sheaves(m))
		sheaves_of_slab(m, slab, r);
	text_init(&vector);
	slab_vector_add(&vector, m, slab);
	if (vector.length > 0)
		reply_text(r, "  %s\n", vector.start);
	text_deinit(&vector);
	slab_keys(m, slab, &p, r);
	slab_picture_deinit(&p);
}

static struct json *slab_json(const struct model *m, uint32_t slab)
{
	const struct slab *at = slab_at(m, slab);
	struct json *object = json_object();

	json_add(object, "pfn", json_number(slab_pfn(at)));
	json_add(object, "order", json_number(at->order));
	json_add(object, "inuse", json_number(slab_inuse(at)));
	json_add(object, "objects", json_number(slab_nr_objects(at)));
	json_add(object, "given", json_number(slab_nr_given(m, slab)));
	place_keys(object, slab_find(m, slab));
	return object;
}

/* Each slab of a cache in a line. */
static void list_slabs(const struct model *m, unsigned cache, struct reply *r)
{
	struct json *slabs = json_array();
	uint32_t nr = 0;

	for (uint32_t slab = cache_slab_next(m, cache, 0); slab;
	     slab = cache_slab_next(m, cache, slab)) {
		struct text line;

		if (nr++ >= SLABS_SHOWN)
			continue;
		text_init(&line);
		slab_state_add(&line, m, slab);
		reply_text(r, "  page %" PRIu32 ": %s\n",
			   slab_pfn(slab_at(m, slab)), line.start);
		text_deinit(&line);
		json_append(slabs, slab_json(m, slab));
	}
	if (nr > SLABS_SHOWN)
		reply_text(r, "  ... and %" PRIu32 " more\n", nr - SLABS_SHOWN);
	reply_value(r, "slabs", slabs);
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
		reply_text(r, "; a cpu %u free objects, in up to %u slab%s",
			   cache->cpu_partial, cache->cpu_partial_slabs,
			   plural(cache->cpu_partial_slabs));
	reply_text(r, "\n");
	reply_word(r, "oo", cache->oo.order << 16 | cache->oo.objects);
	reply_word(r, "min", cache->min.order << 16 | cache->min.objects);
	reply_number(r, "min_partial", cache->min_partial);
	if (cache->sheaf_capacity == 0)
		reply_number(r, "cpu_partial", cache->cpu_partial);
}

static void cache_keys(const struct kmalloc_cache *cache, struct reply *r)
{
	reply_string(r, "cache", cache->name);
	reply_number(r, "size", cache->size);
}

static void tell_cache(const struct model *m, unsigned cache, struct reply *r)
{
	struct text line;

	text_init(&line);
	slab_cache_add(&line, m, cache);
	reply_text(r, "%s\n", line.start);
	text_deinit(&line);
	order_text(m, &model_caches(m)->caches[cache], r);
	if (model_has_sheaves(m))
		sheaves_of_cache(m, cache, r);
	list_slabs(m, cache, r);
}

/* What the panel shows: the cache's slabs, and one of them. */
static enum status tell_chosen(struct session *s, struct reply *r)
{
	struct chosen_slab chosen = chosen_slab(s);

	if (chosen.cache < 0) {
		reply_text(r, "%s\n", no_slabs_yet);
		reply_null(r, "cache");
		return STATUS_OK;
	}
	tell_cache(s->m, (unsigned)chosen.cache, r);
	if (chosen.slab)
		draw(s->m, chosen.slab, r);
	else
		cache_keys(&model_caches(s->m)->caches[chosen.cache], r);
	return STATUS_OK;
}

static void ask_for(struct session *s, int cache, pfn_t pfn)
{
	s->slab_asked = (struct slab_asked){ cache, pfn, history_cursor(s->m) };
}

/* Neither a cache nor anything like a REF. */
static enum status fail_no_cache(const char *word, struct reply *r)
{
	return reply_fail(r, STATUS_FAILED,
			  "slab: this machine has no cache %s; `info slabs "
			  "all` lists those it has",
			  word);
}

static enum status tell_slab(struct session *s, const char *word,
			     struct reply *r)
{
	struct page_ref ref;
	uint64_t number = 0;

	if (word[0] != '$' && !parse_number(word, &number))
		return fail_no_cache(word, r);
	enum status status = parse_ref(s, word, &ref, r);

	if (status != STATUS_OK)
		return status;
	uint32_t slab = slab_of_pfn(s->m, ref.pfn);

	if (!slab)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %" PRIu32 " belongs to no slab of "
				  "kmalloc: `info slabs` lists the caches, "
				  "`page %" PRIu32 "` says what it is",
				  ref.pfn, ref.pfn);
	ask_for(s, slab_at(s->m, slab)->cache, slab_pfn(slab_at(s->m, slab)));
	draw(s->m, slab, r);
	return STATUS_OK;
}

static enum status run_slab(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	if (args->argc == 0)
		return tell_chosen(s, r);
	if (args->argc != 1)
		return command_usage("slab", r);
	int cache = cache_named(s->m, args->argv[0]);

	if (cache < 0)
		return tell_slab(s, args->argv[0], r);
	ask_for(s, cache, PFN_NONE);
	tell_cache(s->m, (unsigned)cache, r);
	cache_keys(&model_caches(s->m)->caches[cache], r);
	return STATUS_OK;
}

const struct command cmd_slab = {
	.name = "slab",
	.group = GROUP_LOOKING,
	.args = "[REF | CACHE]",
	.summary = "Draw a slab and its freelists, or list those of a cache",
	.help = "REF: a value of kmalloc, or a page of the slab.  CACHE: a "
		"name such as\n"
		"kmalloc-64, for the search for its order, the limits of its "
		"lists, its slabs,\n"
		"and in 7.2 how full its sheaves are.  The slabs panel then "
		"shows it; without a\n"
		"word `slab` tells what that shows: what was asked for here, "
		"else what the step\n"
		"and its operation speak of.",
	.example = "kmalloc 100\nslab $",
	.completes = COMPLETE_CACHES,
	.run = run_slab,
};
