#include "core/kpage_memory.h"

#include <string.h>

enum kpage_use kpage_memory_use(const struct kpage_memory *memory, uint64_t pfn)
{
	return kpageflags_use(memory->profile, memory->flags[pfn]);
}

struct kpage_run kpage_memory_run(const struct kpage_memory *memory,
				  uint64_t pfn)
{
	enum kpage_use use = kpage_memory_use(memory, pfn);
	struct kpage_run run = { pfn, pfn + 1 };

	while (run.first > 0 && kpage_memory_use(memory, run.first - 1) == use)
		run.first--;
	while (run.end < memory->nr && kpage_memory_use(memory, run.end) == use)
		run.end++;
	return run;
}

static bool is_tail(const struct kpage_memory *memory, uint64_t pfn)
{
	return pfn < memory->nr &&
	       kpageflags_has(memory->flags[pfn], KPF_COMPOUND_TAIL);
}

struct kpage_run kpage_memory_compound(const struct kpage_memory *memory,
				       uint64_t pfn)
{
	struct kpage_run run = { pfn, pfn + 1 };

	while (run.first > 0 && is_tail(memory, run.first))
		run.first--;
	if (!kpageflags_has(memory->flags[run.first], KPF_COMPOUND_HEAD))
		return (struct kpage_run){ pfn, pfn + 1 };
	while (is_tail(memory, run.end))
		run.end++;
	return run;
}

/* The word of each free page says so in most kernels; in those where that of
 * a block's first page alone does, no block can be told from it. */
static bool is_free(const struct kpage_memory *memory, uint64_t pfn)
{
	return pfn < memory->nr &&
	       kpageflags_has(memory->flags[pfn], KPF_BUDDY);
}

/* Buddies that are free merge, so a run of free pages is cut into the largest
 * blocks that their alignment allows.  None reaches across a boundary of the
 * largest order. */
struct kpage_run kpage_memory_block(const struct kpage_memory *memory,
				    uint64_t pfn, unsigned max_order)
{
	struct kpage_run block = { pfn, pfn + 1 };

	for (unsigned order = 1; order <= max_order; order++) {
		uint64_t first = pfn >> order << order;
		uint64_t end = first + ((uint64_t)1 << order);

		for (uint64_t i = first; i < end; i++)
			if (!is_free(memory, i))
				return block;
		block = (struct kpage_run){ first, end };
	}
	return block;
}

struct kpage_survey kpage_memory_survey(const struct kpage_memory *memory)
{
	struct kpage_survey survey;

	memset(&survey, 0, sizeof(survey));
	for (uint64_t pfn = 0; pfn < memory->nr; pfn++)
		survey.pages[kpage_memory_use(memory, pfn)]++;
	for (uint64_t pfn = 0; pfn < memory->nr_counts; pfn++)
		survey.shared += memory->counts[pfn] > 1;
	return survey;
}
