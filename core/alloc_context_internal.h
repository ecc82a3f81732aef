/*
 * The context of a request for pages: what follows from its mask and node.
 */
#ifndef MMSCOPE_CORE_ALLOC_CONTEXT_INTERNAL_H
#define MMSCOPE_CORE_ALLOC_CONTEXT_INTERNAL_H

#include "core/machine.h"

struct alloc_context {
	gfp_t gfp;
	unsigned order;
	const struct zonelist *zonelist;
	unsigned
		preferred; /* position in the zonelist; nr when there is none */
	unsigned highest_zoneidx;
	enum migratetype type;
	int cached_node; /* whose zonelist cache is used; -1: none */
};

/* The last request: the next one is often of its kind.  All but the order
 * follows from what never changes once the machine is up. */
struct last_request {
	struct alloc_context ac;
	unsigned alloc_flags; /* of the first walk over the zones */
	int nid;
	bool known;
};

#endif
