/*
 * Does a state make sense?  One that breaks an invariant of the allocator is
 * no state that a kernel was ever in, or the file was altered.
 */
#include "snapshots/state_internal.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/check.h"

enum { PLACE_WORDS = 96, OTHERS_WORDS = 48 };

/* Adds " NAME NUMBER" to a place that has such a part. */
static size_t place_add(char *ret, size_t size, const char *name,
			int64_t number)
{
	if (number < 0)
		return 0;
	int length = snprintf(ret, size, " %s %" PRId64, name, number);

	return (size_t)length < size ? (size_t)length : size - 1;
}

/* Where an invariant is broken, in as many parts as it has. */
static void violation_place(const struct model *m, const struct violation *v,
			    char *ret, size_t size)
{
	int64_t pfn = v->pfn == PFN_NONE ? -1 : (int64_t)v->pfn;
	size_t length = 0;

	ret[0] = '\0';
	length += place_add(ret, size, "in zone", v->zone);
	length += place_add(ret + length, size - length, "cpu", v->cpu);
	length += place_add(ret + length, size - length, "order", v->order);
	if (v->migratetype >= 0)
		length += (size_t)snprintf(
			ret + length, size - length, " list %s",
			model_machine(m)
				->profile->migratetype_names[v->migratetype]);
	place_add(ret + length, size - length, "at page", pfn);
}

void sense_check(const struct item *state, const struct model *m)
{
	struct check_report report = { 0 };

	if (!item_present(state))
		return;
	model_check(m, &report);
	if (report.broken == 0)
		return;
	const struct violation *v = &report.first[0];
	char place[PLACE_WORDS];
	char others[OTHERS_WORDS] = "";

	violation_place(m, v, place, sizeof place);
	if (report.broken > 1)
		snprintf(others, sizeof others, "; %" PRIu64 " more %s broken",
			 report.broken - 1, report.broken == 2 ? "is" : "are");
	item_fail(state,
		  "this state cannot be: %s%s: expected %" PRId64
		  ", found %" PRId64 "%s",
		  invariant_name(v->invariant), place, v->expected, v->found,
		  others);
}
