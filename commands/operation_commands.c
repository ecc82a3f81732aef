/*
 * Commands that run an operation, or start one.
 *
 * An operation is run whole and recorded; the cursor then goes to its end, to
 * the first stop that it passed, or (start) to its first step.  Nothing has
 * changed when it is refused: the future is dropped only once the operation
 * is known to be possible.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/session_internal.h"

/* An operation given inside another one first finishes that one. */
static void finish_current(struct session *s)
{
	uint32_t op = history_op_at(s->m, history_cursor(s->m));

	if (op)
		history_seek(s->m, history_op_end(s->m, op));
}

static void drop_future(struct session *s, struct reply *r)
{
	uint64_t steps = history_steps(s->m) - history_cursor(s->m);
	uint32_t ops = history_drop_future(s->m);

	if (!ops)
		return;
	session_forget_future(s);
	reply_text(r,
		   "%u operation%s (%" PRIu64
		   " step%s) after this point were dropped\n",
		   ops, plural(ops), steps, plural(steps));
	reply_number(r, "dropped_ops", ops);
	reply_number(r, "dropped_steps", (int64_t)steps);
}

/* First position of the last operation at which something stops; 0: none. */
static uint64_t first_stop(struct session *s, uint64_t begin)
{
	uint64_t end = history_steps(s->m);
	struct stop_search search;
	uint64_t stop = 0;

	stop_report_clear(&s->report);
	if (s->nr_breakpoints == 0)
		return 0;
	history_seek(s->m, begin);
	stop_search_begin(&search, s, end, NULL);
	while (!stop && history_cursor(s->m) < end &&
	       !stop_search_given_up(&search))
		if (stop_search_next(&search, end) &&
		    stop_at(s, history_cursor(s->m), false))
			stop = history_cursor(s->m);
	stop_search_end(&search);
	return stop;
}

static void reply_stopped(struct session *s, uint64_t position, struct reply *r)
{
	history_seek(s->m, position);
	if (stop_is_silent(s, r))
		return;
	if (s->report.number)
		reply_stop(s, r);
	else
		reply_string(r, "stopped", "start");
	reply_position(s, NULL, r);
}

/* Drops the future, runs, and stops where the cursor shall stand. */
static enum status run_possible(struct session *s, const struct operation *op,
				bool only_start, struct reply *r)
{
	int64_t where = 0;
	uint64_t stop = 0;

	s->moves++;
	stop_report_clear(&s->report);
	drop_future(s, r);
	uint64_t begin = history_steps(s->m);

	enum op_refusal refusal = operation_run(s->m, op, &where);

	if (refusal != OP_POSSIBLE)
		return operation_refused(s, refusal, op, where, r);
	uint32_t ran = history_ops(s->m);

	if (only_start)
		stop = history_steps(s->m) > begin ? begin + 1 : 0;
	else
		stop = first_stop(s, begin);
	if (stop) {
		reply_stopped(s, stop, r);
		return STATUS_OK;
	}
	history_seek(s->m, history_steps(s->m));
	reply_result(s, ran, r);
	return STATUS_OK;
}

static enum status run_operation(struct session *s, const char *name,
				 const struct arguments *args, bool only_start,
				 struct reply *r)
{
	struct operation_request request = { 0 };
	uint64_t stood = history_cursor(s->m);
	int64_t where = 0;

	finish_current(s);
	enum status status = operation_parse(s, name, args, &request, r);

	if (status == STATUS_OK) {
		enum op_refusal refusal =
			operation_check(s->m, &request.op, &where);

		status = operation_refused(s, refusal, &request.op, where, r);
	}
	if (status == STATUS_OK)
		status = run_possible(s, &request.op, only_start, r);
	else
		history_seek(s->m, stood);
	operation_request_deinit(&request);
	return status;
}

enum status operation_command_run(struct session *s, const char *name,
				  const struct arguments *args, struct reply *r)
{
	return run_operation(s, name, args, false, r);
}

static enum status run_alloc(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return run_operation(s, "alloc", args, false, r);
}

const struct command cmd_alloc = {
	.name = "alloc",
	.aliases = "a",
	.group = GROUP_OPERATIONS,
	.args = "ORDER [GFP] [node=N] [cpu=N] [tag=FILE:LINE:FUNCTION]",
	.summary = "Take 2^ORDER pages, as alloc_pages() does",
	.help = "GFP is the kernel's spelling (GFP_KERNEL|__GFP_COMP), a hex "
		"value, or a short\nword: unmovable, movable, reclaimable, "
		"atomic, nowait, dma, dma32.  Without\nit: GFP_KERNEL.  The "
		"block becomes the value $N, the last one is $.  A request\n"
		"that the allocator refuses is an answer, not an error.",
	.example = "alloc 3 movable",
	.completes = COMPLETE_GFP,
	.run = run_alloc,
};

static enum status run_free(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	return run_operation(s, "free", args, false, r);
}

const struct command cmd_free = {
	.name = "free",
	.group = GROUP_OPERATIONS,
	.args = "REF [ORDER] [cold]",
	.summary = "Give a block back, as __free_pages() does",
	.help = "REF is a pfn, $, $N, $N[i] or $name.  ORDER is needed only "
		"for a page that was\nin use before the history began.  The "
		"value of a bulk stands for all its pages,\nwhich then go "
		"back in one batch, as release_pages() does.",
	.example = "free $",
	.run = run_free,
};

static enum status run_bulk(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	return run_operation(s, "bulk", args, false, r);
}

const struct command cmd_bulk = {
	.name = "bulk",
	.group = GROUP_OPERATIONS,
	.args = "COUNT [GFP] [node=N]",
	.summary = "Take COUNT single pages, as alloc_pages_bulk() does",
	.help = "The pages are $N[0], $N[1] and so on; `free $N` frees all.  A "
		"kernel without a\n"
		"bulk allocator is asked page by page.",
	.example = "bulk 8 movable",
	.completes = COMPLETE_GFP,
	.run = run_bulk,
};

static enum status run_freebatch(struct session *s,
				 const struct arguments *args, struct reply *r)
{
	return run_operation(s, "freebatch", args, false, r);
}

const struct command cmd_freebatch = {
	.name = "freebatch",
	.group = GROUP_OPERATIONS,
	.args = "REF...",
	.summary = "Give several blocks back in one batch, as release_pages() "
		   "does",
	.example = "freebatch $1",
	.run = run_freebatch,
};

static enum status run_split(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return run_operation(s, "split", args, false, r);
}

const struct command cmd_split = {
	.name = "split",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Make single pages of an allocated block, as split_page() "
		   "does",
	.help = "Each page can then be freed by itself, by its pfn.",
	.example = "split $1",
	.run = run_split,
};

static enum status run_drain(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return run_operation(s, "drain", args, false, r);
}

const struct command cmd_drain = {
	.name = "drain",
	.group = GROUP_OPERATIONS,
	.args = "[CPU]",
	.summary = "Empty the pcp lists of one CPU, or of all",
	.help = "drain_pages() for one CPU, drain_all_pages() without.",
	.example = "drain",
	.run = run_drain,
};

static enum status run_decay(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return run_operation(s, "decay", args, false, r);
}

const struct command cmd_decay = {
	.name = "decay",
	.group = GROUP_OPERATIONS,
	.args = "[CPU]",
	.summary = "Let pcp lists shrink, as the kernel does now and then",
	.help = "decay_pcp_high() of all zones, on the present CPU or the one "
		"named.\nNothing shrinks in kernels whose pcp lists do not "
		"tune themselves.",
	.example = "decay",
	.run = run_decay,
};

static enum status run_cpu(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	return run_operation(s, "cpu", args, false, r);
}

const struct command cmd_cpu = {
	.name = "cpu",
	.group = GROUP_OPERATIONS,
	.args = "N",
	.summary = "Choose the CPU that later operations run on",
	.example = "cpu 0",
	.run = run_cpu,
};

static enum status run_get(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	return run_operation(s, "get", args, false, r);
}

const struct command cmd_get = {
	.name = "get",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Take one more reference on a page, as get_page() does",
	.example = "get $1",
	.run = run_get,
};

static enum status run_put(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	return run_operation(s, "put", args, false, r);
}

const struct command cmd_put = {
	.name = "put",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Drop a reference, as put_page() does",
	.help = "The last reference gives the page back.",
	.example = "put $1",
	.run = run_put,
};

/* The operation's full name, if the word means one; NULL otherwise. */
static const char *operation_named(const char *word)
{
	size_t matches = 0;
	const struct command *command =
		command_find(word, strlen(word), &matches);
	const char *name = NULL;

	for (size_t i = 0; command && (name = operation_word_nth(i)); i++)
		if (strcmp(name, command->name) == 0)
			return name;
	return NULL;
}

static enum status run_start(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	if (args->argc < 1)
		return command_usage("start", r);
	const char *name = operation_named(args->argv[0]);

	if (!name)
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no operation: start alloc, free, "
				  "bulk or another one of `help operations`",
				  args->argv[0]);
	struct arguments rest = { .rest = args->rest,
				  .argc = args->argc - 1,
				  .argv = args->argv + 1 };

	return run_operation(s, name, &rest, true, r);
}

const struct command cmd_start = {
	.name = "start",
	.group = GROUP_OPERATIONS,
	.args = "OPERATION...",
	.summary = "Begin an operation and stop at its first step",
	.help = "Then walk through it with step, next, finish, continue, or "
		"back with rs, rn,\n"
		"rc.",
	.example = "start alloc 0 movable",
	.completes = COMPLETE_OPERATIONS,
	.repeats = true,
	.repeats_as = "step",
	.run = run_start,
};
