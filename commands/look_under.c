/*
 * `under VERSION` and `under all`: which kernels a value is read by.
 */
#include <string.h>

#include "commands/look_internal.h"

static enum status no_profile(const char *version, struct reply *r)
{
	struct text known;

	text_init(&known);
	for (size_t i = 0; profile_nth(i); i++)
		text_add(&known, "%s%s", i ? ", " : "", profile_nth(i)->series);
	reply_fail(r, STATUS_FAILED,
		   "kernel %s has no profile in this version of mmscope: name "
		   "one of %s, or all",
		   version, known.start);
	text_deinit(&known);
	return STATUS_FAILED;
}

enum status under_parse(const struct session *s, const struct arguments *args,
			int i, struct under *ret, struct reply *r)
{
	*ret = (struct under){
		.nr = 1,
		.profiles = { model_machine(s->m)->profile },
		.present = model_machine(s->m)->profile,
	};
	if (args->argc <= i)
		return STATUS_OK;
	if (args->argc != i + 2 || strcmp(args->argv[i], "under") != 0)
		return reply_fail(
			r, STATUS_FAILED,
			"\"%s\" is not understood here: only `under "
			"VERSION` or `under all` may follow the value",
			args->argv[i]);

	const char *version = args->argv[i + 1];

	ret->all = strcmp(version, "all") == 0;
	if (!ret->all) {
		ret->profiles[0] = profile_find(version);
		ret->present = ret->profiles[0];
		return ret->profiles[0] ? STATUS_OK : no_profile(version, r);
	}
	ret->nr = 0;
	for (size_t at = 0; profile_nth(at) && at < MAX_PROFILES; at++)
		ret->profiles[ret->nr++] = profile_nth(at);
	return STATUS_OK;
}
