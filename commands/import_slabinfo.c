/*
 * slabinfo: brought in from a real machine, and written again.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/export_slabinfo.h"
#include "commands/import.h"
#include "commands/session_internal.h"
#include "commands/slab_table.h"
#include "snapshots/text_file.h"

enum status import_slabinfo(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct slabinfo read = { 0 };
	struct diagnosis why;
	uint64_t pages = 0;

	if (args->argc != 2)
		return command_usage("import", r);
	enum outcome outcome = slabinfo_read(args->argv[1], &read, &why);

	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s", why.text);
	slabinfo_deinit(&s->slabinfo);
	s->slabinfo = read;
	setting_choose(s, "slabs_of", "import");
	for (size_t i = 0; i < read.nr; i++)
		pages += slab_row_pages(&read.rows[i]);
	reply_text(r,
		   "%s: %zu cache%s with %" PRIu64
		   " pages; `info slabs` shows them, `set slabs_of machine` "
		   "the model's\n",
		   args->argv[1], read.nr, plural(read.nr), pages);
	reply_string(r, "file", args->argv[1]);
	reply_number(r, "caches", (int64_t)read.nr);
	reply_number(r, "pages", (int64_t)pages);
	return STATUS_OK;
}

/* To standard output, or to a file. */
static enum status write_text(const char *path, const char *text,
			      struct reply *r)
{
	struct diagnosis why;

	if (strcmp(path, "-") == 0) {
		reply_text(r, "%s", text);
		if (reply_is_json(r))
			reply_value(r, "text", json_multiline(text));
		return STATUS_OK;
	}
	enum outcome outcome = text_file_write(path, text, strlen(text), &why);

	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	reply_text(r, "%s: the slab caches as they are now\n", path);
	reply_string(r, "file", path);
	return STATUS_OK;
}

enum status export_slabinfo(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	bool imported =
		args->argc == 3 && strcmp(args->argv[2], "imported") == 0;
	struct slabinfo rows = { 0 };

	if (args->argc == 3 && !imported)
		return command_usage("export", r);
	if (imported && s->slabinfo.nr == 0)
		return reply_fail(r, STATUS_FAILED,
				  "export slabinfo: none was imported, "
				  "`import slabinfo FILE` does so");
	if (!imported)
		slab_rows_of(s->m, &rows);
	char *text = slabinfo_text(imported ? &s->slabinfo : &rows);
	enum status status = write_text(args->argv[1], text, r);

	free(text);
	slabinfo_deinit(&rows);
	return status;
}
