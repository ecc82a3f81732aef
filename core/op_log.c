#include "core/op_log.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct kept_operation {
	struct operation op;
	struct block *blocks; /* what op.blocks points to; owned */
};

/* Operations of its own, a part of another log, or two logs joined. */
struct op_log {
	unsigned owners;
	size_t nr;
	struct kept_operation *ops; /* NULL: it is a part, or joined */
	struct op_log *base;        /* a part of this one… */
	size_t first;               /* …from here on */
	struct op_log *left, *right;
};

static struct op_log *make(struct op_log made)
{
	struct op_log *log = malloc(sizeof(*log));

	assert(log && "the host has no memory for a log of operations");
	*log = made;
	log->owners = 1;
	return log;
}

static struct op_log *hold(struct op_log *log)
{
	log->owners++;
	return log;
}

static void keep(struct kept_operation *kept, const struct operation *op)
{
	size_t bytes = op->count * sizeof(*op->blocks);

	kept->op = *op;
	if (!op->blocks)
		return;
	kept->blocks = malloc(bytes + 1);
	assert(kept->blocks && "the host has no memory for a batch");
	memcpy(kept->blocks, op->blocks, bytes);
	kept->op.blocks = kept->blocks;
}

struct op_log *op_log_take(const struct model *m, uint32_t after)
{
	size_t nr = history_ops(m) - after;
	struct kept_operation *ops = calloc(nr + 1, sizeof(*ops));

	assert(ops && "the host has no memory for a log of operations");
	for (size_t i = 0; i < nr; i++)
		keep(&ops[i], history_op(m, after + 1 + (uint32_t)i));
	return make((struct op_log){ .nr = nr, .ops = ops });
}

static struct op_log *part(struct op_log *log, size_t first, size_t nr)
{
	assert(first + nr <= log->nr);
	return make(
		(struct op_log){ .nr = nr, .base = hold(log), .first = first });
}

struct op_log *op_log_first(struct op_log *log, size_t nr)
{
	return part(log, 0, nr);
}

struct op_log *op_log_rest(struct op_log *log, size_t after)
{
	return part(log, after, log->nr - after);
}

struct op_log *op_log_join(struct op_log *first, struct op_log *second)
{
	return make((struct op_log){ .nr = first->nr + second->nr,
				     .left = hold(first),
				     .right = hold(second) });
}

static void free_operations(struct op_log *log)
{
	for (size_t i = 0; log->ops && i < log->nr; i++)
		free(log->ops[i].blocks);
	free(log->ops);
}

/* Logs are made of logs made before, in chains as long as there were changes
 * of branches. */
void op_log_release(struct op_log *log)
{
	while (log && --log->owners == 0) {
		struct op_log *next = log->base ? log->base : log->left;

		op_log_release(log->right);
		free_operations(log);
		free(log);
		log = next;
	}
}

size_t op_log_length(const struct op_log *log)
{
	return log->nr;
}

const struct operation *op_log_at(const struct op_log *log, size_t i)
{
	assert(i < log->nr);
	while (!log->ops) {
		if (log->base) {
			i += log->first;
			log = log->base;
		} else if (i < log->left->nr) {
			log = log->left;
		} else {
			i -= log->left->nr;
			log = log->right;
		}
	}
	return &log->ops[i].op;
}

static bool same_blocks(const struct operation *a, const struct operation *b)
{
	if (!a->blocks || !b->blocks)
		return a->blocks == b->blocks;
	for (unsigned i = 0; i < a->count; i++)
		if (a->blocks[i].pfn != b->blocks[i].pfn ||
		    a->blocks[i].order != b->blocks[i].order)
			return false;
	return true;
}

/* Of one model, so that equal names are the same. */
static bool same_site(const struct codetag *a, const struct codetag *b)
{
	return a->file == b->file && a->line == b->line &&
	       a->function == b->function && a->module == b->module;
}

static bool same_module(const struct operation *a, const struct operation *b)
{
	if (a->module != b->module || a->align != b->align ||
	    a->nr_sites != b->nr_sites)
		return false;
	for (uint32_t i = 0; i < a->nr_sites; i++)
		if (!same_site(&a->sites[i], &b->sites[i]))
			return false;
	return true;
}

static bool same(const struct operation *a, const struct operation *b)
{
	return a->kind == b->kind && a->cpu == b->cpu && a->order == b->order &&
	       a->gfp == b->gfp && a->nid == b->nid && a->pfn == b->pfn &&
	       a->flag == b->flag && a->mark == b->mark && a->cold == b->cold &&
	       a->size == b->size && a->object == b->object &&
	       a->variable == b->variable && a->profiling == b->profiling &&
	       a->count == b->count && same_blocks(a, b) && same_module(a, b) &&
	       same_site(&a->tag, &b->tag);
}

size_t op_log_common(const struct op_log *a, const struct op_log *b)
{
	size_t nr = a->nr < b->nr ? a->nr : b->nr;
	size_t common = 0;

	while (common < nr && same(op_log_at(a, common), op_log_at(b, common)))
		common++;
	return common;
}

bool op_log_run(const struct op_log *log, struct model *m,
		const struct progress *progress, size_t *ret_done)
{
	enum { EVERY = 256 };
	int64_t where = 0;
	size_t i = 0;

	for (*ret_done = 0; i < log->nr; *ret_done = ++i) {
		if (i % EVERY == 0 && progress &&
		    progress->report(progress->context, i, log->nr))
			return false;
		if (operation_run(m, op_log_at(log, i), &where) != OP_POSSIBLE)
			return false;
	}
	return true;
}
