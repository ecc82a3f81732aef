/*
 * What stands in the way of a kmalloc or kfree, before anything has changed.
 */
#include "core/gfp.h"
#include "core/operation_internal.h"
#include "core/page_change_internal.h"
#include "core/page_type.h"
#include "core/sheaf.h"
#include "core/slab_internal.h"

/* Numbers of slabs that an operation may take at most.
 *
 * kmalloc takes an object, one for the vector of its slab and one for the
 * vector of that: three times a slab.  With sheaves it is up to six slabs that
 * fill a sheaf (of kmalloc-2k, of two objects each), one more where the sheaf
 * does not help, and up to four that fill the sheaf that a new sheaf's own
 * memory comes from (of kmalloc-512): 33.  kfree needs memory for new sheaves
 * alone: its own, and those of the vectors of slabs that go back with it.
 * A sheaf that cannot be filled is dissolved, which may ask for a sheaf in
 * turn: hence some more.  kfree asks for fewer, so that there is a way out. */
enum {
	SLABS_OF_KMALLOC = 3,
	SLABS_OF_KMALLOC_BY_SHEAVES = 64,
	SLABS_OF_KFREE_BY_SHEAVES = 24,
};

static enum op_refusal room_check(const struct model *m, uint32_t slabs,
				  int64_t *where)
{
	enum { TAGS = 3 };

	*where = m->slab_room;
	if (!slab_numbers_suffice(m, slabs))
		return OP_TOO_MANY_SLABS;
	*where = MAX_TAGS;
	return m->globals->nr_tags + TAGS <= MAX_TAGS ? OP_POSSIBLE
						      : OP_TOO_MANY;
}

enum op_refusal kmalloc_check(const struct model *m, const struct operation *op,
			      int64_t *where)
{
	gfp_t gfp = kmalloc_fix_flags(m, op->gfp);

	*where = gfp;
	if (!gfp_mobility_valid(m->machine.profile, gfp))
		return OP_BAD_MOBILITY;
	*where = op->nid;
	if (op->nid < -1 || op->nid >= (int)m->machine.nr_nodes)
		return OP_NO_SUCH_NODE;
	return room_check(m,
			  model_has_sheaves(m) ? SLABS_OF_KMALLOC_BY_SHEAVES
					       : SLABS_OF_KMALLOC,
			  where);
}

static enum op_refusal large_check(const struct model *m,
				   const struct operation *op, int64_t *where)
{
	const struct page *page = page_of(m, op->pfn);
	bool typed = page_has_type(m->machine.profile, page_type_word(page));
	struct block block = { .pfn = op->pfn, .order = page->use_order };

	if (page->use != PAGE_ALLOCATED || !page_is_compound_head(m, op->pfn) ||
	    typed != slab_rules(m)->large_has_type)
		return OP_NOT_KMALLOC;
	/* Its own type goes before the check. */
	if (typed || page->refcount > 1)
		return OP_POSSIBLE;
	return page_free_check(m, &block, false, where);
}

enum op_refusal kfree_check(const struct model *m, const struct operation *op,
			    int64_t *where)
{
	*where = op->pfn;
	if (!pfn_valid(m, op->pfn) || zone_of_pfn(m, op->pfn) < 0)
		return OP_NO_SUCH_PAGE;
	uint32_t slab = slab_of_pfn(m, op->pfn);

	if (!slab)
		return large_check(m, op, where);
	const struct slab *s = slab_of(m, slab);

	*where = op->object;
	if (op->object >= slab_nr_objects(s))
		return OP_NO_SUCH_OBJECT;
	if (!slab_object_of(m, slab_ref(slab, op->object))->used)
		return OP_OBJECT_FREE;
	/* A sheaf may be needed to put it in. */
	return model_has_sheaves(m)
		       ? room_check(m, SLABS_OF_KFREE_BY_SHEAVES, where)
		       : OP_POSSIBLE;
}

/* Its flags say which list a slab is on, and its page is freed with them. */
static bool is_of_page(enum operation_kind kind)
{
	return kind == OP_FREE || kind == OP_SPLIT || kind == OP_PUT ||
	       kind == OP_MARK || kind == OP_UNMARK || kind == OP_SET_FLAG ||
	       kind == OP_CLEAR_FLAG || kind == OP_LOCK || kind == OP_UNLOCK;
}

bool slab_forbids(const struct model *m, const struct operation *op,
		  int64_t *where)
{
	if (m->slab_numbers->nr == 0)
		return false;
	*where = op->pfn;
	if (is_of_page(op->kind) && slab_of_pfn(m, op->pfn))
		return true;
	for (unsigned i = 0; op->kind == OP_FREEBATCH && i < op->count; i++) {
		*where = op->blocks[i].pfn;
		if (slab_of_pfn(m, op->blocks[i].pfn))
			return true;
	}
	return false;
}
