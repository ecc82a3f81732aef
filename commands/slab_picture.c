#include "commands/slab_picture.h"

#include <inttypes.h>
#include <string.h>

#include "core/sheaf.h"

enum { LINKS_SHOWN = 16 };

static const char legend_of_cpu_slabs[] =
	"# in use, c on the cpu's freelist, . on the slab's";
static const char legend_of_sheaves[] =
	"# in use, s in a sheaf, . on the slab's freelist";

const char *const no_slabs_yet = "No slabs yet: the first kmalloc takes one.";

/* Marks the objects of a freelist, and tells the first of them. */
static void add_freelist(struct slab_picture *p, const struct model *m,
			 uint32_t slab, unsigned first, enum slab_cell cell)
{
	struct text *links = cell == CELL_CPU ? &p->cpu_list : &p->slab_list;
	unsigned shown = 0;

	for (unsigned at = first; at && shown <= p->nr; shown++) {
		p->cells[at - 1] = (char)cell;
		if (shown < LINKS_SHOWN)
			text_add(links, "%s%u", shown ? " -> " : "", at - 1);
		at = slab_object_at(m, slab_ref(slab, at - 1))->next;
	}
	if (shown > LINKS_SHOWN)
		text_add(links, " -> ... (%u objects)", shown);
	else if (shown == 0)
		text_add(links, "empty");
	else
		text_add(links, " -> NULL");
}

/* Marks what nobody has, though the slab counts it as in use. */
static void add_sheaves(struct slab_picture *p, const struct model *m,
			uint32_t slab)
{
	for (unsigned i = 0; i < p->nr; i++)
		if (p->cells[i] == CELL_USED &&
		    sheaf_find(m, slab_ref(slab, i)).place != SHEAF_NONE)
			p->cells[i] = CELL_SHEAF;
}

void slab_picture_take(const struct model *m, uint32_t slab,
		       struct slab_picture *ret)
{
	const struct slab *at = slab_at(m, slab);

	ret->where = slab_find(m, slab);
	ret->nr = slab_nr_objects(at);
	memset(ret->cells, CELL_USED, sizeof(ret->cells));
	text_init(&ret->slab_list);
	text_init(&ret->cpu_list);
	add_freelist(ret, m, slab, at->freelist, CELL_SLAB);
	if (ret->where.place == SLAB_OF_CPU)
		add_freelist(
			ret, m, slab,
			cache_cpu_at(m, at->cache, ret->where.cpu)->freelist,
			CELL_CPU);
	ret->legend =
		model_has_sheaves(m) ? legend_of_sheaves : legend_of_cpu_slabs;
	if (model_has_sheaves(m))
		add_sheaves(ret, m, slab);
}

void slab_picture_deinit(struct slab_picture *p)
{
	text_deinit(&p->slab_list);
	text_deinit(&p->cpu_list);
}

void slab_place_add(struct text *out, struct slab_whereabouts where)
{
	text_add(out, "%s", slab_place_name(where.place));
	if (slab_place_has_cpu(where.place))
		text_add(out, " %u", where.cpu);
}

void slab_state_add(struct text *out, const struct model *m, uint32_t slab)
{
	const struct slab *at = slab_at(m, slab);

	text_add(out, "order %u, inuse %u of %u, %u given, ", at->order,
		 slab_inuse(at), slab_nr_objects(at), slab_nr_given(m, slab));
	slab_place_add(out, slab_find(m, slab));
}

void slab_counters_add(struct text *out, const struct model *m, uint32_t slab)
{
	const struct slab *at = slab_at(m, slab);

	text_add(out,
		 "counters 0x%08" PRIx32
		 ": inuse %u, objects %u, frozen %u; %u bytes each",
		 at->counters, slab_inuse(at), slab_nr_objects(at),
		 slab_frozen(at), model_caches(m)->caches[at->cache].size);
}

void slab_cache_add(struct text *out, const struct model *m, unsigned cache)
{
	const struct kmalloc_cache *at = &model_caches(m)->caches[cache];
	uint64_t slabs = cache_count(m, cache).slabs;

	text_add(out,
		 "%s: %u bytes each, %u in a slab of order %u; %" PRIu64
		 " slab%s",
		 at->name, at->size, at->oo.objects, at->oo.order, slabs,
		 slabs == 1 ? "" : "s");
}

void sheaves_of_cpu_add(struct text *out, const struct model *m, unsigned cache,
			unsigned cpu)
{
	uint32_t main = main_sheaf(m, cache, cpu);
	uint32_t spare = spare_sheaf(m, cache, cpu);

	text_add(out, "cpu %u: %" PRIu32 " in the main sheaf, ", cpu,
		 sheaf_at(m, main)->size);
	if (spare)
		text_add(out, "%" PRIu32 " in the spare one",
			 sheaf_at(m, spare)->size);
	else
		text_add(out, "no spare one");
}

void barn_add(struct text *out, const struct model *m, unsigned cache,
	      unsigned node)
{
	const struct node_barn *barn = barn_at(m, cache, node);

	text_add(out, "barn of node %u: %" PRIu32 " full, %" PRIu32 " empty",
		 node, barn->nr_full, barn->nr_empty);
}

void slab_vector_add(struct text *out, const struct model *m, uint32_t slab)
{
	object_ref vector = slab_at(m, slab)->exts;

	if (!vector)
		return;
	const struct slab *at = slab_at(m, slab_of_object(vector));

	text_add(out, "obj_exts: object %u of slab pfn %" PRIu32 ", %s",
		 index_of_object(vector), slab_pfn(at),
		 model_caches(m)->caches[at->cache].name);
}
