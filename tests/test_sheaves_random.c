/*
 * Random kmalloc and kfree by sheaves, with a book-keeper;
 * MMSCOPE_SHEAF_OPS says how many.
 */
#include <stdlib.h>

#include "core/sheaf.h"
#include "tests/kmalloc_calls.h"
#include "tests/random_operation.h"

/* Who has what, kept apart from the model. */
struct book {
	struct random random;
	struct op_result live[2048];
	unsigned nr;
	uint8_t *taken; /* a byte per object of each page */
};

static size_t line_of(const struct op_result *got)
{
	return (size_t)got->pfn * SLAB_OBJECTS_LIMIT + got->object;
}

static void book_take(struct book *b, struct model *m)
{
	uint32_t limit = 1U << (3 + random_below(&b->random, 11));
	struct operation op = {
		.kind = OP_KMALLOC,
		.size = 1 + (uint32_t)random_below(&b->random, limit),
		.gfp = gfp_named(m, random_below(&b->random, 2) ? "GFP_KERNEL"
								: "GFP_ATOMIC"),
		.cpu = (unsigned)random_below(&b->random, 2),
		.nid = -1,
	};
	struct op_result got = *run(m, &op);

	if (got.pfn == PFN_NONE)
		return;
	assert_int_equal(b->taken[line_of(&got)]++, 0);
	b->live[b->nr++] = got;
}

static void book_give_back(struct book *b, struct model *m)
{
	unsigned at = (unsigned)random_below(&b->random, b->nr);

	assert_int_equal(b->taken[line_of(&b->live[at])]--, 1);
	kfree_object(m, &b->live[at]);
	b->live[at] = b->live[--b->nr];
}

/* Objects in use by the slabs' own account, without sheaves and vectors. */
static unsigned used_objects(const struct model *m)
{
	unsigned used = 0;

	for (uint32_t slab = 1; slab <= nr_slabs(m); slab++) {
		const struct slab *s = slab_at(m, slab);

		for (unsigned i = 0; s->pfn && i < slab_nr_objects(s); i++)
			used += slab_object_at(m, slab_ref(slab, i))->used;
	}
	for (uint32_t slab = 1; slab <= nr_slabs(m); slab++)
		used -= slab_at(m, slab)->pfn && slab_at(m, slab)->exts;
	for (uint32_t sheaf = 1; sheaf <= nr_sheaves(m); sheaf++)
		used -= sheaf_at(m, sheaf)->memory != 0;
	return used;
}

static unsigned wished_ops(void)
{
	const char *wish = getenv("MMSCOPE_SHEAF_OPS");

	return wish ? (unsigned)strtoul(wish, NULL, 10) : 12000;
}

TEST(a_book_keeper_counts_the_same_objects_and_replay_ends_alike)
{
	struct model *m = boot_kernel("7.2", 2);
	struct book *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->taken = calloc((size_t)16384 * SLAB_OBJECTS_LIMIT, 1);
	assert_non_null(b->taken);
	for (unsigned i = 0; i < wished_ops(); i++) {
		/* Tides, so that barns fill and slabs go back. */
		unsigned odds = i / 1500 % 2 ? 4 : 8;

		if (b->nr == 0 ||
		    (b->nr < 2048 && random_below(&b->random, 12) < odds))
			book_take(b, m);
		else
			book_give_back(b, m);
		if (i % 1500 == 1499) {
			assert_int_equal(used_objects(m), b->nr);
			assert_sound(m);
		}
	}
	uint64_t there = model_digest(m);
	uint64_t end = history_steps(m);

	for (unsigned i = 0; i < 8; i++) {
		uint64_t at = random_below(&b->random, end);

		history_seek(m, at);
		if (at)
			history_step(m, at);
		history_seek(m, i % 2 ? 0 : end);
		history_seek(m, end);
		assert_true(model_digest(m) == there);
	}
	model_destroy(m);
	free(b->taken);
	free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_book_keeper_counts_the_same_objects_and_replay_ends_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
