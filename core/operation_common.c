/*
 * Common operations: without a recording nothing is asked about them but
 * whether they are possible, and what came of the last one is put into words
 * when somebody looks.
 */
#include "core/operation_common_internal.h"

#include "core/alloc_tag_internal.h"
#include "core/form_internal.h"
#include "core/gfp_internal.h"

const struct operation unnamed_request = { .kind = OP_ALLOC };

/* Is it like the last one, or else is there nothing wrong with it? */
static inline bool is_common_request(const struct model *m, gfp_t gfp,
				     unsigned order, int nid)
{
	const struct gfp_bits *bits = &m->machine.profile->gfp;
	const struct last_request *last = &m->last_request;

	if (order > OP_ORDER_MAX || m->globals->nr_tags >= MAX_TAGS)
		return false;
	if (last->known && last->ac.gfp == gfp && last->nid == nid)
		return true;
	return gfp_zone_is_valid(bits, gfp) &&
	       gfp_mobility_is_valid(bits, gfp) &&
	       (unsigned)nid < m->machine.nr_nodes;
}

/* Is nothing left on the page that a free would have to mind? */
static inline bool is_clean(const struct page *page)
{
	return (page->flags_diff | page->page_type_inverted) == 0;
}

static bool are_clean(const struct page *pages, unsigned order)
{
	for (pfn_t i = 0; i < pages_in(order); i++)
		if (!is_clean(&pages[i]))
			return false;
	return true;
}

/* Is it a whole live block that nobody else holds? */
static inline bool is_common_free(const struct model *m, pfn_t pfn,
				  unsigned order)
{
	if (pfn < m->first_pfn || pfn >= m->end_pfn)
		return false;
	const struct page *page = page_of(m, pfn);

	if (page->use != PAGE_ALLOCATED || page->use_order != order ||
	    page->refcount != 1 || !is_clean(page))
		return false;
	return order == 0 ||
	       ((pfn & (pages_in(order) - 1)) == 0 && are_clean(page, order));
}

void model_hurry(struct model *m)
{
	m->tag_lag.allowed = m->mode == TAPE_OFF;
}

void model_settle(struct model *m)
{
	if (m->tag_lag.allowed)
		alloc_tags_catch_up(m);
}

/* It becomes the last operation of the history. */
static inline void begin(struct model *m, unsigned cpu,
			 enum operation_kind kind)
{
	struct tape *tape = &m->tape;

	tape->forgotten_ops++;
	tape->ops->values += kind == OP_ALLOC;
	tape->recent->common.kind = kind;
	tape->recent->common.cpu = cpu;
	tape->recent->common.is_last = true;
	operation_begin(m, &unnamed_request, tape_last_number(tape), cpu);
}

static inline pfn_t run_request(struct model *m, unsigned cpu, gfp_t gfp,
				unsigned order, int nid)
{
	struct tape_common *last = &m->tape.recent->common;

	begin(m, cpu, OP_ALLOC);
	last->gfp = gfp;
	last->order = order;
	last->nid = nid;
	last->pfn = m->plain_form->alloc_pages(m, gfp, order, nid);
	return last->pfn;
}

static inline void run_free(struct model *m, unsigned cpu, pfn_t pfn,
			    unsigned order)
{
	struct tape_common *last = &m->tape.recent->common;

	begin(m, cpu, OP_FREE);
	last->order = order;
	last->pfn = pfn;
	m->plain_form->free_pages(m, pfn, order);
}

/* Kept apart, as is a free's: what is asked and answered in full. */
static __attribute__((noinline)) enum op_refusal
alloc_in_full(struct model *m, gfp_t gfp, unsigned order, int nid, pfn_t *ret)
{
	unsigned cpu = m->globals->current_cpu;
	struct operation op = { .kind = OP_ALLOC,
				.cpu = cpu,
				.gfp = gfp,
				.order = order,
				.nid = nid };
	int64_t where = 0;

	if (only_writes_are_kept(m) && is_common_request(m, gfp, order, nid)) {
		*ret = record_request(m, cpu, gfp, order, nid);
		return OP_POSSIBLE;
	}
	enum op_refusal refusal = operation_run(m, &op, &where);

	if (refusal == OP_POSSIBLE)
		*ret = history_result(m, history_ops(m))->pfn;
	return refusal;
}

enum op_refusal operation_alloc(struct model *m, gfp_t gfp, unsigned order,
				int nid, pfn_t *ret)
{
	if (!only_last_is_kept(m) || !is_common_request(m, gfp, order, nid))
		return alloc_in_full(m, gfp, order, nid, ret);
	*ret = run_request(m, m->globals->current_cpu, gfp, order, nid);
	return OP_POSSIBLE;
}

static __attribute__((noinline)) enum op_refusal
free_in_full(struct model *m, pfn_t pfn, unsigned order)
{
	unsigned cpu = m->globals->current_cpu;
	struct operation op = {
		.kind = OP_FREE, .cpu = cpu, .pfn = pfn, .order = order
	};
	int64_t where = 0;

	if (only_writes_are_kept(m) && is_common_free(m, pfn, order)) {
		record_free(m, cpu, pfn, order);
		return OP_POSSIBLE;
	}
	return operation_run(m, &op, &where);
}

enum op_refusal operation_free(struct model *m, pfn_t pfn, unsigned order)
{
	if (!only_last_is_kept(m) || !is_common_free(m, pfn, order))
		return free_in_full(m, pfn, order);
	run_free(m, m->globals->current_cpu, pfn, order);
	return OP_POSSIBLE;
}

/* Does it say no more than operation_alloc() and operation_free() can? */
static bool says_nothing_further(const struct model *m,
				 const struct operation *op)
{
	return op->cpu < m->machine.nr_cpus && !op->cold && !op->tag.file &&
	       !op->module && op->nr_sites == 0;
}

bool operation_is_common(const struct model *m, const struct operation *op)
{
	if (!says_nothing_further(m, op))
		return false;
	if (op->kind == OP_ALLOC)
		return is_common_request(m, op->gfp, op->order, op->nid);
	return op->kind == OP_FREE && is_common_free(m, op->pfn, op->order);
}

void common_operation_run(struct model *m, const struct operation *op)
{
	bool recorded = !only_last_is_kept(m);

	if (op->kind == OP_ALLOC && recorded)
		record_request(m, op->cpu, op->gfp, op->order, op->nid);
	else if (op->kind == OP_ALLOC)
		run_request(m, op->cpu, op->gfp, op->order, op->nid);
	else if (recorded)
		record_free(m, op->cpu, op->pfn, op->order);
	else
		run_free(m, op->cpu, op->pfn, op->order);
}

static void keep_request(const struct model *m, const struct tape_common *last,
			 struct tape_op *kept)
{
	kept->op.gfp = last->gfp;
	kept->op.nid = last->nid;
	kept->result.migratetype = (int)migratetype_of_gfp(
		&m->machine, m->machine.profile, last->gfp);
	kept->result.path = m->path;
}

static void keep_free(const struct model *m, const struct tape_common *last,
		      struct tape_op *kept)
{
	kept->op.pfn = last->pfn;
	kept->result.merged_order = merged_order_of(m, last->pfn);
}

void common_operation_keep(const struct model *m)
{
	struct tape_common *last = &m->tape.recent->common;
	struct operation op = { .kind = last->kind,
				.cpu = last->cpu,
				.order = last->order };
	struct tape_op *kept = m->tape.running;

	last->is_last = false;
	tape_free_lists(kept);
	tape_op_init(kept, &op);
	tape_number_running(&m->tape);
	if (last->kind == OP_ALLOC)
		keep_request(m, last, kept);
	else
		keep_free(m, last, kept);
	kept->result.pfn = last->pfn;
	if (last->pfn != PFN_NONE)
		kept->result.zone = zone_index_of_pfn(m, last->pfn);
}
