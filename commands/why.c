/*
 * why: the step at the cursor, its reason, its writes, and the chain of
 * decisions that led to it; of a page, how it came to where it is.
 */
#include <inttypes.h>
#include <stdio.h>

#include "commands/call_stack.h"
#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "commands/why_page.h"

enum { WRITES_SHOWN = 40, SENTENCE_SIZE = 1024, LINE_SIZE = 256 };

static void writes_of_step(const struct model *m, uint64_t position,
			   struct reply *r)
{
	unsigned nr = history_nr_writes(m, position);
	struct json *writes = json_array();

	if (nr)
		reply_text(r, "Writes:\n");
	for (unsigned i = 0; i < nr; i++) {
		struct write write = history_write(m, position, i);
		char line[LINE_SIZE];

		if (i >= WRITES_SHOWN && !reply_is_json(r))
			break;
		narrate_write(m, &write, line, sizeof(line));
		reply_text(r, "  %s\n", line);
		json_append(writes, json_string(line));
	}
	if (nr > WRITES_SHOWN)
		reply_text(r, "  ... and %u more\n", nr - WRITES_SHOWN);
	reply_value(r, "writes", writes);
}

static void operands_text(const struct model *m, const struct step *step,
			  struct reply *r)
{
	const struct probe *probe = probe_in(m, step->probe);
	struct text line;

	text_init(&line);
	text_add(&line, "Operands: ");
	for (unsigned i = 0; i < probe->nr_args; i++) {
		char value[LINE_SIZE];

		narrate_arg(m, probe->args[i].kind, step->args[i], value,
			    sizeof(value));
		text_add(&line, "%s%s %s", i ? ", " : "", probe->args[i].name,
			 value);
	}
	if (probe->nr_args)
		reply_paragraph(r, 10, line.start);
	text_deinit(&line);
}

static void reply_node(struct session *s, const struct why_node *node,
		       struct reply *r)
{
	bool here = !node->gap_end && node->step == history_cursor(s->m);
	const char *sign =
		here ? "▶" : why_mark_sign((enum why_mark)node->mark);
	char sentence[SENTENCE_SIZE];
	char line[SENTENCE_SIZE + 2 * TEXT_COLUMNS];
	unsigned level =
		node->level < TEXT_COLUMNS / 4 ? node->level : TEXT_COLUMNS / 4;
	int indent = 2 * (int)level;

	why_node_text(s->m, node, sentence, sizeof(sentence));
	snprintf(line, sizeof(line), "%7" PRIu64 " %*s%s %s", node->step,
		 indent, "", node->gap_end ? " " : sign, sentence);
	reply_paragraph(r, 10 + (unsigned)indent, line);
}

enum status reply_why_tree(struct session *s, const struct why_question *q,
			   const char *key, struct reply *r)
{
	struct why_tree tree = { 0 };

	if (!why_tree_build(s->m, q, &tree))
		return reply_fail(r, STATUS_FAILED,
				  "why: the host has no memory for the tree of "
				  "this operation");
	if (reply_is_json(r))
		reply_value(r, key, why_tree_json(s->m, &tree));
	for (size_t i = 0; i < tree.nr && !reply_is_json(r); i++)
		reply_node(s, &tree.nodes[i], r);
	why_tree_deinit(&tree);
	return STATUS_OK;
}

/* The step alone. */
static void reply_step(struct session *s, uint64_t position, struct reply *r)
{
	char sentence[SENTENCE_SIZE];
	struct step step = history_step(s->m, position);
	const struct probe *probe = probe_in(s->m, step.probe);

	narrate_step(s->m, position, sentence, sizeof(sentence));
	reply_text(r, "%s, %s:\n", probe->function, probe->label);
	reply_paragraph(r, 0, sentence);
	operands_text(s->m, &step, r);
	reply_number(r, "step", (int64_t)position);
	reply_number(r, "op", step.op);
	reply_string(r, "function", probe->function);
	reply_string(r, "label", probe->label);
	reply_string(r, "why", sentence);
	reply_value(r, "locals", frame_locals_json(s->m, position));
	writes_of_step(s->m, position, r);
}

static enum status run_why(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	uint64_t position = history_cursor(s->m);
	const struct why_question q = { .to = position, .page = PFN_NONE };

	if (args->argc > 1)
		return command_usage("why", r);
	if (args->argc == 1)
		return why_page(s, args->argv[0], r);
	if (position == 0)
		return reply_fail(r, STATUS_FAILED,
				  "why: no step has been taken yet; `step` "
				  "takes one, where there is an operation");

	reply_step(s, position, r);
	reply_text(r, "What led here, by steps (`goto N` goes to one):\n");
	return reply_why_tree(s, &q, "tree", r);
}

const struct command cmd_why = {
	.name = "why",
	.group = GROUP_LOOKING,
	.args = "[REF]",
	.summary = "Explain the step at the cursor, or a page's place",
	.help = "Without REF: the sentence, the operands that were compared, "
		"the words that the\n"
		"step wrote, and the decisions of its operation that led to "
		"it.\n"
		"With REF (a pfn, $, $N, $N[i] or $name): which operation gave "
		"the page or put it\n"
		"where it is, and what was passed over before it was chosen.\n"
		"✓ marks what was found or held, ✗ what was passed over, ▶ the "
		"present step.",
	.example = "alloc 0\nwhy $1",
	.run = run_why,
};
