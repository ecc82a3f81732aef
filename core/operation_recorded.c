/*
 * Common operations while they are recorded, as long as nobody has asked for
 * their steps: such a one is mostly of the same shape as the last of its kind,
 * which a few numbers tell, so that it is not put into words either.
 */
#include "core/operation_common_internal.h"

#include "core/form_internal.h"
#include "core/gfp_internal.h"

static inline void begin(struct model *m, enum operation_kind kind,
			 unsigned cpu)
{
	assert(m->tape.cursor == m->tape.nr_steps &&
	       "rewound: drop the future first");
	tape_begin_record(&m->tape, kind);
	operation_begin(m, &unnamed_request, tape_last_number(&m->tape), cpu);
}

/* Its shape by all that there is to say of an operation. */
static __attribute__((noinline)) uint32_t
shape_in_full(struct model *m, const struct common_op *op, pfn_t pfn)
{
	struct operation asked = { .kind = op->kind,
				   .cpu = op->cpu,
				   .order = op->order,
				   .gfp = op->gfp,
				   .nid = op->nid };
	struct tape_op full;

	if (op->kind == OP_FREE)
		asked.pfn = pfn;
	tape_op_init(&full, &asked);
	full.result.pfn = pfn;
	full.result.path = op->path;
	full.result.zone = op->zone;
	full.result.merged_order = op->merged_order;
	if (op->kind == OP_ALLOC)
		full.result.migratetype = (int)migratetype_of_gfp(
			&m->machine, m->machine.profile, op->gfp);
	uint32_t index =
		op_shape_index(&m->tape.shapes, &full, &m->tape.probes);

	/* That of a request that was refused is about no page. */
	if (pfn != PFN_NONE)
		m->tape.shapes.all[index].common = true;
	return index;
}

static inline void end(struct model *m, const struct common_op *op, pfn_t pfn)
{
	struct tape *tape = &m->tape;
	struct op_subject subject = { .pfn = pfn == PFN_NONE ? 0 : pfn };
	uint32_t shape = 0;

	if (pfn != PFN_NONE)
		shape = op_shape_of_common(&tape->shapes, op, &tape->probes);
	tape_keep_shape(tape, shape ? shape - 1 : shape_in_full(m, op, pfn),
			subject);
	tape_end_writes(tape);
}

pfn_t record_request(struct model *m, unsigned cpu, gfp_t gfp, unsigned order,
		     int nid)
{
	begin(m, OP_ALLOC, cpu);
	pfn_t pfn = writes_form.alloc_pages(m, gfp, order, nid);
	struct common_op op = {
		.kind = OP_ALLOC,
		.cpu = cpu,
		.order = order,
		.gfp = gfp,
		.nid = nid,
		.path = m->path,
		.zone = pfn == PFN_NONE ? -1 : zone_index_of_pfn(m, pfn),
		.merged_order = -1,
	};

	end(m, &op, pfn);
	return pfn;
}

void record_free(struct model *m, unsigned cpu, pfn_t pfn, unsigned order)
{
	begin(m, OP_FREE, cpu);
	struct common_op op = {
		.kind = OP_FREE,
		.cpu = cpu,
		.order = order,
		.path = PATH_NONE,
		.zone = zone_index_of_pfn(m, pfn),
	};

	writes_form.free_pages(m, pfn, order);
	op.merged_order = merged_order_of(m, pfn);
	end(m, &op, pfn);
}
