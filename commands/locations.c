/*
 * Names of places in the allocator's code: kernel functions by their exact
 * names, or without leading underscores where that is unique, and labels.
 *
 * The names are those of the kernel that the machine runs.  A name that some
 * other known kernel has for a function is taken as well, so that a script
 * runs under every kernel, and the answer says what it is called here; see
 * location_elsewhere.c.
 */
#include <stdio.h>
#include <string.h>

#include "commands/locations_internal.h"

const char *without_underscores(const char *name)
{
	return name + strspn(name, "_");
}

unsigned location_add(struct location *location, const struct probe *probes,
		      const char *function, const char *label)
{
	unsigned added = 0;

	for (unsigned id = 0;
	     (id = probe_next(probes, id, function)) < NR_PROBES; id++) {
		if (label && strcmp(probes[id].label, label) != 0)
			continue;
		probe_set_add(&location->probes, (enum probe_id)id);
		added++;
	}
	return added;
}

const char *function_named(const struct probe *probes, const char *name,
			   const char **ret_other)
{
	const char *found = NULL;
	unsigned exact = probe_next(probes, 0, name);

	*ret_other = NULL;
	if (exact < NR_PROBES)
		return probes[exact].function;
	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++) {
		const char *function = probes[id].function;

		if (strcmp(without_underscores(function),
			   without_underscores(name)) != 0)
			continue;
		if (!found)
			found = function;
		else if (strcmp(found, function) != 0)
			*ret_other = function;
	}
	return found;
}

static enum status fail_unknown(const struct probe *probes, const char *text,
				struct reply *r)
{
	struct suggestion best = { 0 };

	for (unsigned id = 0; (id = probe_next(probes, id, NULL)) < NR_PROBES;
	     id++) {
		suggest(&best, text, probes[id].function);
		suggest(&best, text, without_underscores(probes[id].function));
		suggest(&best, text, probes[id].label);
	}
	for (size_t i = 0; event_nth(i, NULL); i++)
		suggest(&best, text, event_nth(i, NULL));
	if (best.word)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no function or label of the "
				  "allocator: did you mean %s?",
				  text, best.word);
	return reply_fail(r, STATUS_FAILED,
			  "\"%s\" is no function or label of the allocator: "
			  "`complete break ` lists them",
			  text);
}

/* By this kernel's names; STATUS_OK without a probe: there is none. */
static enum status find_here(const struct probe *probes,
			     const struct place *place, struct location *ret,
			     struct reply *r)
{
	const char *other = NULL;
	const char *function = function_named(probes, place->word, &other);

	if (function && other)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is not unique: write %s or %s",
				  place->word, function, other);
	if (function && place->label) {
		if (location_add(ret, probes, function, place->label))
			snprintf(ret->name, sizeof(ret->name), "%s:%s",
				 function, place->label);
	} else if (function) {
		location_add(ret, probes, function, NULL);
		ret->at_entry = true;
		snprintf(ret->name, sizeof(ret->name), "%s", function);
	} else if (!place->label &&
		   location_add(ret, probes, NULL, place->word)) {
		snprintf(ret->name, sizeof(ret->name), "%s", place->word);
	}
	return STATUS_OK;
}

/* FUNCTION, LABEL or FUNCTION:LABEL; false when a part is missing. */
static bool place_split(const char *text, struct place *ret)
{
	const char *colon = strchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);

	ret->text = text;
	ret->label = colon ? colon + 1 : NULL;
	if (length == 0 || length >= sizeof(ret->word) || (colon && !colon[1]))
		return false;
	snprintf(ret->word, sizeof(ret->word), "%.*s", (int)length, text);
	return true;
}

enum status location_parse(const struct model *m, const char *text,
			   struct location *ret, struct reply *r)
{
	const struct probe *probes = model_probes(m);
	struct location location = { .at_entry = false };
	struct place place;

	if (!place_split(text, &place))
		return fail_unknown(probes, text, r);
	enum status status = find_here(probes, &place, &location, r);

	if (status == STATUS_OK && !location.name[0])
		status = find_elsewhere(m, &place, &location, r);
	if (status != STATUS_OK)
		return status;
	if (!location.name[0])
		return fail_unknown(probes, text, r);
	*ret = location;
	return STATUS_OK;
}

void location_remark(const struct model *m, const struct location *location,
		     struct reply *r)
{
	if (location->elsewhere[0])
		reply_text(r, "%s is %s in kernel %s\n", location->elsewhere,
			   location->name, model_machine(m)->profile->series);
}
