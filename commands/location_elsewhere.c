/*
 * Places by the names that other kernels have for them.
 *
 * Releases rename functions and move their work into one another; a decision
 * stays the same probe all along.  So a name is looked up among the probes of
 * the other kernels, and what is found is told by the names of this one.
 */
#include <stdio.h>
#include <string.h>

#include "commands/locations_internal.h"

static bool is_at(const struct probe *probe, const char *function,
		  const char *label)
{
	return probe->exists && strcmp(probe->function, function) == 0 &&
	       (!label || strcmp(probe->label, label) == 0);
}

/* The first probe of a function and label that both kernels have; NR_PROBES
 * when there is none.  *ret_known: the other kernel has such a place. */
static unsigned first_common(const struct probe *here,
			     const struct probe *there, const char *function,
			     const char *label, bool *ret_known)
{
	for (unsigned id = 0; id < NR_PROBES; id++) {
		if (!is_at(&there[id], function, label))
			continue;
		*ret_known = true;
		if (here[id].exists)
			return id;
	}
	return NR_PROBES;
}

/* A function whose work is done inside of another one here is the label at
 * which that begins, and such a label there is the whole function here. */
static void tell_by_own_names(const struct probe *probes,
			      const struct probe *first,
			      const struct place *place, struct location *ret)
{
	bool whole = first->begins_frame &&
		     (!place->label || strcmp(place->label, "enter") != 0);

	location_add(ret, probes, first->function, whole ? NULL : first->label);
	ret->at_entry = whole;
	snprintf(ret->name, sizeof(ret->name), "%s%s%s", first->function,
		 whole ? "" : ":", whole ? "" : first->label);
}

/* By the names of one other kernel; true when it knows them. */
static bool find_there(const struct probe *here, const struct probe *there,
		       const struct place *place, struct location *ret)
{
	const char *other = NULL;
	const char *function = function_named(there, place->word, &other);
	bool known = false;

	if (!function || other)
		return false;
	unsigned first =
		first_common(here, there, function, place->label, &known);

	if (first < NR_PROBES) {
		tell_by_own_names(here, &here[first], place, ret);
		snprintf(ret->elsewhere, sizeof(ret->elsewhere), "%s%s%s",
			 function, place->label ? ":" : "",
			 place->label ? place->label : "");
	}
	return known;
}

enum status find_elsewhere(const struct model *m, const struct place *place,
			   struct location *ret, struct reply *r)
{
	const struct profile *profile = model_machine(m)->profile;
	struct probe there[NR_PROBES];
	size_t nr = 0;
	const char *lacks = NULL;

	while (profile_nth(nr))
		nr++;
	while (nr-- > 0 && !ret->name[0]) {
		if (profile_nth(nr) == profile)
			continue;
		probes_of_kernel(profile_nth(nr), there);
		if (find_there(model_probes(m), there, place, ret) && !lacks)
			lacks = profile_nth(nr)->series;
	}
	if (ret->name[0] || !lacks)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "kernel %s has no %s, which kernel %s has: "
			  "`complete break ` lists what there is",
			  profile->series, place->text, lacks);
}
