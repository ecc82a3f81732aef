/*
 * `under VERSION` and `under all`: which kernels a value is read by.
 */
#include <string.h>

#include "commands/look_internal.h"

enum status no_words_of(const char *version, struct reply *r)
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
		return ret->profiles[0] ? STATUS_OK : no_words_of(version, r);
	}
	ret->nr = 0;
	for (size_t at = 0; profile_nth(at) && at < MAX_PROFILES; at++)
		ret->profiles[ret->nr++] = profile_nth(at);
	return STATUS_OK;
}

static bool is_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* "lru (4.1 4.9)  dirty (5.4)": kernels that agree stand together. */
static unsigned add_groups(struct text *line, const struct under *under,
			   under_name_fn name, const void *context,
			   unsigned bit)
{
	bool said[MAX_PROFILES] = { false };
	unsigned groups = 0;

	for (unsigned i = 0; i < under->nr; i++) {
		const char *here = name(context, i, bit);

		if (said[i])
			continue;
		text_add(line, "%s%s (", groups++ ? "  " : "",
			 here ? here : "-");
		for (unsigned j = i; j < under->nr; j++) {
			if (!is_same(name(context, j, bit), here))
				continue;
			text_add(line, "%s%s", j == i ? "" : " ",
				 under->profiles[j]->series);
			said[j] = true;
		}
		text_add(line, ")");
	}
	return groups;
}

void under_bits_text(const struct under *under, uint64_t word,
		     under_name_fn name, const void *context, struct reply *r)
{
	bool any = false;

	for (unsigned bit = 0; bit < 64; bit++) {
		struct text line;
		struct text groups;

		if (!(word >> bit & 1))
			continue;
		text_init(&groups);
		bool differ =
			add_groups(&groups, under, name, context, bit) > 1;

		text_init(&line);
		text_add(&line, "%c bit %-2u  %s", differ ? '*' : ' ', bit,
			 groups.start);
		reply_paragraph(r, 10, line.start);
		text_deinit(&line);
		text_deinit(&groups);
		any = any || differ;
	}
	if (any)
		reply_text(r, "* these kernels read the bit differently; - "
			      "has no name for it\n");
}
