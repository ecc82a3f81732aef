/*
 * The tracepoints that an operation passed, against those of the record.
 *
 * An event of a recording is a letter and numbers, and a probe stands where
 * the kernel has the tracepoint, with the same operands in the same order.
 * What the recordings follow, kernel by kernel:
 *
 *	L, mm_page_alloc_zone_locked: for each block that leaves the lists of
 *	its own type, with that type.  Kernels up to 5.10 say it later, at the
 *	end of __rmqueue, with the type of the request (also for a block of
 *	the reserve or of CMA), and nothing of percpu_refill (-1).  Kernels up
 *	to 5.4 say it of a search without result, too, with pfn -1.
 *	X, mm_page_alloc_extfrag: up to 6.1 for the block that falls back, so
 *	before its L; since 6.12 for the page got, so after the L of a block
 *	claimed in part; whole and stolen blocks have no L.
 *	D, mm_page_pcpu_drain: for each block that leaves a pcp list.
 *
 * An operation without `ev` passed no tracepoint.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct event_form {
	const char *letter;
	enum probe_id probe;
	unsigned nr_args; /* those of the tracepoint; the probe may have more */
};

/* The first form of a letter is the one that names the numbers.  A stolen
 * block never changes its owner, so that probe lacks the last number. */
static const struct event_form forms[] = {
	{ "L", PROBE_SMALLEST_GOT, 4 },  { "L", PROBE_RMQUEUE_MODES_RESULT, 4 },
	{ "X", PROBE_CLAIM_EXTFRAG, 6 }, { "X", PROBE_FALLBACK_EXTFRAG, 6 },
	{ "X", PROBE_STEAL_EXTFRAG, 5 }, { "D", PROBE_PCPU_DRAIN, 3 },
};

enum { NR_FORMS = sizeof forms / sizeof forms[0] };

enum { ARG_EVENT_TYPE = 2, ARG_EVENT_REFILL = 3 }; /* of L */

static const struct event_form *form_of_letter(const char *letter)
{
	for (size_t i = 0; i < NR_FORMS; i++)
		if (strcmp(forms[i].letter, letter) == 0)
			return &forms[i];
	return NULL;
}

static const struct event_form *form_of_probe(enum probe_id probe)
{
	for (size_t i = 0; i < NR_FORMS; i++)
		if (forms[i].probe == probe)
			return &forms[i];
	return NULL;
}

/* An element of `ev`; no event when the reader failed. */
static struct trace_event event_read(const struct model *m,
				     const struct item *element,
				     const struct type_numbers *types)
{
	struct trace_event event = { 0 };
	struct item part = item_first(element);
	const struct event_form *form = form_of_letter(item_text(&part));

	if (!item_present(&part))
		return event;
	if (form == NULL) {
		item_fail(&part, "%s is no event that mmscope knows",
			  item_text(&part));
		return event;
	}
	item_expect_length(element, form->nr_args + 1);
	for (unsigned i = 0; i < form->nr_args && item_present(element); i++) {
		item_advance(&part);
		bool type = probe_in(m, form->probe)->args[i].kind == ARG_TYPE;
		event.args[i] = type ? types->type[item_integer(&part, 0,
								types->nr - 1)]
				     : item_integer(&part, -1, PFN_LIMIT);
	}
	if (item_present(element))
		event.form = form;
	return event;
}

/* A walk over the model's events of its last operation. */
struct walk {
	const struct model *m;
	uint64_t position;
	uint64_t end;
	int64_t request_type; /* of the search that is going on */
	bool searching;       /* inside __rmqueue */
};

static bool traced_at_end(const struct model *m)
{
	return model_machine(m)->profile->zone_locked_traced_at_end;
}

static struct trace_event event_of_step(const struct walk *walk,
					const struct event_form *form,
					const struct step *step)
{
	struct trace_event event = {
		.form = form_of_letter(form->letter),
		.position = walk->position,
	};

	memcpy(event.args, step->args, form->nr_args * sizeof(*event.args));
	if (event.form->probe != PROBE_SMALLEST_GOT || !traced_at_end(walk->m))
		return event;
	if (event.args[0] == PFN_NONE)
		event.args[0] = -1;
	event.args[ARG_EVENT_TYPE] = walk->request_type;
	event.args[ARG_EVENT_REFILL] = -1;
	return event;
}

/* Which search the steps belong to. */
static void walk_follow(struct walk *walk, const struct step *step)
{
	/* Both begin with an order and the type that is wanted. */
	if (step->probe == PROBE_RMQUEUE_BUDDY ||
	    step->probe == PROBE_RMQUEUE_MODES)
		walk->request_type = step->args[1];
	if (step->probe == PROBE_RMQUEUE_RESERVE)
		walk->request_type = MIGRATE_RESERVE;
	if (step->probe == PROBE_RMQUEUE_MODES)
		walk->searching = true;
	if (step->probe == PROBE_RMQUEUE_MODES_RESULT)
		walk->searching = false;
}

/* Does this kernel trace what the step found? */
static bool is_traced(const struct walk *walk, const struct step *step)
{
	bool nothing = step->args[0] == PFN_NONE;

	if (step->probe == PROBE_SMALLEST_GOT)
		return !traced_at_end(walk->m) || !walk->searching;
	if (step->probe != PROBE_RMQUEUE_MODES_RESULT)
		return true;
	return traced_at_end(walk->m) &&
	       (!nothing ||
		model_machine(walk->m)->profile->traces_empty_search);
}

static struct trace_event walk_next(struct walk *walk)
{
	while (walk->position < walk->end) {
		struct step step = history_step(walk->m, ++walk->position);
		const struct event_form *form = form_of_probe(step.probe);

		walk_follow(walk, &step);
		if (form != NULL && is_traced(walk, &step))
			return event_of_step(walk, form, &step);
	}
	return (struct trace_event){ 0 };
}

static bool events_are_equal(const struct trace_event *a,
			     const struct trace_event *b)
{
	return a->form == b->form &&
	       memcmp(a->args, b->args, sizeof(a->args)) == 0;
}

void events_compare(struct comparison *c)
{
	struct event_agreement *events = &c->events;
	struct item recorded = item_optional(&c->object, "ev");
	struct item element = { .reader = c->object.reader };
	uint32_t op = history_ops(c->m);
	struct walk walk = {
		.m = c->m,
		.position = history_op_begin(c->m, op),
		.end = history_op_end(c->m, op),
	};

	*events = (struct event_agreement){ 0 };
	if (!c->traced)
		return;
	if (item_present(&recorded))
		element = item_first(&recorded);
	for (;;) {
		events->expected = (struct trace_event){ 0 };
		if (item_present(&element))
			events->expected = event_read(c->m, &element, c->types);
		events->got = walk_next(&walk);
		events->differ =
			!events_are_equal(&events->expected, &events->got);
		if (events->differ || events->expected.form == NULL)
			return;
		events->last = events->got;
		events->agreed++;
		item_advance(&element);
	}
}

/* Numbers of the file become the model's when they are read, so names are
 * those of the model. */
static int arg_tell(const struct model *m, const struct probe_arg *arg,
		    int64_t value, char *ret, size_t size)
{
	const struct profile *profile = model_machine(m)->profile;

	const char *name = arg->kind == ARG_PFN ? "pfn" : arg->name;

	if (arg->kind == ARG_TYPE)
		return snprintf(ret, size, " %s %s", name,
				profile->migratetype_names[value]);
	return snprintf(ret, size, " %s %" PRId64, name, value);
}

void event_tell(const struct trace_event *event, const struct model *m,
		char *ret, size_t size)
{
	if (event->form == NULL) {
		snprintf(ret, size, "no event");
		return;
	}
	const struct probe *probe = probe_in(m, event->form->probe);
	size_t length = (size_t)snprintf(ret, size, "%s", event->form->letter);

	for (unsigned i = 0; i < event->form->nr_args && length < size; i++)
		length += (size_t)arg_tell(m, &probe->args[i], event->args[i],
					   ret + length, size - length);
}

void events_report(struct comparison *c)
{
	struct verify_report *report = c->report;
	char words[EVENT_WORDS];

	event_tell(&c->events.expected, c->m, words, sizeof words);
	snprintf(report->expected, sizeof(report->expected),
		 "event %" PRIu32 ": %s", c->events.agreed + 1, words);
	event_tell(&c->events.got, c->m, words, sizeof words);
	snprintf(report->got, sizeof(report->got), "event %" PRIu32 ": %s",
		 c->events.agreed + 1, words);
}
