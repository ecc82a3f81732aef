/*
 * whynot: would a request succeed now, what stops it, and which change would
 * let it through.  Whatever is said has been tried (core/trial.h).
 */
#ifndef MMSCOPE_COMMANDS_WHYNOT_INTERNAL_H
#define MMSCOPE_COMMANDS_WHYNOT_INTERNAL_H

#include "commands/session_internal.h"
#include "commands/text.h"

/* What stops a request in a zone, of all its attempts the one that came
 * furthest: the later a gate stands here, the further. */
enum gate {
	GATE_MASK,      /* the zone is above what the mask allows */
	GATE_NODE,      /* the request may not leave its node */
	GATE_UNASKED,   /* refused before any zone was looked at */
	GATE_PASSED,    /* passed over by a rule of the walk */
	GATE_WATERMARK, /* too few free pages above the mark */
	GATE_BLOCK,     /* pages enough, but no block that is large enough */
	GATE_LISTS,     /* the mark holds, but no list may serve it */
	NR_GATES,
};

struct zone_gate {
	enum gate gate;
	bool has_step;
	struct step step; /* that closed it */
	int64_t missing;  /* watermark: pages that are missing */
};

/* A request, what came of trying it, and why. */
struct whynot {
	struct operation op;
	/* The request for pages that it came to: of kmalloc its last one. */
	struct operation pages;
	struct op_result result;
	uint64_t steps; /* that it took */
	struct zone_gate gates[MAX_POPULATED_ZONES];
	bool ends; /* refused: there is a step that ended it all */
	struct step ending;
};

const char *gate_name(enum gate gate);
/* Reads the steps of the request that ran last on trial. */
struct trial;
void gates_read(const struct model *m, const struct trial *trial,
		struct whynot *w);

/* A way to let the request through: operations before it, and the request as
 * it is then.  It was tried, and this came of it. */
struct proposal {
	const char *kind;    /* "order", "flag", "node", "cpu", "drain"… */
	struct block *freed; /* owned */
	size_t nr_freed;
	bool drains; /* behind the frees */
	struct operation op;
	struct op_result result;
};

enum { MAX_PROPOSALS = 16 };

struct proposals {
	struct proposal list[MAX_PROPOSALS];
	size_t nr;
	unsigned long tried;
	bool interrupted;
};

void proposals_deinit(struct proposals *p);
/* Tries it; what succeeds gets its result.  False: it does not help, or the
 * user ended the search. */
bool proposal_works(struct session *s, struct proposals *p,
		    struct proposal *proposal);
/* Takes the blocks over. */
void proposal_add(struct proposals *p, const struct proposal *proposal);

/* whynot_kmalloc.c: did the operation get what it asked for? */
bool is_given(const struct operation *op, const struct op_result *result);
/* Does SLUB ask for pages at this step?  w->pages is then what it asks. */
bool whynot_pages_asked(const struct model *m, const struct step *step,
			struct whynot *w);
/* What kmalloc gave, unless it is a block of pages. */
bool add_got_object(const struct model *m, const struct op_result *result,
		    struct text *out);
/* The largest smaller size that would do. */
void propose_size(struct session *s, const struct whynot *w,
		  struct proposals *p);

/* whynot_change.c: another order, flag, node or CPU; a drain. */
void propose_changes(struct session *s, const struct whynot *w,
		     struct proposals *p);
/* whynot_free.c: the fewest blocks to free. */
void propose_frees(struct session *s, const struct whynot *w,
		   struct proposals *p);

#endif
