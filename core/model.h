/*
 * The model: one object that holds a machine, its state and its history.
 *
 * All state words live in one arena; what these accessors return is const,
 * because the only door that changes a word is put() inside core/.  An
 * operation (core/operation.h) runs whole and is recorded step by step; the
 * history (core/history.h) then moves the state along the recording.
 */
#ifndef MMSCOPE_CORE_MODEL_H
#define MMSCOPE_CORE_MODEL_H

#include "core/machine.h"
#include "core/progress.h"
#include "core/zone.h"

struct model;

void model_destroy(struct model *m);

const struct machine *model_machine(const struct model *m);

/* Populated zones, by node and zone id (the order of /proc/zoneinfo). */
unsigned nr_zones(const struct model *m);
const struct zone *zone_at(const struct model *m, unsigned zone);
const char *zone_name(const struct model *m, unsigned zone);
/* Position of the zone that holds a pfn; -1 outside of all zones. */
int zone_of_pfn(const struct model *m, pfn_t pfn);
const struct per_cpu_pages *pcp_at(const struct model *m, unsigned zone,
				   unsigned cpu);
const struct pglist_data *node_at(const struct model *m, unsigned node);
/* Type of the pageblock that a pfn lies in. */
enum migratetype pageblock_type(const struct model *m, pfn_t pfn);

/* NR_FREE_PAGES with every CPU's pending difference added. */
int64_t zone_free_exact(const struct model *m, unsigned zone);
int64_t zone_free_cma_exact(const struct model *m, unsigned zone);

/* Walking a list from head to tail: `pfn` starts as PFN_NONE (the first
 * page); returns PFN_NONE past the tail. */
pfn_t list_next(const struct model *m, const struct list_head *list, pfn_t pfn);
pfn_t list_first(const struct model *m, const struct list_head *list);

/* CPU that operations run on unless they name one (`cpu N`). */
unsigned model_current_cpu(const struct model *m);

/* Digest of all state words: equal states of one machine, equal digests. */
uint64_t model_digest(const struct model *m);

/* Who is told of the progress of one long operation or check. */
void model_set_progress(struct model *m, struct progress progress);

/* Order of the blocks on a pcp list, its type, and the list of a request. */
unsigned pcp_list_order(const struct model *m, unsigned pindex);
enum migratetype pcp_list_migratetype(unsigned pindex);

#endif
