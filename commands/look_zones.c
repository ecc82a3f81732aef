/*
 * info zones, info watermarks and info pageblocks.
 *
 * min, low and high include the boost, as what the watermark tests compare
 * with and as /proc/zoneinfo prints them.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"

/* Where a map with a letter for each pageblock would only scroll by, runs of
 * one type are listed instead. */
enum { BLOCKS_PER_LINE = 64, MAP_BLOCKS = 512, RUNS_SHOWN = 40 };

static struct json *reserve_json(const struct model *m, const struct zone *zone)
{
	struct json *reserve = json_array();

	for (unsigned id = 0; id < model_machine(m)->max_nr_zones; id++)
		json_append(reserve, json_number(zone->lowmem_reserve[id]));
	return reserve;
}

static struct json *zone_words_json(const struct model *m, unsigned index)
{
	const struct profile *profile = model_machine(m)->profile;
	const struct zone *zone = zone_at(m, index);
	struct json *object = zone_json(m, index);

	json_add(object, "start_pfn", json_number(zone->zone_start_pfn));
	json_add(object, "spanned", json_number(zone->spanned_pages));
	json_add(object, "present", json_number(zone->present_pages));
	json_add(object, "managed", json_number(zone->managed_pages));
	json_add(object, "cma",
		 profile->pcp_rule == PCP_BATCH ? json_null()
						: json_number(zone->cma_pages));
	json_add(object, "free", json_number(zone->vm_stat_free));
	json_add(object, "free_exact", json_number(zone_free_exact(m, index)));
	json_add(object, "min", json_number(wmark_pages(zone, WMARK_MIN)));
	json_add(object, "low", json_number(wmark_pages(zone, WMARK_LOW)));
	json_add(object, "high", json_number(wmark_pages(zone, WMARK_HIGH)));
	if (profile->nr_wmark > WMARK_PROMO)
		json_add(object, "promo",
			 json_number(wmark_pages(zone, WMARK_PROMO)));
	json_add(object, "boost", json_number(zone->watermark_boost));
	json_add(object, "lowmem_reserve", reserve_json(m, zone));
	json_add(object, "nr_reserved_highatomic",
		 json_number(zone->nr_reserved_highatomic));
	if (profile->reserve_rule == RESERVE_FREE)
		json_add(object, "nr_free_highatomic",
			 json_number(zone->nr_free_highatomic));
	json_add(object, "flags", json_word(zone->flags));
	return object;
}

static void reply_zones(const struct model *m, const struct arguments *args,
			struct reply *r)
{
	struct json *zones = json_array();

	for (unsigned zone = 0; zone < nr_zones(m); zone++)
		if (zone_is_meant(m, zone, args))
			json_append(zones, zone_words_json(m, zone));
	reply_value(r, "zones", zones);
}

static void zone_flags_text(const struct zone *zone, struct reply *r)
{
	if (zone->flags & ZONE_BOOSTED_WATERMARK)
		reply_text(r, " boosted");
	if (zone->flags & ZONE_RECLAIM_ACTIVE)
		reply_text(r, " reclaim");
	if (zone->flags & ZONE_BELOW_HIGH)
		reply_text(r, " below-high");
	if (zone->nr_reserved_highatomic)
		reply_text(r, " highatomic %" PRId64,
			   zone->nr_reserved_highatomic);
}

enum status info_zones(struct session *s, const struct arguments *args,
		       struct reply *r)
{
	reply_text(r, "%4s %-8s %10s %10s %10s %10s %10s %s\n", "node", "zone",
		   "start_pfn", "spanned", "present", "managed", "free",
		   "flags");
	for (unsigned i = 0; i < nr_zones(s->m); i++) {
		const struct zone *zone = zone_at(s->m, i);

		if (!zone_is_meant(s->m, i, args))
			continue;
		reply_text(r,
			   "%4u %-8s %10" PRId64 " %10" PRId64 " %10" PRId64
			   " %10" PRId64 " %10" PRId64,
			   zone->node, zone_name(s->m, i), zone->zone_start_pfn,
			   zone->spanned_pages, zone->present_pages,
			   zone->managed_pages, zone->vm_stat_free);
		zone_flags_text(zone, r);
		reply_text(r, "\n");
	}
	reply_zones(s->m, args, r);
	return STATUS_OK;
}

static void reserves_text(const struct model *m, const struct arguments *args,
			  struct reply *r)
{
	reply_text(r, "\nlowmem_reserve, by the highest zone of a request:\n");
	for (unsigned i = 0; i < nr_zones(m); i++) {
		const struct zone *zone = zone_at(m, i);

		if (!zone_is_meant(m, i, args))
			continue;
		reply_text(r, "%4u %-8s", zone->node, zone_name(m, i));
		for (unsigned id = 0; id < model_machine(m)->max_nr_zones; id++)
			reply_text(r, " %10" PRId64, zone->lowmem_reserve[id]);
		reply_text(r, "\n");
	}
}

enum status info_watermarks(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	static const char *const names[NR_WMARK] = { "min", "low", "high",
						     "promo" };
	unsigned marks = model_machine(s->m)->profile->nr_wmark;

	reply_text(r, "%4s %-8s %10s %10s", "node", "zone", "free", "exact");
	for (unsigned mark = 0; mark < marks; mark++)
		reply_text(r, " %8s", names[mark]);
	reply_text(r, " %6s\n", "boost");
	for (unsigned i = 0; i < nr_zones(s->m); i++) {
		const struct zone *zone = zone_at(s->m, i);

		if (!zone_is_meant(s->m, i, args))
			continue;
		reply_text(r, "%4u %-8s %10" PRId64 " %10" PRId64, zone->node,
			   zone_name(s->m, i), zone->vm_stat_free,
			   zone_free_exact(s->m, i));
		for (unsigned mark = 0; mark < marks; mark++)
			reply_text(
				r, " %8" PRId64,
				wmark_pages(zone, (enum zone_watermark)mark));
		reply_text(r, " %6" PRId64 "\n", zone->watermark_boost);
	}
	reserves_text(s->m, args, r);
	reply_zones(s->m, args, r);
	return STATUS_OK;
}

/* First page of the pageblock after the one that `pfn` lies in. */
static pfn_t next_block(const struct model *m, pfn_t pfn)
{
	pfn_t pages = (pfn_t)pages_in(model_machine(m)->pageblock_order);

	return (pfn & ~(pages - 1)) + pages;
}

struct block_counts {
	int64_t nr[MIGRATE_TYPES];
	int64_t all;
};

static struct block_counts count_blocks(const struct model *m, unsigned index)
{
	const struct zone *zone = zone_at(m, index);
	struct block_counts counts = { .all = 0 };

	for (pfn_t pfn = (pfn_t)zone->zone_start_pfn; pfn < zone_end_pfn(zone);
	     pfn = next_block(m, pfn)) {
		if (zone_of_pfn(m, pfn) != (int)index)
			continue;
		counts.nr[pageblock_type(m, pfn)]++;
		counts.all++;
	}
	return counts;
}

/* One letter per pageblock. */
static void block_map_text(const struct model *m, unsigned index,
			   struct reply *r)
{
	const struct zone *zone = zone_at(m, index);
	unsigned column = 0;

	for (pfn_t pfn = (pfn_t)zone->zone_start_pfn; pfn < zone_end_pfn(zone);
	     pfn = next_block(m, pfn)) {
		bool own = zone_of_pfn(m, pfn) == (int)index;

		if (column == 0)
			reply_text(r, "%12" PRIu32 " ", pfn);
		reply_text(r, "%c",
			   own ? migratetype_letter(m, pageblock_type(m, pfn))
			       : ' ');
		column = (column + 1) % BLOCKS_PER_LINE;
		if (column == 0)
			reply_text(r, "\n");
	}
	if (column)
		reply_text(r, "\n");
}

/* Neighbouring pageblocks of one type. */
struct block_run {
	pfn_t first;
	int64_t blocks;
	enum migratetype type;
};

/* The run that begins at `first`; returns the pfn after it. */
static pfn_t block_run_at(const struct model *m, const struct zone *zone,
			  pfn_t first, struct block_run *ret)
{
	pfn_t pfn = first;

	*ret = (struct block_run){ .first = first,
				   .type = pageblock_type(m, first) };
	for (; pfn < zone_end_pfn(zone) && pageblock_type(m, pfn) == ret->type;
	     pfn = next_block(m, pfn))
		ret->blocks++;
	return pfn;
}

static void block_runs_text(const struct model *m, unsigned index,
			    struct reply *r)
{
	const struct zone *zone = zone_at(m, index);
	pfn_t pfn = (pfn_t)zone->zone_start_pfn;

	for (unsigned shown = 0; pfn < zone_end_pfn(zone); shown++) {
		struct block_run run;

		if (shown == RUNS_SHOWN) {
			reply_text(r,
				   "%12s and more, from page %" PRIu32 " on\n",
				   "...", pfn);
			return;
		}
		pfn = block_run_at(m, zone, pfn, &run);
		reply_text(r, "%12" PRIu32 " %c x %" PRId64 "\n", run.first,
			   migratetype_letter(m, run.type), run.blocks);
	}
}

/* Each run as [first pfn, blocks, type]. */
static struct json *block_runs_json(const struct model *m, unsigned index)
{
	const struct zone *zone = zone_at(m, index);
	pfn_t pfn = (pfn_t)zone->zone_start_pfn;
	struct json *list = json_array();

	while (pfn < zone_end_pfn(zone)) {
		struct json *entry = json_array();
		struct block_run run;

		pfn = block_run_at(m, zone, pfn, &run);
		json_append(entry, json_number(run.first));
		json_append(entry, json_number(run.blocks));
		json_append(entry, json_string(migratetype_name(m, run.type)));
		json_append(list, entry);
	}
	return list;
}

static struct json *pageblocks_json(const struct model *m, unsigned zone,
				    const struct block_counts *counts)
{
	struct json *object = zone_json(m, zone);
	struct json *types = json_object();

	for (unsigned type = 0; type < MIGRATE_TYPES; type++)
		json_add(types, migratetype_name(m, (enum migratetype)type),
			 json_number(counts->nr[type]));
	json_add(object, "blocks", types);
	json_add(object, "runs", block_runs_json(m, zone));
	return object;
}

enum status info_pageblocks(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct json *zones = json_array();

	reply_text(r, "Pageblocks of order %u, by type:\n",
		   model_machine(s->m)->pageblock_order);
	for (unsigned zone = 0; zone < nr_zones(s->m); zone++) {
		if (!zone_is_meant(s->m, zone, args))
			continue;

		struct block_counts counts = count_blocks(s->m, zone);

		reply_zone_title(r, s->m, zone);
		reply_text(r, ":");
		for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
			if (counts.nr[type])
				reply_text(
					r, " %c %" PRId64,
					migratetype_letter(
						s->m, (enum migratetype)type),
					counts.nr[type]);
		}
		reply_text(r, "\n");
		if (counts.all <= MAP_BLOCKS)
			block_map_text(s->m, zone, r);
		else
			block_runs_text(s->m, zone, r);
		if (reply_is_json(r))
			json_append(zones,
				    pageblocks_json(s->m, zone, &counts));
	}
	reply_value(r, "zones", zones);
	return STATUS_OK;
}
