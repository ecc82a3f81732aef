/*
 * Operations as typed: one parser per kind, from words to the inputs that the
 * core runs.  Options (node=, cpu=, tag=) may stand anywhere.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/kmalloc_words.h"
#include "commands/session_internal.h"
#include "commands/tagging.h"
#include "core/gfp.h"
#include "core/pageflag_info.h"

struct operation_word {
	const char *name; /* of the command */
	enum operation_kind kind;
	bool allocates; /* takes node= and tag= */
	enum status (*parse)(struct session *s, const struct arguments *args,
			     struct operation_request *request,
			     struct reply *r);
};

void operation_request_deinit(struct operation_request *request)
{
	free(request->blocks);
	free(request->sites);
	*request = (struct operation_request){ 0 };
}

static enum status take_number(const char *what, const char *text,
			       uint64_t most, unsigned *ret, struct reply *r)
{
	uint64_t number = 0;

	if (!parse_number(text, &number) || number > most)
		return reply_fail(r, STATUS_FAILED,
				  "%s \"%s\" is no number from 0 to %llu", what,
				  text, (unsigned long long)most);
	*ret = (unsigned)number;
	return STATUS_OK;
}

static enum status parse_alloc(struct session *s, const struct arguments *args,
			       struct operation_request *request,
			       struct reply *r)
{
	struct operation *op = &request->op;

	if (args->argc < 1 || args->argc > 2)
		return command_usage("alloc", r);
	enum status status = take_number("order", args->argv[0], OP_ORDER_MAX,
					 &op->order, r);

	if (status == STATUS_OK && args->argc == 2)
		status = parse_gfp(model_machine(s->m)->profile, args->argv[1],
				   &op->gfp, r);
	return status;
}

static enum status parse_bulk(struct session *s, const struct arguments *args,
			      struct operation_request *request,
			      struct reply *r)
{
	struct operation *op = &request->op;

	if (args->argc < 1 || args->argc > 2)
		return command_usage("bulk", r);
	enum status status = take_number("count", args->argv[0], OP_COUNT_MAX,
					 &op->count, r);

	if (status == STATUS_OK && args->argc == 2)
		status = parse_gfp(model_machine(s->m)->profile, args->argv[1],
				   &op->gfp, r);
	return status;
}

static enum status live_order(struct session *s, pfn_t pfn, unsigned *ret,
			      struct reply *r)
{
	enum op_refusal refusal = operation_live_order(s->m, pfn, ret);
	struct operation op = { .kind = OP_FREE, .pfn = pfn };

	if (refusal == OP_POSSIBLE)
		return STATUS_OK;
	return operation_refused(s, refusal, &op, pfn, r);
}

static void add_block(struct operation_request *request, pfn_t pfn,
		      unsigned order)
{
	unsigned nr = request->op.count;

	/* Room doubles at each power of two. */
	if ((nr & (nr - 1)) == 0) {
		size_t room = nr ? 2 * (size_t)nr : 1;

		request->blocks = realloc(request->blocks,
					  room * sizeof(*request->blocks));
		assert(request->blocks && "out of memory");
	}
	request->blocks[nr] =
		(struct block){ .pfn = pfn, .order = (uint8_t)order };
	request->op.count = nr + 1;
	request->op.blocks = request->blocks;
}

static enum status add_ref(struct session *s, const char *text,
			   struct operation_request *request, struct reply *r)
{
	struct page_ref ref;
	unsigned order = 0;
	enum status status = parse_ref(s, text, &ref, r);

	if (status != STATUS_OK)
		return status;
	uint32_t bulk = bulk_of_ref(s, text);

	if (bulk) {
		const struct op_result *result = history_result(s->m, bulk);

		for (unsigned i = 0; i < result->count; i++)
			add_block(request, result->pfns[i], 0);
		return STATUS_OK;
	}
	status = live_order(s, ref.pfn, &order, r);
	if (status == STATUS_OK)
		add_block(request, ref.pfn, order);
	return status;
}

/* `cold` ends the words of a free: nobody wants its pages soon.  Returns how
 * many words are before it. */
static int take_cold(const struct arguments *args,
		     struct operation_request *request)
{
	request->op.cold = args->argc > 1 &&
			   strcmp(args->argv[args->argc - 1], "cold") == 0;
	return args->argc - request->op.cold;
}

static enum status parse_freebatch(struct session *s,
				   const struct arguments *args,
				   struct operation_request *request,
				   struct reply *r)
{
	int nr = take_cold(args, request);
	enum status status = STATUS_OK;

	if (nr < 1)
		return command_usage("freebatch", r);
	for (int i = 0; i < nr && status == STATUS_OK; i++)
		status = add_ref(s, args->argv[i], request, r);
	return status;
}

static enum status take_page(struct session *s, const char *text,
			     struct operation_request *request, struct reply *r)
{
	struct page_ref ref;
	enum status status = parse_ref(s, text, &ref, r);

	if (status == STATUS_OK)
		request->op.pfn = ref.pfn;
	return status;
}

static enum status parse_free(struct session *s, const struct arguments *args,
			      struct operation_request *request,
			      struct reply *r)
{
	struct operation *op = &request->op;
	int nr = take_cold(args, request);

	if (nr < 1 || nr > 2)
		return command_usage("free", r);
	if (nr == 1 && bulk_of_ref(s, args->argv[0])) {
		op->kind = OP_FREEBATCH;
		return add_ref(s, args->argv[0], request, r);
	}
	enum status status = take_page(s, args->argv[0], request, r);

	if (status != STATUS_OK)
		return status;
	if (nr == 2)
		return take_number("order", args->argv[1], OP_ORDER_MAX,
				   &op->order, r);
	return live_order(s, op->pfn, &op->order, r);
}

static enum status parse_split(struct session *s, const struct arguments *args,
			       struct operation_request *request,
			       struct reply *r)
{
	if (args->argc != 1)
		return command_usage("split", r);
	enum status status = take_page(s, args->argv[0], request, r);

	if (status != STATUS_OK)
		return status;
	return live_order(s, request->op.pfn, &request->op.order, r);
}

static enum status parse_drain(struct session *s, const struct arguments *args,
			       struct operation_request *request,
			       struct reply *r)
{
	(void)s;
	if (args->argc > 1)
		return command_usage("drain", r);
	if (args->argc == 0) {
		request->op.kind = OP_DRAIN_ALL;
		return STATUS_OK;
	}
	return take_number("cpu", args->argv[0], INT32_MAX, &request->op.cpu,
			   r);
}

static enum status parse_decay(struct session *s, const struct arguments *args,
			       struct operation_request *request,
			       struct reply *r)
{
	(void)s;
	if (args->argc > 1)
		return command_usage("decay", r);
	return args->argc ? take_number("cpu", args->argv[0], INT32_MAX,
					&request->op.cpu, r)
			  : STATUS_OK;
}

static enum status parse_cpu(struct session *s, const struct arguments *args,
			     struct operation_request *request, struct reply *r)
{
	(void)s;
	if (args->argc != 1)
		return command_usage("cpu", r);
	return take_number("cpu", args->argv[0], INT32_MAX, &request->op.cpu,
			   r);
}

static enum status parse_page(struct session *s, const struct arguments *args,
			      struct operation_request *request,
			      struct reply *r)
{
	if (args->argc != 1)
		return reply_fail(r, STATUS_FAILED,
				  "name one page, as in `lock $1`");
	return take_page(s, args->argv[0], request, r);
}

static enum status parse_flag(struct session *s, const struct arguments *args,
			      struct operation_request *request,
			      struct reply *r)
{
	if (args->argc != 2)
		return reply_fail(r, STATUS_FAILED,
				  "name a page and a flag, as in `set-flag $1 "
				  "dirty`");
	int flag = pageflag_find(args->argv[1]);

	if (flag < 0)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no flag of page->flags: `flags` "
				  "lists them",
				  args->argv[1]);
	request->op.flag = (enum pageflag)flag;
	return take_page(s, args->argv[0], request, r);
}

static const struct operation_word words[] = {
	{ "alloc", OP_ALLOC, true, parse_alloc },
	{ "free", OP_FREE, false, parse_free },
	{ "bulk", OP_BULK, true, parse_bulk },
	{ "freebatch", OP_FREEBATCH, false, parse_freebatch },
	{ "split", OP_SPLIT, false, parse_split },
	{ "get", OP_GET, false, parse_page },
	{ "put", OP_PUT, false, parse_page },
	{ "map-page", OP_MAP, false, parse_page },
	{ "unmap-page", OP_UNMAP, false, parse_page },
	{ "lock", OP_LOCK, false, parse_page },
	{ "unlock", OP_UNLOCK, false, parse_page },
	{ "set-flag", OP_SET_FLAG, false, parse_flag },
	{ "clear-flag", OP_CLEAR_FLAG, false, parse_flag },
	{ "mark-slab", OP_MARK, false, parse_page },
	{ "mark-table", OP_MARK, false, parse_page },
	{ "mark-offline", OP_MARK, false, parse_page },
	{ "mark-guard", OP_MARK, false, parse_page },
	{ "unmark", OP_UNMARK, false, parse_page },
	{ "module", OP_MODULE_LOAD, false, parse_module },
	{ "mem_profiling", OP_PROFILING, false, parse_profiling },
	{ "hook", OP_HOOK, false, parse_hook },
	{ "unhook", OP_UNHOOK, false, parse_unhook },
	{ "drain", OP_DRAIN, false, parse_drain },
	{ "decay", OP_DECAY, false, parse_decay },
	{ "cpu", OP_CPU, false, parse_cpu },
	{ "kmalloc", OP_KMALLOC, true, parse_kmalloc },
	{ "kfree", OP_KFREE, false, parse_kfree },
};

enum { NR_WORDS = sizeof(words) / sizeof(words[0]) };

const char *operation_word_nth(size_t i)
{
	return i < NR_WORDS ? words[i].name : NULL;
}

/* Takes an option's value; *ret_taken false: the word is none. */
static enum status take_option(char *word, const struct operation_word *kind,
			       struct operation *op, bool *ret_taken,
			       struct reply *r)
{
	unsigned node = 0;

	*ret_taken = true;
	if (strncmp(word, "cpu=", 4) == 0)
		return take_number("cpu", word + 4, INT32_MAX, &op->cpu, r);
	if (kind->allocates && strncmp(word, "tag=", 4) == 0)
		return call_site_parse(word + 4, &op->tag, r);
	if (kind->allocates && strncmp(word, "node=", 5) == 0) {
		enum status status =
			take_number("node", word + 5, INT32_MAX, &node, r);

		op->nid = (int)node;
		return status;
	}
	*ret_taken = false;
	return STATUS_OK;
}

/* Moves the options out of the words; what is left is in *rest. */
static enum status take_options(const struct operation_word *kind,
				const struct arguments *args,
				struct operation *op, struct arguments *rest,
				struct reply *r)
{
	*rest = (struct arguments){ .rest = args->rest, .argv = args->argv };
	for (int i = 0; i < args->argc; i++) {
		bool taken = false;
		enum status status =
			take_option(args->argv[i], kind, op, &taken, r);

		if (status != STATUS_OK)
			return status;
		if (!taken)
			rest->argv[rest->argc++] = args->argv[i];
	}
	return STATUS_OK;
}

enum status operation_parse(struct session *s, const char *name,
			    const struct arguments *args,
			    struct operation_request *ret, struct reply *r)
{
	const struct machine *machine = model_machine(s->m);
	const struct operation_word *word = words;
	struct arguments rest;

	while (word < words + NR_WORDS && strcmp(word->name, name) != 0)
		word++;
	assert(word < words + NR_WORDS && "an operation without a parser");
	struct operation_request request = {
		.op = { .kind = word->kind,
			.cpu = model_current_cpu(s->m),
			.gfp = 0,
			.nid = -1,
			.mark = mark_named(name) },
	};
	struct operation *op = &request.op;

	if (word->allocates && !gfp_lookup(machine->profile, "GFP_KERNEL",
					   strlen("GFP_KERNEL"), &op->gfp))
		return reply_fail(r, STATUS_BROKEN,
				  "the profile of kernel %s has no GFP_KERNEL",
				  machine->profile->series);
	enum status status = take_options(word, args, op, &rest, r);

	if (status == STATUS_OK)
		status = word->parse(s, &rest, &request, r);
	if (status == STATUS_OK)
		status = check_call_site(s, op, r);
	if (op->nid < 0 && op->cpu < machine->nr_cpus && op->kind != OP_KMALLOC)
		op->nid = machine->cpu_node[op->cpu];
	if (status == STATUS_OK)
		*ret = request;
	else
		operation_request_deinit(&request);
	return status;
}
