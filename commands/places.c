/*
 * Going to a place by its name (goto, mark), and word by word (stepi).
 *
 * Positions are whole steps.  stepi walks over the writes of a step one by
 * one and says which of how many it shows; the state on the screen is always
 * that of the whole step.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/session_internal.h"

enum { SENTENCE_SIZE = 512 };

bool position_parse(const struct session *s, const char *text, uint64_t *ret)
{
	uint64_t number = 0;

	if (strcmp(text, "begin") == 0) {
		*ret = 0;
		return true;
	}
	if (strcmp(text, "end") == 0) {
		*ret = history_steps(s->m);
		return true;
	}
	for (size_t i = 0; i < s->notes.nr_marks; i++) {
		if (strcmp(s->notes.marks[i].name, text) == 0) {
			*ret = s->notes.marks[i].position;
			return true;
		}
	}
	if (!parse_number(text, &number) || number > history_steps(s->m))
		return false;
	*ret = number;
	return true;
}

static enum status goto_op(struct session *s, const char *text, struct reply *r)
{
	uint64_t op = 0;

	if (!parse_number(text, &op) || op == 0 || op > history_ops(s->m))
		return reply_fail(r, STATUS_FAILED,
				  "there is no operation %s: the history has "
				  "%u, `info ops` lists them",
				  text, history_ops(s->m));
	history_seek(s->m, history_op_begin(s->m, (uint32_t)op));
	reply_position(s, NULL, r);
	return STATUS_OK;
}

static enum status run_goto(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	bool says_step = args->argc == 2 && strcmp(args->argv[0], "step") == 0;
	const char *place = args->argv[says_step];
	uint64_t position = 0;

	if (args->argc == 2 && strcmp(args->argv[0], "op") == 0)
		return goto_op(s, args->argv[1], r);
	if (args->argc != 1 && !says_step)
		return command_usage("goto", r);
	if (!position_parse(s, place, &position))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no place of this history: write "
				  "a step from 0 to %" PRIu64
				  ", begin, end, op N or a mark",
				  place, history_steps(s->m));
	history_seek(s->m, position);
	reply_position(s, NULL, r);
	return STATUS_OK;
}

const struct command cmd_goto = {
	.name = "goto",
	.group = GROUP_MOVES,
	.args = "[step] N|op N|begin|end|MARK",
	.summary = "Go to a step, to just before an operation, or to a mark",
	.example = "goto begin",
	.completes = COMPLETE_MARKS,
	.words = "begin end op step",
	.run = run_goto,
};

static void list_marks(struct session *s, struct reply *r)
{
	struct json *marks = json_array();

	for (size_t i = 0; i < s->notes.nr_marks; i++) {
		const struct mark *mark = &s->notes.marks[i];
		struct json *object = json_object();

		json_add(object, "name", json_string(mark->name));
		json_add(object, "step", json_number((int64_t)mark->position));
		json_append(marks, object);
		reply_text(r, "%s: step %" PRIu64 "\n", mark->name,
			   mark->position);
	}
	if (s->notes.nr_marks == 0)
		reply_text(r, "no marks: `mark NAME` sets one\n");
	reply_value(r, "marks", marks);
}

bool is_mark_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ_";
	static const char others[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789-.";

	return name[0] && strchr(letters, name[0]) &&
	       strspn(name, others) == strlen(name) &&
	       strcmp(name, "begin") != 0 && strcmp(name, "end") != 0 &&
	       strcmp(name, "op") != 0;
}

void mark_remove(struct annotations *notes, const char *name)
{
	for (size_t i = 0; i < notes->nr_marks; i++) {
		if (strcmp(notes->marks[i].name, name) != 0)
			continue;
		free(notes->marks[i].name);
		notes->nr_marks--;
		memmove(&notes->marks[i], &notes->marks[i + 1],
			(notes->nr_marks - i) * sizeof(*notes->marks));
		return;
	}
}

/* Marks stand in the order of their positions. */
void mark_insert(struct annotations *notes, const char *name, uint64_t position)
{
	size_t at = 0;

	notes->marks = realloc(notes->marks,
			       (notes->nr_marks + 1) * sizeof(*notes->marks));
	char *copy = strdup(name);

	assert(notes->marks && copy && "out of memory");
	while (at < notes->nr_marks && notes->marks[at].position <= position)
		at++;
	memmove(&notes->marks[at + 1], &notes->marks[at],
		(notes->nr_marks - at) * sizeof(*notes->marks));
	notes->marks[at] = (struct mark){ .name = copy, .position = position };
	notes->nr_marks++;
}

static enum status run_mark(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	uint64_t position = history_cursor(s->m);

	if (args->argc == 0) {
		list_marks(s, r);
		return STATUS_OK;
	}
	if (args->argc != 1)
		return command_usage("mark", r);
	if (!is_mark_name(args->argv[0]))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" cannot name a mark: begin with a "
				  "letter, then letters, digits, - and _, and "
				  "not begin, end or op",
				  args->argv[0]);
	if (is_branch(s, args->argv[0]))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is a branch already: give the mark "
				  "another name",
				  args->argv[0]);
	mark_remove(&s->notes, args->argv[0]);
	branches_forget_mark(s, args->argv[0]);
	mark_insert(&s->notes, args->argv[0], position);
	reply_text(r, "%s marks step %" PRIu64 "\n", args->argv[0], position);
	reply_string(r, "name", args->argv[0]);
	reply_number(r, "step", (int64_t)position);
	return STATUS_OK;
}

const struct command cmd_mark = {
	.name = "mark",
	.group = GROUP_MOVES,
	.args = "[NAME]",
	.summary = "Give the present step a name for goto and diff",
	.help = "Without NAME: list the marks.  A mark is saved with the "
		"history; `delete mark\nNAME` takes it away.",
	.example = "mark here",
	.completes = COMPLETE_MARKS,
	.words = "",
	.run = run_mark,
};

/* A place of stepi: the writes of a step walked over so far. */
struct word_place {
	uint64_t position;
	unsigned walked; /* 0: a step that writes nothing, or step 0 */
};

static unsigned nr_writes(const struct model *m, uint64_t position)
{
	return position ? history_nr_writes(m, position) : 0;
}

/* Where stepi stands; arriving by any other move is walking over all of the
 * step's writes. */
static struct word_place word_place(struct session *s)
{
	uint64_t position = history_cursor(s->m);

	if (s->word_position != position) {
		s->word_position = position;
		s->words_walked = nr_writes(s->m, position);
		s->word_home = s->words_walked ? UINT64_MAX : position;
	}
	return (struct word_place){ position, s->words_walked };
}

static void stand_at(struct session *s, struct word_place place)
{
	history_seek(s->m, place.position);
	s->word_position = place.position;
	s->words_walked = place.walked;
}

/* Goes to the next word; false at the end of the history. */
static bool word_forward(struct session *s)
{
	struct word_place place = word_place(s);
	uint64_t end = history_steps(s->m);
	bool moved = false;

	if (place.walked < nr_writes(s->m, place.position)) {
		place.walked++;
		stand_at(s, place);
		return true;
	}
	place.walked = 0;
	while (place.position < end) {
		place.position++;
		place.walked = nr_writes(s->m, place.position) > 0;
		moved = place.walked > 0 || place.position == s->word_home;
		if (moved)
			break;
	}
	stand_at(s, place);
	return moved;
}

/* The word before the present one is the one to stand on; false when there is
 * none, and then the cursor is at the beginning. */
static bool word_back(struct session *s)
{
	struct word_place place = word_place(s);

	if (place.walked > 1) {
		place.walked--;
		stand_at(s, place);
		return true;
	}
	place.walked = 0;
	while (place.walked == 0 && place.position > 0) {
		place.position--;
		place.walked = nr_writes(s->m, place.position);
		if (place.position == s->word_home)
			break;
	}
	stand_at(s, place);
	return place.position > 0;
}

static void reply_word_written(struct session *s, struct reply *r)
{
	uint64_t position = history_cursor(s->m);
	unsigned word = s->words_walked - 1;
	unsigned writes = nr_writes(s->m, position);
	char words[SENTENCE_SIZE];

	if (s->words_walked == 0) {
		reply_text(r, "this step writes no word\n");
		reply_null(r, "write");
		return;
	}
	struct write write = history_write(s->m, position, word);

	narrate_write(s->m, &write, words, sizeof(words));
	reply_text(r, "word %u of %u in this step: %s\n", word + 1, writes,
		   words);
	reply_string(r, "write", words);
	reply_number(r, "write_number", word + 1);
	reply_number(r, "writes", writes);
}

static enum status walk_words(struct session *s, const struct arguments *args,
			      bool back, struct reply *r)
{
	uint64_t count = 0;
	bool found = true;

	if (!parse_count(args, &count))
		return command_usage(back ? "reverse-stepi" : "stepi", r);
	word_place(s);
	for (; count > 0 && found && !session_interrupted(s); count--)
		found = back ? word_back(s) : word_forward(s);
	if (!found) {
		reply_position(
			s, back ? "beginning of history" : "end of history", r);
		return STATUS_OK;
	}
	reply_position(s, NULL, r);
	reply_word_written(s, r);
	return STATUS_OK;
}

static enum status run_stepi(struct session *s, const struct arguments *args,
			     struct reply *r)
{
	return walk_words(s, args, false, r);
}

const struct command cmd_stepi = {
	.name = "stepi",
	.group = GROUP_MOVES,
	.args = "[N]",
	.summary = "Go on to the next state word that is written",
	.help = "Goes to the step that holds the next write and names the "
		"word, with its old\nand new value.  The state shown is that "
		"after the whole step.",
	.example = "stepi",
	.repeats = true,
	.run = run_stepi,
};

static enum status run_reverse_stepi(struct session *s,
				     const struct arguments *args,
				     struct reply *r)
{
	return walk_words(s, args, true, r);
}

const struct command cmd_reverse_stepi = {
	.name = "reverse-stepi",
	.aliases = "rsi",
	.group = GROUP_MOVES,
	.args = "[N]",
	.summary = "Go back to the state word written before",
	.example = "reverse-stepi",
	.repeats = true,
	.run = run_reverse_stepi,
};
