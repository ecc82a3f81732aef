/*
 * What stands in the way of a kmalloc or kfree, before anything has changed.
 */
#include "core/gfp.h"
#include "core/operation_internal.h"
#include "core/page_change_internal.h"
#include "core/page_type.h"
#include "core/sheaf.h"
#include "core/slab_internal.h"

/* An operation takes one slab, one for a vector, and one for the vector of
 * that at most; each of them fills a sheaf first, with the objects of up to
 * six slabs, and may need one more slab for the sheaf itself. */
static enum op_refusal room_check(const struct model *m, int64_t *where)
{
	enum { SLABS = 3, SLABS_WITH_SHEAVES = 3 * 7, TAGS = 3 };
	uint32_t slabs = model_has_sheaves(m) ? SLABS_WITH_SHEAVES : SLABS;

	*where = m->slab_room;
	if (m->slab_numbers->nr + slabs > m->slab_room &&
	    !m->slab_numbers->free)
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
	return room_check(m, where);
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
	return model_has_sheaves(m) ? room_check(m, where) : OP_POSSIBLE;
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
