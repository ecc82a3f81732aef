/*
 * /proc/kpageflags: one 64-bit word per frame whose bits keep their numbers
 * whatever the kernel does to its own flags.
 *
 * Kernel counterpart: fs/proc/page.c, kernel-page-flags.h.
 */
#ifndef MMSCOPE_CORE_KPAGEFLAGS_H
#define MMSCOPE_CORE_KPAGEFLAGS_H

#include "core/profile.h"

enum kpageflag {
	KPF_LOCKED = 0,
	KPF_ERROR = 1,
	KPF_REFERENCED = 2,
	KPF_UPTODATE = 3,
	KPF_DIRTY = 4,
	KPF_LRU = 5,
	KPF_ACTIVE = 6,
	KPF_SLAB = 7,
	KPF_WRITEBACK = 8,
	KPF_RECLAIM = 9,
	KPF_BUDDY = 10,
	KPF_MMAP = 11,
	KPF_ANON = 12,
	KPF_SWAPCACHE = 13,
	KPF_SWAPBACKED = 14,
	KPF_COMPOUND_HEAD = 15,
	KPF_COMPOUND_TAIL = 16,
	KPF_HUGE = 17,
	KPF_UNEVICTABLE = 18,
	KPF_HWPOISON = 19,
	KPF_NOPAGE = 20,
	KPF_KSM = 21,
	KPF_THP = 22,
	KPF_OFFLINE = 23,
	KPF_ZERO_PAGE = 24,
	KPF_IDLE = 25,
	KPF_PGTABLE = 26,
	KPF_RESERVED = 32,
	KPF_MLOCKED = 33,
	KPF_OWNER_2 = 34,
	KPF_PRIVATE = 35,
	KPF_PRIVATE_2 = 36,
	KPF_OWNER_PRIVATE = 37,
	KPF_ARCH = 38,
	KPF_UNCACHED = 39,
	KPF_SOFTDIRTY = 40,
	KPF_ARCH_2 = 41,
	KPF_ARCH_3 = 42,
};

enum { KPF_BITS = 64 };

/* The name that a kernel has for a bit, lower case; NULL: none. */
const char *kpageflag_name(const struct profile *profile, unsigned bit);

/* What a frame is used for, by the first of these that its word tells. */
enum kpage_use {
	KPAGE_HOLE,
	KPAGE_BAD,
	KPAGE_FREE,
	KPAGE_SLAB,
	KPAGE_OFFLINE,
	KPAGE_TABLE,
	KPAGE_ZERO,
	KPAGE_RESERVED,
	KPAGE_HUGETLB,
	KPAGE_KSM,
	KPAGE_ANON,
	KPAGE_SHMEM,
	KPAGE_CACHE,
	KPAGE_MAPPED,
	KPAGE_HEAD,
	KPAGE_TAIL,
	KPAGE_UNTOLD,
	NR_KPAGE_USES,
};

static inline bool kpageflags_has(uint64_t word, enum kpageflag bit)
{
	return word >> bit & 1;
}

enum kpage_use kpageflags_use(const struct profile *profile, uint64_t word);
/* In a word or two: "page cache". */
const char *kpage_use_name(enum kpage_use use);
/* What such a word says about the frame as a whole, as a sentence. */
const char *kpageflags_reading(const struct profile *profile, uint64_t word);

#endif
