#include "commands/pcp_words.h"

/* A word, for the kernels that have it. */
struct pcp_column {
	const char *name;
	int width;
	enum pcp_rule first; /* PCP_BATCH: all kernels have it */
	enum pcp_rule last;
	int64_t (*read)(const struct per_cpu_pages *pcp);
};

#define READ(member)                                                           \
	static int64_t read_##member(const struct per_cpu_pages *pcp)          \
	{                                                                      \
		return pcp->member;                                            \
	}

READ(count)
READ(high)
READ(high_min)
READ(high_max)
READ(batch)
READ(alloc_factor)
READ(free_factor)
READ(free_count)
READ(vm_stat_diff_free)

#undef READ

static const struct pcp_column columns[] = {
	{ "count", 8, PCP_BATCH, PCP_AUTO, read_count },
	{ "high", 8, PCP_BATCH, PCP_AUTO, read_high },
	{ "high_min", 8, PCP_AUTO, PCP_AUTO, read_high_min },
	{ "high_max", 8, PCP_AUTO, PCP_AUTO, read_high_max },
	{ "batch", 6, PCP_BATCH, PCP_AUTO, read_batch },
	{ "alloc_factor", 12, PCP_AUTO, PCP_AUTO, read_alloc_factor },
	{ "free_factor", 11, PCP_FACTOR, PCP_FACTOR, read_free_factor },
	{ "free_count", 10, PCP_AUTO, PCP_AUTO, read_free_count },
	{ "diff", 6, PCP_BATCH, PCP_AUTO, read_vm_stat_diff_free },
};

enum { NR_COLUMNS = sizeof(columns) / sizeof(columns[0]) };

bool pcp_word_nth(const struct model *m, const struct per_cpu_pages *pcp,
		  unsigned i, struct pcp_word *ret)
{
	enum pcp_rule rule = model_machine(m)->profile->pcp_rule;

	for (size_t at = 0; at < NR_COLUMNS; at++) {
		const struct pcp_column *column = &columns[at];

		if (rule < column->first || rule > column->last || i-- > 0)
			continue;
		*ret = (struct pcp_word){ .name = column->name,
					  .width = column->width,
					  .value =
						  pcp ? column->read(pcp) : 0 };
		return true;
	}
	return false;
}

bool pcp_was_used(const struct model *m, unsigned zone, unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_at(m, zone, cpu);
	/* Where high tunes itself, it rises from 0 at the first use. */
	bool tuned =
		model_machine(m)->profile->pcp_rule == PCP_AUTO && pcp->high;

	return pcp->count || tuned || pcp->vm_stat_diff_free;
}
