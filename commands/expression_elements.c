/*
 * Elements of the arrays of expressions: free_area[order], list[type],
 * pcp(cpu) and the words that a zone has several of.
 */
#include <inttypes.h>

#include "commands/expression_internal.h"

/* Is an index below its limit?  Index 0 stands in while nothing is looked
 * up. */
static bool in_range(struct evaluation *v, int64_t *index, int64_t limit,
		     const char *what, const char *at)
{
	if (v->checking)
		*index = 0;
	if (*index >= 0 && *index < limit)
		return true;
	expression_mistake(
		v, at, "there is no %s %" PRId64 ": the last one is %" PRId64,
		what, *index, limit - 1);
	return false;
}

/* How many elements an array has, and what one of them is called. */
static int64_t array_limit(const struct model *m, const struct value *array,
			   const char **what)
{
	const struct machine *machine = model_machine(m);

	switch (array->kind) {
	case VALUE_FREE_AREAS:
	case VALUE_NR_FREES:
		*what = "order";
		return (int64_t)machine->max_order + 1;
	case VALUE_FREE_LISTS:
		*what = "migratetype";
		return MIGRATE_TYPES;
	case VALUE_PCPS:
		*what = "CPU";
		return machine->nr_cpus;
	case VALUE_PCP_LISTS:
		*what = "pcp list";
		return machine_pcp_lists(machine);
	case VALUE_WORDS:
		*what = "element";
		return array->word->nr;
	case VALUE_NUMBER:
	case VALUE_ZONE:
	case VALUE_NODE:
	case VALUE_PAGE:
	case VALUE_TAG:
	case VALUE_PCP:
	case VALUE_FREE_AREA:
	case VALUE_LIST:
		break;
	}
	return 0;
}

static struct value list_value(struct value value, enum field_object object,
			       const struct list_head *list)
{
	value.kind = VALUE_LIST;
	value.list = list;
	value.place.object = object;
	return value;
}

static struct value free_area_element(struct evaluation *v,
				      const struct value *array, unsigned order)
{
	struct value area = *array;

	area.kind = VALUE_FREE_AREA;
	area.place.object = OBJECT_FREE_AREA;
	area.place.order = order;
	if (array->kind == VALUE_FREE_AREAS)
		return area;
	member_read(v, FIELD_NR_FREE, &area.place, 0);
	return value_of_number(
		zone_at(v->m, area.place.zone)->free_area[order].nr_free);
}

/* One of what array_limit() says is an array. */
static struct value element_of(struct evaluation *v, const struct value *array,
			       unsigned index)
{
	struct value value = *array;
	struct field_place *place = &value.place;
	const struct zone *zone = zone_at(v->m, place->zone);

	if (array->kind == VALUE_FREE_AREAS || array->kind == VALUE_NR_FREES)
		return free_area_element(v, array, index);
	if (array->kind == VALUE_FREE_LISTS) {
		place->migratetype = index;
		return list_value(
			value, OBJECT_FREE_LIST,
			&zone->free_area[place->order].free_list[index]);
	}
	if (array->kind == VALUE_PCP_LISTS) {
		place->order = index;
		return list_value(
			value, OBJECT_PCP_LIST,
			&pcp_at(v->m, place->zone, place->cpu)->lists[index]);
	}
	if (array->kind == VALUE_PCPS) {
		value.kind = VALUE_PCP;
		place->object = OBJECT_PCP;
		place->cpu = index;
		return value;
	}
	member_read(v, array->word->id, place, index);
	return value_of_number(state_word_read(array->word, zone, index));
}

struct value expression_element(struct evaluation *v, const struct value *array,
				int64_t index, const char *at)
{
	const char *what = NULL;

	if (v->failed)
		return value_of_number(0);

	int64_t limit = array_limit(v->m, array, &what);

	if (!what)
		expression_mistake(v, at, "only an array takes an index");
	else if (in_range(v, &index, limit, what, at))
		return element_of(v, array, (unsigned)index);
	return value_of_number(0);
}
