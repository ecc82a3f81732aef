/*
 * Where the model leaves the record: how far the events of the operation
 * agree, and the step at which something else was done or written.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { PLACE_WORDS = 96 };

static void say(struct verify_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds to the sentences of the report. */
static void say(struct verify_report *report, const char *format, ...)
{
	size_t length = strlen(report->why);
	va_list args;

	va_start(args, format);
	vsnprintf(report->why + length, sizeof(report->why) - length, format,
		  args);
	va_end(args);
}

/* "step 812 (__rmqueue_smallest/got)" */
static void place_tell(const struct model *m, uint64_t position,
		       char ret[PLACE_WORDS])
{
	const struct probe *probe =
		probe_in(m, history_step(m, position).probe);

	snprintf(ret, PLACE_WORDS, "step %" PRIu64 " (%s/%s)", position,
		 probe->function, probe->label);
}

static bool same_word(const struct field_place *a, const struct field_place *b)
{
	return a->id == b->id && a->object == b->object && a->zone == b->zone &&
	       a->cpu == b->cpu && a->order == b->order && a->index == b->index;
}

static bool step_writes(const struct model *m, uint64_t position,
			const struct field_place *word)
{
	unsigned writes = history_nr_writes(m, position);

	for (unsigned i = 0; i < writes; i++) {
		struct write write = history_write(m, position, i);
		if (same_word(&write.field, word))
			return true;
	}
	return false;
}

static bool step_names_page(const struct model *m, uint64_t position, pfn_t pfn)
{
	struct step step = history_step(m, position);
	const struct probe *probe = probe_in(m, step.probe);

	for (unsigned i = 0; i < probe->nr_args; i++)
		if (probe->args[i].kind == ARG_PFN && step.args[i] == pfn)
			return true;
	return false;
}

static void events_explain(const struct comparison *c)
{
	const struct event_agreement *events = &c->events;
	char words[EVENT_WORDS];
	char place[PLACE_WORDS];

	if (events->agreed > 0) {
		event_tell(&events->last, c->m, words, sizeof words);
		say(c->report, "Events agree up to %" PRIu32 " (%s); then ",
		    events->agreed, words);
	} else {
		say(c->report, "At the first event ");
	}
	event_tell(&events->expected, c->m, words, sizeof words);
	say(c->report, "the record says %s, ", words);
	event_tell(&events->got, c->m, words, sizeof words);
	if (events->got.form != NULL)
		c->report->step = events->got.position;
	place_tell(c->m, c->report->step, place);
	say(c->report,
	    events->got.form != NULL ? "the model says %s at %s."
				     : "the model says %s until its end, %s.",
	    words, place);
}

static void agreement_tell(const struct comparison *c)
{
	char words[EVENT_WORDS];

	event_tell(&c->events.last, c->m, words, sizeof words);
	if (!c->traced)
		say(c->report, "This recording keeps no events.");
	else if (c->events.agreed == 0)
		say(c->report, "Neither the record nor the model says an "
			       "event.");
	else
		say(c->report, "All events agree (%" PRIu32 ", the last: %s).",
		    c->events.agreed, words);
}

/* The last step of the operation that wrote the word. */
static void word_explain(const struct comparison *c, uint64_t begin)
{
	uint64_t position = c->report->step;
	const char *name = field_name(c->word.id);
	char place[PLACE_WORDS];

	while (position > begin && !step_writes(c->m, position, &c->word))
		position--;
	if (position == begin) {
		place_tell(c->m, c->report->step, place);
		say(c->report,
		    " The model does not write %s in this operation, which "
		    "ends at %s.",
		    name, place);
		return;
	}
	c->report->step = position;
	place_tell(c->m, position, place);
	say(c->report, " The model writes %s last at %s.", name, place);
}

/* The first step of the operation that has to do with the page. */
static void page_explain(const struct comparison *c, uint64_t begin)
{
	uint64_t end = c->report->step;
	uint64_t position = begin + 1;
	char place[PLACE_WORDS];

	while (position < end && !step_names_page(c->m, position, c->page))
		position++;
	c->report->step = position;
	place_tell(c->m, position, place);
	say(c->report, " The model comes to page %" PRIu32 " at %s.", c->page,
	    place);
}

static void difference_explain(const struct comparison *c)
{
	uint64_t begin = history_op_begin(c->m, history_ops(c->m));
	char place[PLACE_WORDS];

	if (c->events.differ) {
		events_explain(c);
		return;
	}
	agreement_tell(c);
	if (c->word_differs) {
		word_explain(c, begin);
	} else if (c->page != PFN_NONE) {
		page_explain(c, begin);
	} else {
		place_tell(c->m, c->report->step, place);
		say(c->report, " The operation ends at %s.", place);
	}
}

void mismatch_explain(const struct comparison *c)
{
	struct verify_report *report = c->report;

	report->step = history_op_end(c->m, history_ops(c->m));
	difference_explain(c);
	const struct probe *probe =
		probe_in(c->m, history_step(c->m, report->step).probe);

	report->function = probe->function;
	report->label = probe->label;
}
