/*
 * Names of expressions, in the order in which they are looked for: zone(…),
 * page(…), node(…); locals of the selected frame; step and op; words of the
 * step's zone; constants of the kernel.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/call_stack.h"
#include "commands/expression_internal.h"
#include "commands/look_internal.h"
#include "commands/zone_ref.h"

enum { NAME_SIZE = 64 };

static void copy_name(const struct token *token, char ret[NAME_SIZE])
{
	snprintf(ret, NAME_SIZE, "%.*s", (int)token->length, token->start);
}

static struct value zone_value(int64_t zone)
{
	return (struct value){ .kind = VALUE_ZONE, .number = zone };
}

/* What follows `zone(`: a zone's name, and its node when it is given. */
static struct value zone_call(struct expression *e)
{
	struct token token = e->token;
	char name[NAME_SIZE];
	char zones[128];
	int64_t node = ANY_NODE;

	copy_name(&token, name);
	if (token.kind != TOKEN_NAME) {
		expression_mistake(e, token.start,
				   "zone( takes a name, as in zone(%s)",
				   zone_name(e->m, 0));
		return zone_value(0);
	}
	expression_advance(e);
	if (expression_accept(e, ","))
		node = expression_number(e);
	expression_require(e, ")");

	int zone = zone_find(e->m, name, e->skipping ? ANY_NODE : node);

	if (zone >= 0)
		return zone_value(zone);
	zones_list(e->m, zones, sizeof(zones));
	if (node == ANY_NODE || zone_find(e->m, name, ANY_NODE) < 0)
		expression_mistake(e, token.start,
				   "this machine has no zone %s, but %s", name,
				   zones);
	else
		expression_mistake(e, token.start,
				   "node %" PRId64 " has no zone %s: see "
				   "`info zones`",
				   node, name);
	return zone_value(0);
}

static struct value page_call(struct expression *e)
{
	int64_t pfn = expression_number(e);

	expression_require(e, ")");
	return (struct value){ .kind = VALUE_PAGE, .number = pfn };
}

static struct value node_call(struct expression *e)
{
	const char *at = e->token.start;
	int64_t node = expression_number(e);

	expression_require(e, ")");
	if (e->skipping)
		node = 0;
	if (node < 0 || node >= model_machine(e->m)->nr_nodes) {
		expression_mistake(e, at, "there is no node %" PRId64, node);
		node = 0;
	}
	return (struct value){ .kind = VALUE_NODE, .number = node };
}

struct call {
	const char *name;
	struct value (*run)(struct expression *e);
};

static const struct call calls[] = {
	{ "zone", zone_call },
	{ "page", page_call },
	{ "node", node_call },
};

enum { NR_CALLS = sizeof(calls) / sizeof(calls[0]) };

/* A local's value; one that names a zone or a page has its members. */
static struct value value_of_local(const struct model *m,
				   const struct local *local)
{
	struct value value = value_of_number(local->value);

	if (local->kind == ARG_ZONE && local->value >= 0 &&
	    local->value < nr_zones(m))
		value.kind = VALUE_ZONE;
	else if (local->kind == ARG_PFN)
		value.kind = VALUE_PAGE;
	return value;
}

static bool find_local(const struct expression *e, const struct token *name,
		       struct local *ret)
{
	uint64_t step = e->skipping ? 0 : selected_step(e->s);

	return frame_local(e->m, step, name->start, name->length, ret);
}

/* An operand that some probe has: a local elsewhere, if not here. */
static bool is_local_somewhere(const struct model *m, const struct token *name,
			       struct local *ret)
{
	const struct probe *probes = model_probes(m);

	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++) {
		const struct probe *probe = &probes[id];

		for (unsigned i = 0; i < probe->nr_args; i++) {
			if (!token_is(name, probe->args[i].name))
				continue;
			*ret = (struct local){ probe->args[i].name,
					       probe->args[i].kind, 0 };
			return true;
		}
	}
	return false;
}

/* The zone of the innermost frame that has one, else the first. */
static struct value current_zone(const struct expression *e)
{
	uint64_t frames[MAX_FRAMES];
	unsigned nr = frames_at(e->m, history_cursor(e->m), frames);

	for (unsigned level = 0; level < nr; level++) {
		struct local zone;

		if (frame_local(e->m, frames[level], "zone", 4, &zone) &&
		    zone.value >= 0)
			return zone_value(zone.value);
	}
	return zone_value(0);
}

static bool find_place(const struct expression *e, const struct token *name,
		       int64_t *ret)
{
	uint64_t cursor = history_cursor(e->m);

	if (token_is(name, "step"))
		*ret = (int64_t)cursor;
	else if (token_is(name, "steps"))
		*ret = (int64_t)history_steps(e->m);
	else if (token_is(name, "op"))
		*ret = history_op_at(e->m, cursor);
	else if (token_is(name, "ops"))
		*ret = history_ops(e->m);
	else
		return false;
	return true;
}

static void unknown(struct expression *e, const struct token *token)
{
	const struct probe *probes = model_probes(e->m);
	struct suggestion best = { 0 };
	char name[NAME_SIZE];

	copy_name(token, name);
	for (size_t i = 0; i < NR_CALLS; i++)
		suggest(&best, name, calls[i].name);
	for (size_t i = 0; zone_member_nth(i); i++)
		suggest(&best, name, zone_member_nth(i));
	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++)
		for (unsigned i = 0; i < probes[id].nr_args; i++)
			suggest(&best, name, probes[id].args[i].name);
	expression_mistake(e, token->start, "there is no name \"%s\": %s%s%s",
			   name, best.word ? "did you mean " : "see ",
			   best.word ? best.word : "`help print`",
			   best.word ? "?" : "");
}

/* A name that stands alone. */
static struct value plain_name(struct expression *e, const struct token *token)
{
	char name[NAME_SIZE];
	struct local local;
	int64_t number = 0;

	copy_name(token, name);
	if (find_local(e, token, &local))
		return value_of_local(e->m, &local);
	if (find_place(e, token, &number))
		return value_of_number(number);
	if (zone_has_member(token)) {
		struct value zone = current_zone(e);

		return expression_member(e, &zone, token);
	}
	if (constant_find(model_machine(e->m), name, &number))
		return value_of_number(number);
	if (!is_local_somewhere(e->m, token, &local))
		unknown(e, token);
	else if (e->skipping)
		return value_of_local(e->m, &local);
	else
		expression_mistake(e, token->start,
				   "there is no local \"%s\" at this step: see "
				   "`info locals`",
				   name);
	return value_of_number(0);
}

struct value expression_name(struct expression *e)
{
	struct token token = e->token;

	expression_advance(e);
	for (size_t i = 0; i < NR_CALLS; i++) {
		if (token_is(&token, calls[i].name) &&
		    expression_accept(e, "("))
			return calls[i].run(e);
	}
	return plain_name(e, &token);
}
