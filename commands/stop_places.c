/*
 * Places: what one can go to or stop at, as typed and on the tape.
 */
#include <stdio.h>
#include <string.h>

#include "commands/session_internal.h"
#include "core/history_search.h"

/* The text behind a first word; NULL when it begins with another one. */
static const char *after(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 ||
	    (text[length] && !strchr(" \t", text[length])))
		return NULL;
	return text + length + strspn(text + length, " \t");
}

static enum status fail_operation(const char *word, struct reply *r)
{
	struct suggestion best = { 0 };

	for (size_t i = 0; operation_word_nth(i); i++)
		suggest(&best, word, operation_word_nth(i));
	if (best.word)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no operation: did you mean %s?",
				  word, best.word);
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" is no operation: `help operations` lists "
			  "them",
			  word);
}

/* op, op KIND */
static enum status parse_operation(const char *kind, struct stop_place *ret,
				   struct reply *r)
{
	ret->kind = STOP_OPERATION;
	for (int i = 0; *kind && i < NR_OPERATION_KINDS; i++) {
		const char *name = operation_kind_name((enum operation_kind)i);

		if (strcmp(name, kind) == 0)
			ret->operation = name;
	}
	if (*kind && !ret->operation)
		return fail_operation(kind, r);
	snprintf(ret->name, sizeof(ret->name), "op%s%s", *kind ? " " : "",
		 kind);
	return STATUS_OK;
}

/* pfn REF, page REF */
static enum status parse_page(struct session *s, const char *text,
			      struct stop_place *ret, struct reply *r)
{
	struct page_ref ref;
	enum status status = parse_ref(s, text, &ref, r);

	if (status != STATUS_OK)
		return status;
	ret->kind = STOP_PAGE;
	ret->pfn = ref.pfn;
	snprintf(ret->name, sizeof(ret->name), "pfn %u", ref.pfn);
	return STATUS_OK;
}

enum status stop_place_parse(struct session *s, const char *text,
			     struct stop_place *ret, struct reply *r)
{
	struct stop_place place = { .kind = STOP_CODE };
	const char *kind = after(text, "op");
	const char *pfn = after(text, "pfn");
	const char *page = pfn ? pfn : after(text, "page");
	enum status status = STATUS_OK;

	place.event = event_find(text);
	if (kind) {
		status = parse_operation(kind, &place, r);
	} else if (page) {
		status = parse_page(s, page, &place, r);
	} else if (place.event) {
		place.kind = STOP_EVENT;
		snprintf(place.name, sizeof(place.name), "%s", text);
	} else {
		status = location_parse(s->m, text, &place.code, r);
		snprintf(place.name, sizeof(place.name), "%s", place.code.name);
	}
	if (status == STATUS_OK)
		*ret = place;
	return status;
}

/* The first step of an operation is the one that the cursor enters it by. */
static bool begins_operation(const struct model *m, const struct step *step,
			     uint64_t position, const char *kind)
{
	if (position != history_op_begin(m, step->op) + 1)
		return false;
	return !kind ||
	       strcmp(operation_kind_name(history_op(m, step->op)->kind),
		      kind) == 0;
}

static bool touches_page(const struct model *m, const struct step *step,
			 uint64_t position, pfn_t pfn)
{
	const struct probe *probe = probe_in(m, step->probe);
	struct word_pattern page = word_pattern_pages(pfn, pfn);
	struct word_patterns words = { &page, 1 };

	for (unsigned i = 0; i < probe->nr_args; i++)
		if (probe->args[i].kind == ARG_PFN && step->args[i] == pfn)
			return true;
	return history_writes_any(m, position, &words);
}

bool stop_place_holds(const struct stop_place *place, const struct model *m,
		      uint64_t position)
{
	/* A place that this machine does not have has no name. */
	if (position == 0 || !place->name[0])
		return false;
	struct step step = history_step(m, position);

	switch (place->kind) {
	case STOP_CODE:
		return probe_set_has(&place->code.probes, step.probe) &&
		       (!place->code.at_entry ||
			step_begins_frame(m, position));
	case STOP_EVENT:
		return event_holds(place->event, m, &step);
	case STOP_OPERATION:
		return begins_operation(m, &step, position, place->operation);
	case STOP_PAGE:
		return touches_page(m, &step, position, place->pfn);
	case STOP_WATCH:
		break;
	}
	return false;
}

bool stop_place_may_hold(const struct stop_place *place, const struct model *m,
			 uint32_t op)
{
	struct probe_set probes = { { 0 } };

	switch (place->kind) {
	case STOP_CODE:
		return history_op_meets_any(m, op, &place->code.probes);
	case STOP_EVENT:
		if (place->name[0])
			probes = event_probes(place->event);
		return history_op_meets_any(m, op, &probes);
	case STOP_OPERATION:
	case STOP_PAGE:
		return true;
	case STOP_WATCH:
		break;
	}
	return false;
}

/* The kinds of operation with this name; NULL: all. */
static uint32_t kinds_named(const char *name)
{
	uint32_t kinds = 0;

	for (unsigned i = 0; i < NR_OPERATION_KINDS; i++)
		if (!name || strcmp(operation_kind_name((enum operation_kind)i),
				    name) == 0)
			kinds |= (uint32_t)1 << i;
	return kinds;
}

void stop_place_seek(const struct stop_place *place, struct sought *ret,
		     pfn_t *pages)
{
	struct probe_set probes = { { 0 } };

	if (!place->name[0])
		return;
	switch (place->kind) {
	case STOP_CODE:
		probe_set_join(&ret->probes, &place->code.probes);
		return;
	case STOP_EVENT:
		probes = event_probes(place->event);
		probe_set_join(&ret->probes, &probes);
		return;
	case STOP_OPERATION:
		ret->operations |= kinds_named(place->operation);
		return;
	case STOP_PAGE:
		pages[ret->nr_pages++] = place->pfn;
		return;
	case STOP_WATCH:
		return;
	}
}
