#include "commands/kpage_source.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/session_internal.h"
#include "core/kpage.h"

/* As large as a file that mmscope reads. */
enum { FRAMES_MAX = 64 << 20 };

static void fill(const struct model *m, struct kpage_source *source)
{
	uint64_t *flags = source->owned[0];
	uint64_t *counts = source->owned[1];

	for (uint64_t pfn = 0; pfn < source->memory.nr; pfn++) {
		struct kpage page = kpage_of(m, (pfn_t)pfn);

		flags[pfn] = page.flags;
		counts[pfn] = page.count > 0 ? (uint64_t)page.count : 0;
		source->unknown[pfn] = page.unknown;
		source->nr_unknown += page.unknown != 0;
	}
}

static enum status of_model(struct session *s, const char *command,
			    struct kpage_source *source, struct reply *r)
{
	uint64_t nr = machine_end_pfn(model_machine(s->m));

	if (nr > FRAMES_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "%s: this machine has %" PRIu64
				  " frames, more than the %d of 256 GiB that "
				  "are made into words; `kpf page REF` shows "
				  "single ones",
				  command, nr, FRAMES_MAX);
	source->owned[0] = malloc(nr * sizeof(uint64_t));
	source->owned[1] = malloc(nr * sizeof(uint64_t));
	source->unknown = malloc(nr * sizeof(uint64_t));
	if (!source->owned[0] || !source->owned[1] || !source->unknown) {
		kpage_source_close(source);
		return reply_fail(r, STATUS_FAILED,
				  "%s: there is no memory for %" PRIu64
				  " words",
				  command, nr);
	}
	source->memory = (struct kpage_memory){
		.profile = model_machine(s->m)->profile,
		.nr = nr,
		.flags = source->owned[0],
		.nr_counts = nr,
		.counts = source->owned[1],
	};
	fill(s->m, source);
	return STATUS_OK;
}

enum status kpage_source_open(struct session *s, const char *command,
			      struct kpage_source *ret, struct reply *r)
{
	memset(ret, 0, sizeof(*ret));
	if (!s->imported)
		return of_model(s, command, ret, r);
	ret->memory = s->imported->memory;
	return STATUS_OK;
}

void kpage_source_close(struct kpage_source *source)
{
	free(source->owned[0]);
	free(source->owned[1]);
	free(source->unknown);
	memset(source, 0, sizeof(*source));
}
