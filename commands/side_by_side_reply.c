/*
 * What is said about a comparison: the answers, then for each kernel and the
 * next one where their ways part, and why.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/session_internal.h"
#include "commands/side_by_side.h"
#include "core/behaviour.h"

enum {
	WORDS_SIZE = 256,
	MAX_LINE_COLS = 30,
	ANSWER_COLS = 21,
	REASONS_SHOWN = 4,
	/* More kernels than these are told in runs of equal answers. */
	MAX_COLUMNS = 2,
};

static const char *series(const struct comparison *c, unsigned side)
{
	return c->sides[side].profile->series;
}

void behaviour_sentence(size_t i, const struct profile *profile, char *ret,
			size_t size)
{
	struct behaviour_words words = behaviour_words(i, profile);

	if (words.after)
		snprintf(ret, size, "%s %u %s", words.before, words.number,
			 words.after);
	else
		snprintf(ret, size, "%s", words.before);
}

static struct json *answer_object(const struct comparison *c, unsigned side,
				  size_t line)
{
	const struct side_answer *answer = &c->sides[side].answers[line];
	struct json *object = json_object();
	char words[WORDS_SIZE];

	answer_words(c, side, line, words, sizeof(words));
	json_add(object, "kernel", json_string(series(c, side)));
	json_add(object, "answer", json_string(words));
	if (!answer->op) {
		json_add(object, "error", json_string(answer->error));
		return object;
	}
	const struct model *m = side_model(c, side);
	const struct op_result *result = history_result(m, answer->op);

	json_add(object, "pfn",
		 result->pfn == PFN_NONE ? json_null()
					 : json_number(result->pfn));
	json_add(object, "steps",
		 json_number((int64_t)(history_op_end(m, answer->op) -
				       history_op_begin(m, answer->op))));
	return object;
}

/* "4.1 .. 5.4": kernels from the i-th up to another. */
static void range_words(const struct comparison *c, unsigned i, unsigned end,
			char *ret, size_t size)
{
	snprintf(ret, size, "%s%s%s", series(c, i), end > i + 1 ? " .. " : "",
		 end > i + 1 ? series(c, end - 1) : "");
}

static void say_in_columns(const struct comparison *c, size_t line,
			   struct reply *r)
{
	char words[MAX_COLUMNS][WORDS_SIZE];

	for (unsigned i = 0; i < MAX_COLUMNS; i++)
		answer_words(c, i, line, words[i], sizeof(words[i]));
	reply_text(r, "%-*s %-*s %s\n", MAX_LINE_COLS, c->lines[line],
		   ANSWER_COLS, words[0], words[1]);
}

static void say_in_runs(const struct comparison *c, size_t line,
			struct reply *r)
{
	char words[WORDS_SIZE];
	char next[WORDS_SIZE];
	char range[32];

	reply_text(r, "%s\n", c->lines[line]);
	for (unsigned i = 0; i < c->nr_sides;) {
		unsigned end = i + 1;

		answer_words(c, i, line, words, sizeof(words));
		for (; end < c->nr_sides; end++) {
			answer_words(c, end, line, next, sizeof(next));
			if (strcmp(words, next) != 0)
				break;
		}
		range_words(c, i, end, range, sizeof(range));
		reply_text(r, "  %-12s %s\n", range, words);
		i = end;
	}
}

static void say_impossible(const struct comparison *c, size_t line,
			   struct reply *r)
{
	for (unsigned i = 0; i < c->nr_sides; i++)
		if (!c->sides[i].answers[line].op)
			reply_text(r, "  under %s: %s\n", series(c, i),
				   c->sides[i].answers[line].error);
}

static void reply_answers(const struct comparison *c, struct reply *r)
{
	struct json *operations = json_array();
	bool columns = c->nr_sides <= MAX_COLUMNS;

	if (columns)
		reply_text(r, "%-*s %-*s %s\n", MAX_LINE_COLS, "operation",
			   ANSWER_COLS, series(c, 0), series(c, 1));
	for (size_t line = 0; line < c->nr_lines; line++) {
		struct json *object = json_object();
		struct json *answers = json_array();

		if (columns)
			say_in_columns(c, line, r);
		else
			say_in_runs(c, line, r);
		say_impossible(c, line, r);
		for (unsigned i = 0; i < c->nr_sides; i++)
			json_append(answers, answer_object(c, i, line));
		json_add(object, "operation", json_string(c->lines[line]));
		json_add(object, "answers", answers);
		json_append(operations, object);
	}
	reply_value(r, "operations", operations);
}

/* One kernel's sentence about a behaviour. */
static void say_behaviour(const struct side *side, size_t behaviour,
			  struct json *object, struct reply *r)
{
	char words[WORDS_SIZE];

	behaviour_sentence(behaviour, side->profile, words, sizeof(words));
	reply_text(r, "    %-5s %s\n", side->profile->series, words);
	json_add(object, side->profile->series, json_string(words));
}

static struct json *say_reasons(const struct comparison *c,
				const unsigned sides[2],
				const struct parting *parting, struct reply *r)
{
	struct json *reasons = json_array();
	unsigned said = 0;
	unsigned left_out = 0;

	for (size_t i = 0; behaviour_name(i) && i < MAX_BEHAVIOURS; i++) {
		struct json *object = NULL;

		if (!parting->why[i])
			continue;
		if (!reply_is_json(r) && said == REASONS_SHOWN) {
			left_out++;
			continue;
		}
		object = json_object();
		json_add(object, "name", json_string(behaviour_name(i)));
		reply_text(r, "  %s %s:\n", said ? "and" : "as",
			   behaviour_name(i));
		for (unsigned k = 0; k < 2; k++)
			say_behaviour(&c->sides[sides[k]], i, object, r);
		json_append(reasons, object);
		said++;
	}
	bool both = parting->steps[0] && parting->steps[1];

	if (said == 0 && both)
		reply_text(r,
			   "  no rule differs there, only what came before\n");
	if (left_out)
		reply_text(r, "  and %u more: `compare %s %s` has them all\n",
			   left_out, series(c, sides[0]), series(c, sides[1]));
	return reasons;
}

static struct json *say_parting(const struct comparison *c,
				const unsigned sides[2], enum parting_kind kind,
				const struct parting *parting, struct reply *r)
{
	struct json *object = json_object();
	struct json *words = json_array();
	struct json *steps = json_array();
	bool at_boot = kind <= PARTING_MARKS_AT_BOOT;

	json_add(object, "what", json_string(parting_name(kind)));
	json_add(object, "op",
		 at_boot ? json_null()
			 : json_number((int64_t)parting->line + 1));
	reply_text(r, " %s", parting_name(kind));
	if (!at_boot)
		reply_text(r, ", operation %zu `%s`", parting->line + 1,
			   c->lines[parting->line]);
	reply_text(r, "\n");
	for (unsigned k = 0; k < 2; k++) {
		reply_text(r, "  %-5s ", series(c, sides[k]));
		if (parting->steps[k])
			reply_text(r, "step %" PRIu64 ": ", parting->steps[k]);
		reply_text(r, "%s\n", parting->words[k]);
		json_append(words, json_string(parting->words[k]));
		json_append(steps,
			    parting->steps[k]
				    ? json_number((int64_t)parting->steps[k])
				    : json_null());
	}
	json_add(object, "says", words);
	json_add(object, "steps", steps);
	json_add(object, "why", say_reasons(c, sides, parting, r));
	return object;
}

/* Functions that an operation entered, by their first probe. */
static struct probe_set functions_entered(const struct model *m)
{
	struct probe_set set = { { 0 } };

	for (uint64_t at = 1; at <= history_steps(m); at++) {
		enum probe_id id = history_step(m, at).probe;

		if (probe_in(m, id)->begins_frame)
			probe_set_add(&set, id);
	}
	return set;
}

/* By its own steps or by others of the same name. */
static bool enters(const struct model *m, const struct probe_set *set,
		   enum probe_id id, const char *name)
{
	if (probe_set_has(set, id))
		return true;
	for (unsigned i = 0; i < NR_PROBES; i++)
		if (probe_set_has(set, (enum probe_id)i) &&
		    strcmp(probe_in(m, (enum probe_id)i)->function, name) == 0)
			return true;
	return false;
}

static struct json *say_functions_of(const struct comparison *c,
				     const unsigned sides[2],
				     const struct probe_set sets[2],
				     struct reply *r)
{
	const struct model *m = side_model(c, sides[0]);
	struct json *names = json_array();
	unsigned nr = 0;

	for (unsigned id = 0; id < NR_PROBES; id++) {
		const char *name = probe_in(m, (enum probe_id)id)->function;

		if (!probe_set_has(&sets[0], (enum probe_id)id) ||
		    enters(side_model(c, sides[1]), &sets[1], (enum probe_id)id,
			   name))
			continue;
		if (nr++ == 0)
			reply_text(r, " only %s enters", series(c, sides[0]));
		reply_text(r, "%s %s", nr == 1 ? "" : ",", name);
		json_append(names, json_string(name));
	}
	if (nr)
		reply_text(r, "\n");
	return names;
}

static void say_functions(const struct comparison *c, const unsigned sides[2],
			  struct json *object, struct reply *r)
{
	struct json *all = json_object();

	for (unsigned k = 0; k < 2; k++) {
		const unsigned ordered[2] = { sides[k], sides[1 - k] };
		struct probe_set sets[2];

		for (unsigned i = 0; i < 2; i++)
			sets[i] = functions_entered(side_model(c, ordered[i]));
		json_add(all, series(c, ordered[0]),
			 say_functions_of(c, ordered, sets, r));
	}
	json_add(object, "functions_of_one", all);
}

static struct json *say_pair(const struct comparison *c,
			     const unsigned sides[2], struct reply *r)
{
	struct parting partings[NR_PARTINGS];
	struct json *object = json_object();
	struct json *kernels = json_array();
	struct json *found = json_array();
	bool any = false;

	partings_of(c, sides, partings);
	for (unsigned kind = 0; kind < NR_PARTINGS; kind++)
		any = any || partings[kind].found;
	reply_text(r, "\n%s and %s %s\n", series(c, sides[0]),
		   series(c, sides[1]),
		   any ? "part, first in each respect:"
		       : "go the same way, step by step");
	for (unsigned kind = 0; kind < NR_PARTINGS; kind++)
		if (partings[kind].found)
			json_append(found, say_parting(c, sides,
						       (enum parting_kind)kind,
						       &partings[kind], r));
	for (unsigned k = 0; k < 2; k++)
		json_append(kernels, json_string(series(c, sides[k])));
	json_add(object, "kernels", kernels);
	json_add(object, "partings", found);
	say_functions(c, sides, object, r);
	return object;
}

void comparison_reply(const struct comparison *c, struct reply *r)
{
	struct json *pairs = json_array();

	reply_text(r, "%s, and the same under the others\n\n", c->machine);
	reply_string(r, "machine", c->machine);
	reply_answers(c, r);
	for (unsigned i = 0; i + 1 < c->nr_sides; i++) {
		const unsigned sides[2] = { i, i + 1 };

		json_append(pairs, say_pair(c, sides, r));
	}
	reply_value(r, "pairs", pairs);
}

static bool all_alike(const struct comparison *c, size_t behaviour)
{
	for (unsigned i = 1; i < c->nr_sides; i++)
		if (behaviour_value(behaviour, c->sides[i].profile) !=
		    behaviour_value(behaviour, c->sides[0].profile))
			return false;
	return true;
}

/* A sentence for each run of kernels that do alike, in the order given. */
static void say_sentences(const struct comparison *c, size_t behaviour,
			  struct json *object, struct reply *r)
{
	char words[WORDS_SIZE];
	char range[32];

	for (unsigned i = 0; i < c->nr_sides;) {
		const struct profile *profile = c->sides[i].profile;
		unsigned end = i;

		while (end < c->nr_sides &&
		       behaviour_value(behaviour, c->sides[end].profile) ==
			       behaviour_value(behaviour, profile))
			end++;
		behaviour_sentence(behaviour, profile, words, sizeof(words));
		range_words(c, i, end, range, sizeof(range));
		reply_text(r, "  %-12s %s\n", range, words);
		for (; i < end; i++)
			json_add(object, series(c, i), json_string(words));
	}
}

void comparison_reply_behaviours(const struct comparison *c, struct reply *r)
{
	struct json *differences = json_array();
	unsigned nr = 0;

	for (size_t i = 0; behaviour_name(i); i++) {
		struct json *object = NULL;

		if (all_alike(c, i))
			continue;
		object = json_object();
		json_add(object, "name", json_string(behaviour_name(i)));
		reply_text(r, "%s\n", behaviour_name(i));
		say_sentences(c, i, object, r);
		json_append(differences, object);
		nr++;
	}
	reply_text(r, "%u named behaviour%s differ%s\n", nr, plural(nr),
		   nr == 1 ? "s" : "");
	reply_value(r, "differences", differences);
}
