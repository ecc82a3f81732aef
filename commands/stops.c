/*
 * Breakpoints: places in the allocator's code where moves and operations end.
 *
 * A breakpoint on a function stops at the first step of each call of it, one
 * on a label at every step that has the label.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression.h"
#include "commands/session_internal.h"

static bool has_probe(const struct location *location, enum probe_id id)
{
	return location->probes[id / 8] >> (id % 8) & 1;
}

bool location_holds(const struct location *location, const struct model *m,
		    uint64_t position)
{
	if (position == 0 ||
	    !has_probe(location, history_step(m, position).probe))
		return false;
	return !location->at_entry || step_begins_frame(m, position);
}

static bool condition_holds(struct session *s, const char *condition,
			    uint64_t position)
{
	struct reply *silent = reply_create_text(NULL, NULL);
	struct number value = { 0 };

	history_seek(s->m, position);
	/* A condition that cannot be evaluated stops, so that one sees it. */
	bool holds =
		expression_eval(s, condition, &value, silent) != STATUS_OK ||
		value.bits != 0;

	reply_destroy(silent);
	return holds;
}

static void breakpoint_deinit(struct breakpoint *b)
{
	free(b->where);
	free(b->condition);
}

void breakpoint_remove(struct session *s, size_t i)
{
	breakpoint_deinit(&s->breakpoints[i]);
	s->nr_breakpoints--;
	memmove(&s->breakpoints[i], &s->breakpoints[i + 1],
		(s->nr_breakpoints - i) * sizeof(*s->breakpoints));
}

void breakpoints_clear(struct session *s)
{
	while (s->nr_breakpoints > 0)
		breakpoint_remove(s, s->nr_breakpoints - 1);
}

static bool breakpoint_stops(struct session *s, struct breakpoint *b,
			     uint64_t position)
{
	if (!b->enabled || !location_holds(&b->location, s->m, position))
		return false;
	if (b->condition && !condition_holds(s, b->condition, position))
		return false;
	b->hits++;
	if (b->ignore == 0)
		return true;
	b->ignore--;
	return false;
}

bool stop_at(struct session *s, uint64_t position, uint32_t *ret_number)
{
	bool stops = false;

	for (size_t i = 0; i < s->nr_breakpoints;) {
		struct breakpoint *b = &s->breakpoints[i];

		if (!breakpoint_stops(s, b, position)) {
			i++;
			continue;
		}
		if (!stops)
			*ret_number = b->number;
		stops = true;
		if (b->temporary)
			breakpoint_remove(s, i);
		else
			i++;
	}
	return stops;
}

bool location_is_met(const struct location *location, const struct model *m,
		     uint32_t op)
{
	for (unsigned id = 0; id < NR_PROBES; id++)
		if (has_probe(location, (enum probe_id)id) &&
		    history_op_meets(m, op, (enum probe_id)id))
			return true;
	return false;
}

bool session_breaks_in(const struct session *s, uint32_t op)
{
	for (size_t i = 0; i < s->nr_breakpoints; i++)
		if (s->breakpoints[i].enabled &&
		    location_is_met(&s->breakpoints[i].location, s->m, op))
			return true;
	return false;
}

bool session_breaks_at(const struct session *s, uint64_t position)
{
	for (size_t i = 0; i < s->nr_breakpoints; i++)
		if (s->breakpoints[i].enabled &&
		    location_holds(&s->breakpoints[i].location, s->m, position))
			return true;
	return false;
}

void breakpoint_add(struct session *s, const struct breakpoint *b)
{
	s->breakpoints = realloc(s->breakpoints, (s->nr_breakpoints +
						  1) * sizeof(*s->breakpoints));
	assert(s->breakpoints && "out of memory");
	s->breakpoints[s->nr_breakpoints++] = *b;
	if (b->number >= s->next_breakpoint)
		s->next_breakpoint = b->number + 1;
}

void breakpoints_relocate(struct session *s)
{
	struct reply *silent = reply_create_text(NULL, NULL);

	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		struct breakpoint *b = &s->breakpoints[i];

		b->location = (struct location){ .at_entry = false };
		location_parse(s->m, b->where, &b->location, silent);
	}
	reply_destroy(silent);
}

/* Its place here, or where it was set. */
static const char *place_name(const struct breakpoint *b)
{
	return b->location.name[0] ? b->location.name : b->where;
}

static struct json *breakpoint_object(const struct breakpoint *b)
{
	struct json *object = json_object();

	json_add(object, "number", json_number(b->number));
	json_add(object, "where", json_string(place_name(b)));
	json_add(object, "condition",
		 b->condition ? json_string(b->condition) : json_null());
	json_add(object, "enabled", json_bool(b->enabled));
	json_add(object, "temporary", json_bool(b->temporary));
	json_add(object, "hits", json_number((int64_t)b->hits));
	json_add(object, "ignore", json_number((int64_t)b->ignore));
	return object;
}

enum status info_breakpoints(struct session *s, struct reply *r)
{
	struct json *all = json_array();

	if (s->nr_breakpoints == 0)
		reply_text(r, "no breakpoints: `break FUNCTION` sets one\n");
	else
		reply_text(r, "%-4s%-9s%-6s%s\n", "no", "enabled", "hits",
			   "where");
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		const struct breakpoint *b = &s->breakpoints[i];

		json_append(all, breakpoint_object(b));
		reply_text(r, "%-4u%-9s%-6" PRIu64 "%s%s%s%s%s\n", b->number,
			   b->enabled ? "yes" : "no", b->hits, place_name(b),
			   b->location.name[0] ? "" : " (not in this kernel)",
			   b->condition ? " if " : "",
			   b->condition ? b->condition : "",
			   b->temporary ? " (once)" : "");
	}
	reply_value(r, "breakpoints", all);
	return STATUS_OK;
}
