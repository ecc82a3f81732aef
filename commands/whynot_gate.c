/*
 * What stops a request in each zone, read off the steps of a trial.
 *
 * A request that fails has looked at most zones several times, with less and
 * less demanding marks.  What counts is the attempt that came furthest; among
 * those that lacked pages, the one that lacked fewest.
 */
#include <string.h>

#include "commands/why_mark.h"
#include "commands/whynot_internal.h"
#include "core/gfp.h"
#include "core/trial.h"

static const char *const names[NR_GATES] = {
	[GATE_MASK] = "mask",           [GATE_NODE] = "node",
	[GATE_UNASKED] = "unasked",     [GATE_PASSED] = "passed over",
	[GATE_WATERMARK] = "watermark", [GATE_BLOCK] = "block",
	[GATE_LISTS] = "lists",
};

const char *gate_name(enum gate gate)
{
	return names[gate];
}

static int64_t operand(const struct model *m, const struct step *step,
		       const char *name)
{
	const struct probe *probe = probe_in(m, step->probe);

	for (unsigned i = 0; i < probe->nr_args; i++)
		if (strcmp(probe->args[i].name, name) == 0)
			return step->args[i];
	return 0;
}

/* Pages that must come free before the comparison turns. */
static int64_t pages_missing(const struct model *m, const struct step *step)
{
	return operand(m, step, "min") + operand(m, step, "lowmem_reserve") +
	       1 - (operand(m, step, "free") - operand(m, step, "unusable"));
}

static void close_gate(struct zone_gate *gate, enum gate which,
		       const struct step *step, int64_t missing)
{
	bool further = which > gate->gate ||
		       (which == GATE_WATERMARK && which == gate->gate &&
			missing < gate->missing);

	/* The last of several blocks or lists says that there is none. */
	if (!further && (which != gate->gate || which < GATE_BLOCK))
		return;
	*gate = (struct zone_gate){ .gate = which,
				    .has_step = true,
				    .step = *step,
				    .missing = missing };
}

/* A step inside of a walk over the zonelist, at this zone. */
static void read_in_zone(const struct model *m, const struct step *step,
			 struct zone_gate *gate)
{
	if (why_mark_of(m, step) != WHY_PASSED)
		return;
	switch ((int)step->probe) {
	case PROBE_FREELIST_REMOTE:
	case PROBE_FREELIST_AWAKE:
	case PROBE_FREELIST_WAS_FULL:
	case PROBE_FREELIST_FAIR_LOCAL:
	case PROBE_FREELIST_DEPLETED:
		close_gate(gate, GATE_PASSED, step, 0);
		return;
	case PROBE_WATERMARK_OK:
		close_gate(gate, GATE_WATERMARK, step, pages_missing(m, step));
		return;
	case PROBE_WATERMARK_HALVE:
	case PROBE_WATERMARK_BLOCK:
		close_gate(gate, GATE_BLOCK, step, 0);
		return;
	case PROBE_FREELIST_GOT:
		close_gate(gate, GATE_LISTS, step, 0);
		return;
	default:
		return;
	}
}

/* Zones that no walk can come to. */
static void gates_init(const struct model *m, struct whynot *w)
{
	const struct machine *machine = model_machine(m);
	gfp_t thisnode = machine->profile->gfp.thisnode;

	for (unsigned zone = 0; zone < nr_zones(m); zone++) {
		const struct zone *at = zone_at(m, zone);
		enum gate gate = GATE_UNASKED;

		if (at->zone_id > gfp_zone(m, w->pages.gfp))
			gate = GATE_MASK;
		else if (w->pages.gfp & thisnode &&
			 (int)at->node != w->pages.nid)
			gate = GATE_NODE;
		w->gates[zone] = (struct zone_gate){ .gate = gate };
	}
}

/* The last decision of the request itself against going on. */
static void read_ending(const struct model *m, const struct step *step,
			struct whynot *w)
{
	static const enum probe_id ends[] = {
		PROBE_ALLOC_PAGES_TOO_LARGE,   PROBE_SLOWPATH_NO_ZONE,
		PROBE_SLOWPATH_THISNODE,       PROBE_SLOWPATH_COMPACTED,
		PROBE_SLOWPATH_CANNOT_WAIT,    PROBE_SLOWPATH_NORETRY,
		PROBE_SLOWPATH_COSTLY,         PROBE_SLOWPATH_NOFAIL,
		PROBE_DIRECT_RECLAIM_PROGRESS, PROBE_SLOWPATH_ENDLESS,
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (ends[i] != step->probe ||
		    why_mark_of(m, step) != WHY_PASSED)
			continue;
		w->ends = true;
		w->ending = *step;
	}
}

void gates_read(const struct model *m, const struct trial *trial,
		struct whynot *w)
{
	struct zone_gate *gate = NULL; /* of the zone being looked at */
	unsigned walk = 0;             /* depth of the walk it is part of */

	gates_init(m, w);
	for (uint64_t i = 0; i < trial_steps(trial); i++) {
		struct step step = trial_step(trial, i);
		bool is_over = step.depth < walk ||
			       (step.depth == walk &&
				probe_in(m, step.probe)->begins_frame);

		/* What stopped its first and larger request is past. */
		if (whynot_pages_asked(m, &step, w)) {
			gates_init(m, w);
			gate = NULL;
		}
		read_ending(m, &step, w);
		if (gate && is_over)
			gate = NULL;
		if (step.probe == PROBE_FREELIST_ZONE) {
			gate = &w->gates[operand(m, &step, "zone")];
			walk = step.depth;
		} else if (gate) {
			read_in_zone(m, &step, gate);
		}
	}
}
