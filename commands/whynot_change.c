/*
 * Proposals that change the request itself, or where it runs, or only empty
 * the pcp lists before it.
 */
#include "commands/whynot_internal.h"

enum { MOST_FLAGS = 4, MOST_BITS = 32, MOST_CPUS = 64 };

static bool try_change(struct session *s, struct proposals *p, const char *kind,
		       const struct operation *op)
{
	struct proposal proposal = { .kind = kind, .op = *op };

	if (!proposal_works(s, p, &proposal))
		return false;
	proposal_add(p, &proposal);
	return true;
}

/* The largest that would do. */
static void propose_order(struct session *s, const struct whynot *w,
			  struct proposals *p)
{
	struct operation op = w->op;
	unsigned most = model_machine(s->m)->max_order + 1;

	if (op.order > most)
		op.order = most;
	while (op.order > 0) {
		op.order--;
		if (try_change(s, p, "order", &op))
			return;
	}
}

/* The bits of a mask that have a name of their own. */
static unsigned named_bits(const struct profile *profile, gfp_t ret[MOST_BITS])
{
	gfp_t seen = 0;
	unsigned nr = 0;

	for (const struct gfp_name *name = profile->gfp_names; name->name;
	     name++) {
		gfp_t mask = name->mask;

		if (mask == 0 || mask & (mask - 1) || mask & seen)
			continue;
		seen |= mask;
		ret[nr++] = mask;
	}
	return nr;
}

/* One flag more or less; only when none helps, two. */
static void propose_flags(struct session *s, const struct whynot *w,
			  struct proposals *p)
{
	gfp_t bits[MOST_BITS];
	unsigned nr = named_bits(model_machine(s->m)->profile, bits);
	struct operation op = w->op;
	unsigned found = 0;

	for (unsigned i = 0; i < nr && found < MOST_FLAGS; i++) {
		op.gfp = w->op.gfp ^ bits[i];
		found += try_change(s, p, "flag", &op);
	}
	for (unsigned i = 0; i < nr && found == 0; i++) {
		for (unsigned k = i + 1; k < nr && found == 0; k++) {
			op.gfp = w->op.gfp ^ bits[i] ^ bits[k];
			found += try_change(s, p, "flags", &op);
		}
	}
}

static void propose_node(struct session *s, const struct whynot *w,
			 struct proposals *p)
{
	const struct machine *machine = model_machine(s->m);
	struct operation op = w->op;

	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		op.nid = (int)node;
		if (op.nid != w->op.nid && try_change(s, p, "node", &op))
			return;
	}
}

/* Another CPU has other pcp lists. */
static void propose_cpu(struct session *s, const struct whynot *w,
			struct proposals *p)
{
	const struct machine *machine = model_machine(s->m);
	struct operation op = w->op;

	for (unsigned cpu = 0; cpu < machine->nr_cpus && cpu < MOST_CPUS;
	     cpu++) {
		op.cpu = cpu;
		if (cpu != w->op.cpu && try_change(s, p, "cpu", &op))
			return;
	}
}

static void propose_drain(struct session *s, const struct whynot *w,
			  struct proposals *p)
{
	struct proposal proposal = { .kind = "drain",
				     .op = w->op,
				     .drains = true };

	if (proposal_works(s, p, &proposal))
		proposal_add(p, &proposal);
}

void propose_changes(struct session *s, const struct whynot *w,
		     struct proposals *p)
{
	if (w->op.kind == OP_KMALLOC)
		propose_size(s, w, p);
	else
		propose_order(s, w, p);
	if (w->pages.order > model_machine(s->m)->max_order)
		return;
	propose_flags(s, w, p);
	propose_node(s, w, p);
	propose_cpu(s, w, p);
	propose_drain(s, w, p);
}
