/*
 * What two kernels make of the same machine before the first operation.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/side_by_side_internal.h"
#include "core/behaviour.h"

/* A list of the same name under both; -1: this kernel has none. */
static int list_named(const struct model *m, const char *name)
{
	const struct profile *profile = model_machine(m)->profile;

	for (int type = 0; type < MIGRATE_TYPES; type++)
		if (profile->migratetype_names[type] &&
		    strcmp(profile->migratetype_names[type], name) == 0)
			return type;
	return -1;
}

static void list_words(const struct search *search, const char *name,
		       const unsigned place[2], struct parting *parting)
{
	for (unsigned k = 0; k < 2; k++) {
		const struct model *m = search->m[k];
		int type = list_named(m, name);
		char *ret = parting->words[k];

		if (type < 0) {
			snprintf(ret, PARTING_SIZE, "has no type %s", name);
			continue;
		}
		const struct list_head *list = &zone_at(m, place[0])
							->free_area[place[1]]
							.free_list[type];
		pfn_t pfn = list_first(m, list);

		snprintf(ret, PARTING_SIZE,
			 "%s list(%u, %c): %" PRId64 " block%s%s",
			 zone_name(m, place[0]), place[1],
			 migratetype_letter(m, (enum migratetype)type),
			 (int64_t)list->nr, list->nr == 1 ? "" : "s",
			 pfn == PFN_NONE ? "" : ", head ");
		if (pfn != PFN_NONE)
			snprintf(ret + strlen(ret), PARTING_SIZE - strlen(ret),
				 "%" PRIu32, pfn);
	}
}

/* Compares one list of the two, from head to tail. */
static bool lists_equal(const struct search *search, const char *name,
			const unsigned place[2])
{
	const struct list_head *lists[2] = { NULL, NULL };
	pfn_t at[2] = { PFN_NONE, PFN_NONE };

	for (unsigned k = 0; k < 2; k++) {
		int type = list_named(search->m[k], name);

		if (type >= 0)
			lists[k] = &zone_at(search->m[k], place[0])
					    ->free_area[place[1]]
					    .free_list[type];
	}
	if (!lists[0] || !lists[1])
		return (!lists[0] || lists[0]->nr == 0) &&
		       (!lists[1] || lists[1]->nr == 0);
	do {
		for (unsigned k = 0; k < 2; k++)
			at[k] = list_next(search->m[k], lists[k], at[k]);
	} while (at[0] == at[1] && at[0] != PFN_NONE);
	return at[0] == at[1];
}

static void find_lists(struct search *search)
{
	struct parting *parting = &search->partings[PARTING_LISTS_AT_BOOT];
	const struct machine *machine = model_machine(search->m[0]);
	unsigned nr = nr_zones(search->m[0]);

	for (unsigned i = 0; i < nr * (machine->max_order + 1U); i++) {
		unsigned place[2] = { i / (machine->max_order + 1U),
				      machine->max_order -
					      i % (machine->max_order + 1U) };

		for (int type = 0; type < MIGRATE_TYPES; type++) {
			const char *name =
				machine->profile->migratetype_names[type];

			if (!name || lists_equal(search, name, place))
				continue;
			parting->found = true;
			list_words(search, name, place, parting);
			search_explain(search, parting, behaviour_shapes_lists);
			return;
		}
	}
}

static void find_marks(struct search *search)
{
	struct parting *parting = &search->partings[PARTING_MARKS_AT_BOOT];

	for (unsigned i = 0; i < nr_zones(search->m[0]) && !parting->found;
	     i++) {
		for (unsigned k = 0; k < 2; k++) {
			const int64_t *marks =
				zone_at(search->m[k], i)->watermark;

			snprintf(parting->words[k], PARTING_SIZE,
				 "%s min %" PRId64 ", low %" PRId64
				 ", high %" PRId64,
				 zone_name(search->m[k], i), marks[WMARK_MIN],
				 marks[WMARK_LOW], marks[WMARK_HIGH]);
		}
		parting->found = strcmp(parting->words[0], parting->words[1]);
	}
	if (parting->found)
		search_explain(search, parting, behaviour_shapes_marks);
}

void search_boot(struct search *search)
{
	find_lists(search);
	find_marks(search);
}
