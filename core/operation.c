/*
 * Running operations: from what was asked to what came of it.
 */
#include "core/operation.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc_tag_internal.h"
#include "core/codetag_internal.h"
#include "core/form_internal.h"
#include "core/gfp_internal.h"
#include "core/model_internal.h"
#include "core/operation_common_internal.h"
#include "core/operation_internal.h"
#include "core/page_alloc_internal.h"
#include "core/page_change_internal.h"
#include "core/page_free_internal.h"
#include "core/page_internal.h"
#include "core/pcp_internal.h"
#include "core/slab_internal.h"

static void run_alloc(struct model *m, void *context)
{
	struct tape_op *record = context;
	const struct operation *op = &record->op;
	struct op_result *result = &record->result;

	result->pfn =
		form_wanted(m)->alloc_pages(m, op->gfp, op->order, op->nid);
	result->migratetype = (int)migratetype_of_gfp(
		&m->machine, m->machine.profile, op->gfp);
	result->path = m->path;
	if (result->pfn != PFN_NONE)
		result->zone = zone_index_of_pfn(m, result->pfn);
}

static void run_bulk(struct model *m, void *context)
{
	struct tape_op *record = context;
	const struct operation *op = &record->op;
	struct op_result *result = &record->result;

	record->pfns = calloc(op->count, sizeof(pfn_t));
	assert(record->pfns && "the host has no memory for the pages' numbers");
	result->count =
		alloc_pages_bulk(m, op->gfp, op->nid, op->count, record->pfns);
	result->pfns = record->pfns;
	result->migratetype = (int)gfp_migratetype(m, op->gfp);
	result->path = result->count ? m->path : PATH_FAIL;
}

static inline void run_free(struct model *m, const struct operation *op,
			    struct op_result *result)
{
	result->pfn = op->pfn;
	result->zone = zone_index_of_pfn(m, op->pfn);
	form_wanted(m)->free_pages(m, op->pfn, op->order);
	result->merged_order = merged_order_of(m, op->pfn);
}

static void run_kmalloc(struct model *m, void *context)
{
	struct tape_op *record = context;

	kmalloc(m, &record->op, &record->result);
}

static void run_kfree(struct model *m, struct tape_op *record)
{
	const struct operation *op = &record->op;

	record->result.pfn = op->pfn;
	record->result.zone = zone_of_pfn(m, op->pfn);
	record->result.order = page_of(m, op->pfn)->use_order;
	kfree(m, op);
	record->result.merged_order = merged_order_of(m, op->pfn);
}

static void run_object(struct model *m, struct tape_op *record)
{
	if (record->op.kind == OP_KMALLOC)
		alloc_hooks(m, &record->op.tag, run_kmalloc, record);
	else
		run_kfree(m, record);
}

static void drain_local(struct model *m, unsigned cpu)
{
	frame(m, PROBE_DRAIN_LOCAL_PAGES, cpu);
	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		drain_pages_zone(m, &m->zones[i], cpu);
}

static void decay(struct model *m)
{
	if (m->machine.profile->pcp_rule != PCP_AUTO) {
		frame(m, PROBE_NO_DECAY, m->cpu);
		return;
	}
	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		decay_pcp_high(m, &m->zones[i], m->cpu);
}

static void run_pcp_work(struct model *m, const struct operation *op)
{
	if (op->kind == OP_DRAIN)
		drain_local(m, op->cpu);
	else if (op->kind == OP_DRAIN_ALL)
		drain_all_pages(m);
	else
		decay(m);
}

static void set_cpu(struct model *m, unsigned cpu)
{
	frame(m, PROBE_SET_CPU, cpu, m->globals->current_cpu);
	put(m, &m->globals->current_cpu, cpu);
}

static void run_reference(struct model *m, const struct operation *op)
{
	if (op->kind == OP_GET)
		get_page(m, op->pfn);
	else
		put_page(m, op->pfn);
}

/* What concerns code tags and no page. */
static void run_tagging(struct model *m, struct tape_op *record)
{
	const struct operation *op = &record->op;

	if (op->kind == OP_MODULE_LOAD)
		module_load(m, op, &record->result);
	else if (op->kind == OP_MODULE_UNLOAD)
		module_unload(m, op);
	else if (op->kind == OP_MODULE_REPLACE)
		module_replace(m, op);
	else if (op->kind == OP_PROFILING)
		mem_profiling_set(m, op);
	else if (op->kind == OP_HOOK)
		alloc_hook_push(m, &op->tag);
	else
		alloc_hook_pop(m);
}

static void run_blocks(struct model *m, struct tape_op *record)
{
	const struct operation *op = &record->op;

	if (op->kind == OP_ALLOC)
		alloc_hooks(m, &op->tag, run_alloc, record);
	else if (op->kind == OP_BULK)
		alloc_hooks(m, &op->tag, run_bulk, record);
	else if (op->kind == OP_FREE)
		run_free(m, op, &record->result);
	else if (op->kind == OP_FREEBATCH)
		form_wanted(m)->release_pages(m, op->blocks, op->count);
	else
		split_page(m, op->pfn, op->order);
}

/* Kept apart, so that the two common kinds do not pay for the others. */
static __attribute__((noinline)) void run_other(struct model *m,
						struct tape_op *record)
{
	const struct operation *op = &record->op;

	switch (operation_family(op->kind)) {
	case FAMILY_BLOCKS:
		run_blocks(m, record);
		break;
	case FAMILY_PCP:
		run_pcp_work(m, op);
		break;
	case FAMILY_CPU:
		set_cpu(m, op->cpu);
		break;
	case FAMILY_REFERENCE:
		run_reference(m, op);
		break;
	case FAMILY_PAGE_WORDS:
		change_page(m, op);
		break;
	case FAMILY_OBJECTS:
		run_object(m, record);
		break;
	case FAMILY_TAGGING:
		run_tagging(m, record);
		break;
	}
}

static void run(struct model *m, struct tape_op *record)
{
	if (record->op.kind == OP_FREE)
		run_free(m, &record->op, &record->result);
	else if (record->op.kind == OP_ALLOC && !record->op.tag.file)
		run_alloc(m, record);
	else
		run_other(m, record);
}

/* Runs an operation under its number in the history. */
static void run_as(struct model *m, struct tape_op *record, uint32_t number)
{
	operation_begin(m, &record->op, number, record->op.cpu);
	m->frees_cold = record->op.cold;
	run(m, record);
}

static void keep_names(struct model *m, struct codetag *tag)
{
	tag->file = tag_string(m, tag->file);
	tag->function = tag_string(m, tag->function);
	tag->module = tag_string(m, tag->module);
}

static void keep_blocks(struct tape_op *record)
{
	const struct operation *op = &record->op;
	size_t bytes = op->count * sizeof(*op->blocks);

	record->blocks = calloc(op->count + 1, sizeof(*op->blocks));
	assert(record->blocks && "the host has no memory for a batch");
	memcpy(record->blocks, op->blocks, bytes);
	record->op.blocks = record->blocks;
}

/* What an operation points to, as the history's own. */
static __attribute__((noinline)) void
keep_pointed_to(struct model *m, struct tape_op *record,
		const struct operation *op)
{
	if (op->kind == OP_FREEBATCH)
		keep_blocks(record);
	if (op->tag.file)
		keep_names(m, &record->op.tag);
	if (op->module)
		record->op.module = tag_string(m, op->module);
	if (op->nr_sites)
		record->op.sites = tag_sites(m, op->sites, op->nr_sites);
}

/* The history's own copy of an operation, with everything it points to. */
static struct tape_op *append(struct model *m, const struct operation *op)
{
	struct tape_op *record = m->mode == TAPE_OFF
					 ? tape_only_op(&m->tape, op)
					 : tape_begin_op(&m->tape, op);

	if (op->kind == OP_FREEBATCH || op->tag.file || op->module ||
	    op->nr_sites)
		keep_pointed_to(m, record, op);
	return record;
}

/* As if it had never been asked for. */
static enum op_refusal undo(struct model *m)
{
	history_seek(m, history_op_begin(m, history_ops(m)));
	history_drop_future(m);
	return OP_INTERRUPTED;
}

/* What is possible. */
static enum op_refusal run_any(struct model *m, const struct operation *op)
{
	assert(m->tape.cursor == m->tape.nr_steps &&
	       "rewound: drop the future first");
	struct tape_op *record = append(m, op);
	uint32_t number = history_ops(m);

	if (m->mode & TAPE_STEPS)
		details_begin(m->details, number);
	run_as(m, record, number);
	if (!operation_makes_value(op->kind))
		record->result.path = PATH_NONE;
	if (m->mode != TAPE_OFF)
		tape_end_op(&m->tape);
	return m->interrupted ? undo(m) : OP_POSSIBLE;
}

enum op_refusal operation_run(struct model *m, const struct operation *op,
			      int64_t *where)
{
	bool common = operation_is_common(m, op);
	enum op_refusal refusal = OP_POSSIBLE;

	if (common && (only_last_is_kept(m) || only_writes_are_kept(m))) {
		common_operation_run(m, op);
		return OP_POSSIBLE;
	}
	bool in_a_hurry = m->tag_lag.allowed;

	model_settle(m);
	if (!common)
		refusal = operation_check(m, op, where);
	if (refusal == OP_POSSIBLE)
		refusal = run_any(m, op);
	m->tag_lag.allowed = in_a_hurry;
	return refusal;
}

void operation_run_again(struct model *m, const struct operation *op,
			 uint32_t number)
{
	struct tape_op again = { .op = *op };

	m->again = true;
	run_as(m, &again, number);
	m->again = false;
	free(again.pfns);
}

struct op_result operation_run_on_trial(struct model *m,
					const struct operation *op)
{
	struct tape_op record = { .op = *op,
				  .result = { .pfn = PFN_NONE,
					      .order = op->order,
					      .zone = -1,
					      .migratetype = -1,
					      .merged_order = -1,
					      .cache = -1 } };

	m->again = true;
	run_as(m, &record, history_ops(m) + 1);
	m->again = false;
	free(record.pfns);
	record.result.pfns = NULL;
	return record.result;
}
