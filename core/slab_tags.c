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
#include "core/codetag_internal.h"
#include "core/operation.h"
#include "core/slab_internal.h"

/* struct slabobj_ext, with memory cgroups: whom to charge, and the tag. */
enum { SLABOBJ_EXT_SIZE = 16 };

static bool objects_are_charged(const struct model *m)
{
	return m->machine.profile->slab.vector_line != 0 && mem_profiling(m).on;
}

/* What a vector is taken from, and what came of it. */
struct vector_call {
	struct slab_request request;
	object_ref object;
};

static void call_slab_alloc(struct model *m, void *context)
{
	struct vector_call *call = context;
	enum slab_level level = SLAB_NO_LEVEL;

	call->object = slab_alloc_node(m, &call->request, &level);
}

static struct slab_request request_for_vector(const struct model *m,
					      uint32_t slab, gfp_t gfp,
					      unsigned bytes)
{
	const struct slab *s = slab_of(m, slab);
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	bool plain = cache_desc(m, s->cache)->family == KMALLOC_NORMAL;
	enum kmalloc_family family =
		plain ? KMALLOC_NO_OBJ_EXT : KMALLOC_NORMAL;

	return (struct slab_request){
		.cache = (unsigned)kmalloc_cache_of(&m->caches, bytes, family),
		.gfp = gfp & ~(bits->dma | bits->reclaimable | bits->account |
			       bits->nofail),
		.nid = (int)node_of_slab(m, s),
		.tagged = !plain,
	};
}

/* Without a vector its objects are not counted. */
static void make_vector(struct model *m, uint32_t slab, gfp_t gfp)
{
	const struct slab *s = slab_of(m, slab);
	unsigned bytes = slab_nr_objects(s) * SLABOBJ_EXT_SIZE;
	struct vector_call call = {
		.request = request_for_vector(m, slab, gfp, bytes),
	};
	const struct codetag site = {
		.file = "mm/slub.c",
		.line = slab_rules(m)->vector_line,
		.function = "alloc_slab_obj_exts",
	};
	enum alloc_path path = m->path;

	frame(m, PROBE_ALLOC_SLAB_OBJ_EXTS, slab_pfn(s), slab_nr_objects(s),
	      bytes, call.request.cache);
	alloc_hooks(m, &site, call_slab_alloc, &call);
	m->path = path;
	put(m, &s->exts, call.object);
}

void slab_tag_add(struct model *m, object_ref object,
		  const struct slab_request *request)
{
	uint32_t slab = slab_of_object(object);
	const struct slab *s = slab_of(m, slab);

	if (!objects_are_charged(m) ||
	    cache_desc(m, request->cache)->family == KMALLOC_NO_OBJ_EXT)
		return;
	if (!s->exts)
		make_vector(m, slab, request->gfp);
	if (!s->exts)
		return;
	uint32_t tag = current_alloc_tag(m);

	put(m, &slab_object_of(m, object)->tag, tag + 1);
	alloc_tag_add(m, tag, cache_desc(m, s->cache)->size);
}

void slab_tag_sub(struct model *m, object_ref object)
{
	const struct slab *s = slab_of(m, slab_of_object(object));
	const struct slab_object *o = slab_object_of(m, object);
	unsigned size = cache_desc(m, s->cache)->size;

	if (o->tag == 0)
		return;
	/* What is freed while profiling is off stays on the account. */
	if (objects_are_charged(m))
		alloc_tag_sub(m, o->tag - 1, size);
	else
		alloc_tag_lose(m, o->tag - 1, size, 1);
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
	for (uint32_t slab = 1; slab <= m->slab_numbers->nr; slab++) {
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
