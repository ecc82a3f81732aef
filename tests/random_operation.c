/*
 * Random operations: what a busy machine might ask, in any order.
 */
#include "tests/random_operation.h"

#include "core/page_type.h"
#include "tests/harness.h"

/* splitmix64 by its published constants: any seed will do, also 0. */
uint64_t random_next(struct random *r)
{
	r->state += 0x9e3779b97f4a7c15U;
	uint64_t z = r->state;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return z ^ (z >> 31);
}

uint64_t random_below(struct random *r, uint64_t limit)
{
	return random_next(r) % limit;
}

static bool one_in(struct random *r, unsigned n)
{
	return random_below(r, n) == 0;
}

/* Small orders are frequent, every order occurs. */
static unsigned random_order(struct random *r, const struct model *m)
{
	unsigned highest = model_machine(m)->max_order;

	if (one_in(r, 8))
		return (unsigned)random_below(r, highest + 1);
	if (one_in(r, 3))
		return (unsigned)random_below(r, 4);
	return 0;
}

static gfp_t random_gfp(struct random *r, const struct model *m)
{
	static const char *const masks[] = {
		"GFP_KERNEL",
		"GFP_KERNEL",
		"GFP_HIGHUSER_MOVABLE",
		"GFP_HIGHUSER_MOVABLE",
		"GFP_KERNEL|__GFP_RECLAIMABLE",
		"GFP_ATOMIC",
		"GFP_ATOMIC|__GFP_NOMEMALLOC",
		"GFP_NOWAIT",
		"GFP_NOWAIT|__GFP_HIGH",
	};
	gfp_t gfp = gfp_named(
		m, masks[random_below(r, sizeof(masks) / sizeof(*masks))]);

	if (one_in(r, 40))
		gfp = gfp_named(m, one_in(r, 2) ? "GFP_DMA" : "GFP_DMA32");
	if (one_in(r, 3))
		gfp |= gfp_named(m, "__GFP_COMP");
	if (one_in(r, 16))
		gfp |= gfp_named(m, "__GFP_THISNODE");
	if (one_in(r, 16))
		gfp |= gfp_named(m, "__GFP_NOWARN");
	return gfp;
}

static void make_alloc(struct random *r, const struct model *m,
		       struct operation *op)
{
	op->kind = OP_ALLOC;
	op->order = random_order(r, m);
	op->gfp = random_gfp(r, m);
	op->nid = (int)random_below(r, model_machine(m)->nr_nodes);
	if (!one_in(r, 16))
		return;
	op->kind = OP_BULK;
	op->order = 0;
	op->count = 1 + (unsigned)random_below(r, 200);
}

/* Only pages with a count of their own can go in a batch. */
static bool is_single(struct live_block block)
{
	return block.order == 0 || block.compound;
}

bool random_undo(const struct model *m, pfn_t pfn, struct operation *op)
{
	const struct machine *machine = model_machine(m);
	uint32_t word = page_type_word(page_at(m, pfn));
	uint64_t flags = page_flags(m, pfn);

	if (flags & pageflag_mask(&machine->layout, PG_locked))
		op->kind = OP_UNLOCK;
	else if (flags & pageflag_mask(&machine->layout, PG_slab) ||
		 page_has_type(machine->profile, word))
		op->kind = OP_UNMARK;
	else if (page_mapcount_of(machine->profile, word) > 0)
		op->kind = OP_UNMAP;
	else
		return false;
	return true;
}

static void make_batch(struct random *r, const struct model *m,
		       const struct bookkeeper *b, struct operation *op)
{
	struct operation undo;

	size_t live = bookkeeper_live(b);
	size_t at = random_below(r, live);
	size_t wanted = 1 + random_below(r, RANDOM_BATCH);

	op->kind = OP_FREEBATCH;
	op->blocks = r->batch;
	for (size_t i = 0; i < live && op->count < wanted; i++) {
		struct live_block block = bookkeeper_block(b, (at + i) % live);

		if (!is_single(block) || random_undo(m, block.pfn, &undo))
			continue;
		r->batch[op->count++] = (struct block){
			.pfn = block.pfn,
			.order = (uint8_t)block.order,
		};
	}
}

/* Something that a page's users do to its words; page types as far as the
 * kernel has them. */
static void make_change(struct random *r, const struct model *m,
			struct operation *op)
{
	static const enum operation_kind kinds[] = { OP_MAP, OP_LOCK,
						     OP_SET_FLAG, OP_CLEAR_FLAG,
						     OP_MARK };
	static const enum pageflag flags[] = { PG_dirty, PG_referenced,
					       PG_uptodate };

	op->kind = kinds[random_below(r, sizeof(kinds) / sizeof(*kinds))];
	op->flag = flags[random_below(r, sizeof(flags) / sizeof(*flags))];
	op->mark = (enum page_mark)random_below(r, NR_PAGE_MARKS);
	int64_t where = 0;

	if (operation_check(m, op, &where) == OP_NO_SUCH_TYPE)
		op->kind = OP_MAP;
}

/* What may happen to a live block before somebody frees it. */
static void make_use(struct random *r, const struct model *m,
		     const struct bookkeeper *b, struct operation *op)
{
	struct live_block block =
		bookkeeper_block(b, random_below(r, bookkeeper_live(b)));

	op->pfn = block.pfn;
	op->order = block.order;
	op->kind = OP_FREE;
	if (random_undo(m, block.pfn, op))
		return;
	if (one_in(r, 16)) {
		make_change(r, m, op);
	} else if (block.order > 0 && block.references == 1 &&
		   !block.compound && one_in(r, 16)) {
		op->kind = OP_SPLIT;
	} else if (is_single(block) && one_in(r, 16)) {
		op->kind = block.references > 1 ? OP_PUT : OP_GET;
	} else if (one_in(r, 64)) {
		op->kind = OP_GET;
	}
}

/* Modules that come and go, call sites that stay open; what is not possible
 * now is left out. */
static void make_tagging(struct random *r, const struct model *m,
			 struct operation *op)
{
	static const enum operation_kind kinds[] = {
		OP_MODULE_LOAD, OP_MODULE_UNLOAD, OP_MODULE_REPLACE,
		OP_HOOK,        OP_UNHOOK,
	};
	static const char *const names[] = { "ma", "mb", "mc", "md" };
	struct operation tagging = {
		.kind = kinds[random_below(r, sizeof(kinds) / sizeof(*kinds))],
		.cpu = op->cpu,
		.tag = op->tag,
		.module = names[random_below(r, 4)],
	};
	int64_t where = 0;

	if (tagging.kind == OP_MODULE_LOAD)
		tagging.count = (unsigned)random_below(r, 40);
	if (operation_check(m, &tagging, &where) == OP_POSSIBLE)
		*op = tagging;
}

static void make_upkeep(struct random *r, const struct model *m,
			struct operation *op)
{
	static const enum operation_kind kinds[] = { OP_DRAIN, OP_DRAIN_ALL,
						     OP_DECAY, OP_CPU };

	op->kind = kinds[random_below(r, sizeof(kinds) / sizeof(*kinds))];
	op->cpu = (unsigned)random_below(r, model_machine(m)->nr_cpus);
	if (mem_profiling(m).exists && one_in(r, 3))
		make_tagging(r, m, op);
}

/* A few call sites, as of a program that allocates in loops. */
static struct codetag random_site(struct random *r)
{
	struct codetag site = {
		.file = "lib/random.c",
		.function = "busy",
		.line = 1 + (unsigned)random_below(r, 20),
	};

	return site;
}

struct operation random_operation(struct random *r, const struct model *m,
				  const struct bookkeeper *b)
{
	struct operation op = {
		.cpu = (unsigned)random_below(r, model_machine(m)->nr_cpus),
		.tag = random_site(r),
	};
	int64_t free = bookkeeper_free_pages(b);

	if (free < bookkeeper_all_pages(b) / 50)
		r->filling = false;
	else if (free > bookkeeper_all_pages(b) * 9 / 10)
		r->filling = true;

	unsigned shrink = r->filling ? 4 : 9; /* of 12 */

	if (one_in(r, 64)) {
		make_upkeep(r, m, &op);
	} else if (bookkeeper_live(b) == 0 || random_below(r, 12) >= shrink) {
		make_alloc(r, m, &op);
	} else if (one_in(r, 32)) {
		make_batch(r, m, b, &op);
	} else {
		make_use(r, m, b, &op);
	}
	if (op.kind == OP_FREEBATCH && op.count == 0)
		make_use(r, m, b, &op);
	/* Most that people type name no site. */
	if ((op.kind == OP_ALLOC || op.kind == OP_FREE) && !r->names_all &&
	    one_in(r, 2))
		op.tag = (struct codetag){ 0 };
	return op;
}
