/*
 * Searching the tape for the next stop.
 *
 * A place is recognised by the step alone.  A watched expression is evaluated
 * only after steps that write a word which its last value was made of; if it
 * speaks of locals, at steps of functions that have them; if it speaks of the
 * step itself, after each one.  Going back, the
 * step that is undone is the one behind the position.  The cursor moves along
 * with the search, as the steps of a place far from it cost the way there.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

static bool is_watch(const struct breakpoint *b)
{
	return b->place.kind == STOP_WATCH;
}

/* Evaluates at the cursor.  What was read is remembered even when no value
 * came of it: one of these words must change for that to change. */
static bool evaluate(struct session *s, struct breakpoint *b,
		     struct number *ret)
{
	char reason[EXPRESSION_REASON_SIZE];

	b->value.reads.nr = 0;
	b->value.reads.probes = (struct probe_set){ { 0 } };
	b->value.reads.by_step = false;
	return kept_expression_value(s, &b->watched, ret, &b->value.reads,
				     reason);
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

static bool was_interrupted(void *context, uint64_t position)
{
	struct stop_search *search = context;
	struct progress progress = session_progress(search->s);

	search->interrupted = progress.report(
		progress.context, distance(search->from, position),
		distance(search->from, search->limit));
	return search->interrupted;
}

bool stop_search_given_up(const struct stop_search *search)
{
	return search->interrupted || session_interrupted(search->s);
}

/* Places that turn out to be no stop are many as well. */
static bool has_enough(struct stop_search *search, uint64_t position)
{
	enum { EVERY = 4096 };

	return ++search->found % EVERY == 0 &&
	       was_interrupted(search, position);
}

void stop_search_begin(struct stop_search *search, struct session *s,
		       uint64_t limit, const struct stop_place *also)
{
	size_t nr = s->nr_breakpoints;

	*search = (struct stop_search){
		.s = s,
		.sought = { .interrupted = was_interrupted, .context = search },
		.from = history_cursor(s->m),
		.limit = limit,
		.pages = calloc(nr + 1, sizeof(*search->pages)),
		.words = calloc((nr + 1) * EXPRESSION_READS,
				sizeof(*search->words)),
	};
	assert(search->pages && search->words && "out of memory");
	search->sought.pages = search->pages;
	search->sought.words.patterns = search->words;
	if (also)
		stop_place_seek(also, &search->sought, search->pages);
	for (size_t i = 0; i < nr; i++) {
		struct breakpoint *b = &s->breakpoints[i];

		if (!b->enabled)
			continue;
		if (is_watch(b))
			b->value.known = evaluate(s, b, &b->value.number);
		else
			stop_place_seek(&b->place, &search->sought,
					search->pages);
	}
	search->places = search->sought.probes;
}

void stop_search_end(struct stop_search *search)
{
	free(search->pages);
	free(search->words);
}

/* Gathers what the watched values were made of where they were last
 * evaluated; true when one may change from step to step. */
static bool seek_values(struct stop_search *search)
{
	const struct session *s = search->s;
	size_t nr = 0;

	search->sought.probes = search->places;
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		const struct breakpoint *b = &s->breakpoints[i];
		const struct expression_reads *reads = &b->value.reads;

		if (!b->enabled || !is_watch(b))
			continue;
		if (reads->by_step)
			return true;
		memcpy(&search->words[nr], reads->patterns,
		       reads->nr * sizeof(*search->words));
		nr += reads->nr;
		probe_set_join(&search->sought.probes, &reads->probes);
	}
	search->sought.words.nr = nr;
	return false;
}

bool stop_search_next(struct stop_search *search, uint64_t to)
{
	struct model *m = search->s->m;
	uint64_t position = history_cursor(m);

	if (has_enough(search, position))
		return false;
	if (!seek_values(search))
		return history_search(m, to, &search->sought);
	if (position == to)
		return false;
	history_seek(m, to < position ? position - 1 : position + 1);
	return true;
}

/* Whether the condition lets it stop; one that cannot be evaluated does, so
 * that one sees why. */
static bool condition_holds(struct session *s, struct breakpoint *b,
			    uint64_t position, char *fault)
{
	struct number value = { 0 };

	if (!b->condition.text)
		return true;
	history_seek(s->m, position);
	if (kept_expression_value(s, &b->condition, &value, NULL, fault)) {
		fault[0] = '\0';
		return value.bits != 0;
	}
	return true;
}

static bool is_at(const struct model *m, uint64_t position,
		  const struct probe_set *probes)
{
	return position > 0 &&
	       probe_set_has(probes, history_step(m, position).probe);
}

/* Has the value changed by the step between two neighbouring positions? */
static bool watch_changed(struct session *s, struct breakpoint *b,
			  uint64_t position, bool back, struct number *ret_old)
{
	struct word_patterns words = { b->value.reads.patterns,
				       b->value.reads.nr };
	uint64_t writer = back ? position + 1 : position;
	struct number value = { 0 };

	if (writer == 0 || writer > history_steps(s->m))
		return false;
	if (!b->value.reads.by_step &&
	    !is_at(s->m, position, &b->value.reads.probes) &&
	    !history_writes_any(s->m, writer, &words))
		return false;
	history_seek(s->m, position);
	/* Where it has no value, the last one still counts. */
	if (!evaluate(s, b, &value))
		return false;
	bool known = b->value.known;

	*ret_old = b->value.number;
	b->value.known = true;
	b->value.number = value;
	return known && value.bits != ret_old->bits;
}

static void note_stop(struct stop_report *report, const struct breakpoint *b,
		      uint64_t writer)
{
	report->number = b->number;
	report->is_watch = is_watch(b);
	if (!report->is_watch)
		return;
	report->new_value = b->value.number;
	report->writer = writer;
	snprintf(report->watched, sizeof(report->watched), "%s",
		 b->watched.text);
}

/* The commands of all that stop at one position are run one after another;
 * `silent` counts where it is the first of them all. */
static void note_commands(struct stop_report *report,
			  const struct breakpoint *b)
{
	size_t nr = report->nr_commands + b->nr_commands;
	char **added = lines_copy(b->commands, b->nr_commands);

	report->commands = realloc(report->commands, (nr + 1) * sizeof(*added));
	assert(report->commands && "out of memory");
	memcpy(report->commands + report->nr_commands, added,
	       b->nr_commands * sizeof(*added));
	report->nr_commands = nr;
	free(added);
	report->silent = nr > 0 && strcmp(report->commands[0], "silent") == 0;
}

/* Counts, and says whether the stop is to be passed by. */
static bool passes_by(struct breakpoint *b)
{
	b->hits++;
	if (b->ignore == 0)
		return false;
	b->ignore--;
	return true;
}

static bool stops_here(struct session *s, struct breakpoint *b,
		       uint64_t position, bool back)
{
	struct stop_report *report = &s->report;
	char fault[EXPRESSION_REASON_SIZE] = "";
	struct number old_value = { 0 };
	bool hit = false;

	if (!b->enabled)
		return false;
	if (is_watch(b))
		hit = watch_changed(s, b, position, back, &old_value);
	else
		hit = stop_place_holds(&b->place, s->m, position);
	if (!hit || !condition_holds(s, b, position, fault) || passes_by(b))
		return false;
	if (!report->number) {
		note_stop(report, b, back ? position + 1 : position);
		report->old_value = old_value;
		memcpy(report->fault, fault, sizeof(fault));
	}
	note_commands(report, b);
	return true;
}

bool stop_at(struct session *s, uint64_t position, bool back)
{
	bool stops = false;

	stop_report_clear(&s->report);
	for (size_t i = 0; i < s->nr_breakpoints;) {
		if (!stops_here(s, &s->breakpoints[i], position, back)) {
			i++;
			continue;
		}
		stops = true;
		if (s->breakpoints[i].temporary)
			breakpoint_remove(s, i);
		else
			i++;
	}
	return stops;
}
