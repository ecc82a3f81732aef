/*
 * Probes: the decision points of the allocator.
 *
 * probes.def is the one list: for each probe the kernel function, a label
 * unique within it, the line of the function's outline, the sentence that
 * says why, and its operands by name and kind.  The lines of a function, in
 * the order of the list, are its outline.
 *
 * Sentences: `{name}` prints an operand in the manner of its kind,
 * `{name?yes|no}` chooses by whether it is zero (a pfn: whether it is none).
 * Both branches may hold further braces.
 */
#ifndef MMSCOPE_CORE_PROBE_H
#define MMSCOPE_CORE_PROBE_H

#include "core/types.h"

enum probe_id {
#define PROBE(id, function, label, outline, sentence, ...) PROBE_##id,
#include "core/probes.def"
#undef PROBE
	NR_PROBES,
};

/* How an operand is printed, and what an expression may do with it. */
enum arg_kind {
	ARG_NUMBER,
	ARG_PAGES, /* a count of pages, may be negative */
	ARG_PFN,   /* PFN_NONE prints as "none" */
	ARG_ORDER,
	ARG_TYPE, /* migratetype, by its letter in sentences */
	ARG_ZONE, /* populated zone, by name */
	ARG_NODE,
	ARG_CPU,
	ARG_YES, /* a truth value */
	ARG_GFP,
	ARG_ALLOC_FLAGS,
	ARG_MODE,       /* enum rmqueue_mode */
	ARG_MARK,       /* enum zone_watermark */
	ARG_LIST,       /* pcp list index */
	ARG_COMPACTION, /* enum compact_result */
	ARG_PRIORITY,   /* enum compact_priority */
};

enum { PROBE_MAX_ARGS = 10 };

struct probe_arg {
	const char *name;
	enum arg_kind kind;
};

struct probe {
	const char *function; /* the kernel's exact name */
	const char *label;
	const char *outline; /* leading blanks show nesting */
	const char *sentence;
	unsigned nr_args;
	struct probe_arg args[PROBE_MAX_ARGS];
};

const struct probe *probe_of(enum probe_id id);

#endif
