/*
 * The words of zones, nodes and pcps under the keys of the recordings.
 */
#include "snapshots/words_internal.h"

#include "core/zone.h"

#define WORD_TYPE_OF(member)                                                   \
	_Generic((member), uint8_t                                             \
		 : WORD_U8, int16_t                                            \
		 : WORD_S16, int32_t                                           \
		 : WORD_S32, uint32_t                                          \
		 : WORD_U32, int64_t                                           \
		 : WORD_S64)

#define WORD_IF(kept, structure, key, member, field, least, most)              \
	{                                                                      \
		(key), offsetof(struct structure, member), (least), (most),    \
			(field),                                               \
			WORD_TYPE_OF(((struct structure *)NULL)->member),      \
			(kept),                                                \
	}

#define WORD(structure, key, member, field, least, most)                       \
	WORD_IF(NULL, structure, key, member, field, least, most)

static bool auto_pcp(const struct profile *profile)
{
	return profile->pcp_rule == PCP_AUTO;
}

static bool factor_pcp(const struct profile *profile)
{
	return profile->pcp_rule == PCP_FACTOR;
}

static bool later_pcp(const struct profile *profile)
{
	return profile->pcp_rule != PCP_BATCH;
}

static bool counted_reserve(const struct profile *profile)
{
	return profile->reserve_rule == RESERVE_FREE;
}

static bool fair_zones(const struct profile *profile)
{
	return profile->fair_zones;
}

static bool reserve_pageblocks(const struct profile *profile)
{
	return profile->reserve_pageblocks;
}

/* What a kernel of any size may hold.  The model computes with these words
 * and trusts them, so a file must not bring others. */
enum {
	PAGES_MAX = 1 << 30,
	BATCH_MAX = 1 << 16,
	BATCH_SCALE_LIMIT = 6, /* of CONFIG_PCP_BATCH_SCALE_MAX */
	DIFF_MAX = INT8_MAX,   /* the kernel keeps differences in an s8 */
};

const struct word zone_words[] = {
	WORD(zone, "present_pages", present_pages, FIELD_PRESENT_PAGES, 0,
	     PAGES_MAX),
	WORD(zone, "managed_pages", managed_pages, FIELD_MANAGED_PAGES, 0,
	     PAGES_MAX),
	WORD_IF(later_pcp, zone, "cma_pages", cma_pages, FIELD_CMA_PAGES, 0,
		PAGES_MAX),
	WORD(zone, "watermark_boost", watermark_boost, FIELD_WATERMARK_BOOST, 0,
	     PAGES_MAX),
	WORD(zone, "flags", flags, FIELD_ZONE_FLAGS, 0, UINT32_MAX),
	WORD(zone, "nr_reserved_highatomic", nr_reserved_highatomic,
	     FIELD_NR_RESERVED_HIGHATOMIC, 0, PAGES_MAX),
	WORD_IF(counted_reserve, zone, "nr_free_highatomic", nr_free_highatomic,
		FIELD_NR_FREE_HIGHATOMIC, 0, PAGES_MAX),
	WORD_IF(fair_zones, zone, "vm_stat_alloc_batch", vm_stat_alloc_batch,
		FIELD_NR_ALLOC_BATCH, -PAGES_MAX, PAGES_MAX),
	WORD_IF(reserve_pageblocks, zone, "nr_migrate_reserve_block",
		nr_migrate_reserve_block, FIELD_NR_MIGRATE_RESERVE_BLOCK, 0,
		PAGES_MAX),
	WORD(zone, "percpu_drift_mark", percpu_drift_mark,
	     FIELD_PERCPU_DRIFT_MARK, 0, PAGES_MAX),
	WORD(zone, "vm_stat_free_pages", vm_stat_free, FIELD_NR_FREE_PAGES,
	     -PAGES_MAX, PAGES_MAX),
	WORD(zone, "vm_stat_free_cma", vm_stat_free_cma,
	     FIELD_NR_FREE_CMA_PAGES, -PAGES_MAX, PAGES_MAX),
	WORD(zone, "contiguous", contiguous, FIELD_CONTIGUOUS, -1, 1),
	WORD(zone, "nr_isolate_pageblock", nr_isolate_pageblock,
	     FIELD_NR_ISOLATE_PAGEBLOCK, 0, PAGES_MAX),
	WORD_IF(auto_pcp, zone, "pageset_high_min", pageset_high_min,
		FIELD_PAGESET_HIGH_MIN, 0, PAGES_MAX),
	WORD_IF(auto_pcp, zone, "pageset_high_max", pageset_high_max,
		FIELD_PAGESET_HIGH_MAX, 0, PAGES_MAX),
	WORD_IF(factor_pcp, zone, "pageset_high", pageset_high_max,
		FIELD_PAGESET_HIGH_MAX, 0, PAGES_MAX),
	WORD_IF(later_pcp, zone, "pageset_batch", pageset_batch,
		FIELD_PAGESET_BATCH, 0, BATCH_MAX),
	{ 0 },
};

const struct word compaction_words[] = {
	WORD(zone, "compact_considered", compact_considered,
	     FIELD_COMPACT_CONSIDERED, 0, UINT8_MAX),
	WORD(zone, "compact_defer_shift", compact_defer_shift,
	     FIELD_COMPACT_DEFER_SHIFT, 0, UINT8_MAX),
	WORD(zone, "compact_order_failed", compact_order_failed,
	     FIELD_COMPACT_ORDER_FAILED, 0, UINT8_MAX),
	{ 0 },
};

const struct word node_words[] = {
	WORD(pglist_data, "kswapd_waiting", kswapd_waiting,
	     FIELD_KSWAPD_WAITING, 0, NR_KSWAPD_WAITS - 1),
	WORD(pglist_data, "kswapd_failures", kswapd_failures,
	     FIELD_KSWAPD_FAILURES, 0, INT32_MAX),
	WORD(pglist_data, "kswapd_order", kswapd_order, FIELD_KSWAPD_ORDER, 0,
	     NR_PAGE_ORDERS_LIMIT),
	WORD(pglist_data, "kswapd_highest_zoneidx", kswapd_highest_zoneidx,
	     FIELD_KSWAPD_HIGHEST_ZONEIDX, 0, NR_ZONE_KINDS),
	{ 0 },
};

const struct word pcp_words[] = {
	WORD(per_cpu_pages, "count", count, FIELD_PCP_COUNT, 0, PAGES_MAX),
	WORD(per_cpu_pages, "high", high, FIELD_PCP_HIGH, 0, PAGES_MAX),
	WORD(per_cpu_pages, "batch", batch, FIELD_PCP_BATCH, 0, BATCH_MAX),
	WORD_IF(auto_pcp, per_cpu_pages, "high_min", high_min,
		FIELD_PCP_HIGH_MIN, 0, PAGES_MAX),
	WORD_IF(auto_pcp, per_cpu_pages, "high_max", high_max,
		FIELD_PCP_HIGH_MAX, 0, PAGES_MAX),
	WORD_IF(auto_pcp, per_cpu_pages, "flags", flags, FIELD_PCP_FLAGS, 0,
		UINT8_MAX),
	WORD_IF(auto_pcp, per_cpu_pages, "alloc_factor", alloc_factor,
		FIELD_PCP_ALLOC_FACTOR, 0, BATCH_SCALE_LIMIT),
	WORD_IF(auto_pcp, per_cpu_pages, "free_count", free_count,
		FIELD_PCP_FREE_COUNT, 0, INT16_MAX),
	WORD_IF(factor_pcp, per_cpu_pages, "free_factor", free_factor,
		FIELD_PCP_FREE_FACTOR, 0, BATCH_SCALE_LIMIT),
	WORD_IF(later_pcp, per_cpu_pages, "expire", expire, FIELD_PCP_EXPIRE, 0,
		UINT8_MAX),
	WORD(per_cpu_pages, "vm_stat_diff_free", vm_stat_diff_free,
	     FIELD_PCP_DIFF_FREE, -DIFF_MAX - 1, DIFF_MAX),
	WORD(per_cpu_pages, "vm_stat_diff_cma", vm_stat_diff_cma,
	     FIELD_PCP_DIFF_CMA, -DIFF_MAX - 1, DIFF_MAX),
	WORD_IF(fair_zones, per_cpu_pages, "vm_stat_diff_batch",
		vm_stat_diff_batch, FIELD_PCP_DIFF_BATCH, -DIFF_MAX - 1,
		DIFF_MAX),
	WORD(per_cpu_pages, "stat_threshold", stat_threshold,
	     FIELD_PCP_STAT_THRESHOLD, 0, DIFF_MAX),
	{ 0 },
};

int64_t word_get(const struct word *word, const void *structure)
{
	const void *at = (const char *)structure + word->offset;

	switch (word->type) {
	case WORD_NONE:
		break;
	case WORD_U8:
		return *(const uint8_t *)at;
	case WORD_S16:
		return *(const int16_t *)at;
	case WORD_S32:
		return *(const int32_t *)at;
	case WORD_U32:
		return *(const uint32_t *)at;
	case WORD_S64:
		return *(const int64_t *)at;
	}
	return 0;
}

static void word_set(const struct word *word, void *structure, int64_t value)
{
	/* Two's complement, little-endian or not: by type, never by bytes. */
	void *at = (char *)structure + word->offset;

	switch (word->type) {
	case WORD_NONE:
		return;
	case WORD_U8:
		*(uint8_t *)at = (uint8_t)value;
		return;
	case WORD_S16:
		*(int16_t *)at = (int16_t)value;
		return;
	case WORD_S32:
		*(int32_t *)at = (int32_t)value;
		return;
	case WORD_U32:
		*(uint32_t *)at = (uint32_t)value;
		return;
	case WORD_S64:
		*(int64_t *)at = value;
		return;
	}
}

bool word_kept(const struct word *word, const struct profile *profile)
{
	return word->kept == NULL || word->kept(profile);
}

void words_read(const struct item *object, const struct word *table,
		const struct profile *profile, void *ret)
{
	for (const struct word *word = table; word->key != NULL; word++)
		if (word_kept(word, profile))
			word_set(word, ret,
				 item_get(object, word->key, word->min,
					  word->max));
}

void words_write(struct json *object, const struct word *table,
		 const struct profile *profile, const void *structure)
{
	for (const struct word *word = table; word->key != NULL; word++)
		if (word_kept(word, profile))
			json_add(object, word->key,
				 json_number(word_get(word, structure)));
}
