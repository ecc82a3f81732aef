#include "tests/scenario.h"

#include "core/model_internal.h"

struct boot_config one_zone(unsigned mebibytes)
{
	struct boot_config config = preset("small");

	config.mem_bytes = (uint64_t)mebibytes << 20;
	config.drift = false;
	return config;
}

struct model *with_pcp(unsigned mebibytes)
{
	struct boot_config config = one_zone(mebibytes);

	return boot(&config);
}

struct model *without_pcp(unsigned mebibytes)
{
	struct boot_config config = one_zone(mebibytes);

	config.pcp = false;
	return boot(&config);
}

static void assert_same_pages(const struct model *m,
			      const struct list_head *list, const pfn_t *pages)
{
	pfn_t at = list_first(m, list);

	for (; *pages != PFN_NONE; pages++) {
		assert_int_equal(at, *pages);
		at = list_next(m, list, at);
	}
	assert_int_equal(at, PFN_NONE);
}

void assert_list(const struct model *m, unsigned order, enum migratetype type,
		 const pfn_t *pages)
{
	assert_same_pages(m, &zone_at(m, 0)->free_area[order].free_list[type],
			  pages);
}

void assert_pcp_list(const struct model *m, unsigned pindex, const pfn_t *pages)
{
	assert_same_pages(m, &pcp_at(m, 0, 0)->lists[pindex], pages);
}

void assert_buddyinfo(const struct model *m, const int64_t *blocks)
{
	for (unsigned order = 0; order <= 10; order++)
		assert_int_equal(zone_at(m, 0)->free_area[order].nr_free,
				 blocks[order]);
}

void assert_free(const struct model *m, int64_t pages)
{
	assert_int_equal(zone_at(m, 0)->vm_stat_free, pages);
}

unsigned take_until_refused(struct model *m, const char *gfp)
{
	unsigned pages = 0;

	while (take(m, 0, gfp) != PFN_NONE)
		pages++;
	return pages;
}

pfn_t take_many(struct model *m, unsigned count, unsigned order,
		const char *gfp)
{
	pfn_t first = take(m, order, gfp);

	while (--count > 0)
		take(m, order, gfp);
	return first;
}

void mark_lru(struct model *m, pfn_t first, pfn_t pages)
{
	uint64_t lru = pageflag_mask(&m->machine.layout, PG_lru);

	/* What a user of pages does to them is no operation of the model. */
	unsigned mode = m->mode;

	m->mode = TAPE_OFF;
	for (pfn_t i = 0; i < pages; i++)
		put(m, &page_of(m, first + i)->flags_diff,
		    page_of(m, first + i)->flags_diff | lru);
	m->mode = mode;
}

struct model *m256_with_two_reserved_blocks(void)
{
	struct model *m = without_pcp(256);

	assert_int_equal(take(m, 1, A), 0);
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 0);
	while (zone_at(m, 0)->vm_stat_free > 640)
		take(m, 0, K);
	assert_int_equal(take(m, 1, A), 64896);
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 512);
	assert_list(m, 1, MIGRATE_HIGHATOMIC, PAGES(64898));
	assert_list(m, 6, MIGRATE_HIGHATOMIC, PAGES(64960));
	assert_int_equal(zone_at(m, 0)->nr_free_highatomic, 126);
	assert_int_equal(take(m, 1, A), 65024);
	assert_int_equal(zone_at(m, 0)->nr_reserved_highatomic, 1024);
	return m;
}

unsigned passed(const struct model *m, enum probe_id probe)
{
	uint32_t op = history_ops(m);
	unsigned times = 0;

	for (uint64_t at = history_op_begin(m, op) + 1;
	     at <= history_op_end(m, op); at++)
		times += history_step(m, at).probe == probe;
	return times;
}

int64_t operand(const struct model *m, enum probe_id probe, unsigned n,
		unsigned arg)
{
	uint32_t op = history_ops(m);

	for (uint64_t at = history_op_begin(m, op) + 1;
	     at <= history_op_end(m, op); at++) {
		struct step step = history_step(m, at);

		if (step.probe == probe && n-- == 0)
			return step.args[arg];
	}
	fail_msg("the operation never comes by %s/%s",
		 probe_in(m, probe)->function, probe_in(m, probe)->label);
	return 0;
}

struct model *of_kernel(const char *kernel, unsigned mebibytes)
{
	struct boot_config config = one_zone(mebibytes);

	config.profile = profile_find(kernel);
	config.pcp = false;
	return boot(&config);
}

struct model *used_up(const char *kernel)
{
	struct model *m = of_kernel(kernel, 64);

	take_until_refused(m, K);
	assert_free(m, 256);
	return m;
}

struct model *in_pieces(const char *kernel)
{
	struct model *m = of_kernel(kernel, 64);

	while (take(m, 0, K "|__GFP_MEMALLOC") != PFN_NONE)
		;
	for (pfn_t pfn = 0; pfn < 16384; pfn += 2)
		give_back(m, pfn, 0);
	drain_all(m);
	assert_free(m, 8192);
	return m;
}

struct slow_request inner_request(const struct alloc_context *ac)
{
	return (struct slow_request){
		.ac = ac,
		.alloc_flags = WMARK_MIN | ALLOC_CPUSET,
		.can_reclaim = true,
		.can_compact = true,
		.compact_priority = COMPACT_PRIO_SYNC_LIGHT,
		.compact_result = COMPACT_COMPLETE,
	};
}
