/*
 * kmalloc and its slabs: size classes, orders, and an object's way through the
 * lists.  The traces were worked out by hand from the rules of mm/slub.c.
 */
#include <stdlib.h>
#include <string.h>

#include "core/page.h"
#include "core/slab.h"
#include "tests/harness.h"
#include "tests/random_operation.h"

static struct model *boot_kernel(const char *kernel, unsigned cpus)
{
	struct boot_config config = preset("small");

	config.profile = profile_find(kernel);
	config.nr_cpus = cpus;
	return boot(&config);
}

static struct op_result kmalloc_sized(struct model *m, uint32_t size,
				      const char *gfp)
{
	struct operation op = { .kind = OP_KMALLOC,
				.size = size,
				.gfp = gfp_named(m, gfp),
				.cpu = model_current_cpu(m),
				.nid = -1 };

	return *run(m, &op);
}

static void kfree_object(struct model *m, const struct op_result *got)
{
	struct operation op = { .kind = OP_KFREE,
				.pfn = got->pfn,
				.object = (uint16_t)got->object,
				.cpu = model_current_cpu(m) };

	run(m, &op);
}

static const struct slab *slab_of_result(const struct model *m,
					 const struct op_result *got)
{
	return slab_at(m, slab_of_pfn(m, got->pfn));
}

static uint32_t counters_of(const struct model *m, const struct op_result *got)
{
	return slab_of_result(m, got)->counters;
}

TEST(a_size_has_the_index_that_the_kernel_gives_it)
{
	static const struct {
		unsigned size;
		int index;
	} rows[] = {
		{ 0, 0 },   { 1, 3 },   { 8, 3 },     { 9, 4 },
		{ 64, 6 },  { 65, 1 },  { 96, 1 },    { 97, 7 },
		{ 128, 7 }, { 129, 2 }, { 192, 2 },   { 193, 8 },
		{ 256, 8 }, { 257, 9 }, { 8192, 13 }, { 8193, -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(kmalloc_index(rows[i].size, 8), rows[i].index);
	assert_int_equal(kmalloc_index(1, 128), 7);
	assert_int_equal(kmalloc_index(100, 128), 7);
	assert_int_equal(kmalloc_index(150, 128), 8);
}

TEST(a_large_size_has_the_order_of_the_smallest_block_that_holds_it)
{
	assert_int_equal(order_of_bytes(4096), 0);
	assert_int_equal(order_of_bytes(8193), 2);
	assert_int_equal(order_of_bytes(16384), 2);
	assert_int_equal(order_of_bytes(16385), 3);
	assert_int_equal(order_of_bytes(4 << 20), 10);
}

static const struct kmalloc_cache *cache_named(const struct model *m,
					       const char *name)
{
	const struct kmalloc_caches *caches = model_caches(m);

	for (unsigned i = 0; i < caches->nr; i++)
		if (strcmp(caches->caches[i].name, name) == 0)
			return &caches->caches[i];
	fail_msg("there is no cache %s", name);
	return NULL;
}

static const char *const kernels[] = { "4.1", "4.9",  "5.4", "5.10",
				       "6.1", "6.12", "7.2" };

enum { NR_KERNELS = sizeof(kernels) / sizeof(kernels[0]) };

/* Objects and order of each size class, by number of CPUs. */
TEST(slabs_have_the_orders_of_the_kernels_table)
{
	static const unsigned sizes[] = { 8,   16,  32,   64,   96,   128, 192,
					  256, 512, 1024, 2048, 4096, 8192 };
	static const struct {
		unsigned cpus;
		struct slab_shape shapes[13]; /* order, objects */
	} rows[] = {
		{ 1,
		  { { 0, 512 },
		    { 0, 256 },
		    { 0, 128 },
		    { 0, 64 },
		    { 0, 42 },
		    { 0, 32 },
		    { 0, 21 },
		    { 0, 16 },
		    { 0, 8 },
		    { 1, 8 },
		    { 2, 8 },
		    { 3, 8 },
		    { 3, 4 } } },
		{ 2,
		  { { 0, 512 },
		    { 0, 256 },
		    { 0, 128 },
		    { 0, 64 },
		    { 0, 42 },
		    { 0, 32 },
		    { 0, 21 },
		    { 0, 16 },
		    { 1, 16 },
		    { 2, 16 },
		    { 3, 16 },
		    { 3, 8 },
		    { 3, 4 } } },
		{ 8,
		  { { 0, 512 },
		    { 0, 256 },
		    { 0, 128 },
		    { 0, 64 },
		    { 0, 42 },
		    { 0, 32 },
		    { 0, 21 },
		    { 1, 32 },
		    { 2, 32 },
		    { 3, 32 },
		    { 3, 16 },
		    { 3, 8 },
		    { 3, 4 } } },
		{ 16,
		  { { 0, 512 },
		    { 0, 256 },
		    { 0, 128 },
		    { 0, 64 },
		    { 0, 42 },
		    { 0, 32 },
		    { 1, 42 },
		    { 1, 32 },
		    { 2, 32 },
		    { 3, 32 },
		    { 3, 16 },
		    { 3, 8 },
		    { 3, 4 } } },
		{ 256,
		  { { 0, 512 },
		    { 0, 256 },
		    { 0, 128 },
		    { 0, 64 },
		    { 0, 42 },
		    { 1, 64 },
		    { 1, 42 },
		    { 2, 64 },
		    { 3, 64 },
		    { 3, 32 },
		    { 3, 16 },
		    { 3, 8 },
		    { 3, 4 } } },
	};

	for (unsigned k = 0; k < NR_KERNELS; k++) {
		for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
			struct model *m = boot_kernel(kernels[k], rows[i].cpus);
			const struct kmalloc_caches *caches = model_caches(m);

			for (unsigned s = 0; s < 13; s++) {
				int cache = kmalloc_cache_of(caches, sizes[s],
							     KMALLOC_NORMAL);
				const struct kmalloc_cache *at =
					&caches->caches[cache];

				assert_int_equal(at->size, sizes[s]);
				assert_int_equal(at->oo.order,
						 rows[i].shapes[s].order);
				assert_int_equal(at->oo.objects,
						 rows[i].shapes[s].objects);
			}
			model_destroy(m);
		}
	}
}

TEST(old_and_new_kernels_search_the_order_of_an_odd_size_differently)
{
	struct order_candidate last = { 0 };
	struct model *old = boot_kernel("5.10", 1);
	struct model *new = boot_kernel("6.12", 1);

	for (unsigned i = 0;
	     order_search_nth(model_machine(old), 10928, i, &last); i++)
		;
	assert_int_equal(last.order, 2);
	for (unsigned i = 0;
	     order_search_nth(model_machine(new), 10928, i, &last); i++)
		;
	assert_int_equal(last.order, 3);
	model_destroy(old);
	model_destroy(new);
}

TEST(caches_keep_as_many_partial_slabs_as_the_kernel_does)
{
	struct model *m = boot_kernel("6.12", 2);

	assert_int_equal(cache_named(m, "kmalloc-64")->cpu_partial_slabs, 4);
	assert_int_equal(cache_named(m, "kmalloc-192")->cpu_partial_slabs, 12);
	assert_int_equal(cache_named(m, "kmalloc-256")->cpu_partial_slabs, 7);
	assert_int_equal(cache_named(m, "kmalloc-512")->cpu_partial_slabs, 7);
	assert_int_equal(cache_named(m, "kmalloc-1k")->cpu_partial_slabs, 3);
	assert_int_equal(cache_named(m, "kmalloc-4k")->cpu_partial_slabs, 2);
	assert_int_equal(cache_named(m, "kmalloc-8k")->cpu_partial_slabs, 3);
	assert_int_equal(cache_named(m, "kmalloc-2k")->min_partial, 5);
	assert_int_equal(cache_named(m, "kmalloc-4k")->min_partial, 6);
	model_destroy(m);
}

/* Every size from 1 byte to 4 MiB, by its class or its order. */
TEST(every_size_lands_in_its_cache_or_order)
{
	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct model *m = boot_kernel(kernels[k], 1);

		for (uint32_t size = 1; size <= 4 << 20;
		     size = size < 300 ? size + 1 : size + size / 16) {
			struct op_result got =
				kmalloc_sized(m, size, "GFP_KERNEL");
			const struct kmalloc_cache *at = NULL;

			assert_int_not_equal(got.pfn, PFN_NONE);
			if (size > KMALLOC_MAX_CACHE_SIZE) {
				assert_int_equal(got.cache, -1);
				assert_int_equal(got.order,
						 order_of_bytes(size));
			} else {
				at = &model_caches(m)->caches[got.cache];
				assert_true(at->size >= size);
				assert_true(at->size / 2 < size ||
					    at->size == 8 || size <= 192);
			}
			kfree_object(m, &got);
		}
		assert_sound(m);
		model_destroy(m);
	}
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
		kfree_object(m, &objects[4 * i]);
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
		kfree_object(m, &objects[4 * i]);
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

TEST(a_slab_falls_back_to_the_smallest_order)
{
	struct model *m = boot_kernel("6.12", 2);
	pfn_t pfn = 0;

	/* Single pages only, as every second one is taken. */
	while ((pfn = take(m, 0, "GFP_ATOMIC|__GFP_MEMALLOC")) != PFN_NONE)
		;
	for (pfn = 0; pfn < 16384; pfn += 2)
		if (page_at(m, pfn)->use == PAGE_ALLOCATED)
			give_back(m, pfn, 0);
	struct op_result got = kmalloc_sized(m, 1000, "GFP_KERNEL");

	assert_int_equal(got.order, 0);
	assert_int_equal(slab_nr_objects(slab_of_result(m, &got)), 4);
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
		op.kind = OP_KFREE;
		op.pfn = take(m, 0, "GFP_KERNEL");
		assert_int_equal(refusal_of(m, &op), OP_NOT_KMALLOC);
		model_destroy(m);
	}
}

/* A stream of kmalloc and kfree, on changing CPUs. */
struct stream {
	struct random random;
	struct op_result live[4096];
	unsigned nr;
};

static uint32_t random_size(struct random *r)
{
	uint32_t limit = 1U << (3 + random_below(r, 12));

	return 1 + (uint32_t)random_below(r, limit);
}

static void random_kmalloc(struct stream *s, struct model *m)
{
	static const char *const masks[] = {
		"GFP_KERNEL", "GFP_KERNEL",
		"GFP_ATOMIC", "GFP_KERNEL|__GFP_ZERO",
		"GFP_NOWAIT",
	};
	const struct machine *machine = model_machine(m);
	struct operation op = {
		.kind = OP_KMALLOC,
		.size = random_size(&s->random),
		.variable = random_below(&s->random, 2),
		.gfp = gfp_named(m, masks[random_below(&s->random, 5)]),
		.cpu = (unsigned)random_below(&s->random, machine->nr_cpus),
		.nid = -1,
	};

	if (random_below(&s->random, 4) == 0)
		op.gfp |= machine->profile->gfp.account;
	if (random_below(&s->random, 8) == 0)
		op.nid = (int)random_below(&s->random, machine->nr_nodes);
	const struct op_result *got = run(m, &op);

	if (got->pfn != PFN_NONE)
		s->live[s->nr++] = *got;
}

static void random_kfree(struct stream *s, struct model *m)
{
	unsigned at = (unsigned)random_below(&s->random, s->nr);
	struct operation op = {
		.kind = OP_KFREE,
		.pfn = s->live[at].pfn,
		.object = (uint16_t)s->live[at].object,
		.cpu = (unsigned)random_below(&s->random,
					      model_machine(m)->nr_cpus),
	};

	s->live[at] = s->live[--s->nr];
	run(m, &op);
}

static void run_stream(struct stream *s, struct model *m, unsigned ops,
		       unsigned check_every)
{
	bool filling = true;

	for (unsigned i = 0; i < ops; i++) {
		if (s->nr == 4096)
			filling = false;
		if (s->nr < 64)
			filling = true;
		if (s->nr == 0 || (s->nr < 4096 &&
				   random_below(&s->random, 3) < 1U + filling))
			random_kmalloc(s, m);
		else
			random_kfree(s, m);
		if (i % check_every == check_every - 1)
			assert_sound(m);
	}
}

static unsigned wished_ops(void)
{
	const char *wish = getenv("MMSCOPE_SLAB_OPS");

	return wish ? (unsigned)strtoul(wish, NULL, 10) : 100000;
}

TEST(random_objects_come_and_go_without_a_trace)
{
	static const char *const presets[] = { "numa", "small" };

	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct boot_config config = preset(presets[k % 2]);
		struct stream *s = calloc(1, sizeof(*s));

		config.profile = profile_find(kernels[k]);
		config.mem_bytes = (uint64_t)64 << 20;
		struct model *m = boot(&config);

		assert_non_null(s);
		s->random.state = k;
		run_stream(s, m, wished_ops() / NR_KERNELS,
			   wished_ops() / NR_KERNELS / 8);
		while (s->nr)
			random_kfree(s, m);
		assert_sound(m);
		model_destroy(m);
		free(s);
	}
}

TEST(going_back_and_forth_restores_every_word)
{
	struct model *m = boot_kernel("6.12", 2);
	struct stream *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	run_stream(s, m, 2000, 2000);
	uint64_t end = history_steps(m);
	uint64_t there = model_digest(m);

	for (unsigned i = 0; i < 50; i++) {
		uint64_t at = random_below(&s->random, end);

		history_seek(m, at);
		if (at)
			history_step(m, at);
		history_seek(m, 0);
		history_seek(m, end);
		assert_true(model_digest(m) == there);
	}
	model_destroy(m);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_size_has_the_index_that_the_kernel_gives_it),
		RUN(a_large_size_has_the_order_of_the_smallest_block_that_holds_it),
		RUN(slabs_have_the_orders_of_the_kernels_table),
		RUN(old_and_new_kernels_search_the_order_of_an_odd_size_differently),
		RUN(caches_keep_as_many_partial_slabs_as_the_kernel_does),
		RUN(every_size_lands_in_its_cache_or_order),
		RUN(freed_objects_come_back_from_the_cpu_partial_list),
		RUN(a_full_cpu_partial_list_moves_to_the_node_last_come_first),
		RUN(a_node_gives_empty_slabs_back_beyond_those_that_it_keeps),
		RUN(a_slab_is_asked_for_quietly_first),
		RUN(a_slab_falls_back_to_the_smallest_order),
		RUN(families_are_chosen_by_the_mask),
		RUN(objects_are_charged_by_their_slots_and_pages_to_slub),
		RUN(misuse_is_refused),
		RUN(random_objects_come_and_go_without_a_trace),
		RUN(going_back_and_forth_restores_every_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
