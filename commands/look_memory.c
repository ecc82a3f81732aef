/*
 * info memory: frames by use, as the words of /proc/kpageflags tell it, of
 * imported memory or of the modelled machine.
 */
#include <inttypes.h>

#include "commands/imported.h"
#include "commands/kpage_source.h"
#include "commands/look_internal.h"

void memory_reply(const struct kpage_memory *memory, struct reply *r)
{
	struct kpage_survey survey = kpage_memory_survey(memory);
	struct json *uses = json_object();

	for (unsigned use = 0; use < NR_KPAGE_USES; use++) {
		uint64_t pages = survey.pages[use];
		const char *name = kpage_use_name((enum kpage_use)use);

		json_add(uses, name, json_number((int64_t)pages));
		if (pages > 0)
			reply_text(r,
				   "%-14s %9" PRIu64 " pages %9" PRIu64
				   ".%" PRIu64 " MiB\n",
				   name, pages, pages / 256,
				   pages % 256 * 10 / 256);
	}
	if (memory->nr_counts > 0)
		reply_text(r,
			   "mapped more often than once: %" PRIu64 " page%s\n",
			   survey.shared, plural(survey.shared));
	if (memory->profile->kpageflags_buddy_first_only)
		reply_text(r, "Free are only the first pages of free blocks: "
			      "this kernel marks no others, so the\nrest of a "
			      "free block is among those not told.\n");
	reply_number(r, "frames", (int64_t)memory->nr);
	reply_string(r, "kernel", memory->profile->series);
	reply_value(r, "uses", uses);
	reply_value(r, "shared",
		    memory->nr_counts > 0 ? json_number((int64_t)survey.shared)
					  : json_null());
}

enum status info_memory(struct session *s, const struct arguments *args,
			struct reply *r)
{
	struct kpage_source source;
	enum status status = STATUS_OK;

	(void)args;
	if (s->imported) {
		reply_text(r, "%s\n", s->imported->title);
		memory_reply(&s->imported->memory, r);
		return STATUS_OK;
	}
	status = kpage_source_open(s, "info memory", &source, r);
	if (status != STATUS_OK)
		return status;
	memory_reply(&source.memory, r);
	kpage_source_close(&source);
	return STATUS_OK;
}
