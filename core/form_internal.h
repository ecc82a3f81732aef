/*
 * Forms: the allocator compiled more than once from one source.
 *
 * Most of what the allocator does is told to somebody: each decision is a
 * step, each change a write on the tape.  The form of a file by itself asks
 * at run time what is wanted.  Two others know it when they are compiled:
 * `plain` records nothing, and its probes are no code at all; `writes` keeps
 * what the tape keeps, but no operands.  All three do the same to the state.
 * `plain` is compiled once for each kernel, behind the profile, so that what
 * the kernel decides is decided there and then.
 *
 * An operation chooses its form once, where it begins.  What is not part of
 * the forms is called from all of them: the slow path, compaction, kswapd;
 * whatever those call of the allocator asks at run time again.
 */
#ifndef MMSCOPE_CORE_FORM_INTERNAL_H
#define MMSCOPE_CORE_FORM_INTERNAL_H

#include "core/model_internal.h"
#include "core/operation.h"

/* What operations begin with. */
struct form {
	pfn_t (*alloc_pages)(struct model *m, gfp_t gfp, unsigned order,
			     int nid);
	void (*free_pages)(struct model *m, pfn_t pfn, unsigned order);
	void (*release_pages)(struct model *m, const struct block *blocks,
			      unsigned count);
};

extern const struct form plain_form_4_1;
extern const struct form plain_form_4_9;
extern const struct form plain_form_5_4;
extern const struct form plain_form_5_10;
extern const struct form plain_form_6_1;
extern const struct form plain_form_6_12;
extern const struct form plain_form_7_2;
extern const struct form writes_form;
extern const struct form any_form; /* asks at run time */

/* The kernel's own; that which asks, of a kernel without one. */
const struct form *plain_form_of(const struct profile *profile);

/* That of the operation that begins now. */
static inline const struct form *form_wanted(const struct model *m)
{
	if (m->mode == TAPE_OFF)
		return m->plain_form;
	return m->mode == TAPE_WRITES ? &writes_form : &any_form;
}

#endif
