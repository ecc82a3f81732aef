/*
 * import: files of a real machine.
 */
#include "commands/import.h"

#include <string.h>

#include "commands/look_internal.h"

struct import_kind {
	const char *name;
	const char *brings;
	import_fn run;
};

static const struct import_kind kinds[] = {
	{ "slabinfo", "the slab caches of a machine, for `info slabs imported`",
	  import_slabinfo },
};

enum { NR_KINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct import_kind *kind_find(const char *name)
{
	for (size_t i = 0; i < NR_KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

static enum status list_kinds(struct reply *r)
{
	struct json *names = json_array();

	for (size_t i = 0; i < NR_KINDS; i++) {
		reply_text(r, "import %-12s %s\n", kinds[i].name,
			   kinds[i].brings);
		json_append(names, json_string(kinds[i].name));
	}
	reply_value(r, "kinds", names);
	return STATUS_OK;
}

static enum status no_kind(const char *word, struct reply *r)
{
	struct text names;

	text_init(&names);
	for (size_t i = 0; i < NR_KINDS; i++)
		text_add(&names, "%s%s", i ? ", " : "", kinds[i].name);
	reply_fail(r, STATUS_FAILED,
		   "import: \"%s\" is no kind of file that can be imported; "
		   "those are %s",
		   word, names.start);
	text_deinit(&names);
	return STATUS_FAILED;
}

static enum status run_import(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	if (args->argc == 0)
		return list_kinds(r);
	const struct import_kind *kind = kind_find(args->argv[0]);

	if (!kind)
		return no_kind(args->argv[0], r);
	if (args->argc < 2)
		return command_usage("import", r);
	return kind->run(s, args, r);
}

const struct command cmd_import = {
	.name = "import",
	.group = GROUP_FILES,
	.args = "[slabinfo FILE]",
	.summary = "Read a file of a real machine",
	.help = "slabinfo: a copy of /proc/slabinfo, version 2.1, to be sorted "
		"by `info slabs\n"
		"imported` and written again by `export slabinfo FILE "
		"imported`.",
	.example = "export slabinfo /tmp/mmscope-example-slabinfo\n"
		   "import slabinfo /tmp/mmscope-example-slabinfo",
	.completes = COMPLETE_FILES,
	.run = run_import,
};
