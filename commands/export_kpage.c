/*
 * export kpageflags and kpagecount: the files of /proc, word for word.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/kpage_source.h"
#include "commands/session_internal.h"
#include "snapshots/word_file.h"

static enum status write_words(const struct kpage_source *source,
			       const struct arguments *args, struct reply *r)
{
	const char *path = args->argv[1];
	bool flags = strcmp(args->argv[0], "kpageflags") == 0;
	const uint64_t *words =
		flags ? source->memory.flags : source->memory.counts;
	struct diagnosis why;

	if (!words)
		return reply_fail(r, STATUS_FAILED,
				  "export kpagecount: it was not imported");
	enum outcome outcome =
		word_file_write(path, words, source->memory.nr, &why);

	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	reply_text(r, "%s: %" PRIu64 " frames\n", path, source->memory.nr);
	if (source->nr_unknown > 0)
		reply_text(r,
			   "Of %" PRIu64 " frames not all is known; the file "
			   "has 0 there, `cat /proc/%s` names them.\n",
			   source->nr_unknown, args->argv[0]);
	reply_string(r, "file", path);
	reply_number(r, "frames", (int64_t)source->memory.nr);
	reply_number(r, "open", (int64_t)source->nr_unknown);
	return STATUS_OK;
}

enum status export_kpage(struct session *s, const struct arguments *args,
			 struct reply *r)
{
	struct kpage_source source;

	if (args->argc != 2 || (strcmp(args->argv[0], "kpageflags") != 0 &&
				strcmp(args->argv[0], "kpagecount") != 0))
		return command_usage("export", r);
	if (strcmp(args->argv[1], "-") == 0)
		return reply_fail(r, STATUS_FAILED,
				  "export %s -: it is binary, and standard "
				  "output is for text: name a file",
				  args->argv[0]);
	enum status status = kpage_source_open(s, "export", &source, r);

	if (status != STATUS_OK)
		return status;
	status = write_words(&source, args, r);
	kpage_source_close(&source);
	return status;
}
