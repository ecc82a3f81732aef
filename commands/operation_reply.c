/*
 * What is said about an operation that has run to its end.
 */
#include <inttypes.h>
#include <stdio.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "commands/operation_reply.h"
#include "commands/page_words.h"
#include "commands/tagging.h"
#include "core/page_type.h"

enum { SENTENCE_SIZE = 512, PFNS_SHOWN = 8 };

const char *alloc_path_name(enum alloc_path path)
{
	switch (path) {
	case PATH_NONE:
		break;
	case PATH_FAIL:
		return "fail";
	case PATH_SLOW:
		return "slow";
	case PATH_FALLBACK:
		return "fallback";
	case PATH_BUDDY:
		return "buddy";
	case PATH_PCP:
		return "pcp";
	}
	return "none";
}

const char *alloc_path_words(enum alloc_path path)
{
	switch (path) {
	case PATH_NONE:
	case PATH_FAIL:
		break;
	case PATH_SLOW:
		return "by the slow path";
	case PATH_FALLBACK:
		return "from another type's lists";
	case PATH_BUDDY:
		return "from the buddy lists";
	case PATH_PCP:
		return "from a pcp list";
	}
	return "refused";
}

static uint64_t steps_of(const struct model *m, uint32_t op)
{
	return history_op_end(m, op) - history_op_begin(m, op);
}

void reply_steps(struct session *s, uint32_t op, struct reply *r)
{
	uint64_t steps = steps_of(s->m, op);

	reply_text(r, " (%" PRIu64 " step%s)\n", steps, plural(steps));
	reply_number(r, "steps", (int64_t)steps);
}

void reply_ref(struct session *s, uint32_t op, struct reply *r)
{
	char ref[16];

	snprintf(ref, sizeof(ref), "$%u", history_values(s->m, op));
	reply_text(r, "%s = ", ref);
	reply_string(r, "ref", ref);
}

static const char *type_name(const struct model *m, int type)
{
	return type < 0 ? "none"
			: model_machine(m)->profile->migratetype_names[type];
}

/* The step that says why: the last one before the slow path gave up, if it
 * came so far. */
static uint64_t reason_of_refusal(const struct model *m, uint32_t op)
{
	uint64_t begin = history_op_begin(m, op);

	for (uint64_t at = history_op_end(m, op); at > begin + 1; at--)
		if (history_step(m, at).probe == PROBE_SLOWPATH_FAIL)
			return at - 1;
	/* The allocator's last word, not that of the hook around it. */
	if (history_op_meets(m, op, PROBE_ALLOC_HOOKS_RESTORE))
		return history_op_end(m, op) - 1;
	return history_op_end(m, op);
}

void reply_refused(struct session *s, uint32_t op, struct reply *r)
{
	char words[SENTENCE_SIZE];
	char why[SENTENCE_SIZE];

	narrate_operation(s->m, op, words, sizeof(words));
	narrate_step(s->m, reason_of_refusal(s->m, op), why, sizeof(why));
	reply_text(r, "no page, %s was refused: %s", words, why);
	reply_null(r, "pfn");
	reply_number(r, "order", history_result(s->m, op)->order);
	reply_null(r, "node");
	reply_null(r, "zone");
	reply_string(r, "why", why);
}

static void reply_page_got(struct session *s, const struct op_result *result,
			   struct reply *r)
{
	unsigned zone = (unsigned)result->zone;

	reply_text(r, "pfn %u, order %u, node %u zone %s, %s, %s", result->pfn,
		   result->order, zone_at(s->m, zone)->node,
		   zone_name(s->m, zone), type_name(s->m, result->migratetype),
		   alloc_path_words(result->path));
	reply_number(r, "pfn", result->pfn);
	reply_number(r, "order", result->order);
	reply_number(r, "node", zone_at(s->m, zone)->node);
	reply_string(r, "zone", zone_name(s->m, zone));
}

static void reply_alloc(struct session *s, uint32_t op, struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);

	reply_ref(s, op, r);
	if (result->pfn == PFN_NONE)
		reply_refused(s, op, r);
	else
		reply_page_got(s, result, r);
	reply_string(r, "migratetype", type_name(s->m, result->migratetype));
	reply_string(r, "path", alloc_path_name(result->path));
	reply_steps(s, op, r);
	if (result->pfn != PFN_NONE)
		s->page = result->pfn;
}

static void reply_bulk(struct session *s, uint32_t op, struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);
	struct json *pfns = json_array();

	reply_ref(s, op, r);
	unsigned wanted = history_op(s->m, op)->count;

	reply_text(r, "%u of %u page%s%s", result->count, wanted,
		   plural(wanted), result->count ? ": pfn" : "");
	for (unsigned i = 0; i < result->count; i++) {
		json_append(pfns, json_number(result->pfns[i]));
		if (i < PFNS_SHOWN)
			reply_text(r, " %u", result->pfns[i]);
	}
	if (result->count > PFNS_SHOWN)
		reply_text(r, " …");
	reply_value(r, "pfns", pfns);
	reply_string(r, "path", alloc_path_name(result->path));
	reply_steps(s, op, r);
}

/* Another reference keeps the first page.  The rest of a block goes back
 * nevertheless, unless it is one compound page. */
static void reply_held(const struct model *m, const struct operation *op,
		       struct reply *r)
{
	int32_t refcount = page_at(m, op->pfn)->refcount;
	int64_t others = pages_in(op->order) - 1;

	reply_null(r, "merged_order");
	reply_number(r, "refcount", refcount);
	if (others == 0 || page_is_compound_head(m, op->pfn))
		reply_text(r, "refcount %d, somebody holds it still", refcount);
	else
		reply_text(r,
			   "refcount %d, somebody holds page %u still; the "
			   "other %" PRId64 " page%s of the block went back",
			   refcount, op->pfn, others, plural((uint64_t)others));
}

static void reply_free(struct session *s, uint32_t op, struct reply *r)
{
	const struct op_result *result = history_result(s->m, op);
	const struct operation *operation = history_op(s->m, op);
	bool is_held = page_at(s->m, operation->pfn)->refcount > 0;

	reply_number(r, "pfn", operation->pfn);
	reply_number(r, "order", operation->order);
	reply_text(r, "pfn %u, order %u: ", operation->pfn, operation->order);
	if (is_held) {
		reply_held(s->m, operation, r);
	} else if (result->merged_order < 0) {
		reply_null(r, "merged_order");
		reply_text(r, "on a pcp list");
	} else {
		reply_number(r, "merged_order", result->merged_order);
		reply_text(r, "in a free block of order %d",
			   result->merged_order);
	}
	reply_steps(s, op, r);
	s->page = operation->pfn;
}

static void reply_freebatch(struct session *s, uint32_t op, struct reply *r)
{
	const struct operation *operation = history_op(s->m, op);
	struct json *pfns = json_array();

	for (unsigned i = 0; i < operation->count; i++)
		json_append(pfns, json_number(operation->blocks[i].pfn));
	reply_number(r, "pfn", operation->blocks[0].pfn);
	reply_number(r, "order", operation->blocks[0].order);
	reply_null(r, "merged_order");
	reply_value(r, "pfns", pfns);
	reply_text(r, "%u block%s freed, from pfn %u on", operation->count,
		   plural(operation->count), operation->blocks[0].pfn);
	reply_steps(s, op, r);
}

static void reply_refcount(struct session *s, uint32_t op, struct reply *r)
{
	pfn_t pfn = history_op(s->m, op)->pfn;
	int32_t refcount = page_at(s->m, pfn)->refcount;

	reply_number(r, "pfn", pfn);
	reply_number(r, "refcount", refcount);
	reply_text(r, "pfn %u: refcount %d%s", pfn, refcount,
		   refcount ? "" : ", the page is free");
	reply_steps(s, op, r);
	s->page = pfn;
}

/* The words that the operation may have changed, as they are now. */
static void reply_page_words(struct session *s, uint32_t op, struct reply *r)
{
	const struct model *m = s->m;
	const struct machine *machine = model_machine(m);
	pfn_t pfn = history_op(m, op)->pfn;
	uint32_t type = page_type_word(page_at(m, pfn));
	struct text out;

	text_init(&out);
	text_add(&out, "pfn %u: flags 0x%" PRIx64 "(", pfn, page_flags(m, pfn));
	flags_add_names(&out, &machine->layout, page_named_flags(m, pfn));
	text_add(&out, "), page_type 0x%08" PRIx32 " ", type);
	page_type_add_names(&out, machine->profile, type);
	text_add(&out, ", mapcount %" PRId64,
		 page_mapcount_of(machine->profile, type));
	reply_text(r, "%s", out.start);
	text_deinit(&out);
	reply_number(r, "pfn", pfn);
	reply_word(r, "flags", page_flags(m, pfn));
	reply_word(r, "page_type", type);
	reply_number(r, "mapcount", page_mapcount_of(machine->profile, type));
	reply_steps(s, op, r);
	s->page = pfn;
}

static void reply_pcp_work(struct session *s, uint32_t op, struct reply *r)
{
	char words[SENTENCE_SIZE];

	narrate_operation(s->m, op, words, sizeof(words));
	reply_text(r, "%s: done", words);
	reply_steps(s, op, r);
}

static void reply_split(struct session *s, uint32_t op, struct reply *r)
{
	const struct operation *operation = history_op(s->m, op);

	reply_number(r, "pfn", operation->pfn);
	reply_number(r, "order", operation->order);
	int64_t pages = pages_in(operation->order);

	reply_text(r, "pfn %u, order %u: now %" PRId64 " page%s of order 0",
		   operation->pfn, operation->order, pages,
		   plural((uint64_t)pages));
	reply_steps(s, op, r);
	s->page = operation->pfn;
}

static void reply_cpu(struct session *s, uint32_t op, struct reply *r)
{
	unsigned cpu = history_op(s->m, op)->cpu;
	unsigned node = model_machine(s->m)->cpu_node[cpu];

	reply_number(r, "cpu", cpu);
	reply_number(r, "node", node);
	reply_text(r, "operations run on cpu %u (node %u) from now on", cpu,
		   node);
	reply_steps(s, op, r);
}

static void reply_blocks(struct session *s, uint32_t op, struct reply *r)
{
	static void (*const replies[])(struct session *, uint32_t,
				       struct reply *) = {
		[OP_ALLOC] = reply_alloc, [OP_FREE] = reply_free,
		[OP_BULK] = reply_bulk,   [OP_FREEBATCH] = reply_freebatch,
		[OP_SPLIT] = reply_split,
	};

	replies[history_op(s->m, op)->kind](s, op, r);
}

static void reply_slab_work(struct session *s, uint32_t op, struct reply *r)
{
	if (history_op(s->m, op)->kind == OP_KMALLOC)
		reply_kmalloc(s, op, r);
	else
		reply_kfree(s, op, r);
}

void reply_result(struct session *s, uint32_t op, struct reply *r)
{
	static void (*const replies[])(struct session *, uint32_t,
				       struct reply *) = {
		[FAMILY_BLOCKS] = reply_blocks,
		[FAMILY_PCP] = reply_pcp_work,
		[FAMILY_CPU] = reply_cpu,
		[FAMILY_REFERENCE] = reply_refcount,
		[FAMILY_PAGE_WORDS] = reply_page_words,
		[FAMILY_OBJECTS] = reply_slab_work,
		[FAMILY_TAGGING] = reply_tagging,
	};

	replies[operation_family(history_op(s->m, op)->kind)](s, op, r);
}
