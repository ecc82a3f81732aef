/*
 * Slabs: an object's way through the lists of CPU and node.  The traces were worked out by hand from the rules of mm/slub.c.
 */
#include <string.h>

#include "core/page.h"
#include "core/slab.h"
#include "tests/kmalloc_calls.h"

static const struct slab *slab_of_result(const struct model *m,
					 const struct op_result *got)
{
	return slab_at(m, slab_of_pfn(m, got->pfn));
}

static uint32_t counters_of(const struct model *m, const struct op_result *got)
{
	return slab_of_result(m, got)->counters;
}

/* One CPU, kmalloc-8k: four objects in a slab. */
static void walk_of_thirteen(const char *kernel, bool partial_frozen)
{
	struct model *m = boot_kernel(kernel, 1);
	uint32_t frozen = partial_frozen ? 1U << 31 : 0;
	struct op_result s0[4];
	struct op_result s1[5];
	struct op_result s2 = { 0 };

	for (unsigned i = 0; i < 4; i++) {
		s0[i] = kmalloc_sized(m, 8192, "GFP_KERNEL");
		assert_int_equal(s0[i].object, i);
		assert_int_equal(s0[i].level,
				 i ? SLAB_FROM_CPU : SLAB_FROM_NEW);
	}
	assert_int_equal(counters_of(m, &s0[0]), 0x80040004);
	s1[0] = kmalloc_sized(m, 8192, "GFP_KERNEL");
	assert_int_equal(s1[0].level, SLAB_FROM_NEW);
	assert_int_equal(counters_of(m, &s0[0]), 0x00040004);
	kfree_object(m, &s0[0]);
	assert_int_equal(counters_of(m, &s0[0]), 0x00040003 | frozen);
	kfree_object(m, &s0[1]);
	kfree_object(m, &s1[0]);
	assert_int_equal(counters_of(m, &s1[0]), 0x80040004);
	kfree_object(m, &s0[2]);
	kfree_object(m, &s0[3]);
	assert_int_equal(counters_of(m, &s0[0]), 0x00040000 | frozen);
	for (unsigned i = 0; i < 4; i++) {
		s1[i] = kmalloc_sized(m, 8192, "GFP_KERNEL");
		assert_int_equal(s1[i].object, i);
		assert_int_equal(s1[i].level, SLAB_FROM_CPU);
	}
	for (unsigned i = 0; i < 4; i++) {
		struct op_result got = kmalloc_sized(m, 8192, "GFP_KERNEL");

		/* What was freed last comes first. */
		assert_int_equal(got.pfn, s0[0].pfn);
		assert_int_equal(got.object, 3 - i);
		assert_int_equal(got.level,
				 i ? SLAB_FROM_CPU : SLAB_FROM_CPU_PARTIAL);
	}
	s2 = kmalloc_sized(m, 8192, "GFP_KERNEL");
	assert_int_equal(s2.level, SLAB_FROM_NEW);
	assert_sound(m);
	model_destroy(m);
}

TEST(freed_objects_come_back_from_the_cpu_partial_list)
{
	walk_of_thirteen("4.9", true);
	walk_of_thirteen("5.10", true);
	walk_of_thirteen("6.1", true);
	walk_of_thirteen("6.12", false);
}

/* Five full slabs of four objects, but for the last one the CPU's. */
static struct model *boot_with_full_slabs(const char *kernel, unsigned nr,
					  struct op_result *objects)
{
	struct model *m = boot_kernel(kernel, 1);

	for (unsigned i = 0; i < 4 * nr; i++)
		objects[i] = kmalloc_sized(m, 8192, "GFP_KERNEL");
	kmalloc_sized(m, 8192, "GFP_KERNEL");
	return m;
}

static void fourth_slab_drains(const char *kernel)
{
	struct op_result objects[16];
	struct model *m = boot_with_full_slabs(kernel, 4, objects);
	unsigned cache = (unsigned)objects[0].cache;
	const struct kmem_cache_node *n = cache_node_at(m, cache, 0);
	const struct kmem_cache_cpu *c = cache_cpu_at(m, cache, 0);

	for (unsigned i = 0; i < 3; i++)
		kfree_object(m, &objects[(size_t)4 * i]);
	assert_int_equal(n->nr_partial, 0);
	kfree_object(m, &objects[12]);
	assert_int_equal(n->nr_partial, 3);
	assert_int_equal(slab_at(m, n->first)->pfn, objects[8].pfn + 1);
	assert_int_equal(slab_at(m, n->last)->pfn, objects[0].pfn + 1);
	assert_int_equal(slab_at(m, c->partial)->pfn, objects[12].pfn + 1);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_full_cpu_partial_list_moves_to_the_node_last_come_first)
{
	fourth_slab_drains("5.10");
	fourth_slab_drains("6.12");
}

TEST(a_node_gives_empty_slabs_back_beyond_those_that_it_keeps)
{
	enum { SLABS = 12 };
	struct op_result objects[4 * SLABS];
	struct model *m = boot_with_full_slabs("6.12", SLABS, objects);
	unsigned cache = (unsigned)objects[0].cache;
	const struct kmem_cache_node *n = cache_node_at(m, cache, 0);

	for (unsigned i = 0; i < SLABS; i++)
		kfree_object(m, &objects[(size_t)4 * i]);
	assert_int_equal(n->nr_partial, 9);
	uint32_t slabs = n->nr_slabs;
	pfn_t pfn = slab_at(m, n->first)->pfn - 1;

	for (unsigned i = 0; i < 4 * SLABS; i++)
		if (objects[i].pfn == pfn && objects[i].object)
			kfree_object(m, &objects[i]);
	assert_int_equal(n->nr_slabs, slabs - 1);
	assert_int_equal(n->nr_partial, 8);
	assert_int_equal(slab_of_pfn(m, pfn), 0);
	assert_int_not_equal(page_view(m, pfn).state, PAGE_STATE_SLAB);
	assert_sound(m);
	model_destroy(m);
}

static gfp_t arg_of(const struct model *m, uint32_t op, enum probe_id probe,
		    unsigned arg)
{
	for (uint64_t at = history_op_begin(m, op) + 1;
	     at <= history_op_end(m, op); at++)
		if (history_step(m, at).probe == probe)
			return (gfp_t)history_step(m, at).args[arg];
	fail_msg("operation %u does not come to the probe", op);
	return 0;
}

TEST(a_slab_is_asked_for_quietly_first)
{
	struct model *m = boot_kernel("6.12", 2);

	kmalloc_sized(m, 1000, "GFP_KERNEL|__GFP_ZERO");

	assert_int_equal(
		arg_of(m, 1, PROBE_ALLOCATE_SLAB_TRY, 1),
		gfp_named(m, "__GFP_IO|__GFP_FS|__GFP_NOWARN|__GFP_NORETRY|"
			     "__GFP_NOMEMALLOC|__GFP_COMP"));
	assert_int_equal(arg_of(m, 1, PROBE_ALLOCATE_SLAB, 2),
			 gfp_named(m, "GFP_KERNEL|__GFP_COMP"));
	model_destroy(m);
}

TEST(a_large_slab_was_once_waited_for)
{
	struct model *m = boot_kernel("4.1", 2);

	kmalloc_sized(m, 1000, "GFP_USER");

	/* As a trace of that kernel shows it. */
	assert_int_equal(arg_of(m, 1, PROBE_ALLOCATE_SLAB_TRY, 1),
			 gfp_named(m, "GFP_USER|__GFP_NOWARN|__GFP_NORETRY|"
				      "__GFP_COMP"));
	model_destroy(m);
}

TEST(a_slab_falls_back_to_the_smallest_order)
{
	struct model *m = boot_kernel("6.12", 2);
	/* Single pages only, as every second one is taken. */
	while (take(m, 0, "GFP_ATOMIC|__GFP_MEMALLOC") != PFN_NONE)
		;
	for (pfn_t pfn = 0; pfn < 16384; pfn += 2)
		if (page_at(m, pfn)->use == PAGE_ALLOCATED)
			give_back(m, pfn, 0);
	struct op_result got = kmalloc_sized(m, 1000, "GFP_KERNEL");

	assert_int_equal(got.order, 0);
	assert_int_equal(slab_nr_objects(slab_of_result(m, &got)), 4);
	assert_int_equal(cache_count(m, (unsigned)got.cache).pages, 1);
	/* The larger block was refused, the request was not. */
	assert_int_equal(got.path, PATH_PCP);
	assert_sound(m);
	model_destroy(m);
}

TEST(families_are_chosen_by_the_mask)
{
	struct model *m = boot_preset_machine("pc");
	static const struct {
		const char *gfp;
		const char *cache;
	} rows[] = {
		{ "GFP_KERNEL", "kmalloc-1k" },
		{ "GFP_KERNEL|__GFP_ACCOUNT", "kmalloc-cg-1k" },
		{ "GFP_KERNEL|__GFP_ACCOUNT|__GFP_RECLAIMABLE",
		  "kmalloc-rcl-1k" },
		{ "GFP_KERNEL|__GFP_RECLAIMABLE|__GFP_DMA", "dma-kmalloc-1k" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct op_result got = kmalloc_sized(m, 1000, rows[i].gfp);

		assert_string_equal(model_caches(m)->caches[got.cache].name,
				    rows[i].cache);
	}
	assert_sound(m);
	model_destroy(m);
}

TEST(objects_are_charged_by_their_slots_and_pages_to_slub)
{
	struct model *m = boot_kernel("6.12", 1);
	struct op_result got = kmalloc_sized(m, 100, "GFP_KERNEL");
	struct alloc_tag_counters pages = { 0 };
	struct alloc_tag_counters object = { 0 };

	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++) {
		bool slub = strcmp(alloc_tag_site(m, tag).file, "mmscope") != 0;

		if (slub)
			pages.bytes += alloc_tag_counters(m, tag).bytes;
		else
			object = alloc_tag_counters(m, tag);
	}
	assert_int_equal(object.bytes, 128);
	assert_int_equal(object.calls, 1);
	/* The slab, and that of its vector of 32 * 16 bytes. */
	assert_int_equal(pages.bytes, 2 * 4096);
	kfree_object(m, &got);
	assert_int_equal(alloc_tag_counters(m, nr_alloc_tags(m) - 1).bytes, 0);
	assert_sound(m);
	model_destroy(m);
}

/* Whom a refusal names is told by the commands' tests. */
static enum op_refusal refusal_of(const struct model *m,
				  const struct operation *op)
{
	int64_t where = 0;

	return operation_check(m, op, &where);
}

TEST(misuse_is_refused)
{
	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct model *m = boot_kernel(kernels[k], 1);
		struct op_result got = kmalloc_sized(m, 100, "GFP_KERNEL");
		struct operation op = { .kind = OP_KFREE, .pfn = got.pfn };

		op.object = 1;
		assert_int_equal(refusal_of(m, &op), OP_OBJECT_FREE);
		op.object = 32;
		assert_int_equal(refusal_of(m, &op), OP_NO_SUCH_OBJECT);
		op.kind = OP_FREE;
		assert_int_equal(refusal_of(m, &op), OP_PAGE_IS_SLAB);
		op.kind = OP_UNMARK;
		assert_int_equal(refusal_of(m, &op), OP_PAGE_IS_SLAB);
		op.kind = OP_LOCK;
		assert_int_equal(refusal_of(m, &op), OP_PAGE_IS_SLAB);
		/* By this flag 6.12 knows that a slab is on its node's list. */
		op.kind = OP_SET_FLAG;
		op.flag = PG_workingset;
		assert_int_equal(refusal_of(m, &op), OP_PAGE_IS_SLAB);
		op.kind = OP_KFREE;
		op.pfn = take(m, 0, "GFP_KERNEL");
		assert_int_equal(refusal_of(m, &op), OP_NOT_KMALLOC);
		model_destroy(m);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(freed_objects_come_back_from_the_cpu_partial_list),
		RUN(a_full_cpu_partial_list_moves_to_the_node_last_come_first),
		RUN(a_node_gives_empty_slabs_back_beyond_those_that_it_keeps),
		RUN(a_slab_is_asked_for_quietly_first),
		RUN(a_large_slab_was_once_waited_for),
		RUN(a_slab_falls_back_to_the_smallest_order),
		RUN(families_are_chosen_by_the_mask),
		RUN(objects_are_charged_by_their_slots_and_pages_to_slub),
		RUN(misuse_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
