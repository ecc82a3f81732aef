#include "core/pageflag_info.h"

#include <string.h>

/* Accessors that most flags have. */
#define TRIO   (ACCESSOR_TEST | ACCESSOR_SET | ACCESSOR_CLEAR)
#define PLAIN  (ACCESSOR_PLAIN_SET | ACCESSOR_PLAIN_CLEAR)
#define TESTED (ACCESSOR_TEST_SET | ACCESSOR_TEST_CLEAR)

struct flag_info {
	const char *camel;
	unsigned accessors;
	const char *meaning;
};

static const struct flag_info infos[NR_PAGEFLAG_NAMES] = {
	[PG_locked] = { "Locked", ACCESSOR_TEST | PLAIN,
			"somebody holds the page lock; others wait before "
			"they change the page" },
	[PG_error] = { "Error", TRIO | ACCESSOR_TEST_CLEAR,
		       "an I/O error happened on this page" },
	[PG_writeback] = { "Writeback", ACCESSOR_TEST | TESTED,
			   "it is being written to disk right now" },
	[PG_referenced] = { "Referenced",
			    TRIO | ACCESSOR_TEST_CLEAR | ACCESSOR_PLAIN_SET,
			    "touched lately; a second touch promotes it to "
			    "active" },
	[PG_uptodate] = { "Uptodate", TRIO | ACCESSOR_PLAIN_SET,
			  "its contents are valid: read, zeroed or "
			  "anonymous" },
	[PG_dirty] = { "Dirty", TRIO | TESTED | ACCESSOR_PLAIN_CLEAR,
		       "newer than its backing store; must be written before "
		       "it is evicted" },
	[PG_lru] = { "LRU", TRIO | ACCESSOR_PLAIN_CLEAR | ACCESSOR_TEST_CLEAR,
		     "it is linked in an LRU list" },
	[PG_active] = { "Active",
			TRIO | ACCESSOR_PLAIN_CLEAR | ACCESSOR_TEST_CLEAR,
			"its LRU list is an active one" },
	[PG_workingset] = { "Workingset", TRIO | ACCESSOR_TEST_CLEAR,
			    "it was in use when it was evicted last; its "
			    "return counts as working set" },
	[PG_waiters] = { "Waiters", TRIO | ACCESSOR_PLAIN_CLEAR,
			 "a task sleeps on its wait queue: unlocking must "
			 "wake it" },
	[PG_slab] = { "Slab", ACCESSOR_TEST | PLAIN,
		      "it belongs to the slab allocator" },
	[PG_owner_priv_1] = { "OwnerPriv1", TRIO | ACCESSOR_TEST_CLEAR,
			      "free for the owner: file system, swap cache, "
			      "Xen" },
	[PG_owner_2] = { "Owner2", TRIO,
			 "free for the owner, beside owner_priv_1" },
	[PG_arch_1] = { "Arch1", ACCESSOR_TEST,
			"for the architecture, as a clean data cache on "
			"arm64" },
	[PG_reserved] = { "Reserved", TRIO | PLAIN,
			  "not managed by the allocator: firmware, kernel "
			  "image, memmap, zero page" },
	[PG_private] = { "Private", TRIO | PLAIN,
			 "page->private is in use: reclaim asks the file "
			 "system first" },
	[PG_private_2] = { "Private2", TRIO | TESTED,
			   "a second mark of the file system" },
	[PG_head] = { "Head",
		      ACCESSOR_TEST | ACCESSOR_PLAIN_SET |
			      ACCESSOR_PLAIN_CLEAR | ACCESSOR_CLEAR,
		      "first page of a compound page" },
	[PG_tail] = { "Tail", ACCESSOR_TEST | PLAIN,
		      "a page of a compound page that is not its first" },
	[PG_compound] = { "Compound", ACCESSOR_TEST | PLAIN,
			  "part of a compound page: a tail when reclaim is "
			  "set too, else the head" },
	[PG_swapcache] = { "SwapCache", TRIO,
			   "it has a slot in swap; page->private is the swap "
			   "entry" },
	[PG_mappedtodisk] = { "MappedToDisk", TRIO,
			      "every block of it has an address on disk" },
	[PG_reclaim] = { "Reclaim", TRIO | ACCESSOR_TEST_CLEAR,
			 "wanted back as soon as its write-back ends" },
	[PG_swapbacked] = { "SwapBacked", TRIO | PLAIN,
			    "its backing store is swap (anonymous, shmem), no "
			    "file" },
	[PG_unevictable] = { "Unevictable",
			     TRIO | ACCESSOR_PLAIN_CLEAR | ACCESSOR_TEST_CLEAR,
			     "on the unevictable list: reclaim skips it" },
	[PG_dropbehind] = { "Dropbehind", TRIO,
			    "uncached buffered I/O: drop it when its I/O is "
			    "done" },
	[PG_mlocked] = { "Mlocked", TRIO | TESTED | ACCESSOR_PLAIN_CLEAR,
			 "a mapping with mlock() holds it in memory" },
	[PG_uncached] = { "Uncached", TRIO, "mapped uncached" },
	[PG_hwpoison] = { "HWPoison", TRIO | TESTED,
			  "bad memory, never to be used again" },
	[PG_compound_lock] = { "CompoundLock", ACCESSOR_TEST,
			       "bit spinlock on the head of a huge page" },
	[PG_young] = { "Young", TRIO | ACCESSOR_TEST_CLEAR,
		       "idle-page tracking: referenced since it was marked" },
	[PG_idle] = { "Idle", TRIO,
		      "idle-page tracking: not touched since it was marked" },
	[PG_arch_2] = { "Arch2", ACCESSOR_TEST,
			"for the architecture: memory type on x86, memory "
			"tags on arm64" },
	[PG_arch_3] = { "Arch3", ACCESSOR_TEST,
			"for the architecture: memory tags on arm64" },
	[PG_skip_kasan_poison] = { "SkipKASanPoison", TRIO,
				   "KASAN's hardware tags leave it alone when "
				   "it is freed" },
};

const char *pageflag_meaning(enum pageflag flag)
{
	return infos[flag].meaning;
}

const char *pageflag_camel(enum pageflag flag)
{
	return infos[flag].camel;
}

unsigned pageflag_accessors(enum pageflag flag)
{
	return infos[flag].accessors;
}

int pageflag_find(const char *name)
{
	for (int flag = 0; flag < NR_PAGEFLAG_NAMES; flag++)
		if (strcmp(pageflag_name((enum pageflag)flag), name) == 0)
			return flag;
	return -1;
}

/* Kernels between which the policies changed. */
enum policy_era {
	ERA_4_1, /* none yet */
	ERA_4_9,
	ERA_5_4,
	ERA_6_12,
	ERA_7_2,
	NR_POLICY_ERAS,
};

static const struct {
	const char *series;
	enum policy_era era;
} eras[] = {
	{ "4.1", ERA_4_1 },  { "4.9", ERA_4_9 }, { "5.4", ERA_5_4 },
	{ "5.10", ERA_5_4 }, { "6.1", ERA_5_4 }, { "6.12", ERA_6_12 },
	{ "7.2", ERA_7_2 },
};

struct flag_policy {
	enum pageflag flag;
	enum pageflag_policy by_era[NR_POLICY_ERAS];
};

#define SINCE_4_9(a, b, c, d)                                                  \
	{                                                                      \
		POLICY_NONE, POLICY_##a, POLICY_##b, POLICY_##c, POLICY_##d    \
	}
#define ALWAYS(a) SINCE_4_9(a, a, a, a)

/* What is missing here is of this very page in every kernel. */
static const struct flag_policy policies[] = {
	{ PG_locked, ALWAYS(NO_TAIL) },
	{ PG_waiters, SINCE_4_9(ANY, ONLY_HEAD, FOLIO, FOLIO) },
	{ PG_error, SINCE_4_9(NO_COMPOUND, NO_TAIL, ANY, ANY) },
	{ PG_referenced, SINCE_4_9(HEAD, HEAD, FOLIO, FOLIO) },
	{ PG_active, SINCE_4_9(HEAD, HEAD, FOLIO, FOLIO) },
	{ PG_dirty, ALWAYS(HEAD) },
	{ PG_lru, ALWAYS(HEAD) },
	{ PG_workingset, ALWAYS(HEAD) },
	{ PG_uptodate, ALWAYS(NO_TAIL) },
	{ PG_slab, ALWAYS(NO_TAIL) },
	{ PG_reserved, ALWAYS(NO_COMPOUND) },
	{ PG_owner_priv_1, SINCE_4_9(ANY, ANY, NO_ACCESSOR, NO_ACCESSOR) },
	{ PG_private_2, SINCE_4_9(ANY, ANY, ANY, FOLIO) },
	{ PG_writeback, SINCE_4_9(NO_COMPOUND, NO_TAIL, NO_TAIL, NO_TAIL) },
	{ PG_mappedtodisk, SINCE_4_9(NO_TAIL, NO_TAIL, NO_TAIL, FOLIO) },
	{ PG_reclaim, ALWAYS(NO_TAIL) },
	{ PG_swapcache, SINCE_4_9(NO_COMPOUND, NO_TAIL, FOLIO, FOLIO) },
	{ PG_swapbacked, SINCE_4_9(NO_TAIL, NO_TAIL, FOLIO, FOLIO) },
	{ PG_unevictable, SINCE_4_9(HEAD, HEAD, FOLIO, FOLIO) },
	{ PG_dropbehind, ALWAYS(FOLIO) },
	{ PG_mlocked, SINCE_4_9(NO_TAIL, NO_TAIL, FOLIO, FOLIO) },
	{ PG_uncached, ALWAYS(NO_COMPOUND) },
	{ PG_young, SINCE_4_9(ANY, ANY, FOLIO, FOLIO) },
	{ PG_idle, SINCE_4_9(ANY, ANY, FOLIO, FOLIO) },
};

static enum policy_era era_of(const struct profile *profile)
{
	for (size_t i = 0; i < sizeof(eras) / sizeof(eras[0]); i++)
		if (strcmp(eras[i].series, profile->series) == 0)
			return eras[i].era;
	return ERA_7_2;
}

enum pageflag_policy pageflag_policy(const struct profile *profile,
				     enum pageflag flag)
{
	enum policy_era era = era_of(profile);

	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		if (policies[i].flag == flag)
			return policies[i].by_era[era];
	return era == ERA_4_1 ? POLICY_NONE : POLICY_ANY;
}

const char *pageflag_policy_name(enum pageflag_policy policy)
{
	switch (policy) {
	case POLICY_NONE:
		return "no policy";
	case POLICY_ANY:
		return "PF_ANY";
	case POLICY_HEAD:
		return "PF_HEAD";
	case POLICY_ONLY_HEAD:
		return "PF_ONLY_HEAD";
	case POLICY_NO_TAIL:
		return "PF_NO_TAIL";
	case POLICY_NO_COMPOUND:
		return "PF_NO_COMPOUND";
	case POLICY_FOLIO:
		return "folio only";
	case POLICY_NO_ACCESSOR:
		return "no accessor";
	}
	return "?";
}

const char *pageflag_policy_text(enum pageflag_policy policy)
{
	switch (policy) {
	case POLICY_NONE:
		return "this kernel has no policies: the page given carries "
		       "the bit";
	case POLICY_ANY:
		return "this very page carries the bit, also a tail";
	case POLICY_HEAD:
		return "reading and writing go to the head";
	case POLICY_ONLY_HEAD:
		return "the page given must be a head";
	case POLICY_NO_TAIL:
		return "reading goes to the head; writing to a tail is a bug";
	case POLICY_NO_COMPOUND:
		return "it has no meaning on a compound page; writing it there "
		       "is a bug";
	case POLICY_FOLIO:
		return "only folio_*() accessors are left; the head carries "
		       "the bit";
	case POLICY_NO_ACCESSOR:
		return "no accessor is left for it; its second names have "
		       "theirs";
	}
	return "?";
}

static const struct {
	const char *alias;
	bool second; /* kept in the first tail */
	const char *text;
} aliases[] = {
	{ "checked", false, "file systems" },
	{ "swapcache", false,
	  "anonymous or shmem page in the swap cache, with swapbacked" },
	{ "pinned", false, "Xen page tables" },
	{ "foreign", false, "Xen: memory of another domain" },
	{ "xen_remapped", false, "swiotlb-xen" },
	{ "vmemmap_self_hosted", false, "memory hotplug: memmap on memory" },
	{ "savepinned", false, "Xen, over suspend" },
	{ "fscache", false, "netfs and fscache" },
	{ "slob_free", false, "SLOB" },
	{ "readahead", false, "page cache that is being read" },
	{ "isolated", false, "non-LRU movable page, isolated to migrate" },
	{ "movable_ops_isolated", false,
	  "page with movable_ops, isolated to migrate" },
	{ "movable_ops", false,
	  "offline or zsmalloc page that its driver can migrate" },
	{ "reported", false, "head of a free buddy block, told to the host" },
	{ "double_map", true, "huge page mapped both as a whole and in parts" },
	{ "has_hwpoisoned", true, "some page of the compound page is bad" },
	{ "large_rmappable", true, "large folio that rmap handles" },
	{ "partially_mapped", true, "large folio queued to be split later" },
	{ "anon_exclusive", false, "anonymous page of one process only" },
	{ "mappedtodisk", false, "file page, all blocks on disk" },
};

const char *pageflag_alias_text(const char *alias)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(aliases[i].alias, alias) == 0)
			return aliases[i].text;
	return NULL;
}

bool pageflag_alias_is_second(const char *alias)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(aliases[i].alias, alias) == 0)
			return aliases[i].second;
	return false;
}
