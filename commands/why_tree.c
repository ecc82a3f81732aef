#include "commands/why_tree.h"

#include <stdlib.h>
#include <string.h>

#include "commands/call_stack.h"

enum {
	/* Of a longer operation only the beginning and the end are looked at,
	 * so that a drawing costs no more however much it did. */
	HEAD_STEPS = 512,
	TAIL_STEPS = 1536,
	/* Of what it does in between, so many steps that name a page. */
	MOST_NAMING = 8,
	/* Neighbours at the same probe: more are left out but the first and
	 * the last. */
	MANY_CALLS = 2,
	MANY_STEPS = 14,
};

/* Finds the level of each step from those before it. */
struct leveler {
	const struct model *m;
	int base[MAX_FRAMES];  /* level of the call at a depth */
	int inner[MAX_FRAMES]; /* of what it calls next */
	int part[MAX_FRAMES];  /* indentation of its part; -1: in none */
	unsigned last_depth;
};

struct growing {
	const struct model *m;
	const struct why_question *q;
	struct why_node *nodes;
	enum probe_id *probes; /* one a node */
	bool *hidden;
	bool *needed; /* it, or something below it, may not be left out */
	size_t nr, room;
};

static int indentation(const struct probe *probe)
{
	return (int)strspn(probe->outline, " ");
}

static uint16_t level_of(struct leveler *l, const struct step *step)
{
	const struct probe *probe = probe_in(l->m, step->probe);
	unsigned d = step->depth < MAX_FRAMES ? step->depth : MAX_FRAMES - 1;
	int level = 0;

	if (probe->begins_frame || d > l->last_depth) {
		l->base[d] = d == 0 ? 0 : l->inner[d - 1];
		l->part[d] = -1;
		level = l->base[d];
	} else if (why_begins_part(step->probe)) {
		l->part[d] = indentation(probe);
		level = l->base[d] + 1;
	} else {
		if (indentation(probe) < l->part[d])
			l->part[d] = -1;
		level = l->base[d] + (l->part[d] >= 0 ? 2 : 1);
	}
	l->inner[d] = l->base[d] + (l->part[d] >= 0 ? 2 : 1);
	l->last_depth = d;
	return (uint16_t)level;
}

static bool names_page(const struct growing *g, const struct step *step)
{
	const struct probe *probe = probe_in(g->m, step->probe);

	for (unsigned i = 0; i < probe->nr_args && g->q->page != PFN_NONE; i++)
		if (probe->args[i].kind == ARG_PFN &&
		    step->args[i] == g->q->page)
			return true;
	return false;
}

static void add_step(struct growing *g, struct leveler *l, uint64_t position)
{
	struct step step = history_step(g->m, position);

	if (g->nr == g->room)
		return;
	g->probes[g->nr] = step.probe;
	g->needed[g->nr] = position == g->q->to || names_page(g, &step);
	g->nodes[g->nr++] = (struct why_node){
		.step = position,
		.level = level_of(l, &step),
		.mark = (uint8_t)why_mark_of(g->m, &step),
		.begins_call = probe_in(g->m, step.probe)->begins_frame,
	};
}

/* The calls that are open at a step, as far as they are not there yet. */
static void add_open_calls(struct growing *g, struct leveler *l,
			   uint64_t position)
{
	uint64_t open[MAX_FRAMES];
	unsigned nr = frames_at(g->m, position, open);

	while (nr > 0 && open[nr - 1] <= g->nodes[g->nr - 1].step)
		nr--;
	while (nr > 0)
		add_step(g, l, open[--nr]);
}

/* The last steps between these that speak of the page, by rising number. */
static unsigned steps_naming(const struct growing *g, uint64_t from,
			     uint64_t to, uint64_t ret[MOST_NAMING])
{
	unsigned first = MOST_NAMING;

	for (uint64_t at = to; g->q->page != PFN_NONE && at > from; at--) {
		struct step step = history_step(g->m, at);

		if (!names_page(g, &step))
			continue;
		ret[--first] = at;
		if (first == 0)
			break;
	}
	for (unsigned i = first; i < MOST_NAMING; i++)
		ret[i - first] = ret[i];
	return MOST_NAMING - first;
}

/* All steps up to `to`; of many, the middle is a gap, behind which come the
 * calls that were open there.  In it stands what was said of the page. */
static void add_steps(struct growing *g, uint64_t begin)
{
	struct leveler l = { .m = g->m };
	uint64_t to = g->q->to;
	uint64_t at = begin + 1;

	if (to - begin > HEAD_STEPS + TAIL_STEPS) {
		for (; at <= begin + HEAD_STEPS; at++)
			add_step(g, &l, at);
		uint64_t naming[MOST_NAMING];
		unsigned nr = steps_naming(g, at - 1, to - TAIL_STEPS, naming);

		for (unsigned i = 0; i < nr; i++)
			add_open_calls(g, &l, naming[i]);
		add_open_calls(g, &l, to - TAIL_STEPS);
		at = to - TAIL_STEPS + 1;
	}
	for (; at <= to; at++)
		add_step(g, &l, at);
}

static size_t subtree_end(const struct growing *g, size_t i)
{
	size_t end = i + 1;

	while (end < g->nr && g->nodes[end].level > g->nodes[i].level)
		end++;
	return end;
}

static void hide(struct growing *g, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		g->hidden[i] = true;
}

/* Whatever stands above what is needed is needed, too. */
static void need_ancestors(struct growing *g)
{
	int wanted = 0; /* nodes above this level are ancestors */

	for (size_t i = g->nr; i-- > 0;) {
		if (g->nodes[i].level < wanted)
			g->needed[i] = true;
		if (g->needed[i])
			wanted = g->nodes[i].level;
	}
}

/* Among the nodes of one level below a common parent: how often each probe
 * occurs, and of how many of these the turn has come. */
struct tally {
	uint32_t all[NR_PROBES];
	uint32_t seen[NR_PROBES];
};

static void hide_repetitions(struct growing *g, size_t from, size_t end,
			     struct tally *tally)
{
	memset(tally, 0, sizeof(*tally));
	for (size_t i = from; i < end; i = subtree_end(g, i))
		tally->all[g->probes[i]]++;
	for (size_t i = from; i < end;) {
		size_t next = subtree_end(g, i);
		uint32_t all = tally->all[g->probes[i]];
		uint32_t seen = ++tally->seen[g->probes[i]];
		uint32_t many = next > i + 1 ? MANY_CALLS : MANY_STEPS;

		if (all > many && seen > 1 && seen < all && !g->needed[i])
			hide(g, i, next);
		i = next;
	}
}

/* What a call repeats is left out step by step together with what it called
 * in between: the tally is one of calls and steps alike. */
static void hide_all_repetitions(struct growing *g)
{
	struct tally tally;

	hide_repetitions(g, 0, g->nr, &tally);
	for (size_t i = 0; i < g->nr; i++) {
		size_t end = subtree_end(g, i);

		if (!g->hidden[i] && end > i + MANY_CALLS)
			hide_repetitions(g, i + 1, end, &tally);
	}
}

static void hide_deeds(struct growing *g)
{
	for (size_t i = 0; i < g->nr; i++) {
		size_t end = subtree_end(g, i);

		if (g->nodes[i].begins_call && end < g->nr &&
		    why_only_carries_out(g->probes[i]))
			hide(g, i + 1, end);
	}
}

/* Calls that are over by `to` leave only the line that began them. */
static void hide_what_is_over(struct growing *g)
{
	for (size_t i = 0; i < g->nr; i++)
		if (!g->needed[i])
			g->hidden[i] = true;
}

static uint64_t last_step_of(const struct why_node *node)
{
	return node->gap_end ? node->gap_end : node->step;
}

/* Nodes that stay move together; where steps lie between two of them, a gap
 * takes the place of one that is hidden or is put between. */
static void close_gaps(struct growing *g, struct why_node *to)
{
	size_t kept = 0;
	uint16_t level = 0; /* of the first hidden node since the last kept */
	bool in_gap = false;

	for (size_t i = 0; i < g->nr; i++) {
		const struct why_node *node = &g->nodes[i];

		if (!in_gap)
			level = node->level;
		in_gap = g->hidden[i];
		if (g->hidden[i])
			continue;
		uint64_t next =
			kept > 0 ? last_step_of(&to[kept - 1]) + 1 : node->step;

		if (node->step > next && !g->q->only_way)
			to[kept++] = (struct why_node){
				.step = next,
				.gap_end = node->step - 1,
				.level = level,
			};
		to[kept++] = *node;
	}
	g->nr = kept;
}

static bool growing_init(struct growing *g, uint64_t steps)
{
	size_t room = HEAD_STEPS + TAIL_STEPS + (MOST_NAMING + 1) * MAX_FRAMES;

	if (steps < room)
		room = (size_t)steps;
	g->room = room;
	g->nodes = calloc(room, sizeof(*g->nodes));
	g->probes = calloc(room, sizeof(*g->probes));
	g->hidden = calloc(room, sizeof(*g->hidden));
	g->needed = calloc(room, sizeof(*g->needed));
	return g->nodes && g->probes && g->hidden && g->needed;
}

bool why_tree_build(const struct model *m, const struct why_question *q,
		    struct why_tree *ret)
{
	struct growing g = { .m = m, .q = q };
	uint64_t begin = history_op_begin(m, history_op_at(m, q->to));
	bool ok = growing_init(&g, q->to - begin);
	/* Before each step there may be a gap. */
	struct why_node *nodes = calloc(2 * g.room, sizeof(*nodes));

	ok = ok && nodes;
	if (ok) {
		add_steps(&g, begin);
		need_ancestors(&g);
		if (q->only_way)
			hide_what_is_over(&g);
		hide_all_repetitions(&g);
		hide_deeds(&g);
		close_gaps(&g, nodes);
		*ret = (struct why_tree){ .nodes = nodes, .nr = g.nr };
	} else {
		free(nodes);
	}
	free(g.nodes);
	free(g.probes);
	free(g.hidden);
	free(g.needed);
	return ok;
}

void why_tree_deinit(struct why_tree *tree)
{
	free(tree->nodes);
	*tree = (struct why_tree){ 0 };
}

size_t why_tree_fill(const struct model *m, const struct why_question *q,
		     struct why_node *ret, size_t room)
{
	struct why_tree tree = { 0 };
	size_t head = room / 2;

	if (!why_tree_build(m, q, &tree))
		return 0;
	size_t nr = tree.nr < room ? tree.nr : room;
	size_t tail = tree.nr - nr; /* first of those behind the head */

	for (size_t i = 0; i < nr; i++)
		ret[i] = tree.nodes[i < head ? i : tail + i];
	if (tail > 0) {
		uint64_t first = last_step_of(&tree.nodes[head - 1]) + 1;

		ret[head].level = ret[head - 1].level;
		ret[head].gap_end = last_step_of(&ret[head]);
		ret[head].step = first;
	}
	why_tree_deinit(&tree);
	return nr;
}
