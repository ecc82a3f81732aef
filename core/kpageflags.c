#include "core/kpageflags.h"

#include <string.h>

/* Kernels whose names differ. */
enum column {
	SINCE_4_1,
	SINCE_4_9,
	SINCE_5_4,
	SINCE_5_10,
	SINCE_6_12,
	COLUMNS
};

static const struct {
	const char *series;
	enum column column;
} columns[] = {
	{ "4.1", SINCE_4_1 },   { "4.9", SINCE_4_9 },  { "5.4", SINCE_5_4 },
	{ "5.10", SINCE_5_10 }, { "6.1", SINCE_5_10 }, { "6.12", SINCE_6_12 },
	{ "7.2", SINCE_6_12 },
};

#define ALWAYS(name)                                                           \
	{                                                                      \
		name, name, name, name, name                                   \
	}

static const char *const names[KPF_BITS][COLUMNS] = {
	[KPF_LOCKED] = ALWAYS("locked"),
	[KPF_ERROR] = ALWAYS("error"),
	[KPF_REFERENCED] = ALWAYS("referenced"),
	[KPF_UPTODATE] = ALWAYS("uptodate"),
	[KPF_DIRTY] = ALWAYS("dirty"),
	[KPF_LRU] = ALWAYS("lru"),
	[KPF_ACTIVE] = ALWAYS("active"),
	[KPF_SLAB] = ALWAYS("slab"),
	[KPF_WRITEBACK] = ALWAYS("writeback"),
	[KPF_RECLAIM] = ALWAYS("reclaim"),
	[KPF_BUDDY] = ALWAYS("buddy"),
	[KPF_MMAP] = ALWAYS("mmap"),
	[KPF_ANON] = ALWAYS("anon"),
	[KPF_SWAPCACHE] = ALWAYS("swapcache"),
	[KPF_SWAPBACKED] = ALWAYS("swapbacked"),
	[KPF_COMPOUND_HEAD] = ALWAYS("compound_head"),
	[KPF_COMPOUND_TAIL] = ALWAYS("compound_tail"),
	[KPF_HUGE] = ALWAYS("huge"),
	[KPF_UNEVICTABLE] = ALWAYS("unevictable"),
	[KPF_HWPOISON] = ALWAYS("hwpoison"),
	[KPF_NOPAGE] = ALWAYS("nopage"),
	[KPF_KSM] = ALWAYS("ksm"),
	[KPF_THP] = ALWAYS("thp"),
	[KPF_OFFLINE] = { "balloon", "balloon", "offline", "offline",
			  "offline" },
	[KPF_ZERO_PAGE] = ALWAYS("zero_page"),
	[KPF_IDLE] = { NULL, "idle", "idle", "idle", "idle" },
	[KPF_PGTABLE] = { NULL, NULL, "pgtable", "pgtable", "pgtable" },
	[KPF_RESERVED] = ALWAYS("reserved"),
	[KPF_MLOCKED] = ALWAYS("mlocked"),
	[KPF_OWNER_2] = { "mappedtodisk", "mappedtodisk", "mappedtodisk",
			  "mappedtodisk", "owner_2" },
	[KPF_PRIVATE] = ALWAYS("private"),
	[KPF_PRIVATE_2] = ALWAYS("private_2"),
	[KPF_OWNER_PRIVATE] = ALWAYS("owner_private"),
	[KPF_ARCH] = ALWAYS("arch"),
	[KPF_UNCACHED] = { "uncached", "uncached", "uncached", "uncached",
			   NULL },
	[KPF_SOFTDIRTY] = ALWAYS("softdirty"),
	[KPF_ARCH_2] = { NULL, NULL, NULL, "arch_2", "arch_2" },
	[KPF_ARCH_3] = { NULL, NULL, NULL, NULL, "arch_3" },
};

const char *kpageflag_name(const struct profile *profile, unsigned bit)
{
	enum column column = SINCE_6_12;

	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (strcmp(columns[i].series, profile->series) == 0)
			column = columns[i].column;
	return bit < KPF_BITS ? names[bit][column] : NULL;
}

static bool has(uint64_t word, enum kpageflag bit)
{
	return word >> bit & 1;
}

/* What decides first: a type, then a use. */
static const struct {
	enum kpageflag bit;
	const char *reading;
} readings[] = {
	{ KPF_NOPAGE, "no struct page, or not online: nothing else is known" },
	{ KPF_HWPOISON, "bad memory, taken out of use" },
	{ KPF_BUDDY, "free, inside a block on the buddy lists" },
	{ KPF_SLAB, "slab: mapping is no mapping there, so anon and ksm beside "
		    "it mean nothing" },
	{ KPF_OFFLINE, "offline: given back to the host, or not yet there" },
	{ KPF_PGTABLE, "page table" },
	{ KPF_ZERO_PAGE, "the zero page, shared by all who only read" },
	{ KPF_RESERVED, "reserved: the allocator never had it" },
	{ KPF_HUGE, "hugetlb page" },
	{ KPF_KSM, "anonymous page merged by KSM" },
	{ KPF_ANON, "anonymous memory" },
	{ KPF_SWAPBACKED, "shared memory (shmem), backed by swap" },
	{ KPF_LRU, "page cache" },
	{ KPF_MMAP, "mapped by somebody" },
	{ KPF_COMPOUND_HEAD, "head of a compound page that the kernel uses" },
	{ KPF_COMPOUND_TAIL, "tail of a compound page that the kernel uses" },
};

const char *kpageflags_reading(uint64_t word)
{
	if (has(word, KPF_BUDDY) && has(word, KPF_UPTODATE))
		return "free block whose head was reported to the host: there, "
		       "uptodate stands for reported";
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++)
		if (has(word, readings[i].bit))
			return readings[i].reading;
	return "in use by the kernel, or free on a pcp list: this word cannot "
	       "tell";
}
