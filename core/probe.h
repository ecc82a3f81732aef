/*
 * Probes: the decision points of the allocator.
 *
 * probes.def is the one list: for each probe the kernel function, a label
 * unique within it, the line of the function's outline, the sentence that
 * says why, and its operands by name and kind.  The lines of a function, in
 * the order of the list, are its outline.
 *
 * The list speaks as 6.12 does.  What another kernel lacks stands in
 * probe_kernel.c, what it words otherwise in probe_words.c, by the named
 * behaviours of its profile; what it only calls otherwise, in the profile.  A
 * reader asks for the probes of a kernel and never sees the difference.
 *
 * Sentences: `{name}` prints an operand in the manner of its kind,
 * `{name?yes|no}` chooses by whether it is zero (a pfn: whether it is none),
 * `{name#page|pages}` by whether it is one, `{name>other?yes|no}` by which of
 * two operands is larger.  Both branches may hold further braces.
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
	ARG_FLAG,       /* enum pageflag, by name */
	ARG_PAGE_TYPE,  /* enum page_mark */
	ARG_WORD,       /* 32 bits, as hex */
	ARG_CACHE,      /* kmalloc cache, by name */
	ARG_TAG,        /* number of a tag, by its site; -1 none */
	ARG_MODULE,     /* number of a load, by the module's name */
	ARG_PROFILING,  /* enum profiling_switch */
};

enum { PROBE_MAX_ARGS = 10 };

struct probe_arg {
	const char *name;
	enum arg_kind kind;
};

/* A probe as one kernel has it. */
struct probe {
	const char *function; /* the kernel's exact name */
	const char *label;
	const char *outline; /* leading blanks show nesting */
	const char *sentence;
	const struct probe_arg *args;
	unsigned nr_args;
	bool exists;       /* this kernel can come here */
	bool begins_frame; /* the first step of its function: label "enter" */
};

/* A bit each. */
struct probe_set {
	uint64_t bits[(NR_PROBES + 63) / 64];
};

static inline void probe_set_add(struct probe_set *set, enum probe_id id)
{
	set->bits[id / 64] |= (uint64_t)1 << (id % 64);
}

static inline bool probe_set_has(const struct probe_set *set, enum probe_id id)
{
	return set->bits[id / 64] >> (id % 64) & 1;
}

static inline bool probe_sets_meet(const struct probe_set *a,
				   const struct probe_set *b)
{
	for (size_t i = 0; i < sizeof(a->bits) / sizeof(a->bits[0]); i++)
		if (a->bits[i] & b->bits[i])
			return true;
	return false;
}

static inline bool probe_set_is_empty(const struct probe_set *set)
{
	return !probe_sets_meet(set, set);
}

static inline void probe_set_join(struct probe_set *set,
				  const struct probe_set *other)
{
	for (size_t i = 0; i < sizeof(set->bits) / sizeof(set->bits[0]); i++)
		set->bits[i] |= other->bits[i];
}

struct profile;
struct model;

/* All probes as a kernel has them. */
void probes_of_kernel(const struct profile *profile,
		      struct probe ret[NR_PROBES]);
/* The same of the kernel that a model runs. */
const struct probe *model_probes(const struct model *m);
const struct probe *probe_in(const struct model *m, enum probe_id id);
/* The first probe from `id` on that exists and belongs to this function, NULL:
 * to any; NR_PROBES when there is none.  Read one after the other they are the
 * function's outline. */
unsigned probe_next(const struct probe probes[NR_PROBES], unsigned id,
		    const char *function);

#endif
