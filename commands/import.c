/*
 * import: files of a real machine.
 */
#include "commands/import.h"

#include <string.h>

#include "commands/imported.h"
#include "commands/look_internal.h"

struct import_kind {
	const char *name;
	const char *brings;
	import_fn run;
};

static const struct import_kind kinds[] = {
	{ "slabinfo",
	  "the slab caches of a machine, for `info slabs` and the "
	  "panel",
	  import_slabinfo },
	{ "allocinfo", "who held memory, for `info tags` and the panel",
	  import_allocinfo },
	{ "kpageflags", "all frames of a machine, to be looked at",
	  import_kpageflags },
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

static enum status import_off(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	if (args->argc != 1)
		return command_usage("import", r);
	if (!s->imported)
		return reply_fail(r, STATUS_FAILED,
				  "import off: no imported memory is shown");
	imported_forget(s);
	reply_text(r, "Back to the modelled machine, as it was left: %s\n",
		   session_title(s));
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
	if (strcmp(args->argv[0], "off") == 0)
		return import_off(s, args, r);
	const struct import_kind *kind = kind_find(args->argv[0]);

	if (!kind)
		return no_kind(args->argv[0], r);
	if (args->argc < 2)
		return command_usage("import", r);
	if (s->imported && kind->run != import_kpageflags)
		return reply_fail(r, STATUS_FAILED,
				  "import %s: memory imported from %s is shown "
				  "and belongs to no modelled machine: `import "
				  "off` goes back to that",
				  kind->name, s->imported->file);
	return kind->run(s, args, r);
}

const struct command cmd_import = {
	.name = "import",
	.group = GROUP_FILES,
	.args = "[allocinfo FILE | kpageflags FILE [kpagecount FILE] "
		"[under VERSION] | slabinfo FILE | off]",
	.summary = "Read a file of a real machine",
	.help = "allocinfo: a copy of /proc/allocinfo.  `info tags` and the "
		"tags panel then show\n"
		"it, sorted and filtered as always; `set tags_of machine` goes "
		"back to the\n"
		"model.  `diff A B` compares two such files, `diff A` one with "
		"the model.\n"
		"kpageflags: all frames of a machine, by a copy of its "
		"/proc/kpageflags (and of\n"
		"kpagecount, if at hand).  map, page, kpf page, info memory "
		"and "
		"cat then look at\n"
		"it; it is read-only and has no history.  `import off`, boot "
		"and load leave it.\n"
		"Names are those of the machine's kernel, or of VERSION.\n"
		"slabinfo: a copy of /proc/slabinfo, version 2.1.  `info "
		"slabs` and the slabs\n"
		"panel then show it, sorted and filtered as always, `export "
		"slabinfo FILE\n"
		"imported` writes it again, `diff A [B]` compares; `set "
		"slabs_of machine` goes\n"
		"back to the model.",
	.example = "export kpageflags /tmp/mmscope-example.bin\n"
		   "import kpageflags /tmp/mmscope-example.bin",
	.completes = COMPLETE_FILES,
	.of_imported = true,
	.run = run_import,
};
