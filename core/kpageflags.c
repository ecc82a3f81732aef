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

/* What decides first: a type, then a use. */
static const struct {
	enum kpageflag bit;
	enum kpage_use use;
} deciding[] = {
	{ KPF_NOPAGE, KPAGE_HOLE },        { KPF_HWPOISON, KPAGE_BAD },
	{ KPF_BUDDY, KPAGE_FREE },         { KPF_SLAB, KPAGE_SLAB },
	{ KPF_OFFLINE, KPAGE_OFFLINE },    { KPF_PGTABLE, KPAGE_TABLE },
	{ KPF_ZERO_PAGE, KPAGE_ZERO },     { KPF_RESERVED, KPAGE_RESERVED },
	{ KPF_HUGE, KPAGE_HUGETLB },       { KPF_KSM, KPAGE_KSM },
	{ KPF_ANON, KPAGE_ANON },          { KPF_SWAPBACKED, KPAGE_SHMEM },
	{ KPF_LRU, KPAGE_CACHE },          { KPF_MMAP, KPAGE_MAPPED },
	{ KPF_COMPOUND_HEAD, KPAGE_HEAD }, { KPF_COMPOUND_TAIL, KPAGE_TAIL },
};

static const struct {
	const char *name;
	const char *reading;
} uses[NR_KPAGE_USES] = {
	[KPAGE_HOLE] = { "hole",
			 "no struct page, or not online: nothing else is "
			 "known" },
	[KPAGE_BAD] = { "bad memory", "bad memory, taken out of use" },
	[KPAGE_FREE] = { "free", "free, inside a block on the buddy lists" },
	[KPAGE_SLAB] = { "slab",
			 "slab: mapping is no mapping there, so anon and ksm "
			 "beside it mean nothing" },
	[KPAGE_OFFLINE] = { "offline", "offline: given back to the host, or "
				       "not yet there" },
	[KPAGE_TABLE] = { "page table", "page table" },
	[KPAGE_ZERO] = { "zero page",
			 "the zero page, shared by all who only read" },
	[KPAGE_RESERVED] = { "reserved",
			     "reserved: the allocator never had it" },
	[KPAGE_HUGETLB] = { "hugetlb", "hugetlb page" },
	[KPAGE_KSM] = { "ksm", "anonymous page merged by KSM" },
	[KPAGE_ANON] = { "anonymous", "anonymous memory" },
	[KPAGE_SHMEM] = { "shmem", "shared memory (shmem), backed by swap" },
	[KPAGE_CACHE] = { "page cache", "page cache" },
	[KPAGE_MAPPED] = { "mapped", "mapped by somebody" },
	[KPAGE_HEAD] = { "compound head",
			 "head of a compound page that the kernel uses" },
	[KPAGE_TAIL] = { "compound tail",
			 "tail of a compound page that the kernel uses" },
	[KPAGE_UNTOLD] = { "not told",
			   "in use by the kernel, or free on a pcp list: this "
			   "word cannot tell" },
};

enum kpage_use kpageflags_use(const struct profile *profile, uint64_t word)
{
	/* Most words of a real machine have one bit, or none. */
	if (word == 0)
		return KPAGE_UNTOLD;
	if (profile->kpageflags_ksm_on_all_anon)
		word &= ~((uint64_t)1 << KPF_KSM);
	for (size_t i = 0; i < sizeof(deciding) / sizeof(deciding[0]); i++)
		if (kpageflags_has(word, deciding[i].bit))
			return deciding[i].use;
	return KPAGE_UNTOLD;
}

const char *kpage_use_name(enum kpage_use use)
{
	return uses[use].name;
}

const char *kpageflags_reading(const struct profile *profile, uint64_t word)
{
	if (kpageflags_has(word, KPF_BUDDY) &&
	    kpageflags_has(word, KPF_UPTODATE))
		return "free block whose head was reported to the host: there, "
		       "uptodate stands for reported";
	enum kpage_use use = kpageflags_use(profile, word);

	if (use == KPAGE_ANON && kpageflags_has(word, KPF_KSM))
		return "anonymous memory: this kernel sets ksm on all of it, "
		       "merged or not";
	return uses[use].reading;
}
