/*
 * Machines and expectations of the worked scenarios.
 */
#ifndef MMSCOPE_TESTS_SCENARIO_H
#define MMSCOPE_TESTS_SCENARIO_H

#include "core/slowpath_internal.h"
#include "tests/harness.h"

#define K  "GFP_KERNEL"
#define A  "GFP_ATOMIC"
#define MV "GFP_HIGHUSER_MOVABLE"
#define RC "GFP_KERNEL|__GFP_RECLAIMABLE"

/* One zone Normal from pfn 0, one CPU, no counter drift. */
struct boot_config one_zone(unsigned mebibytes);
struct model *with_pcp(unsigned mebibytes);
struct model *without_pcp(unsigned mebibytes);

/* One zone without pcp lists, under another kernel. */
struct model *of_kernel(const char *kernel, unsigned mebibytes);
/* 64 MiB, taken down to the min mark by ordinary requests. */
struct model *used_up(const char *kernel);
/* 64 MiB of which every other page is free: 8192 of them, and no block of
 * order 1. */
struct model *in_pieces(const char *kernel);

/* How often the last operation came by a probe. */
unsigned passed(const struct model *m, enum probe_id probe);
/* An operand of the n-th time that it came by a probe, from 0. */
int64_t operand(const struct model *m, enum probe_id probe, unsigned n,
		unsigned arg);
/* What the slow path's inner functions are called with, for an ordinary
 * request that lasts for some time. */
struct slow_request inner_request(const struct alloc_context *ac);

/* The list holds exactly these pages, head to tail; ends with PFN_NONE. */
void assert_list(const struct model *m, unsigned order, enum migratetype type,
		 const pfn_t *pages);
void assert_pcp_list(const struct model *m, unsigned pindex,
		     const pfn_t *pages);
/* nr_free of orders 0 to 10, as /proc/buddyinfo prints them. */
void assert_buddyinfo(const struct model *m, const int64_t *blocks);
void assert_free(const struct model *m, int64_t pages);

#define PAGES(...)  ((const pfn_t[]){ __VA_ARGS__, PFN_NONE })
#define NO_PAGES    ((const pfn_t[]){ PFN_NONE })
#define BLOCKS(...) ((const int64_t[11]){ __VA_ARGS__ })

/* Allocates until the zone refuses; returns how many pages were given. */
unsigned take_until_refused(struct model *m, const char *gfp);
/* Allocates `count` pages of an order; returns the first. */
pfn_t take_many(struct model *m, unsigned count, unsigned order,
		const char *gfp);
/* M256 used down to its low mark, with two order-1 atomic requests served. */
struct model *m256_with_two_reserved_blocks(void);
/* Puts pages on an LRU list, as page cache would be. */
void mark_lru(struct model *m, pfn_t first, pfn_t pages);

#endif
