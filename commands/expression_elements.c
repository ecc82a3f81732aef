/*
 * Elements of the arrays of expressions: free_area[order], list[type],
 * pcp(cpu) and the words that a zone has several of.
 */
#include <inttypes.h>

#include "commands/expression_internal.h"

/* Is an index below its limit?  Index 0 stands in while nothing is looked
 * up. */
static bool in_range(struct expression *e, int64_t *index, int64_t limit,
		     const char *what, const char *at)
{
	if (e->skipping)
		*index = 0;
	if (*index >= 0 && *index < limit)
		return true;
	expression_mistake(
		e, at, "there is no %s %" PRId64 ": the last one is %" PRId64,
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
	case VALUE_PCP:
	case VALUE_FREE_AREA:
	case VALUE_LIST:
		break;
	}
	return 0;
}

static struct value element_of(const struct model *m, const struct value *array,
			       unsigned index)
{
	const struct zone *zone = zone_at(m, array->zone);
	struct value value = *array;

	switch (array->kind) {
	case VALUE_FREE_AREAS:
		value.kind = VALUE_FREE_AREA;
		value.index = index;
		break;
	case VALUE_NR_FREES:
		return value_of_number(zone->free_area[index].nr_free);
	case VALUE_FREE_LISTS:
		value.kind = VALUE_LIST;
		value.list = &zone->free_area[array->index].free_list[index];
		break;
	case VALUE_PCPS:
		value.kind = VALUE_PCP;
		value.index = index;
		break;
	case VALUE_PCP_LISTS:
		value.kind = VALUE_LIST;
		value.list =
			&pcp_at(m, array->zone, array->index)->lists[index];
		break;
	case VALUE_WORDS:
		return value_of_number(
			state_word_read(array->word, zone, index));
	case VALUE_NUMBER:
	case VALUE_ZONE:
	case VALUE_NODE:
	case VALUE_PAGE:
	case VALUE_PCP:
	case VALUE_FREE_AREA:
	case VALUE_LIST:
		break;
	}
	return value;
}

struct value expression_element(struct expression *e, const struct value *array,
				int64_t index, const char *at)
{
	const char *what = NULL;

	if (e->status != STATUS_OK)
		return value_of_number(0);

	int64_t limit = array_limit(e->m, array, &what);

	if (!what)
		expression_mistake(e, at, "only an array takes an index");
	else if (in_range(e, &index, limit, what, at))
		return element_of(e->m, array, (unsigned)index);
	return value_of_number(0);
}
