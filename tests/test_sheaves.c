/*
 * Sheaves: an object's way through main, spare and barn, and back to its slab.  The traces were worked out by hand.
 */
#include "core/page.h"
#include "core/sheaf.h"
#include "tests/kmalloc_calls.h"

enum { SIZE = 8192, CAPACITY = 4 }; /* four to a sheaf, and to a slab */

static struct op_result take_one(struct model *m)
{
	return kmalloc_sized(m, SIZE, "GFP_KERNEL");
}

static bool passed(struct model *m, uint32_t op, enum probe_id probe)
{
	for (uint64_t at = history_op_begin(m, op) + 1;
	     at <= history_op_end(m, op); at++)
		if (history_step(m, at).probe == probe)
			return true;
	return false;
}

static void assert_same(const struct op_result *a, const struct op_result *b)
{
	assert_int_equal(a->pfn, b->pfn);
	assert_int_equal(a->object, b->object);
}

static unsigned main_size(const struct model *m, unsigned cache)
{
	return sheaf_at(m, main_sheaf(m, cache, 0))->size;
}

TEST(sheaves_hold_what_their_size_class_has_room_for)
{
	struct model *m = boot_kernel("7.2", 1);
	const struct kmalloc_caches *caches = model_caches(m);
	static const struct {
		unsigned size, capacity, bytes;
	} rows[] = {
		{ 8, 60, 512 },    { 96, 60, 512 },   { 128, 60, 512 },
		{ 192, 60, 512 },  { 256, 28, 256 },  { 512, 28, 256 },
		{ 1024, 12, 128 }, { 2048, 12, 128 }, { 4096, 4, 64 },
		{ 8192, 4, 64 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int cache =
			kmalloc_cache_of(caches, rows[i].size, KMALLOC_NORMAL);
		unsigned capacity = caches->caches[cache].sheaf_capacity;

		assert_int_equal(capacity, rows[i].capacity);
		assert_int_equal(sheaf_bytes(capacity), rows[i].bytes);
	}
	model_destroy(m);
}

TEST(other_kernels_have_none)
{
	for (unsigned k = 0; k + 1 < NR_KERNELS; k++) {
		struct model *m = boot_kernel(kernels[k], 1);

		assert_false(model_has_sheaves(m));
		assert_int_equal(model_caches(m)->caches[0].sheaf_capacity, 0);
		model_destroy(m);
	}
}

/* Twelve objects, of three slabs; main and spare are empty then. */
static void take_twelve(struct model *m, struct op_result *ret)
{
	for (unsigned i = 0; i < 12; i++) {
		ret[i] = take_one(m);
		/* A sheaf is filled from the slab's first object on, and
		 * emptied from the other end. */
		assert_int_equal(ret[i].object, 3 - i % CAPACITY);
		assert_int_equal(ret[i].level,
				 i % CAPACITY ? SLAB_FROM_MAIN : SLAB_FROM_NEW);
	}
}

TEST(a_sheaf_is_filled_from_a_slab_and_emptied_from_its_end)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got[12];

	take_twelve(m, got);
	assert_int_equal(main_size(m, (unsigned)got[0].cache), 0);
	/* The first main sheaf was that of boot, the spare one is new. */
	assert_int_equal(model_caches(m)->nr, nr_boot_sheaves(m));
	assert_int_equal(cache_count(m, (unsigned)got[0].cache).objects, 12);
	assert_sound(m);
	model_destroy(m);
}

/* Frees and takes twelve objects; *barn: that of their cache. */
TEST(what_is_freed_last_comes_first_by_main_spare_and_barn)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got[12];
	const unsigned order[] = { 11, 10, 9, 8, 3, 2, 1, 0, 7, 6, 5, 4 };

	take_twelve(m, got);
	const struct node_barn *barn = barn_at(m, (unsigned)got[0].cache, 0);

	for (unsigned i = 0; i < 12; i++)
		kfree_object(m, &got[i]);
	assert_int_equal(barn->nr_full, 1);
	assert_int_equal(barn->nr_empty, 0);
	/* All are in sheaves, so that slabs count them as in use. */
	assert_int_equal(cache_count(m, (unsigned)got[0].cache).active_objects,
			 12);
	for (unsigned i = 0; i < 12; i++) {
		static const enum slab_level levels[] = { SLAB_FROM_MAIN,
							  SLAB_FROM_SPARE,
							  SLAB_FROM_BARN };
		struct op_result again = take_one(m);

		assert_same(&again, &got[order[i]]);
		assert_int_equal(again.level, i % CAPACITY
						      ? SLAB_FROM_MAIN
						      : levels[i / CAPACITY]);
	}
	assert_int_equal(barn->nr_full, 0);
	assert_int_equal(barn->nr_empty, 1);
	assert_sound(m);
	model_destroy(m);
}

TEST(an_empty_sheaf_of_the_barn_takes_the_place_of_a_full_one)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got[12];

	take_twelve(m, got);
	const struct node_barn *barn = barn_at(m, (unsigned)got[0].cache, 0);

	for (unsigned i = 0; i < 12; i++)
		kfree_object(m, &got[i]);
	for (unsigned i = 0; i < 12; i++)
		got[i] = take_one(m);
	uint32_t sheaves = nr_sheaves(m);

	assert_int_equal(barn->nr_empty, 1);
	for (unsigned i = 0; i < 12; i++)
		kfree_object(m, &got[i]);
	assert_int_equal(barn->nr_empty, 0);
	assert_int_equal(barn->nr_full, 1);
	assert_int_equal(nr_sheaves(m), sheaves);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_barn_with_ten_full_sheaves_takes_no_more)
{
	enum { NR = 60, KEPT = 12 * CAPACITY };
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got[NR];

	for (unsigned i = 0; i < NR; i++)
		got[i] = take_one(m);
	const struct node_barn *barn = barn_at(m, (unsigned)got[0].cache, 0);

	for (unsigned i = 0; i < KEPT; i++)
		kfree_object(m, &got[i]);
	assert_int_equal(barn->nr_full, MAX_FULL_SHEAVES);
	struct cache_counts before = cache_count(m, (unsigned)got[0].cache);

	assert_int_equal(before.active_objects, NR);
	kfree_object(m, &got[KEPT]);
	assert_true(passed(m, history_ops(m), PROBE_FLUSH_SHEAF));
	assert_int_equal(barn->nr_full, MAX_FULL_SHEAVES);
	/* The spare sheaf's objects are their slab's again. */
	assert_int_equal(cache_count(m, (unsigned)got[0].cache).active_objects,
			 NR - CAPACITY);
	for (unsigned i = KEPT + 1; i < NR; i++)
		kfree_object(m, &got[i]);
	assert_sound(m);
	model_destroy(m);
}

TEST(a_sheaf_is_an_object_that_asks_for_no_sheaf)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got = kmalloc_sized(m, 100, "GFP_KERNEL");
	const struct kmalloc_caches *caches = model_caches(m);
	unsigned of_sheaf =
		(unsigned)kmalloc_cache_of(caches, 512, KMALLOC_NORMAL);
	uint32_t sheaf = main_sheaf(m, (unsigned)got.cache, 0);
	object_ref memory = sheaf_at(m, sheaf)->memory;

	assert_true(sheaf > nr_boot_sheaves(m));
	assert_int_equal(slab_at(m, slab_of_object(memory))->cache, of_sheaf);
	assert_int_equal(index_of_object(memory), 0);
	assert_int_equal(cache_count(m, of_sheaf).active_objects, 1);
	assert_int_equal(main_size(m, of_sheaf), 0);
	/* Nobody is charged for it. */
	assert_int_equal(slab_object_at(m, memory)->tag, 0);
	model_destroy(m);
}

TEST(what_is_too_many_goes_back_to_the_tail)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got = kmalloc_sized(m, 100, "GFP_KERNEL");
	unsigned cache = (unsigned)got.cache;
	const struct kmem_cache_node *n = cache_node_at(m, cache, 0);
	uint32_t partial = n->first;

	/* 60 of two slabs of 32: four are left, and the first of the next 60
	 * come from there. */
	assert_int_equal(n->nr_partial, 1);
	for (unsigned i = 1; i < 60; i++)
		kmalloc_sized(m, 100, "GFP_KERNEL");
	got = kmalloc_sized(m, 100, "GFP_KERNEL");
	assert_int_equal(got.level, SLAB_FROM_NEW);
	const struct slab_sheaf *s = sheaf_at(m, main_sheaf(m, cache, 0));

	assert_int_equal(s->size, 59);
	for (unsigned i = 0; i < 4; i++)
		assert_int_equal(s->objects[i], slab_ref(partial, 28 + i));
	assert_sound(m);
	model_destroy(m);
}

static void take_all(struct model *m)
{
	while (take(m, 0, "GFP_ATOMIC|__GFP_MEMALLOC") != PFN_NONE)
		;
}

TEST(a_sheaf_that_cannot_be_filled_is_dissolved)
{
	struct model *m = boot_kernel("7.2", 1);

	take_all(m);
	/* Single pages, and two blocks that hold an object each. */
	for (pfn_t pfn = 0; pfn < 16384; pfn++)
		if (page_at(m, pfn)->use == PAGE_ALLOCATED &&
		    (pfn % 2 == 0 || pfn == 4001 || pfn == 8001))
			give_back(m, pfn, 0);
	drain_all(m);
	struct op_result got = take_one(m);
	uint32_t op = history_ops(m);

	assert_true(passed(m, op, PROBE_EMPTY_MAIN_SHORT));
	assert_true(passed(m, op, PROBE_FREE_EMPTY_SHEAF));
	assert_int_equal(got.level, SLAB_FROM_NODE_PARTIAL);
	assert_int_equal(got.order, 1);
	/* Still the one of boot. */
	assert_int_equal(main_sheaf(m, (unsigned)got.cache, 0),
			 (uint32_t)got.cache + 1);
	assert_sound(m);
	model_destroy(m);
}

TEST(without_any_memory_kmalloc_fails_and_nothing_is_lost)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got = { 0 };

	take_all(m);
	got = kmalloc_sized(m, 100, "GFP_ATOMIC|__GFP_MEMALLOC");
	assert_int_equal(got.pfn, PFN_NONE);
	assert_true(passed(m, history_ops(m), PROBE_SLAB_ONE_FAILED));
	assert_sound(m);
	model_destroy(m);
}

TEST(without_memory_for_a_sheaf_the_main_one_is_emptied)
{
	struct model *m = boot_kernel("7.2", 1);
	struct op_result got[12];

	take_twelve(m, got);
	/* Sheaves of four are objects of kmalloc-64. */
	while (kmalloc_sized(m, 64, "GFP_ATOMIC|__GFP_MEMALLOC").pfn !=
	       PFN_NONE)
		;
	take_all(m);
	for (unsigned i = 0; i < 9; i++)
		kfree_object(m, &got[i]);
	assert_true(passed(m, history_ops(m), PROBE_FLUSH_MAIN));
	assert_int_equal(main_size(m, (unsigned)got[0].cache), 1);
	assert_sound(m);
	model_destroy(m);
}

static struct op_result kmalloc_on(struct model *m, int nid)
{
	struct operation op = { .kind = OP_KMALLOC,
				.size = SIZE,
				.gfp = gfp_named(m, "GFP_KERNEL"),
				.nid = nid };

	return *run(m, &op);
}

TEST(objects_of_other_nodes_go_past_the_sheaves)
{
	struct boot_config config = preset("numa");

	config.profile = profile_find("7.2");
	struct model *m = boot(&config);
	struct op_result near = kmalloc_on(m, -1);
	struct op_result far = kmalloc_on(m, 1);
	unsigned cache = (unsigned)far.cache;

	assert_int_equal(zone_at(m, (unsigned)far.zone)->node, 1);
	assert_int_equal(far.object, 0);
	assert_int_equal(main_size(m, cache), 3);
	kfree_object(m, &far);
	/* Straight to its slab, which the node keeps. */
	assert_int_equal(main_size(m, cache), 3);
	assert_int_equal(cache_node_at(m, cache, 1)->nr_partial, 1);
	kfree_object(m, &near);
	assert_int_equal(main_size(m, cache), 4);
	assert_sound(m);
	model_destroy(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(sheaves_hold_what_their_size_class_has_room_for),
		RUN(other_kernels_have_none),
		RUN(a_sheaf_is_filled_from_a_slab_and_emptied_from_its_end),
		RUN(what_is_freed_last_comes_first_by_main_spare_and_barn),
		RUN(an_empty_sheaf_of_the_barn_takes_the_place_of_a_full_one),
		RUN(a_barn_with_ten_full_sheaves_takes_no_more),
		RUN(a_sheaf_is_an_object_that_asks_for_no_sheaf),
		RUN(what_is_too_many_goes_back_to_the_tail),
		RUN(a_sheaf_that_cannot_be_filled_is_dissolved),
		RUN(without_any_memory_kmalloc_fails_and_nothing_is_lost),
		RUN(without_memory_for_a_sheaf_the_main_one_is_emptied),
		RUN(objects_of_other_nodes_go_past_the_sheaves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
