/*
 * Where the ways of two kernels part, in each respect, and which of their
 * named behaviours is the reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/session_internal.h"
#include "commands/side_by_side_internal.h"
#include "core/behaviour.h"

const char *parting_name(enum parting_kind kind)
{
	static const char *const names[NR_PARTINGS] = {
		[PARTING_LISTS_AT_BOOT] = "lists at boot",
		[PARTING_MARKS_AT_BOOT] = "marks at boot",
		[PARTING_FUNCTION] = "function",
		[PARTING_WATERMARK] = "watermark",
		[PARTING_LIST_END] = "list end",
		[PARTING_ANSWER] = "answer",
	};

	return names[kind];
}

static bool differ(const struct search *search, size_t behaviour)
{
	const struct side *sides = search->c->sides;

	return behaviour_value(behaviour, sides[search->sides[0]].profile) !=
	       behaviour_value(behaviour, sides[search->sides[1]].profile);
}

void search_explain(const struct search *search, struct parting *parting,
		    bool (*does)(size_t behaviour))
{
	for (size_t i = 0; behaviour_name(i) && i < MAX_BEHAVIOURS; i++)
		parting->why[i] = differ(search, i) && does(i);
}

/* What differs in the function of a probe; false: nothing that is named. */
static bool explain_by(const struct search *search, struct parting *parting,
		       enum probe_id id)
{
	bool any = false;

	for (size_t i = 0; behaviour_name(i) && i < MAX_BEHAVIOURS; i++) {
		if (!differ(search, i) || !behaviour_acts_at(i, id))
			continue;
		parting->why[i] = true;
		any = true;
	}
	return any;
}

/* The step of the caller before one; 0: there is none. */
static uint64_t calling_step(const struct model *m, uint64_t position)
{
	struct step step = history_step(m, position);
	uint64_t first = history_op_begin(m, step.op);
	uint64_t at = position - 1;

	while (at > first && history_step(m, at).depth >= step.depth)
		at--;
	return at > first ? at : 0;
}

/* By what differs in the function of the step, else in that of a caller. */
static void explain_step(const struct search *search, struct parting *parting)
{
	for (unsigned k = 0; k < 2; k++) {
		uint64_t at = parting->steps[k];

		while (at && !explain_by(search, parting,
					 history_step(search->m[k], at).probe))
			at = calling_step(search->m[k], at);
	}
}

static struct step step_of(const struct search *search, unsigned k,
			   const struct step_pair *pair)
{
	return history_step(search->m[k], pair->steps[k]);
}

/* The one side that takes a step here; -1: both do. */
static int lone_side(const struct step_pair *pair)
{
	if (pair->steps[0] && pair->steps[1])
		return -1;
	return pair->steps[0] ? 0 : 1;
}

static bool is_lone_function(const struct search *search,
			     const struct step_pair *pair)
{
	int k = lone_side(pair);

	return k >= 0 &&
	       probe_in(search->m[k], step_of(search, (unsigned)k, pair).probe)
		       ->begins_frame;
}

/* The operand of a watermark's test that decides, and the mark. */
static bool watermark_differs(const struct search *search,
			      const struct step_pair *pair)
{
	static const struct {
		enum probe_id id;
		unsigned arg;
	} verdicts[] = {
		{ PROBE_WATERMARK_FAST, 2 },  { PROBE_WATERMARK_FAST_ZERO, 4 },
		{ PROBE_WATERMARK_OK, 7 },    { PROBE_WATERMARK_HALVE, 3 },
		{ PROBE_WATERMARK_BLOCK, 2 },
	};
	int k = lone_side(pair);

	if (k >= 0)
		return step_of(search, (unsigned)k, pair).probe ==
		       PROBE_WATERMARK_FAST;
	struct step a = step_of(search, 0, pair);
	struct step b = step_of(search, 1, pair);

	for (size_t i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++)
		if (a.probe == verdicts[i].id)
			return a.args[verdicts[i].arg] !=
			       b.args[verdicts[i].arg];
	return false;
}

/* To which end of its list a step puts a block: 't', 'h'; 0: it does not. */
static char list_end(const struct model *m, const struct step *step)
{
	enum { TAIL_OF_ADD = 3 };

	if (step->probe == PROBE_FREE_ONE_PAGE_ADD)
		return step->args[TAIL_OF_ADD] ? 't' : 'h';
	if (step->probe == PROBE_MOVE_FREEPAGES_ONE ||
	    step->probe == PROBE_STEAL_SINGLE)
		return model_machine(m)->profile->moved_blocks_to_head ? 'h'
								       : 't';
	return 0;
}

/* Of blocks of the same order; others are none's counterparts. */
static bool list_end_differs(const struct search *search,
			     const struct step_pair *pair)
{
	enum { ORDER_OF_STEP = 1 };

	if (lone_side(pair) >= 0)
		return false;
	struct step a = step_of(search, 0, pair);
	struct step b = step_of(search, 1, pair);
	char ends[2] = { list_end(search->m[0], &a),
			 list_end(search->m[1], &b) };

	return ends[0] != ends[1] &&
	       a.args[ORDER_OF_STEP] == b.args[ORDER_OF_STEP];
}

/* The same decision in both: a rule, unless only the numbers differ. */
static void explain_pair(const struct search *search, struct parting *parting,
			 enum probe_id id)
{
	if (id == PROBE_WATERMARK_FAST)
		search_explain(search, parting, behaviour_chooses_mark);
	else if (id != PROBE_FREE_ONE_PAGE_ADD)
		explain_step(search, parting);
}

static void note_steps(const struct search *search, enum parting_kind kind,
		       const struct step_pair *pair)
{
	struct parting *parting = &search->partings[kind];

	parting->found = true;
	parting->line = pair->line;
	for (unsigned k = 0; k < 2; k++) {
		parting->steps[k] = pair->steps[k];
		pair_step_words(search->m[k], pair->steps[k], parting->words[k],
				PARTING_SIZE);
	}
	if (lone_side(pair) >= 0)
		explain_step(search, parting);
	else
		explain_pair(search, parting, step_of(search, 0, pair).probe);
}

typedef bool (*differs_fn)(const struct search *search,
			   const struct step_pair *pair);

static void find_in_steps(const struct search *search, size_t line)
{
	static const differs_fn differs[NR_PARTINGS] = {
		[PARTING_FUNCTION] = is_lone_function,
		[PARTING_WATERMARK] = watermark_differs,
		[PARTING_LIST_END] = list_end_differs,
	};
	struct step_pair *pairs = NULL;
	size_t nr = step_pairs(search->c, search->sides, line, &pairs);

	for (unsigned kind = 0; kind < NR_PARTINGS; kind++) {
		for (size_t i = 0;
		     differs[kind] && !search->partings[kind].found && i < nr;
		     i++)
			if (differs[kind](search, &pairs[i]))
				note_steps(search, (enum parting_kind)kind,
					   &pairs[i]);
	}
	free(pairs);
}

/* By the first function that only one of them enters in this operation. */
static void explain_by_way(const struct search *search, struct parting *answer)
{
	struct step_pair *pairs = NULL;
	size_t nr = step_pairs(search->c, search->sides, answer->line, &pairs);
	struct parting way = { 0 };

	for (size_t i = 0; i < nr && !way.steps[0] && !way.steps[1]; i++)
		if (is_lone_function(search, &pairs[i]))
			memcpy(way.steps, pairs[i].steps, sizeof(way.steps));
	explain_step(search, &way);
	memcpy(answer->why, way.why, sizeof(way.why));
	free(pairs);
}

static bool any_reason(const struct parting *parting)
{
	for (size_t i = 0; i < MAX_BEHAVIOURS; i++)
		if (parting->why[i])
			return true;
	return false;
}

/* Other pages are given where blocks lie elsewhere, since booting or since a
 * list was filled at its other end; else another way was gone. */
static void explain_answer(const struct search *search, bool gives_pages)
{
	static const enum parting_kind causes[] = { PARTING_LISTS_AT_BOOT,
						    PARTING_LIST_END };
	struct parting *answer = &search->partings[PARTING_ANSWER];

	for (size_t k = 0; k < sizeof(causes) / sizeof(*causes); k++)
		if (gives_pages && !any_reason(answer))
			memcpy(answer->why, search->partings[causes[k]].why,
			       sizeof(answer->why));
	if (!any_reason(answer))
		explain_by_way(search, answer);
}

static bool answers_differ(const struct search *search, size_t line)
{
	const struct op_result *results[2] = { NULL, NULL };

	for (unsigned k = 0; k < 2; k++) {
		uint32_t op =
			search->c->sides[search->sides[k]].answers[line].op;

		if (op)
			results[k] = history_result(search->m[k], op);
	}
	const struct op_result *a = results[0];
	const struct op_result *b = results[1];

	if (!a || !b)
		return a != b;
	return a->pfn != b->pfn || a->object != b->object ||
	       a->order != b->order || a->merged_order != b->merged_order ||
	       a->count != b->count ||
	       (a->count &&
		memcmp(a->pfns, b->pfns, a->count * sizeof(*a->pfns)) != 0);
}

static void find_answer(struct search *search, size_t line)
{
	struct parting *parting = &search->partings[PARTING_ANSWER];

	if (parting->found || !answers_differ(search, line))
		return;
	bool possible = true;
	bool gives_pages = false;

	parting->found = true;
	parting->line = line;
	for (unsigned k = 0; k < 2; k++) {
		const struct side_answer *answer =
			&search->c->sides[search->sides[k]].answers[line];

		possible = possible && answer->op;
		if (!answer->op) {
			snprintf(parting->words[k], PARTING_SIZE, "%s",
				 answer->error);
			continue;
		}
		answer_words(search->c, search->sides[k], line,
			     parting->words[k], PARTING_SIZE);
		parting->steps[k] = history_op_end(search->m[k], answer->op);
		gives_pages = operation_makes_value(
			history_op(search->m[k], answer->op)->kind);
	}
	/* Else it says itself why. */
	if (possible)
		explain_answer(search, gives_pages);
}

void partings_of(const struct comparison *c, const unsigned sides[2],
		 struct parting ret[NR_PARTINGS])
{
	struct search search = {
		.c = c,
		.sides = { sides[0], sides[1] },
		.m = { side_model(c, sides[0]), side_model(c, sides[1]) },
		.partings = ret,
	};

	memset(ret, 0, NR_PARTINGS * sizeof(*ret));
	for (unsigned k = 0; k < 2; k++)
		history_seek(c->sides[sides[k]].session->m, 0);
	search_boot(&search);
	for (unsigned k = 0; k < 2; k++)
		history_seek(c->sides[sides[k]].session->m,
			     history_steps(search.m[k]));
	for (size_t line = 0; line < c->nr_lines; line++) {
		find_in_steps(&search, line);
		find_answer(&search, line);
	}
}
