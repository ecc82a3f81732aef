/*
 * Names of expressions, in the order in which they are looked for: locals of
 * the selected frame; step, op and their like; words of the step's zone;
 * constants of the kernel.  Objects called by name, as in zone(Normal), come
 * before all of them.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression_internal.h"
#include "commands/expression_parser.h"
#include "commands/look_internal.h"
#include "commands/zone_ref.h"

enum { NAME_SIZE = 64 };

static void copy_name(const struct token *token, char ret[NAME_SIZE])
{
	snprintf(ret, NAME_SIZE, "%.*s", (int)token->length, token->start);
}

struct value value_of_zone(int64_t zone)
{
	return (struct value){
		.kind = VALUE_ZONE,
		.number = zone,
		.place = { .object = OBJECT_ZONE, .zone = (uint32_t)zone },
	};
}

struct value value_of_page(int64_t pfn)
{
	return (struct value){
		.kind = VALUE_PAGE,
		.number = pfn,
		.place = { .object = OBJECT_PAGE, .index = (uint32_t)pfn },
	};
}

struct value zone_value(struct evaluation *v, const struct token *token,
			int64_t node)
{
	char name[NAME_SIZE];
	char zones[128];

	copy_name(token, name);
	int zone = zone_find(v->m, name, node);

	if (zone >= 0)
		return value_of_zone(zone);
	zones_list(v->m, zones, sizeof(zones));
	if (node == ANY_NODE || zone_find(v->m, name, ANY_NODE) < 0)
		expression_mistake(v, token->start,
				   "this machine has no zone %s, but %s", name,
				   zones);
	else
		expression_mistake(v, token->start,
				   "node %" PRId64 " has no zone %s: see "
				   "`info zones`",
				   node, name);
	return value_of_zone(0);
}

static struct value node_object(struct evaluation *v, int64_t node,
				const char *at)
{
	if (node < 0 || node >= model_machine(v->m)->nr_nodes) {
		expression_mistake(v, at, "there is no node %" PRId64, node);
		node = 0;
	}
	return (struct value){
		.kind = VALUE_NODE,
		.number = node,
		.place = { .object = OBJECT_NODE, .zone = (uint32_t)node },
	};
}

/* Notes that a word of the model as a whole was read. */
static void read_global(struct evaluation *v, enum field_id id)
{
	struct field_place place = { .object = OBJECT_GLOBAL, .id = id };
	struct word_pattern pattern = word_pattern_of(&place);

	expression_read(v, &pattern);
}

static struct value tag_object(struct evaluation *v, int64_t tag,
			       const char *at)
{
	uint32_t nr = nr_alloc_tags(v->m);

	read_global(v, FIELD_NR_TAGS);
	if (!v->checking && (tag < 0 || tag >= nr))
		expression_mistake(v, at,
				   "there is no tag %" PRId64
				   " here: `info tags` lists the %" PRIu32
				   " there are",
				   tag, nr);
	return (struct value){
		.kind = VALUE_TAG,
		.number = tag,
		.place = { .object = OBJECT_TAG, .index = (uint32_t)tag },
	};
}

struct value object_value(struct evaluation *v, enum node_kind kind,
			  int64_t number, const char *at)
{
	if (kind == NODE_NODE)
		return node_object(v, number, at);
	return tag_object(v, number, at);
}

/* A local's value; one that names a zone or a page has its members. */
static struct value value_of_local(const struct model *m,
				   const struct local *local)
{
	if (local->kind == ARG_ZONE && local->value >= 0 &&
	    local->value < nr_zones(m))
		return value_of_zone(local->value);
	if (local->kind == ARG_PFN)
		return value_of_page(local->value);
	return value_of_number(local->value);
}

/* The zone of the innermost frame that has one, else the first. */
int64_t current_zone(const struct evaluation *v)
{
	struct local_name zone;
	struct local local;

	if (nr_zones(v->m) == 1 || v->checking)
		return 0;
	local_name_init(&zone, v->m, "zone", strlen("zone"));
	if (local_name_find_around(&zone, v->m, history_cursor(v->m), &local))
		return local.value;
	return 0;
}

static const struct {
	const char *name;
	enum place_name place;
} places[] = {
	{ "step", PLACE_STEP }, { "steps", PLACE_STEPS }, { "op", PLACE_OP },
	{ "ops", PLACE_OPS },   { "cpu", PLACE_CPU },
};

enum { NR_PLACES = sizeof(places) / sizeof(places[0]) };

const char *place_name_nth(size_t i)
{
	return i < NR_PLACES ? places[i].name : NULL;
}

static enum place_name place_named(const struct token *token)
{
	for (size_t i = 0; i < NR_PLACES; i++)
		if (token_is(token, places[i].name))
			return places[i].place;
	return NO_PLACE;
}

static int64_t place_value(struct evaluation *v, enum place_name place)
{
	uint64_t cursor = history_cursor(v->m);

	if (place == PLACE_CPU) {
		read_global(v, FIELD_CURRENT_CPU);
		return model_current_cpu(v->m);
	}
	expression_read_step(v);
	switch (place) {
	case PLACE_STEP:
		return (int64_t)cursor;
	case PLACE_STEPS:
		return (int64_t)history_steps(v->m);
	case PLACE_OP:
		return history_op_at(v->m, cursor);
	case PLACE_OPS:
		return history_ops(v->m);
	case PLACE_CPU:
	case NO_PLACE:
		break;
	}
	return 0;
}

static void suggest_locals(const struct model *m, struct suggestion *best,
			   const char *name)
{
	const struct probe *probes = model_probes(m);

	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++) {
		const struct probe *probe = &probes[id];

		for (unsigned i = 0; i < probe->nr_args; i++)
			suggest(best, name, probe->args[i].name);
	}
}

static void unknown(struct evaluation *v, const struct token *token)
{
	struct suggestion best = { 0 };
	char name[NAME_SIZE];

	copy_name(token, name);
	for (size_t i = 0; parser_call_nth(i); i++)
		suggest(&best, name, parser_call_nth(i));
	for (size_t i = 0; member_nth(VALUE_ZONE, i); i++)
		suggest(&best, name, member_nth(VALUE_ZONE, i));
	suggest_locals(v->m, &best, name);
	expression_mistake(v, token->start, "there is no name \"%s\": %s%s%s",
			   name, best.word ? "did you mean " : "see ",
			   best.word ? best.word : "`help print`",
			   best.word ? "?" : "");
}

struct name *name_resolve(struct evaluation *v, const struct token *token,
			  bool before_index)
{
	struct name *name = calloc(1, sizeof(*name));
	struct value zone = value_of_zone(0);
	char text[NAME_SIZE];

	assert(name && "out of memory");
	copy_name(token, text);
	name->is_local = local_name_init(&name->local, v->m, token->start,
					 token->length);
	name->place = place_named(token);
	name->is_zone_word = zone_has_member(token) &&
			     member_find(v, &zone, token, &name->member);
	name->is_constant =
		constant_find(model_machine(v->m), text, &name->constant);
	/* A local has no index, so what has one is the zone's word. */
	if (name->is_zone_word && before_index)
		name->is_local = false;
	if (!name->is_local && name->place == NO_PLACE && !name->is_zone_word &&
	    !name->is_constant)
		unknown(v, token);
	return name;
}

static bool find_local(struct evaluation *v, const struct name *name,
		       struct local *ret)
{
	if (v->checking || !name->is_local)
		return false;
	/* Where it is no local it has no value, if it is nothing else. */
	if (name->place == NO_PLACE && !name->is_zone_word &&
	    !name->is_constant)
		expression_read_local(v, &name->local.functions);
	else
		expression_read_step(v);
	return local_name_find(&name->local, v->m, selected_step(v->s), ret);
}

static struct value zone_word_value(struct evaluation *v,
				    const struct name *name,
				    const struct token *token)
{
	struct value zone = value_of_zone(current_zone(v));

	if (nr_zones(v->m) > 1)
		expression_read_step(v);
	return member_value(v, &zone, &name->member, token);
}

struct value name_value(struct evaluation *v, const struct name *name,
			const struct token *token)
{
	struct local local;

	if (find_local(v, name, &local))
		return value_of_local(v->m, &local);
	if (name->place != NO_PLACE)
		return value_of_number(place_value(v, name->place));
	if (name->is_zone_word)
		return zone_word_value(v, name, token);
	if (name->is_constant)
		return value_of_number(name->constant);
	local = local_name_any(&name->local, v->m);
	if (v->checking)
		return value_of_local(v->m, &local);
	expression_mistake(v, token->start,
			   "there is no local \"%.*s\" at this step: see "
			   "`info locals`",
			   (int)token->length, token->start);
	return value_of_number(0);
}

bool name_is_zone_word_here(struct evaluation *v, const struct name *name)
{
	struct local local;

	return name->is_zone_word && name->place == NO_PLACE &&
	       !find_local(v, name, &local);
}
