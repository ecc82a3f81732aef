/*
 * Two ways laid beside each other: the longest common sequence of decision
 * points is paired, what only one kernel passes stands alone.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/side_by_side.h"

/* Longer ways are laid out part by part, as the work grows with the square. */
enum { PART = 1000 };

/* What is left of an operation under one kernel. */
struct way {
	const struct model *m;
	uint64_t at; /* the next step */
	uint64_t end;
};

/* The next steps of both, and how many of them go together at best from each
 * pair of steps on. */
struct part {
	enum probe_id probes[2][PART];
	size_t nr[2];
	uint16_t common[PART + 1][PART + 1];
};

static void read_part(struct part *part, const struct way ways[2])
{
	for (unsigned k = 0; k < 2; k++) {
		uint64_t left = ways[k].end - ways[k].at + 1;

		part->nr[k] = left < PART ? (size_t)left : PART;
		for (size_t i = 0; i < part->nr[k]; i++)
			part->probes[k][i] =
				history_step(ways[k].m, ways[k].at + i).probe;
	}
	for (size_t i = 0; i <= part->nr[0]; i++)
		part->common[i][part->nr[1]] = 0;
	for (size_t j = 0; j <= part->nr[1]; j++)
		part->common[part->nr[0]][j] = 0;
	for (size_t i = part->nr[0]; i-- > 0;) {
		for (size_t j = part->nr[1]; j-- > 0;) {
			uint16_t down = part->common[i + 1][j];
			uint16_t right = part->common[i][j + 1];

			part->common[i][j] =
				part->probes[0][i] == part->probes[1][j]
					? (uint16_t)(part->common[i + 1]
								 [j + 1] +
						     1)
				: down > right ? down
					       : right;
		}
	}
}

struct pair_list {
	struct step_pair *pairs;
	size_t nr;
	size_t room;
};

static void add_pair(struct pair_list *list, struct step_pair pair)
{
	if (list->nr == list->room) {
		list->room = list->room ? 2 * list->room : 64;
		list->pairs =
			realloc(list->pairs, list->room * sizeof(*list->pairs));
		assert(list->pairs && "out of memory");
	}
	list->pairs[list->nr++] = pair;
}

/* Which of the two go on from here. */
static void next_of(const struct part *part, const size_t at[2],
		    bool ret_goes[2])
{
	bool left = at[0] < part->nr[0];
	bool right = at[1] < part->nr[1];
	bool same = left && right &&
		    part->probes[0][at[0]] == part->probes[1][at[1]];

	if (left && right && !same) {
		left = part->common[at[0] + 1][at[1]] >=
		       part->common[at[0]][at[1] + 1];
		right = !left;
	}
	ret_goes[0] = left;
	ret_goes[1] = right;
}

/* Where more follows, only the first half is sure to be laid out well. */
static size_t sure_part(const struct part *part, const struct way *way,
			unsigned k)
{
	return way->at + part->nr[k] <= way->end ? PART / 2 : PART + 1;
}

static void add_part(struct pair_list *list, const struct part *part,
		     struct way ways[2], size_t line)
{
	size_t at[2] = { 0, 0 };
	size_t sure[2] = { sure_part(part, &ways[0], 0),
			   sure_part(part, &ways[1], 1) };
	bool goes[2] = { true, true };

	while (at[0] < sure[0] && at[1] < sure[1]) {
		struct step_pair pair = { .line = line };

		next_of(part, at, goes);
		if (!goes[0] && !goes[1])
			break;
		for (unsigned k = 0; k < 2; k++)
			if (goes[k])
				pair.steps[k] = ways[k].at + at[k]++;
		add_pair(list, pair);
	}
	ways[0].at += at[0];
	ways[1].at += at[1];
}

/* An operation that was not possible has no steps. */
static struct way way_of(const struct comparison *c, unsigned side, size_t line)
{
	const struct model *m = side_model(c, side);
	uint32_t op = c->sides[side].answers[line].op;

	if (!op)
		return (struct way){ m, 1, 0 };
	return (struct way){ m, history_op_begin(m, op) + 1,
			     history_op_end(m, op) };
}

size_t step_pairs(const struct comparison *c, const unsigned sides[2],
		  size_t line, struct step_pair **ret)
{
	struct way ways[2] = { way_of(c, sides[0], line),
			       way_of(c, sides[1], line) };
	struct part *part = malloc(sizeof(*part));
	struct pair_list list = { 0 };

	assert(part && "out of memory");
	while (ways[0].at <= ways[0].end || ways[1].at <= ways[1].end) {
		read_part(part, ways);
		add_part(&list, part, ways, line);
	}
	free(part);
	*ret = list.pairs;
	return list.nr;
}

static const struct model *model_of(const struct comparison *c, unsigned column)
{
	return side_model(c, column == 0 ? 0 : c->nr_sides - 1);
}

void pair_step_words(const struct model *m, uint64_t step, char *ret,
		     size_t size)
{
	char sentence[512];

	if (!step) {
		snprintf(ret, size, "no step here");
		return;
	}
	narrate_step(m, step, sentence, sizeof(sentence));
	snprintf(ret, size, "%s: %s",
		 probe_in(m, history_step(m, step).probe)->function, sentence);
}

void pair_sentence(const struct comparison *c, const struct step_pair *pair,
		   unsigned column, char *ret, size_t size)
{
	pair_step_words(model_of(c, column), pair->steps[column], ret, size);
}

void pair_words(const struct comparison *c, const struct step_pair *pair,
		unsigned column, char *ret, size_t size)
{
	const struct model *m = model_of(c, column);

	ret[0] = '\0';
	if (pair->steps[column] == 0)
		return;
	struct step step = history_step(m, pair->steps[column]);
	const struct probe *probe = probe_in(m, step.probe);

	snprintf(ret, size, "%*s%s%s%s", (int)step.depth, "", probe->function,
		 probe->begins_frame ? "" : ": ",
		 probe->begins_frame ? "" : probe->label);
}

bool pair_is_of(const struct comparison *c, size_t pair, size_t other)
{
	return pair < c->nr_pairs &&
	       c->pairs[pair].line == c->pairs[other].line;
}

size_t comparison_first_pair(const struct comparison *c)
{
	size_t i = c->here;

	while (i > 0 && pair_is_of(c, i - 1, c->here))
		i--;
	return i;
}
