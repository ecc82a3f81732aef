/*
 * The two operations that most are: a request for pages, and their return.
 *
 * For whoever runs very many of them and wants to know no more than the page.
 * Each does what operation_run() does with an operation that says nothing
 * further: it runs on the current CPU, names no call site, and is a part of
 * the history, where all about it can be looked up.
 */
#ifndef MMSCOPE_CORE_OPERATION_COMMON_H
#define MMSCOPE_CORE_OPERATION_COMMON_H

#include "core/operation.h"

/* From here to model_settle() nobody looks at the model, but for what these two
 * return: without a recording, tags may lag a few frees behind, so that none
 * waits for the memory that its tag's counters lie in.  Any other operation
 * settles the model, too. */
void model_hurry(struct model *m);
void model_settle(struct model *m);

/* OP_ALLOC; *ret: the first page, PFN_NONE when the request was refused. */
enum op_refusal operation_alloc(struct model *m, gfp_t gfp, unsigned order,
				int nid, pfn_t *ret);
/* OP_FREE */
enum op_refusal operation_free(struct model *m, pfn_t pfn, unsigned order);

#endif
