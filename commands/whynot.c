/*
 * whynot: would a request succeed now?  If not, what stops it in each zone,
 * and which change would let it through.
 *
 * Nothing is concluded: the request and each proposal run on trial, from the
 * state at the cursor, and leave no trace.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "commands/whynot_internal.h"
#include "core/trial.h"

enum { LINE_SIZE = 1024, FREES_SHOWN = 6, MOST_TRIALS = 400 };

void proposals_deinit(struct proposals *p)
{
	for (size_t i = 0; i < p->nr; i++)
		free(p->list[i].freed);
	p->nr = 0;
}

void proposal_add(struct proposals *p, const struct proposal *proposal)
{
	if (p->nr < MAX_PROPOSALS)
		p->list[p->nr++] = *proposal;
	else
		free(proposal->freed);
}

/* As it is when one types it: on the CPU that operations run on. */
static struct operation free_of(const struct model *m,
				const struct block *block)
{
	return (struct operation){ .kind = OP_FREE,
				   .cpu = model_current_cpu(m),
				   .pfn = block->pfn,
				   .order = block->order };
}

/* Everything that comes before the request; false: part of it is refused. */
static bool prepare(const struct model *m, struct trial *t,
		    const struct proposal *proposal)
{
	struct op_result ignored;

	for (size_t i = 0; i < proposal->nr_freed; i++) {
		const struct operation op = free_of(m, &proposal->freed[i]);

		if (trial_run(t, &op, &ignored) != OP_POSSIBLE)
			return false;
	}
	const struct operation drain = { .kind = OP_DRAIN_ALL };

	return !proposal->drains ||
	       trial_run(t, &drain, &ignored) == OP_POSSIBLE;
}

/* Who waits is told of as many trials as there mostly are. */
static bool is_given_up(struct session *s, const struct proposals *p)
{
	struct progress progress = session_progress(s);
	uint64_t total = p->tried < MOST_TRIALS ? MOST_TRIALS : p->tried;

	return progress.report(progress.context, p->tried, total);
}

bool proposal_works(struct session *s, struct proposals *p,
		    struct proposal *proposal)
{
	struct op_result result = { .pfn = PFN_NONE };

	p->interrupted = p->interrupted || is_given_up(s, p);
	if (p->interrupted)
		return false;
	p->tried++;
	struct trial *t = trial_begin(s->m);

	if (!t)
		return false;
	bool works = prepare(s->m, t, proposal) &&
		     trial_run(t, &proposal->op, &result) == OP_POSSIBLE &&
		     is_given(&proposal->op, &result);

	trial_end(t);
	if (works)
		proposal->result = result;
	return works;
}

/* The zone that gave a page, as "zone Normal, node 0"; or the object. */
static void add_got(const struct model *m, const struct op_result *result,
		    struct text *out)
{
	if (add_got_object(m, result, out))
		return;
	unsigned zone = (unsigned)result->zone;

	text_add(out, "page %" PRIu32 " of zone %s, node %u, %s", result->pfn,
		 zone_name(m, zone), zone_at(m, zone)->node,
		 alloc_path_words(result->path));
}

static void got_keys(struct json *object, const struct model *m,
		     const struct op_result *result)
{
	bool got = result->pfn != PFN_NONE;
	unsigned zone = got ? (unsigned)result->zone : 0;

	json_add(object, "pfn", got ? json_number(result->pfn) : json_null());
	json_add(object, "node",
		 got ? json_number(zone_at(m, zone)->node) : json_null());
	json_add(object, "zone",
		 got ? json_string(zone_name(m, zone)) : json_null());
	json_add(object, "path", json_string(alloc_path_name(result->path)));
}

/* What a gate is, in words that need no step. */
static void add_gate(const struct model *m, const struct whynot *w,
		     const struct zone_gate *gate, struct text *out)
{
	char sentence[LINE_SIZE] = "";

	if (gate->has_step)
		narrate_this_step(m, &gate->step, sentence, sizeof(sentence));
	switch (gate->gate) {
	case GATE_MASK:
		text_add(out, "the mask does not reach up to this zone");
		return;
	case GATE_NODE:
		text_add(out, "__GFP_THISNODE keeps the request on node %d",
			 w->pages.nid);
		return;
	case GATE_UNASKED:
		text_add(out, "the request does not come to it");
		return;
	case GATE_WATERMARK:
		text_add(out, "too few free pages, %" PRId64 " short: ",
			 gate->missing);
		break;
	case GATE_BLOCK:
		text_add(out,
			 "pages enough, but no block of order %u or more that "
			 "it may use: ",
			 w->pages.order);
		break;
	case GATE_LISTS:
		text_add(out, "the mark holds, but no list may serve it: ");
		break;
	case GATE_PASSED:
	case NR_GATES:
		break;
	}
	text_add(out, "%s", sentence);
}

static void reply_gate(struct session *s, const struct whynot *w, unsigned zone,
		       struct json *gates, struct reply *r)
{
	const struct zone_gate *gate = &w->gates[zone];
	struct json *object = zone_json(s->m, zone);
	struct text line;
	struct text words;

	text_init(&line);
	text_init(&words);
	add_gate(s->m, w, gate, &words);
	text_add(&line, "  node %u %s, ✗ %s: %s", zone_at(s->m, zone)->node,
		 zone_name(s->m, zone), gate_name(gate->gate), words.start);
	reply_paragraph(r, 4, line.start);
	json_add(object, "gate", json_string(gate_name(gate->gate)));
	json_add(object, "why", json_string(words.start));
	json_add(object, "missing",
		 gate->gate == GATE_WATERMARK ? json_number(gate->missing)
					      : json_null());
	json_append(gates, object);
	text_deinit(&words);
	text_deinit(&line);
}

static void reply_gates(struct session *s, const struct whynot *w,
			struct reply *r)
{
	struct json *gates = json_array();
	char sentence[LINE_SIZE] = "";
	char line[LINE_SIZE + 16];

	reply_text(r, "What stops it:\n");
	for (unsigned zone = 0; zone < nr_zones(s->m); zone++)
		reply_gate(s, w, zone, gates, r);
	reply_value(r, "gates", gates);
	if (!w->ends) {
		reply_null(r, "ending");
		return;
	}
	narrate_this_step(s->m, &w->ending, sentence, sizeof(sentence));
	snprintf(line, sizeof(line), "In the end: %s", sentence);
	reply_paragraph(r, 2, line);
	reply_string(r, "ending", sentence);
}

/* "free 512 3" and so on: the lines that one would type. */
static struct json *commands_json(const struct model *m,
				  const struct proposal *proposal)
{
	struct json *commands = json_array();
	char line[LINE_SIZE];

	for (size_t i = 0; i < proposal->nr_freed; i++) {
		const struct operation op = free_of(m, &proposal->freed[i]);

		narrate_this_operation(m, &op, line, sizeof(line));
		json_append(commands, json_string(line));
	}
	if (proposal->drains)
		json_append(commands, json_string("drain"));
	narrate_this_operation(m, &proposal->op, line, sizeof(line));
	json_append(commands, json_string(line));
	return commands;
}

static void add_commands(const struct model *m, const struct proposal *proposal,
			 struct text *out)
{
	char line[LINE_SIZE];

	for (size_t i = 0; i < proposal->nr_freed && i < FREES_SHOWN; i++) {
		const struct operation op = free_of(m, &proposal->freed[i]);

		narrate_this_operation(m, &op, line, sizeof(line));
		text_add(out, "`%s`, ", line);
	}
	if (proposal->nr_freed > FREES_SHOWN)
		text_add(out, "and %zu more block%s, ",
			 proposal->nr_freed - FREES_SHOWN,
			 plural(proposal->nr_freed - FREES_SHOWN));
	if (proposal->drains)
		text_add(out, "`drain`, ");
	narrate_this_operation(m, &proposal->op, line, sizeof(line));
	text_add(out, "`%s`", line);
}

static void reply_proposal(struct session *s, const struct proposal *proposal,
			   struct json *list, struct reply *r)
{
	struct json *object = json_object();
	struct text line;

	text_init(&line);
	text_add(&line, "  %s", proposal->kind);
	if (proposal->nr_freed > 0)
		text_add(&line, " %zu block%s", proposal->nr_freed,
			 plural(proposal->nr_freed));
	text_add(&line, ": ");
	add_commands(s->m, proposal, &line);
	text_add(&line, " gets ");
	add_got(s->m, &proposal->result, &line);
	reply_paragraph(r, 4, line.start);
	text_deinit(&line);
	json_add(object, "kind", json_string(proposal->kind));
	json_add(object, "commands", commands_json(s->m, proposal));
	got_keys(object, s->m, &proposal->result);
	json_append(list, object);
}

static void reply_proposals(struct session *s, const struct whynot *w,
			    struct reply *r)
{
	struct proposals p = { .nr = 0 };
	struct json *list = json_array();

	propose_changes(s, w, &p);
	propose_frees(s, w, &p);
	reply_text(r, p.nr ? "What would let it through:\n"
			   : "Nothing that was tried would let it through.\n");
	for (size_t i = 0; i < p.nr; i++)
		reply_proposal(s, &p.list[i], list, r);
	if (p.interrupted)
		reply_text(r, "Interrupted: not all was tried.\n");
	reply_text(r,
		   "Each was tried on a scratch copy of the machine, %lu in "
		   "all; nothing has changed.\n",
		   p.tried);
	reply_value(r, "proposals", list);
	reply_number(r, "tried", (int64_t)p.tried);
	reply_value(r, "interrupted", json_bool(p.interrupted));
	proposals_deinit(&p);
}

static void reply_answer(struct session *s, const struct whynot *w,
			 struct reply *r)
{
	bool succeeds = is_given(&w->op, &w->result);
	struct text line;
	char request[256];

	narrate_this_operation(s->m, &w->op, request, sizeof(request));
	text_init(&line);
	if (succeeds) {
		text_add(&line, "It would succeed: `%s` gets ", request);
		add_got(s->m, &w->result, &line);
		text_add(&line, " (%" PRIu64 " steps); nothing has changed.",
			 w->steps);
	} else {
		text_add(&line, "`%s` would be refused.", request);
	}
	reply_paragraph(r, 0, line.start);
	text_deinit(&line);
	reply_string(r, "request", request);
	reply_value(r, "succeeds", json_bool(succeeds));
	if (reply_is_json(r))
		got_keys(reply_object(r), s->m, &w->result);
	reply_number(r, "steps", (int64_t)w->steps);
}

static enum status answer(struct session *s, struct whynot *w, struct reply *r)
{
	struct trial *t = trial_begin(s->m);
	int64_t where = 0;

	if (!t)
		return reply_fail(r, STATUS_FAILED,
				  "whynot: the host has no memory to try it");
	enum op_refusal refusal = operation_check(s->m, &w->op, &where);

	if (refusal == OP_POSSIBLE) {
		trial_run(t, &w->op, &w->result);
		w->steps = trial_steps(t);
		gates_read(s->m, t, w);
	}
	trial_end(t);
	if (refusal != OP_POSSIBLE)
		return operation_refused(s, refusal, &w->op, where, r);
	reply_answer(s, w, r);
	if (is_given(&w->op, &w->result))
		return STATUS_OK;
	reply_gates(s, w, r);
	reply_proposals(s, w, r);
	return STATUS_OK;
}

static enum status run_whynot(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	uint64_t stood = history_cursor(s->m);
	uint32_t op = history_op_at(s->m, stood);
	struct operation_request request = { .blocks = NULL };
	struct whynot w = { .steps = 0 };

	if (args->argc == 0)
		return command_usage("whynot", r);
	/* As the request itself would: an operation is finished first. */
	if (op)
		history_seek(s->m, history_op_end(s->m, op));
	bool finishes = history_cursor(s->m) != stood;
	bool kmalloc = strcmp(args->argv[0], "kmalloc") == 0;
	const struct arguments words = { .rest = args->rest,
					 .argc = args->argc - kmalloc,
					 .argv = args->argv + kmalloc };
	enum status status = operation_parse(s, kmalloc ? "kmalloc" : "alloc",
					     &words, &request, r);

	if (status == STATUS_OK) {
		w.op = request.op;
		w.pages = request.op;
		status = answer(s, &w, r);
	}
	if (finishes && status == STATUS_OK)
		reply_text(r,
			   "This is the state after operation %" PRIu32
			   ", in which the cursor stands.\n",
			   op);
	history_seek(s->m, stood);
	operation_request_deinit(&request);
	return status;
}

const struct command cmd_whynot = {
	.name = "whynot",
	.group = GROUP_LOOKING,
	.args = "[kmalloc] ORDER|SIZE [GFP] [node=N] [cpu=N]",
	.summary = "Try a request: what stops it, and what would help",
	.help = "The request is tried on a scratch copy of the machine.  If it "
		"is refused, the\n"
		"gate that stops it in each zone is named, then the changes "
		"that would let it\n"
		"through: the largest smaller order or size, a flag more or "
		"less, another node\n"
		"or CPU, a drain, the fewest blocks to free.  Each was tried "
		"as well; the\n"
		"machine and its history stay as they are.",
	.example = "whynot 10 atomic",
	.completes = COMPLETE_GFP,
	.takes_long = true,
	.run = run_whynot,
};
