#include "commands/zonelist_walk.h"

#include <inttypes.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/text.h"
#include "core/gfp.h"

/* Steps looked back over for where the request began. */
enum { REQUEST_BUDGET = 65536 };

/* Reading the steps of one request, in their order. */
struct reader {
	const struct model *m;
	struct zonelist_walk *walk;
	struct zone_trial *current; /* zone being looked at */
	unsigned depth;             /* of the walk's own steps */
	uint64_t at;
};

/* The latest request that prepared itself, at or before a position. */
static uint64_t request_begin(const struct model *m, uint64_t position)
{
	uint64_t op = history_op_begin(m, history_op_at(m, position));
	uint64_t least =
		position > REQUEST_BUDGET ? position - REQUEST_BUDGET : 0;

	for (uint64_t at = position; at > op && at > least; at--)
		if (history_step(m, at).probe == PROBE_PREPARE_ALLOC_PAGES)
			return at;
	return 0;
}

static void begin_pass(struct reader *reader, int64_t alloc_flags)
{
	struct zonelist_walk *walk = reader->walk;

	walk->passes++;
	walk->alloc_flags = (unsigned)alloc_flags;
	reader->current = NULL;
	for (unsigned i = 0; i < walk->nr; i++) {
		struct zone_trial *trial = &walk->trials[i];

		if (trial->verdict != VERDICT_MASK)
			*trial = (struct zone_trial){ .zone = trial->zone,
						      .verdict = VERDICT_WAITS,
						      .page = PFN_NONE };
	}
}

static void read_request(struct reader *reader, const int64_t *args)
{
	const struct machine *machine = model_machine(reader->m);
	struct zonelist_walk *walk = reader->walk;

	*walk = (struct zonelist_walk){ .node = (unsigned)args[0],
					.highest_zoneidx = args[1],
					.thisnode = args[2] != 0,
					.type = (enum migratetype)args[4] };
	const struct zonelist *list =
		&machine->zonelists[walk->node][walk->thisnode];

	for (unsigned i = 0; i < list->nr; i++) {
		bool allowed = list->refs[i].zone_id <= args[1];

		walk->trials[walk->nr++] = (struct zone_trial){
			.zone = list->refs[i].zone,
			.verdict = allowed ? VERDICT_WAITS : VERDICT_MASK,
			.page = PFN_NONE,
		};
	}
}

static struct zone_trial *trial_of(struct reader *reader, int64_t zone)
{
	for (unsigned i = 0; i < reader->walk->nr; i++)
		if (reader->walk->trials[i].zone == zone)
			return &reader->walk->trials[i];
	return NULL;
}

static void settle(struct reader *reader, enum zone_verdict verdict)
{
	if (!reader->current)
		return;
	reader->current->verdict = verdict;
	reader->current->step = reader->at;
}

/* Watermark tests that the walk itself makes; those of kswapd's balance come
 * when pages are being taken already. */
static void read_test(struct reader *reader, const struct step *step)
{
	struct zone_trial *trial = reader->current;

	if (!trial || trial->verdict != VERDICT_LOOKING)
		return;
	trial->tested = true;
	if (step->probe == PROBE_WATERMARK_FAST) {
		trial->mark = step->args[2];
	} else if (step->probe == PROBE_WATERMARK_FAST_ZERO) {
		trial->usable = step->args[1];
		trial->reserve = step->args[3];
		trial->holds = step->args[4] != 0;
	} else if (step->probe == PROBE_WATERMARK_OK) {
		trial->usable = step->args[2] - step->args[3];
		trial->mark = step->args[5];
		trial->reserve = step->args[6];
		trial->holds = step->args[7] != 0 && step->args[1] == 0;
	} else if (step->probe == PROBE_WATERMARK_BLOCK) {
		trial->holds = step->args[2] != 0;
	}
}

/* The mark that the request itself asks for, in this pass. */
static enum zone_watermark own_level(const struct reader *reader)
{
	return (enum zone_watermark)(reader->walk->alloc_flags &
				     ALLOC_WMARK_MASK);
}

static void look_at_zone(struct reader *reader, int64_t zone)
{
	reader->current = trial_of(reader, zone);
	if (reader->current)
		reader->current->level = own_level(reader);
	settle(reader, VERDICT_LOOKING);
}

/* A step of get_page_from_freelist itself that looks at a zone. */
static void read_zone_step(struct reader *reader, const struct step *step)
{
	const int64_t *args = step->args;

	if (step->probe == PROBE_FREELIST_ZONE) {
		look_at_zone(reader, args[0]);
	} else if (step->probe == PROBE_FREELIST_REMOTE) {
		settle(reader, VERDICT_REMOTE);
	} else if (step->probe == PROBE_FREELIST_AWAKE) {
		settle(reader, VERDICT_AWAKE);
	} else if (step->probe == PROBE_FREELIST_HIGH && reader->current) {
		reader->current->level =
			args[1] ? own_level(reader) : WMARK_HIGH;
	} else if (step->probe == PROBE_FREELIST_SET_BELOW && reader->current) {
		reader->current->level = own_level(reader);
	} else if (step->probe == PROBE_FREELIST_MARK && reader->current) {
		reader->current->level = (enum zone_watermark)args[1];
		reader->current->holds = args[3] != 0;
		settle(reader, args[4] ? VERDICT_TAKING : VERDICT_BELOW);
	} else if (step->probe == PROBE_FREELIST_GOT && reader->current) {
		reader->current->page = (pfn_t)args[0];
		settle(reader, args[3] ? VERDICT_EMPTY : VERDICT_GAVE);
	}
}

/* The bulk allocator looks for one zone by itself, without a pass. */
static void read_bulk_zone(struct reader *reader, const int64_t *args)
{
	reader->current = trial_of(reader, args[0]);
	if (!reader->current)
		return;
	reader->current->mark = args[2];
	reader->current->level = WMARK_LOW;
	reader->current->holds = args[3] != 0;
	settle(reader, args[3] ? VERDICT_TAKING : VERDICT_BELOW);
}

static void read_step(struct reader *reader, const struct step *step)
{
	if (step->probe == PROBE_FREELIST) {
		reader->depth = step->depth;
		reader->walk->order = (unsigned)step->args[0];
		begin_pass(reader, step->args[2]);
	} else if (step->probe == PROBE_FREELIST_RETRY) {
		begin_pass(reader, step->args[1]);
	} else if (step->probe == PROBE_BULK_ZONE) {
		read_bulk_zone(reader, step->args);
	} else if (step->probe == PROBE_RMQUEUE && reader->current &&
		   reader->current->verdict == VERDICT_LOOKING) {
		settle(reader, VERDICT_TAKING);
	} else if (reader->walk->passes > 0 && step->depth == reader->depth) {
		read_zone_step(reader, step);
	} else {
		read_test(reader, step);
	}
}

bool zonelist_walk_at(const struct model *m, uint64_t position,
		      struct zonelist_walk *ret)
{
	uint64_t begin = position > 0 ? request_begin(m, position) : 0;
	struct reader reader = { .m = m, .walk = ret };

	if (begin == 0)
		return false;
	read_request(&reader, history_step(m, begin).args);
	for (reader.at = begin + 1; reader.at <= position; reader.at++) {
		struct step step = history_step(m, reader.at);

		read_step(&reader, &step);
	}
	return true;
}

static void add_test(struct text *out, const struct model *m,
		     const struct zone_trial *trial)
{
	char level[16];

	if (!trial->tested)
		return;
	narrate_arg(m, ARG_MARK, trial->level, level, sizeof(level));
	text_add(out,
		 "%s mark %" PRId64 " %s: %" PRId64 " usable, reserve %" PRId64
		 "; ",
		 level, trial->mark, trial->holds ? "holds" : "does not hold",
		 trial->usable, trial->reserve);
}

size_t zone_trial_words(const struct model *m, const struct zone_trial *trial,
			char *ret, size_t size)
{
	static const char *const words[] = {
		[VERDICT_MASK] = "not allowed by the mask",
		[VERDICT_WAITS] = "not tried",
		[VERDICT_LOOKING] = "is being looked at",
		[VERDICT_REMOTE] = "another node: not without mixing types",
		[VERDICT_AWAKE] = "passed over: kswapd is awake",
		[VERDICT_BELOW] = "passed over",
		[VERDICT_TAKING] = "pages are taken from it",
		[VERDICT_EMPTY] = "has no block to give",
		[VERDICT_GAVE] = "gave page",
	};
	struct text out;

	text_init_fixed(&out, ret, size);
	add_test(&out, m, trial);
	text_add(&out, "%s", words[trial->verdict]);
	if (trial->verdict == VERDICT_GAVE)
		text_add(&out, " %" PRIu32, trial->page);
	return out.length;
}

size_t zonelist_request_words(const struct model *m,
			      const struct zonelist_walk *walk, char *ret,
			      size_t size)
{
	char flags[128];
	struct text out;

	text_init_fixed(&out, ret, size);
	narrate_arg(m, ARG_ALLOC_FLAGS, walk->alloc_flags, flags,
		    sizeof(flags));
	text_add(&out, "order %u type %c, node %u, zone ids up to %" PRId64,
		 walk->order, migratetype_letter(m, walk->type), walk->node,
		 walk->highest_zoneidx);
	if (walk->thisnode)
		text_add(&out, ", this node only");
	if (walk->passes > 0)
		text_add(&out, ", pass %u with %s", walk->passes, flags);
	return out.length;
}

const char *zone_verdict_name(enum zone_verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_MASK] = "mask",       [VERDICT_WAITS] = "not tried",
		[VERDICT_LOOKING] = "looking", [VERDICT_REMOTE] = "remote",
		[VERDICT_AWAKE] = "awake",     [VERDICT_BELOW] = "below",
		[VERDICT_TAKING] = "taking",   [VERDICT_EMPTY] = "empty",
		[VERDICT_GAVE] = "gave",
	};

	return names[verdict];
}
