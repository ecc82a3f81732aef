/*
 * Moving the cursor over the tape: step, next, finish, until, continue, in
 * both directions.
 *
 * A move is a goal that positions are tried against one after the other; on
 * the way every breakpoint counts.  Nothing is run again: the tape holds it.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/call_stack.h"
#include "commands/narrate.h"
#include "commands/session_internal.h"

enum { SENTENCE_SIZE = 512 };

enum arrival { ARRIVED, AT_STOP, AT_LIMIT, INTERRUPTED };

struct goal {
	bool back;
	uint64_t target; /* reached in any case */
	bool by_depth;   /* so is a step of this depth or less */
	unsigned depth;
	const struct stop_place *place; /* NULL: none */
};

static void reply_no_step(struct reply *r)
{
	reply_number(r, "op", 0);
	reply_null(r, "function");
	reply_null(r, "label");
	reply_null(r, "depth");
}

static void reply_step(struct session *s, uint64_t position, const char *why,
		       struct reply *r)
{
	struct step step = history_step(s->m, position);
	const struct probe *probe = probe_in(s->m, step.probe);

	if (position == history_op_begin(s->m, step.op) + 1) {
		char words[SENTENCE_SIZE];

		narrate_operation(s->m, step.op, words, sizeof(words));
		reply_text(r, "operation %u: %s\n", step.op, words);
	}
	reply_text(r, "%" PRIu64 "/%" PRIu64 " %s: %s\n", position,
		   history_steps(s->m), probe->function, why);
	reply_number(r, "op", step.op);
	reply_string(r, "function", probe->function);
	reply_string(r, "label", probe->label);
	reply_number(r, "depth", step.depth);
}

void reply_position(struct session *s, const char *ending, struct reply *r)
{
	uint64_t position = history_cursor(s->m);
	char why[SENTENCE_SIZE] = "beginning of history";

	reply_number(r, "step", (int64_t)position);
	reply_number(r, "steps", (int64_t)history_steps(s->m));
	if (position > 0) {
		narrate_step(s->m, position, why, sizeof(why));
		reply_step(s, position, why, r);
	} else {
		reply_no_step(r);
	}
	if (ending || position == 0)
		reply_text(r, "%s\n", ending ? ending : why);
	reply_string(r, "why", ending ? ending : why);
	reply_value(r, "locals", frame_locals_json(s->m, position));
	reply_displays(s, r);
}

static bool goal_reached(const struct model *m, const struct goal *goal,
			 uint64_t position)
{
	if (position == goal->target)
		return true;
	if (position == 0)
		return false;
	if (goal->by_depth && history_step(m, position).depth <= goal->depth)
		return true;
	return goal->place && stop_place_holds(goal->place, m, position);
}

/* How far a move can go on without being tried against its goal; its place is
 * searched for with the stops. */
static uint64_t goal_horizon(const struct session *s, const struct goal *goal,
			     uint64_t position)
{
	uint64_t limit = goal->back ? 0 : history_steps(s->m);

	if (goal->by_depth)
		return goal->back ? position - 1 : position + 1;
	if (goal->back)
		return goal->target < position ? goal->target : limit;
	return goal->target > position && goal->target < limit ? goal->target
							       : limit;
}

/* One stretch of the way: to the next place where it may end. */
static enum arrival go_on(struct session *s, const struct goal *goal,
			  struct stop_search *search)
{
	uint64_t from = history_cursor(s->m);
	bool found = stop_search_next(search, goal_horizon(s, goal, from));
	uint64_t position = history_cursor(s->m);

	if (found && stop_at(s, position, goal->back))
		return AT_STOP;
	if (position != from && goal_reached(s->m, goal, position))
		return ARRIVED;
	return stop_search_given_up(search) ? INTERRUPTED : AT_LIMIT;
}

static enum arrival go(struct session *s, const struct goal *goal)
{
	uint64_t limit = goal->back ? 0 : history_steps(s->m);
	enum arrival arrival = AT_LIMIT;
	struct stop_search search;

	s->moves++;
	stop_search_begin(&search, s, limit, goal->place);
	while (arrival == AT_LIMIT && history_cursor(s->m) != limit)
		arrival = go_on(s, goal, &search);
	stop_search_end(&search);
	return arrival;
}

/* Is the cursor between two operations (or before the first)? */
static bool between_operations(const struct model *m, uint64_t position)
{
	return position == 0 ||
	       position == history_op_end(m, history_op_at(m, position));
}

static struct goal aim_step(const struct model *m, bool back)
{
	uint64_t position = history_cursor(m);

	return (struct goal){ .back = back,
			      .target = back ? position - 1 : position + 1 };
}

static struct goal aim_next(const struct model *m, bool back)
{
	uint64_t position = history_cursor(m);

	if (position == 0 || (!back && between_operations(m, position)))
		return aim_step(m, back);
	struct step step = history_step(m, position);

	return (struct goal){
		.back = back,
		.target = back ? history_op_begin(m, step.op)
			       : history_op_end(m, step.op),
		.by_depth = true,
		.depth = step.depth,
	};
}

/* Between operations there is no frame to finish: the next operation is. */
static struct goal aim_finish(const struct model *m, bool back)
{
	uint64_t position = history_cursor(m);
	struct goal goal = { .back = back };

	if (back) {
		goal.target = position ? frame_begin(m, position) - 1 : 0;
		return goal;
	}
	uint32_t op = history_op_at(m, position);

	if (between_operations(m, position)) {
		bool last = op == history_ops(m);

		goal.target = last ? position : history_op_end(m, op + 1);
		return goal;
	}
	unsigned depth = history_step(m, position).depth;

	goal.target = history_op_end(m, op);
	goal.by_depth = depth > 0;
	goal.depth = depth ? depth - 1 : 0;
	return goal;
}

static struct goal aim_continue(const struct model *m, bool back)
{
	(void)m;
	return (struct goal){ .back = back, .target = UINT64_MAX };
}

/* What a move's end says in the place of the step's why; NULL: nothing. */
static const char *ending_of(enum arrival arrival, bool back)
{
	switch (arrival) {
	case ARRIVED:
	case AT_STOP:
		return NULL;
	case AT_LIMIT:
		return back ? "beginning of history" : "end of history";
	case INTERRUPTED:
		return "interrupted";
	}
	return NULL;
}

static void reply_arrival(struct session *s, enum arrival arrival, bool back,
			  struct reply *r)
{
	if (arrival == AT_STOP && stop_is_silent(s, r))
		return;
	if (arrival == AT_STOP)
		reply_stop(s, r);
	reply_position(s, ending_of(arrival, back), r);
}

typedef struct goal (*aim_fn)(const struct model *m, bool back);

bool parse_count(const struct arguments *args, uint64_t *ret)
{
	*ret = 1;
	if (args->argc == 0)
		return true;
	return args->argc == 1 && parse_number(args->argv[0], ret) && *ret > 0;
}

static enum status move(struct session *s, const struct arguments *args,
			const char *name, aim_fn aim, struct reply *r)
{
	bool back = strncmp(name, "reverse-", strlen("reverse-")) == 0;
	enum arrival arrival = ARRIVED;
	uint64_t count = 0;

	if (!parse_count(args, &count))
		return command_usage(name, r);
	for (; count > 0 && arrival == ARRIVED; count--) {
		struct goal goal = aim(s->m, back);

		arrival = go(s, &goal);
	}
	reply_arrival(s, arrival, back, r);
	return STATUS_OK;
}

static enum status move_to(struct session *s, const struct arguments *args,
			   const char *name, struct reply *r)
{
	bool back = strncmp(name, "reverse-", strlen("reverse-")) == 0;
	struct stop_place place;

	if (args->argc < 1 || args->argc > 2)
		return command_usage(name, r);
	enum status status = stop_place_parse(s, args->rest, &place, r);

	if (status != STATUS_OK)
		return status;
	location_remark(s->m, &place.code, r);
	struct goal goal = { .back = back,
			     .target = UINT64_MAX,
			     .place = &place };
	enum arrival arrival = go(s, &goal);

	reply_arrival(s, arrival, back, r);
	return STATUS_OK;
}

/* One command row with its run function: they differ in these words only. */
#define MOVE(id, words, short_names, aim, text, more)                          \
	static enum status run_##id(struct session *s,                         \
				    const struct arguments *args,              \
				    struct reply *r)                           \
	{                                                                      \
		return move(s, args, words, aim, r);                           \
	}                                                                      \
	const struct command cmd_##id = {                                      \
		.name = (words),                                               \
		.aliases = (short_names),                                      \
		.group = GROUP_MOVES,                                          \
		.args = "[N]",                                                 \
		.summary = (text),                                             \
		.help = (more),                                                \
		.example = (words),                                            \
		.repeats = true,                                               \
		.run = run_##id,                                               \
	}

#define MOVE_TO(id, words, short_names, text)                                  \
	static enum status run_##id(struct session *s,                         \
				    const struct arguments *args,              \
				    struct reply *r)                           \
	{                                                                      \
		return move_to(s, args, words, r);                             \
	}                                                                      \
	const struct command cmd_##id = {                                      \
		.name = (words),                                               \
		.aliases = (short_names),                                      \
		.group = GROUP_MOVES,                                          \
		.args = "PLACE",                                               \
		.summary = (text),                                             \
		.help = "PLACE is one of those of `help break`.",              \
		.example = words " __rmqueue_smallest",                        \
		.completes = COMPLETE_PLACES,                                  \
		.repeats = true,                                               \
		.run = run_##id,                                               \
	}

MOVE(step, "step", "s", aim_step, "Go one step (or N) forward",
     "At the end of an operation it enters the next one.");
MOVE(next, "next", "n", aim_next, "Go one step forward, over calls", NULL);
MOVE(finish, "finish", "fin", aim_finish,
     "Go on until the present function returns",
     "In an operation's outermost function: to the end of the operation.");
MOVE(continue, "continue", "c", aim_continue,
     "Go on to the next stop, or to the end", "N: to the N-th one.");
MOVE(reverse_step, "reverse-step", "rs", aim_step, "Go one step (or N) back",
     NULL);
MOVE(reverse_next, "reverse-next", "rn", aim_next,
     "Go one step back, over calls", NULL);
MOVE(reverse_finish, "reverse-finish", NULL, aim_finish,
     "Go back to before the present function was called", NULL);
MOVE(reverse_continue, "reverse-continue", "rc", aim_continue,
     "Go back to the stop before, or to the beginning", NULL);
MOVE_TO(until, "until", "u",
	"Go on to the next call of a function, or another place");
MOVE_TO(advance, "advance", NULL,
	"Go on to the next call of a function, or another place");
MOVE_TO(reverse_until, "reverse-until", NULL,
	"Go back to the last call of a function, or another place");
MOVE_TO(reverse_advance, "reverse-advance", NULL,
	"Go back to the last call of a function, or another place");
