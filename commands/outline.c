#include "commands/outline.h"

#include <stdio.h>
#include <string.h>

#include "commands/call_stack.h"
#include "commands/local_name.h"
#include "commands/narrate.h"
#include "commands/session_internal.h"
#include "commands/text.h"

/* Steps of a call looked back over: a bulk of a million pages is one call. */
enum { CALL_BUDGET = 65536 };

/* Can it stop at a step of this probe?  An event may ask for more. */
static bool waits_at(const struct stop_place *place, enum probe_id id,
		     bool is_entry)
{
	if (place->kind == STOP_EVENT && place->event) {
		const struct probe_set probes = event_probes(place->event);

		return probe_set_has(&probes, id);
	}
	return place->kind == STOP_CODE &&
	       (!place->code.at_entry || is_entry) &&
	       probe_set_has(&place->code.probes, id);
}

static uint32_t stop_on(const struct session *s, enum probe_id id)
{
	bool is_entry = strcmp(probe_in(s->m, id)->label, "enter") == 0;

	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		const struct breakpoint *b = &s->breakpoints[i];

		if (b->enabled && !b->watched.text &&
		    waits_at(&b->place, id, is_entry))
			return b->number;
	}
	return 0;
}

static void note_step(struct outline *outline, uint64_t at,
		      const struct probe *probe)
{
	for (int i = 0; i < outline->nr; i++) {
		struct outline_line *line = &outline->lines[i];

		if (line->probe != probe)
			continue;
		line->times++;
		if (line->last == 0)
			line->last = at;
	}
}

void outline_of(const struct session *s, const char *function,
		uint64_t position, struct outline *ret)
{
	const struct model *m = s->m;

	*ret = (struct outline){ .function = function, .all_seen = true };
	for (unsigned id = 0;
	     ret->nr < MAX_OUTLINE &&
	     (id = probe_next(model_probes(m), id, function)) < NR_PROBES;
	     id++)
		ret->lines[ret->nr++] = (struct outline_line){
			.probe = probe_in(m, (enum probe_id)id),
			.stop = stop_on(s, (enum probe_id)id),
		};
	for (uint64_t at = position; at; at = previous_in_frame(m, at)) {
		if (position - at > CALL_BUDGET) {
			ret->all_seen = false;
			break;
		}
		note_step(ret, at, probe_in(m, history_step(m, at).probe));
	}
	for (int i = 0; i < ret->nr; i++)
		ret->lines[i].current =
			position > 0 && ret->lines[i].last == position;
}

/* Truth values decide where the way goes; without one, the page.  `failed`
 * only repeats that there is none. */
size_t outcome_words(const struct model *m, uint64_t position, char *ret,
		     size_t size)
{
	struct step step = history_step(m, position);
	const struct probe *probe = probe_in(m, step.probe);
	struct text out;

	text_init_fixed(&out, ret, size);
	for (unsigned i = 0; i < probe->nr_args; i++)
		if (probe->args[i].kind == ARG_YES &&
		    strcmp(probe->args[i].name, "failed") != 0)
			text_add(&out, "%s%s %s", out.length ? ", " : "",
				 probe->args[i].name,
				 step.args[i] ? "yes" : "no");
	for (unsigned i = 0; i < probe->nr_args && out.length == 0; i++) {
		char value[64];

		if (probe->args[i].kind != ARG_PFN)
			continue;
		narrate_arg(m, ARG_PFN, step.args[i], value, sizeof(value));
		text_add(&out, "%s %s", probe->args[i].name, value);
	}
	return out.length;
}

unsigned depth_ended_at(const struct model *m, uint64_t position)
{
	struct step step = history_step(m, position);

	if (position == history_op_end(m, step.op))
		return 0;
	unsigned next = history_step(m, position + 1).depth;

	return step_begins_frame(m, position + 1) ? next : next + 1;
}

uint64_t call_before(const struct model *m, uint64_t position)
{
	struct step step = history_step(m, position);
	uint64_t begin = history_op_begin(m, step.op);
	uint64_t at = position - 1;

	if (step_begins_frame(m, position))
		return 0;
	while (at > begin && history_step(m, at).depth > step.depth + 1 &&
	       position - at < CALL_BUDGET)
		at--;
	return history_step(m, at).depth == step.depth + 1 ? at : 0;
}

/*
 * What a function returns: an operand of one of its own steps, or what one of
 * its callees returned.  The last of these in a call decides; a call that has
 * passed none of them found no page, or returned nothing.
 */
struct return_rule {
	const char *function;
	const char *label;   /* of the own step */
	const char *operand; /* of that step */
	const char *callee;  /* instead of both */
};

static const struct return_rule rules[] = {
	{ "__alloc_pages", "result", "page", NULL },
	{ "__alloc_pages_nodemask", "result", "page", NULL },
	{ "__alloc_frozen_pages", "result", "page", NULL },
	{ "__alloc_pages_slowpath", NULL, NULL, "get_page_from_freelist" },
	{ "get_page_from_freelist", "got", "page", NULL },
	{ "rmqueue", NULL, NULL, "rmqueue_pcplist" },
	{ "rmqueue", NULL, NULL, "rmqueue_buddy" },
	{ "rmqueue", NULL, NULL, "__rmqueue" },
	{ "rmqueue", NULL, NULL, "__rmqueue_smallest" },
	{ "rmqueue_pcplist", NULL, NULL, "__rmqueue_pcplist" },
	{ "__rmqueue_pcplist", "got", "page", NULL },
	{ "rmqueue_buddy", NULL, NULL, "__rmqueue" },
	{ "rmqueue_buddy", NULL, NULL, "__rmqueue_smallest" },
	{ "rmqueue_bulk", "result", "got", NULL },
	{ "__rmqueue", "result", "page", NULL },
	{ "__rmqueue_smallest", "got", "page", NULL },
	{ "__rmqueue_claim", "extfrag", "page", NULL },
	{ "__rmqueue_steal", "extfrag", "page", NULL },
	{ "try_to_steal_block", "whole", "page", NULL },
	{ "try_to_steal_block", NULL, NULL, "__rmqueue_smallest" },
	{ "try_to_claim_block", "whole", "page", NULL },
	{ "try_to_claim_block", NULL, NULL, "__rmqueue_smallest" },
	{ "zone_watermark_fast", "order_0", "fits", NULL },
	{ "zone_watermark_fast", NULL, NULL, "__zone_watermark_ok" },
	{ "__zone_watermark_ok", "enter", "enough", NULL },
	{ "__zone_watermark_ok", "block", "found", NULL },
	{ "alloc_flags_nofragment", "enter", "nofragment", NULL },
	{ "nr_pcp_alloc", "result", "blocks", NULL },
	{ "nr_pcp_free", "enter", "pages", NULL },
	{ "alloc_pages_bulk", "result", "got", NULL },
};

enum { NR_RULES = sizeof(rules) / sizeof(rules[0]) };

/* The rule that a step of a call, or of one called by it, falls under. */
static const struct return_rule *rule_for(const char *function,
					  const struct probe *probe, bool own)
{
	for (unsigned i = 0; i < NR_RULES; i++) {
		const struct return_rule *rule = &rules[i];

		if (strcmp(rule->function, function) != 0)
			continue;
		if (own && rule->label &&
		    strcmp(rule->label, probe->label) == 0)
			return rule;
		if (!own && rule->callee &&
		    strcmp(rule->callee, probe->function) == 0)
			return rule;
	}
	return NULL;
}

static bool has_rules(const char *function)
{
	for (unsigned i = 0; i < NR_RULES; i++)
		if (strcmp(rules[i].function, function) == 0)
			return true;
	return false;
}

/* A call while its steps are walked over from its last to its first. */
struct call {
	const struct model *m;
	const char *function;
	unsigned depth;
	uint64_t last; /* of the callee that is walked over */
};

static bool operand_of(const struct model *m, uint64_t at, const char *name,
		       struct local *ret)
{
	struct local_name local;

	return local_name_init(&local, m, name, strlen(name)) &&
	       local_name_find(&local, m, at, ret);
}

/* The step that decides what the call returned, and by which rule; a callee's
 * rule makes it the call that is walked over. */
static uint64_t deciding_step(struct call *call,
			      const struct return_rule **ret_rule)
{
	uint64_t first =
		call->last > CALL_BUDGET ? call->last - CALL_BUDGET : 0;

	for (uint64_t at = call->last; at > first; at--) {
		struct step step = history_step(call->m, at);
		const struct probe *probe = probe_in(call->m, step.probe);

		if (step.depth > call->depth + 1)
			continue;
		bool own = step.depth == call->depth;

		*ret_rule = rule_for(call->function, probe, own);
		if (*ret_rule && own)
			return at;
		if (*ret_rule) {
			call->function = probe->function;
			call->depth++;
			at = call->last + 1;
			continue;
		}
		bool begins = step_begins_frame(call->m, at);

		if (own && begins)
			return 0;
		if (own || begins)
			call->last = at - 1;
	}
	return 0;
}

bool returned_words(const struct model *m, uint64_t own, uint64_t last,
		    char *ret, size_t size)
{
	struct step step = history_step(m, own);
	struct call call = { m, probe_in(m, step.probe)->function, step.depth,
			     last };
	const struct return_rule *rule = NULL;
	struct local local = { .kind = ARG_PFN, .value = PFN_NONE };
	char value[64];

	if (!has_rules(call.function))
		return false;
	uint64_t at = deciding_step(&call, &rule);

	if (at && !operand_of(m, at, rule->operand, &local))
		return false;
	if (local.kind == ARG_PFN && local.value == PFN_NONE) {
		snprintf(ret, size, "no page");
		return true;
	}
	narrate_arg(m, local.kind, local.value, value, sizeof(value));
	snprintf(ret, size, "%s%s%s", local.kind == ARG_YES ? "" : local.name,
		 local.kind == ARG_YES ? "" : " ", value);
	return true;
}
