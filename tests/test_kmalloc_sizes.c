/*
 * Which cache or order a size is given, and how large the slabs of each are.
 */
#include <string.h>

#include "core/slab.h"
#include "tests/kmalloc_calls.h"

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

/* Objects and order of each size class, by number of CPUs. */
static const unsigned class_sizes[] = { 8,   16,  32,   64,   96,   128, 192,
					256, 512, 1024, 2048, 4096, 8192 };
static const struct {
	unsigned cpus;
	struct slab_shape shapes[13]; /* order, objects */
} slab_orders[] = {
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

static void assert_orders(const char *kernel, size_t row)
{
	struct model *m = boot_kernel(kernel, slab_orders[row].cpus);
	const struct kmalloc_caches *caches = model_caches(m);

	for (unsigned s = 0; s < 13; s++) {
		const struct slab_shape *shape = &slab_orders[row].shapes[s];
		int cache = kmalloc_cache_of(caches, class_sizes[s],
					     KMALLOC_NORMAL);
		const struct kmalloc_cache *at = &caches->caches[cache];

		assert_int_equal(at->size, class_sizes[s]);
		assert_int_equal(at->oo.order, shape->order);
		assert_int_equal(at->oo.objects, shape->objects);
	}
	model_destroy(m);
}

TEST(slabs_have_the_orders_of_the_kernels_table)
{
	enum { NR_ROWS = sizeof(slab_orders) / sizeof(slab_orders[0]) };

	for (unsigned k = 0; k < NR_KERNELS; k++)
		for (size_t row = 0; row < NR_ROWS; row++)
			assert_orders(kernels[k], row);
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
static void assert_place(struct model *m, uint32_t size)
{
	struct op_result got = kmalloc_sized(m, size, "GFP_KERNEL");
	const struct kmalloc_cache *at = NULL;

	assert_int_not_equal(got.pfn, PFN_NONE);
	if (size > KMALLOC_MAX_CACHE_SIZE) {
		assert_int_equal(got.cache, -1);
		assert_int_equal(got.order, order_of_bytes(size));
	} else {
		at = &model_caches(m)->caches[got.cache];
		assert_true(at->size >= size);
		assert_true(at->size / 2 < size || at->size == 8 ||
			    size <= 192);
	}
	kfree_object(m, &got);
}

TEST(every_size_lands_in_its_cache_or_order)
{
	for (unsigned k = 0; k < NR_KERNELS; k++) {
		struct model *m = boot_kernel(kernels[k], 1);

		for (uint32_t size = 1; size <= 4 << 20;
		     size = size < 300 ? size + 1 : size + size / 16)
			assert_place(m, size);
		assert_sound(m);
		model_destroy(m);
	}
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
