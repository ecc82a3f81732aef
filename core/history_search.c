#include "core/history_search.h"

#include <stdlib.h>

#include "core/model_internal.h"
#include "core/probe_internal.h"
#include "core/word_pattern_internal.h"

/* Few words lie where a pattern's do, and only they are named. */
static bool pattern_has_word(const struct model *m,
			     const struct word_pattern *pattern,
			     const struct span *span, uint64_t offset)
{
	if (offset - span->first >= span->bytes)
		return false;
	struct field_place place = field_at_offset(m, offset);

	return word_pattern_has(pattern, &place);
}

bool history_writes_any(const struct model *m, uint64_t position,
			const struct word_patterns *words)
{
	uint32_t op = history_op_at(m, position);
	const struct detail *detail = details_of(m->details, op);
	uint64_t step = position - 1 - history_op_begin(m, op);
	size_t first = detail_first_write(detail, step);
	size_t end = detail_first_write(detail, step + 1);

	for (size_t p = 0; p < words->nr; p++) {
		const struct word_pattern *pattern = &words->patterns[p];
		struct span span = word_pattern_span(m, pattern);

		for (size_t i = first; i < end; i++)
			if (pattern_has_word(m, pattern, &span,
					     detail->writes[i].offset_size >>
						     4))
				return true;
	}
	return false;
}

/* Operations passed over between two questions whether to go on. */
enum { PATIENCE = 1024 };

/* A search on its way. */
struct hunt {
	struct model *m;
	const struct sought *sought;
	struct span *spans; /* that the sought words lie in, one a pattern */
	bool back;
	uint64_t from, to;
	const struct tape_segment *barren; /* known to hold no sought word */
};

static bool word_is_sought(const struct hunt *hunt, uint64_t offset)
{
	const struct word_patterns *words = &hunt->sought->words;

	for (size_t i = 0; i < words->nr; i++)
		if (pattern_has_word(hunt->m, &words->patterns[i],
				     &hunt->spans[i], offset))
			return true;
	return false;
}

/* Positions of one operation that a search tries, in its order; and what they
 * are tried by. */
struct reach {
	uint64_t begin, end; /* of the operation */
	uint64_t next, last;
	bool empty;
	const struct detail *detail;
};

static uint64_t lesser(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t greater(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* Where two operations meet, one has the step that leads there, the other the
 * one that leads on: going back, both are asked about that position. */
static struct reach reach_in(const struct hunt *hunt, uint32_t op)
{
	struct reach reach = {
		.begin = history_op_begin(hunt->m, op),
		.end = history_op_end(hunt->m, op),
	};

	if (hunt->back) {
		reach.next = lesser(reach.end, hunt->from - 1);
		reach.last = greater(reach.begin, hunt->to);
		reach.empty = reach.next < reach.last;
	} else {
		reach.next = greater(reach.begin, hunt->from) + 1;
		reach.last = lesser(reach.end, hunt->to);
		reach.empty = reach.next > reach.last;
	}
	return reach;
}

/* A squashed segment still tells which words its operations wrote to. */
static bool is_barren(struct hunt *hunt, const struct tape_segment *segment)
{
	if (!segment->squashed || segment == hunt->barren)
		return segment->squashed;
	for (size_t i = 0; i < segment->nr_touched; i++)
		if (word_is_sought(hunt, segment->net[i].offset_size >> 4))
			return false;
	hunt->barren = segment;
	return true;
}

/* Runs a squashed segment again, with the state inside of it, at one end of
 * an operation, so that it is not squashed before the search is through. */
static void bring_writes(struct model *m, const struct tape_segment *segment,
			 uint64_t first, uint64_t end)
{
	if (segment->squashed)
		tape_apply(m, first > segment->first_byte ? first : end, NULL);
}

static bool op_writes_any(struct hunt *hunt, uint32_t op)
{
	struct model *m = hunt->m;
	uint64_t first = tape_record_at(&m->tape, op)->first_byte;
	uint64_t end = tape_op_writes_end(&m->tape, op);

	if (hunt->sought->words.nr == 0 || first == end)
		return false;
	const struct tape_segment *segment = tape_segment_of(&m->tape, first);

	if (is_barren(hunt, segment))
		return false;
	/* What a squashed segment of one operation touched is known. */
	if (segment->squashed && segment->bytes == end - first)
		return true;
	bring_writes(m, segment, first, end);
	const unsigned char *begin = m->tape.writes + first;
	struct tape_write write;

	for (const unsigned char *at = m->tape.writes + end; at > begin;) {
		at = tape_decode(at, &write);
		if (word_is_sought(hunt, write.offset_size >> 4))
			return true;
	}
	return false;
}

/* Is it worth looking at the steps of an operation?  One that the search
 * stands in has them at hand. */
static bool op_may_hold(struct hunt *hunt, uint32_t op,
			const struct reach *reach)
{
	const struct sought *sought = hunt->sought;
	bool inside = reach->begin < hunt->from && hunt->from < reach->end;

	return inside || sought->nr_pages > 0 ||
	       history_op_meets_any(hunt->m, op, &sought->probes) ||
	       op_writes_any(hunt, op);
}

static bool step_writes_any(const struct hunt *hunt,
			    const struct detail *detail, uint64_t step)
{
	size_t end = detail_first_write(detail, step + 1);

	for (size_t i = detail_first_write(detail, step); i < end; i++)
		if (word_is_sought(hunt, detail->writes[i].offset_size >> 4))
			return true;
	return false;
}

static bool is_sought_page(const struct sought *sought, int64_t pfn)
{
	for (size_t i = 0; i < sought->nr_pages; i++)
		if (sought->pages[i] == pfn)
			return true;
	return false;
}

static bool step_names_page(const struct detail *detail, uint64_t step,
			    const struct sought *sought)
{
	const struct detail_step *at = &detail->steps[step];
	const struct probe *probe = probe_row(at->probe);

	for (unsigned i = 0; i < probe->nr_args; i++)
		if (probe->args[i].kind == ARG_PFN &&
		    is_sought_page(sought, detail->args[at->args_at + i]))
			return true;
	return false;
}

static bool step_touches_page(const struct model *m,
			      const struct detail *detail, uint64_t step,
			      const struct sought *sought)
{
	size_t end = detail_first_write(detail, step + 1);

	if (sought->nr_pages == 0)
		return false;
	for (size_t i = detail_first_write(detail, step); i < end; i++) {
		struct field_place place =
			field_at_offset(m, detail->writes[i].offset_size >> 4);

		if (place.object == OBJECT_PAGE &&
		    is_sought_page(sought, place.index))
			return true;
	}
	return step_names_page(detail, step, sought);
}

static bool fits(const struct hunt *hunt, const struct reach *reach,
		 uint64_t position)
{
	const struct sought *sought = hunt->sought;
	uint64_t writer = hunt->back ? position + 1 : position;
	uint64_t step = position - reach->begin - 1;
	const struct detail *detail = reach->detail;

	if (position > reach->begin &&
	    (probe_set_has(&sought->probes, detail->steps[step].probe) ||
	     step_touches_page(hunt->m, detail, step, sought)))
		return true;
	return writer <= reach->end &&
	       step_writes_any(hunt, detail, writer - reach->begin - 1);
}

/* Its steps, found out where the search has come to. */
static const struct detail *bring_steps(struct model *m, uint32_t op)
{
	if (!details_at_hand(m->details, op))
		tape_apply(m, tape_record_at(&m->tape, op)->first_byte, NULL);
	return details_of(m->details, op);
}

/* The first position in an operation's reach that is sought. */
static bool find_in_op(struct hunt *hunt, uint32_t op, uint64_t *ret)
{
	struct reach reach = reach_in(hunt, op);
	unsigned kind = tape_op_kind(&hunt->m->tape, op);
	bool begins = hunt->sought->operations >> kind & 1;
	bool steps = !reach.empty && op_may_hold(hunt, op, &reach);

	if (reach.empty || (!begins && !steps))
		return false;
	if (steps)
		reach.detail = bring_steps(hunt->m, op);
	for (uint64_t at = reach.next;; hunt->back ? at-- : at++) {
		if ((begins && at == reach.begin + 1) ||
		    (steps && fits(hunt, &reach, at))) {
			*ret = at;
			return true;
		}
		if (at == reach.last)
			return false;
	}
}

static bool is_interrupted(const struct hunt *hunt, uint32_t passed,
			   uint64_t at)
{
	return passed % PATIENCE == 0 && hunt->sought->interrupted &&
	       hunt->sought->interrupted(hunt->sought->context, at);
}

/* Where the search ends, which is `to` unless something is found or somebody
 * interrupts. */
static bool search_on(struct hunt *hunt, uint64_t *ret)
{
	const struct model *m = hunt->m;
	uint32_t op = history_op_at(m, hunt->from);

	op += op == 0;
	for (uint32_t passed = 1;
	     op <= history_ops(m) && history_op_begin(m, op) < hunt->to;
	     op++, passed++) {
		if (find_in_op(hunt, op, ret))
			return true;
		*ret = lesser(history_op_end(m, op), hunt->to);
		if (is_interrupted(hunt, passed, *ret))
			return false;
	}
	*ret = hunt->to;
	return false;
}

static bool search_back(struct hunt *hunt, uint64_t *ret)
{
	const struct model *m = hunt->m;
	uint32_t op = history_op_at(m, hunt->from);

	for (uint32_t passed = 1; op > 0 && history_op_end(m, op) >= hunt->to;
	     op--, passed++) {
		if (find_in_op(hunt, op, ret))
			return true;
		*ret = greater(history_op_begin(m, op), hunt->to);
		if (is_interrupted(hunt, passed, *ret))
			return false;
	}
	*ret = hunt->to;
	return false;
}

bool history_search(struct model *m, uint64_t to, const struct sought *sought)
{
	struct hunt hunt = {
		.m = m,
		.sought = sought,
		.from = m->tape.cursor,
		.to = to,
	};
	uint64_t position = to;
	bool found = false;

	hunt.back = to < hunt.from;
	hunt.spans = calloc(sought->words.nr + 1, sizeof(*hunt.spans));
	assert(hunt.spans && "the host has no memory for a search");
	for (size_t i = 0; i < sought->words.nr; i++)
		hunt.spans[i] =
			word_pattern_span(m, &sought->words.patterns[i]);
	if (to != hunt.from)
		found = hunt.back ? search_back(&hunt, &position)
				  : search_on(&hunt, &position);
	free(hunt.spans);
	history_seek(m, position);
	return found;
}
