#include "commands/export_table.h"

#include <stdlib.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/look_internal.h"
#include "snapshots/allocinfo.h"
#include "snapshots/text_file.h"

bool is_exported_table(const char *kind)
{
	return strcmp(kind, "allocinfo") == 0 || strcmp(kind, "slabinfo") == 0;
}

/* To standard output, or to a file. */
static enum status write_text(const struct arguments *args, const char *text,
			      struct reply *r)
{
	const char *path = args->argv[1];
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
	reply_text(r, "%s: %s as %s\n", path, args->argv[0],
		   args->argc == 3 ? "it was imported" : "it is now");
	reply_string(r, "file", path);
	return STATUS_OK;
}

/* The caller frees it; NULL: none was imported. */
static char *imported_text(const struct session *s, const char *kind)
{
	if (strcmp(kind, "allocinfo") == 0)
		return s->allocinfo ? allocinfo_text(s->allocinfo) : NULL;
	return s->slabinfo.nr > 0 ? slabinfo_text(&s->slabinfo) : NULL;
}

static enum status export_imported(struct session *s,
				   const struct arguments *args,
				   struct reply *r)
{
	char *text = imported_text(s, args->argv[0]);

	if (!text)
		return reply_fail(r, STATUS_FAILED,
				  "export %s: none was imported, `import %s "
				  "FILE` does so",
				  args->argv[0], args->argv[0]);
	enum status status = write_text(args, text, r);

	free(text);
	return status;
}

enum status export_table(struct session *s, const struct arguments *args,
			 struct reply *r)
{
	struct text text;

	if (args->argc == 3 && strcmp(args->argv[2], "imported") == 0)
		return export_imported(s, args, r);
	if (args->argc == 3)
		return command_usage("export", r);
	if (s->imported)
		return reply_fail(r, STATUS_FAILED,
				  "export %s: %s does not tell it; `import "
				  "off` goes back to the modelled machine",
				  args->argv[0], s->imported->file);
	text_init(&text);
	enum status status = proc_file_text(s, args->argv[0], &text, r);

	if (status == STATUS_OK)
		status = write_text(args, text.start, r);
	text_deinit(&text);
	return status;
}
