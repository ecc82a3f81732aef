/*
 * Names of places in the allocator's code: kernel functions by their exact
 * names, or without leading underscores where that is unique, and labels.
 */
#include <stdio.h>
#include <string.h>

#include "commands/session_internal.h"

static const char *without_underscores(const char *name)
{
	return name + strspn(name, "_");
}

static void add_probe(struct location *location, enum probe_id id)
{
	location->probes[id / 8] |= (uint8_t)(1U << (id % 8));
}

/* Adds the probes of a function and label; an empty name matches any. */
static unsigned add_matching(struct location *location, const char *function,
			     const char *label)
{
	unsigned added = 0;

	for (unsigned id = 0; id < NR_PROBES; id++) {
		const struct probe *probe = probe_of((enum probe_id)id);

		if (*function && strcmp(probe->function, function) != 0)
			continue;
		if (*label && strcmp(probe->label, label) != 0)
			continue;
		add_probe(location, (enum probe_id)id);
		added++;
	}
	return added;
}

static bool is_function(const char *name)
{
	for (unsigned id = 0; id < NR_PROBES; id++)
		if (strcmp(probe_of((enum probe_id)id)->function, name) == 0)
			return true;
	return false;
}

/* The one function that has this name once underscores are taken off; NULL
 * when there is none.  *ret_other: another one, and then it is not unique. */
static const char *function_named(const char *name, const char **ret_other)
{
	const char *found = NULL;
	const char *bare = without_underscores(name);

	*ret_other = NULL;
	for (unsigned id = 0; id < NR_PROBES; id++) {
		const char *function = probe_of((enum probe_id)id)->function;

		if (strcmp(without_underscores(function), bare) != 0)
			continue;
		if (!found)
			found = function;
		else if (strcmp(found, function) != 0)
			*ret_other = function;
	}
	return found;
}

static enum status fail_unknown(const char *text, struct reply *r)
{
	struct suggestion best = { 0 };

	for (unsigned id = 0; id < NR_PROBES; id++) {
		const struct probe *probe = probe_of((enum probe_id)id);

		suggest(&best, text, probe->function);
		suggest(&best, text, without_underscores(probe->function));
		suggest(&best, text, probe->label);
	}
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

/* The exact name of a function as typed; NULL with *ret_status set. */
static const char *resolve_function(const char *name, enum status *ret_status,
				    struct reply *r)
{
	const char *other = NULL;

	*ret_status = STATUS_OK;
	if (is_function(name))
		return name;
	const char *found = function_named(name, &other);

	if (found && other) {
		*ret_status = reply_fail(r, STATUS_FAILED,
					 "\"%s\" is not unique: write %s or %s",
					 name, found, other);
		return NULL;
	}
	return found;
}

/* FUNCTION:LABEL */
static enum status parse_both(const char *text, const char *colon,
			      struct location *ret, struct reply *r)
{
	char name[LOCATION_NAME_SIZE];
	enum status status = STATUS_OK;

	snprintf(name, sizeof(name), "%.*s", (int)(colon - text), text);
	const char *function = resolve_function(name, &status, r);

	if (status != STATUS_OK)
		return status;
	if (!function || !colon[1] ||
	    add_matching(ret, function, colon + 1) == 0)
		return fail_unknown(text, r);
	snprintf(ret->name, sizeof(ret->name), "%s%s", function, colon);
	return STATUS_OK;
}

enum status location_parse(const char *text, struct location *ret,
			   struct reply *r)
{
	const char *colon = strchr(text, ':');
	struct location location = { 0 };
	enum status status = STATUS_OK;

	if (colon) {
		status = parse_both(text, colon, &location, r);
		if (status == STATUS_OK)
			*ret = location;
		return status;
	}
	const char *function =
		*text ? resolve_function(text, &status, r) : NULL;

	if (status != STATUS_OK)
		return status;
	if (function) {
		add_matching(&location, function, "");
		location.at_entry = true;
		snprintf(location.name, sizeof(location.name), "%s", function);
	} else if (!*text || add_matching(&location, "", text) == 0) {
		return fail_unknown(text, r);
	} else {
		snprintf(location.name, sizeof(location.name), "%s", text);
	}
	*ret = location;
	return STATUS_OK;
}
