/*
 * Objects that are charged to tags, and the vectors that remember them.
 *
 * A slab gets its vector with the first object that is charged.  The vector is
 * an object itself: of a family that is never charged when the slab is a plain
 * kmalloc one, so that no vector ever waits for another of its own kind.
 * Kernel counterpart: alloc_slab_obj_exts(), alloc_tagging_slab_alloc_hook(),
 * alloc_tagging_slab_free_hook() (mm/slub.c), 6.12.107.
 */
#include "core/alloc_tag_internal.h"
#include "core/operation.h"
#include "core/slab_internal.h"

/* struct slabobj_ext, with memory cgroups: whom to charge, and the tag. */
enum { SLABOBJ_EXT_SIZE = 16 };

static bool objects_are_charged(const struct model *m)
{
	return m->machine.profile->slab.vector_line != 0;
}

struct charged charge_to_slub(struct model *m, const struct operation *site)
{
	struct charged outer = { m->charge, m->charge_tag };

	if (!objects_are_charged(m))
		return outer;
	m->charge = site;
	m->charge_tag = 0;
	return outer;
}

void charge_back(struct model *m, struct charged to)
{
	m->charge = to.op;
	m->charge_tag = to.tag;
}

/* Without a vector its objects are not counted. */
static void make_vector(struct model *m, uint32_t slab, gfp_t gfp)
{
	const struct slab *s = slab_of(m, slab);
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	unsigned bytes = slab_nr_objects(s) * SLABOBJ_EXT_SIZE;
	bool plain = cache_desc(m, s->cache)->family == KMALLOC_NORMAL;
	enum kmalloc_family family =
		plain ? KMALLOC_NO_OBJ_EXT : KMALLOC_NORMAL;
	struct slab_request request = {
		.cache = (unsigned)kmalloc_cache_of(&m->caches, bytes, family),
		.gfp = gfp & ~(bits->dma | bits->reclaimable | bits->account |
			       bits->nofail),
		.nid = (int)node_of_slab(m, s),
		.tagged = !plain,
	};
	const struct operation site = {
		.tag = { .file = tag_string(m, "mm/slub.c"),
			 .line = slab_rules(m)->vector_line,
			 .function = tag_string(m, "alloc_slab_obj_exts") },
	};
	enum slab_level level = SLAB_NO_LEVEL;
	enum alloc_path path = m->path;

	frame(m, PROBE_ALLOC_SLAB_OBJ_EXTS, slab_pfn(s), slab_nr_objects(s),
	      bytes, request.cache);
	struct charged outer = charge_to_slub(m, &site);
	object_ref vector = slab_alloc_node(m, &request, &level);

	charge_back(m, outer);
	m->path = path;
	put(m, &s->exts, vector);
}

void slab_tag_add(struct model *m, object_ref object,
		  const struct slab_request *request)
{
	uint32_t slab = slab_of_object(object);
	const struct slab *s = slab_of(m, slab);
	const struct slab_object *o = slab_object_of(m, object);

	if (!objects_are_charged(m) ||
	    cache_desc(m, request->cache)->family == KMALLOC_NO_OBJ_EXT)
		return;
	if (!s->exts)
		make_vector(m, slab, request->gfp);
	if (!s->exts)
		return;
	uint32_t number = alloc_tag_current(m);
	const struct alloc_tag_counters *tag = &m->tags[number];

	put(m, &o->tag, number + 1);
	put(m, &tag->bytes, tag->bytes + cache_desc(m, s->cache)->size);
	put(m, &tag->calls, tag->calls + 1);
}

void slab_tag_sub(struct model *m, object_ref object)
{
	const struct slab *s = slab_of(m, slab_of_object(object));
	const struct slab_object *o = slab_object_of(m, object);

	if (o->tag == 0)
		return;
	const struct alloc_tag_counters *tag = &m->tags[o->tag - 1];

	put(m, &tag->bytes, tag->bytes - cache_desc(m, s->cache)->size);
	put(m, &tag->calls, tag->calls - 1);
	put(m, &o->tag, 0);
}

void free_slab_obj_exts(struct model *m, uint32_t slab)
{
	object_ref vector = slab_of(m, slab)->exts;

	if (!vector)
		return;
	probe(m, PROBE_FREE_SLAB_OBJ_EXTS, slab_pfn(slab_of(m, slab)));
	put(m, &slab_of(m, slab)->exts, 0);
	slab_free(m, vector);
}

void slab_tags_sum(const struct model *m, struct alloc_tag_counters *sums,
		   uint32_t nr)
{
	for (uint32_t slab = 1; slab <= m->globals->nr_slabs; slab++) {
		const struct slab *s = slab_of(m, slab);

		for (unsigned i = 0; s->pfn && i < slab_nr_objects(s); i++) {
			uint32_t tag =
				slab_object_of(m, slab_ref(slab, i))->tag;

			if (tag == 0 || tag > nr)
				continue;
			sums[tag - 1].bytes += cache_desc(m, s->cache)->size;
			sums[tag - 1].calls++;
		}
	}
}
