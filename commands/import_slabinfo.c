/*
 * slabinfo: brought in from a real machine.
 */
#include <inttypes.h>

#include "commands/import.h"
#include "commands/session_internal.h"
#include "commands/slab_table.h"

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
		return reply_fail(r, outcome_status(outcome), "%s: %s",
				  args->argv[1], why.text);
	slabinfo_deinit(&s->slabinfo);
	s->slabinfo = read;
	setting_choose(s, "slabs_of", "import");
	for (size_t i = 0; i < read.nr; i++)
		pages += read.rows[i].pages;
	reply_text(r,
		   "%s: %zu cache%s with %" PRIu64
		   " page%s; `info slabs` shows them, `set slabs_of machine` "
		   "the model's\n",
		   args->argv[1], read.nr, plural(read.nr), pages,
		   plural(pages));
	reply_string(r, "file", args->argv[1]);
	reply_number(r, "caches", (int64_t)read.nr);
	reply_number(r, "pages", (int64_t)pages);
	return STATUS_OK;
}
