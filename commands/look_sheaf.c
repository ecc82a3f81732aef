/*
 * The part of sheaves in what `slab` shows, in kernels that have them.
 */
#include "commands/look_sheaf.h"

#include <inttypes.h>

#include "commands/slab_picture.h"
#include "core/sheaf.h"

enum { OBJECTS_SHOWN = 16 };

static const char *place_name(enum sheaf_place place)
{
	switch (place) {
	case SHEAF_NONE:
		break;
	case SHEAF_MAIN:
		return "main sheaf of cpu";
	case SHEAF_SPARE:
		return "spare sheaf of cpu";
	case SHEAF_IN_BARN:
		return "full sheaf of the barn of node";
	}
	return "no sheaf";
}

/* What is told of a slab. */
struct listing {
	const struct model *m;
	uint32_t slab;
	struct json *sheaves;
	struct reply *r;
};

static unsigned count_objects(const struct slab_sheaf *s, uint32_t slab)
{
	unsigned nr = 0;

	for (unsigned i = 0; i < s->size; i++)
		nr += slab_of_object(s->objects[i]) == slab;
	return nr;
}

/* Objects of the slab that a sheaf holds, as they will be given. */
static void list_objects(const struct listing *l,
			 const struct sheaf_whereabouts *where)
{
	const struct slab_sheaf *s = sheaf_at(l->m, where->sheaf);
	unsigned nr = count_objects(s, l->slab);
	unsigned shown = 0;
	struct json *indexes = NULL;
	struct json *object = NULL;

	if (nr == 0)
		return;
	indexes = json_array();
	object = json_object();
	reply_text(l->r,
		   "  %s %u, %" PRIu32 " object%s: ", place_name(where->place),
		   where->owner, s->size, plural(s->size));
	for (unsigned i = s->size; i-- > 0;) {
		if (slab_of_object(s->objects[i]) != l->slab)
			continue;
		unsigned index = index_of_object(s->objects[i]);

		if (shown < OBJECTS_SHOWN)
			reply_text(l->r, "%s%u", shown ? ", " : "", index);
		json_append(indexes, json_number(index));
		shown++;
	}
	if (nr > OBJECTS_SHOWN)
		reply_text(l->r, ", ... (%u of this slab)", nr);
	reply_text(l->r, "\n");
	json_add(object, "place", json_string(place_name(where->place)));
	json_add(object, "owner", json_number(where->owner));
	json_add(object, "sheaf", json_number(where->sheaf));
	json_add(object, "objects", indexes);
	json_append(l->sheaves, object);
}

static void list_barn(const struct listing *l, unsigned cache, unsigned node)
{
	struct sheaf_whereabouts where = { .place = SHEAF_IN_BARN,
					   .owner = node };

	where.sheaf = barn_at(l->m, cache, node)->full;
	for (; where.sheaf; where.sheaf = sheaf_at(l->m, where.sheaf)->next)
		list_objects(l, &where);
}

void sheaves_of_slab(const struct model *m, uint32_t slab, struct reply *r)
{
	unsigned cache = slab_at(m, slab)->cache;
	const struct machine *machine = model_machine(m);
	struct sheaf_whereabouts where = { .place = SHEAF_MAIN };
	struct listing l = {
		.m = m, .slab = slab, .sheaves = json_array(), .r = r
	};

	for (; where.owner < machine->nr_cpus; where.owner++) {
		where.place = SHEAF_MAIN;
		where.sheaf = main_sheaf(m, cache, where.owner);
		list_objects(&l, &where);
		where.place = SHEAF_SPARE;
		where.sheaf = spare_sheaf(m, cache, where.owner);
		if (where.sheaf)
			list_objects(&l, &where);
	}
	for (unsigned node = 0; node < machine->nr_nodes; node++)
		list_barn(&l, cache, node);
	reply_value(r, "sheaves", l.sheaves);
}

static struct json *cpu_json(const struct model *m, unsigned cache,
			     unsigned cpu)
{
	uint32_t main = main_sheaf(m, cache, cpu);
	uint32_t spare = spare_sheaf(m, cache, cpu);
	struct json *object = json_object();

	json_add(object, "cpu", json_number(cpu));
	json_add(object, "main", json_number(sheaf_at(m, main)->size));
	json_add(object, "spare",
		 spare ? json_number(sheaf_at(m, spare)->size) : json_null());
	return object;
}

static struct json *barn_json(const struct node_barn *barn, unsigned node)
{
	struct json *object = json_object();

	json_add(object, "node", json_number(node));
	json_add(object, "full", json_number(barn->nr_full));
	json_add(object, "empty", json_number(barn->nr_empty));
	return object;
}

static void list_sheaves(const struct model *m, unsigned cache, struct reply *r)
{
	const struct machine *machine = model_machine(m);
	struct text line;

	text_init(&line);
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++) {
		text_add(&line, "  ");
		sheaves_of_cpu_add(&line, m, cache, cpu);
		text_add(&line, "\n");
	}
	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		text_add(&line, "  ");
		barn_add(&line, m, cache, node);
		text_add(&line, "\n");
	}
	reply_text(r, "%s", line.start);
	text_deinit(&line);
}

void sheaves_of_cache(const struct model *m, unsigned cache, struct reply *r)
{
	const struct machine *machine = model_machine(m);
	unsigned capacity = model_caches(m)->caches[cache].sheaf_capacity;
	struct json *cpus = json_array();
	struct json *barns = json_array();

	reply_text(r,
		   "  a sheaf holds %u objects (%u bytes); a barn is enough "
		   "with %u full ones\n",
		   capacity, sheaf_bytes(capacity), MAX_FULL_SHEAVES);
	reply_number(r, "sheaf_capacity", capacity);
	list_sheaves(m, cache, r);
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		json_append(cpus, cpu_json(m, cache, cpu));
	for (unsigned node = 0; node < machine->nr_nodes; node++)
		json_append(barns, barn_json(barn_at(m, cache, node), node));
	reply_value(r, "cpus", cpus);
	reply_value(r, "barns", barns);
}
