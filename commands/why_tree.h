/*
 * The why-tree: the chain of decisions that led to a step of an operation.
 *
 * Nodes are steps of the history, in their order, each as deep as its call
 * lies; the text and the panel draw the same nodes.  What only repeats itself
 * (the blocks of a refill) and calls that merely carry out what was decided
 * are left out, and a gap says which steps those are.
 */
#ifndef MMSCOPE_COMMANDS_WHY_TREE_H
#define MMSCOPE_COMMANDS_WHY_TREE_H

#include "commands/why_mark.h"
#include "snapshots/json.h"

struct why_node {
	uint64_t step;    /* a position of the history */
	uint64_t gap_end; /* 0: a step; else the last step that is left out */
	uint16_t level;
	uint8_t mark; /* enum why_mark */
	bool begins_call;
};

struct why_tree {
	struct why_node *nodes; /* owned */
	size_t nr;
};

struct why_question {
	uint64_t to; /* the step that the tree leads to */
	/* Steps that name this page are never left out; PFN_NONE: no page. */
	pfn_t page;
	bool only_way; /* the calls that are open at `to`, nothing beside */
};

/* False when the host has no memory. */
bool why_tree_build(const struct model *m, const struct why_question *q,
		    struct why_tree *ret);
void why_tree_deinit(struct why_tree *tree);
/* The same in an array: of more nodes than there is room for, the middle
 * becomes one gap.  Returns how many there are. */
size_t why_tree_fill(const struct model *m, const struct why_question *q,
		     struct why_node *ret, size_t room);

/* "__rmqueue: Find a block of order 3 …", or what a gap leaves out. */
size_t why_node_text(const struct model *m, const struct why_node *node,
		     char *ret, size_t size);
/* As nested objects. */
struct json *why_tree_json(const struct model *m, const struct why_tree *tree);

#endif
