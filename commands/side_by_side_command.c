/*
 * compare: the words of its command line, and walking over both ways at once.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "commands/side_by_side.h"
#include "snapshots/text_file.h"

static enum status add_side(struct comparison *c, const struct profile *profile,
			    struct reply *r)
{
	for (unsigned i = 0; i < c->nr_sides; i++)
		if (c->sides[i].profile == profile)
			return reply_fail(r, STATUS_FAILED,
					  "kernel %s is named twice: leave one "
					  "out",
					  profile->series);
	assert(c->nr_sides < MAX_SIDES);
	c->sides[c->nr_sides++].profile = profile;
	return STATUS_OK;
}

/* A kernel, or `all` of them; *ret_taken false: the word is neither. */
static enum status take_kernel(struct comparison *c, const char *word,
			       bool *ret_taken, struct reply *r)
{
	bool all = strcmp(word, "all") == 0;
	const struct profile *profile = all ? NULL : profile_find(word);
	enum status status = STATUS_OK;

	*ret_taken = all || profile;
	if (profile)
		return add_side(c, profile, r);
	for (size_t i = 0; all && profile_nth(i) && status == STATUS_OK; i++)
		status = add_side(c, profile_nth(i), r);
	return status;
}

/* An operation without the blanks around it; none: nothing is added. */
static void add_line(struct comparison *c, const char *text, size_t length)
{
	while (length && strchr(" \t", *text)) {
		text++;
		length--;
	}
	while (length && strchr(" \t\r", text[length - 1]))
		length--;
	if (length == 0)
		return;
	c->lines = realloc(c->lines, (c->nr_lines + 1) * sizeof(*c->lines));
	assert(c->lines && "out of memory");
	c->lines[c->nr_lines] = strndup(text, length);
	assert(c->lines[c->nr_lines] && "out of memory");
	c->nr_lines++;
}

static void add_lines(struct comparison *c, const char *text, char separator)
{
	while (*text) {
		const char *end = strchr(text, separator);
		size_t length = end ? (size_t)(end - text) : strlen(text);

		if (separator == '\n') {
			char *line = strndup(text, length);

			assert(line && "out of memory");
			add_line(c, line, line_length(line));
			free(line);
		} else {
			add_line(c, text, length);
		}
		text += length + (end ? 1 : 0);
	}
}

static enum status add_file(struct comparison *c, const char *path,
			    struct reply *r)
{
	struct diagnosis why;
	char *text = NULL;
	size_t length = 0;
	enum outcome outcome = text_file_read(path, &text, &length, &why);

	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome),
				  "\"%s\" is no kernel that has a profile, and "
				  "as a file of operations: %s",
				  path, why.text);
	add_lines(c, text, '\n');
	free(text);
	if (c->nr_lines == 0)
		return reply_fail(r, STATUS_FAILED, "%s: holds no operation",
				  path);
	return STATUS_OK;
}

/* Kernels, then `--` and operations, or a file of them, or nothing. */
static enum status read_words(struct comparison *c,
			      const struct arguments *args, struct reply *r)
{
	const char *dashes = NULL;
	enum status status = STATUS_OK;
	int i = 0;

	for (; i < args->argc && status == STATUS_OK; i++) {
		bool taken = false;

		if (strcmp(args->argv[i], "--") == 0)
			break;
		status = take_kernel(c, args->argv[i], &taken, r);
		if (status == STATUS_OK && !taken && i + 1 == args->argc)
			return add_file(c, args->argv[i], r);
		if (status == STATUS_OK && !taken)
			return reply_fail(r, STATUS_FAILED,
					  "kernel %s has no allocator profile: "
					  "`help compare` shows how to name "
					  "kernels and operations",
					  args->argv[i]);
	}
	if (status != STATUS_OK || i == args->argc)
		return status;
	dashes = strstr(args->rest, "--");
	add_lines(c, dashes + 2, ';');
	if (c->nr_lines == 0)
		return reply_fail(r, STATUS_FAILED,
				  "no operation stands behind --, as in "
				  "`compare 4.1 6.12 -- alloc 3; free $1`");
	return STATUS_OK;
}

/* All steps of the first and the last kernel, for the panel. */
static void pair_ends(struct comparison *c)
{
	const unsigned sides[2] = { 0, c->nr_sides - 1 };

	for (size_t line = 0; line < c->nr_lines; line++) {
		struct step_pair *pairs = NULL;
		size_t nr = step_pairs(c, sides, line, &pairs);

		if (nr == 0)
			continue;
		c->pairs = realloc(c->pairs,
				   (c->nr_pairs + nr) * sizeof(*c->pairs));
		assert(c->pairs && "out of memory");
		memcpy(c->pairs + c->nr_pairs, pairs, nr * sizeof(*pairs));
		c->nr_pairs += nr;
		free(pairs);
	}
}

static enum status run_kernels(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	struct comparison *c = calloc(1, sizeof(*c));

	assert(c && "out of memory");
	enum status status = read_words(c, args, r);

	if (status == STATUS_OK && c->nr_sides < 2)
		status = reply_fail(r, STATUS_FAILED,
				    "name two kernels or more, or all, as in "
				    "`compare 4.1 6.12 -- alloc 3`");
	if (status == STATUS_OK && c->nr_lines == 0)
		comparison_reply_behaviours(c, r);
	else if (status == STATUS_OK)
		status = comparison_run(s, c, r);
	if (status != STATUS_OK || c->nr_lines == 0) {
		comparison_destroy(c);
		return status;
	}
	comparison_reply(c, r);
	pair_ends(c);
	comparison_destroy(s->comparison);
	s->comparison = c;
	panel_shows_current(s, "compare");
	return STATUS_OK;
}

static void reply_here(const struct comparison *c, struct reply *r)
{
	struct json *says = json_array();

	reply_number(r, "pair", (int64_t)c->here + 1);
	reply_number(r, "pairs", (int64_t)c->nr_pairs);
	reply_text(r, "pair %zu of %zu, operation %zu `%s`\n", c->here + 1,
		   c->nr_pairs, c->pairs[c->here].line + 1,
		   c->lines[c->pairs[c->here].line]);
	for (unsigned k = 0; k < 2; k++) {
		const struct side *side =
			k == 0 ? &c->sides[0] : comparison_last(c);
		char words[512];

		pair_sentence(c, &c->pairs[c->here], k, words, sizeof(words));
		reply_text(r, "  %-5s %s\n", side->profile->series, words);
		json_append(says, json_string(words));
	}
	reply_value(r, "says", says);
}

/* Columns that the first kernel's steps of an operation take. */
static int left_cols(const struct comparison *c, size_t first)
{
	int most = 0;

	for (size_t i = first; pair_is_of(c, i, first); i++) {
		char words[PARTING_SIZE];

		pair_words(c, &c->pairs[i], 0, words, sizeof(words));
		if ((int)strlen(words) > most)
			most = (int)strlen(words);
	}
	return most;
}

/* The steps of the present operation, as the panel shows them. */
static enum status list_pairs(const struct comparison *c, struct reply *r)
{
	size_t first = comparison_first_pair(c);
	int cols = left_cols(c, first);
	struct json *rows = json_array();

	reply_here(c, r);
	for (size_t i = first; pair_is_of(c, i, first); i++) {
		char words[2][PARTING_SIZE];
		struct json *row = json_array();

		for (unsigned k = 0; k < 2; k++) {
			pair_words(c, &c->pairs[i], k, words[k],
				   sizeof(words[k]));
			json_append(row, json_string(words[k]));
		}
		reply_text(r, "%s %-*s │%s%s\n", i == c->here ? "▶" : " ", cols,
			   words[0], words[1][0] ? " " : "", words[1]);
		json_append(rows, row);
	}
	reply_value(r, "rows", rows);
	return STATUS_OK;
}

/* The next pair in which only one kernel takes a step. */
static size_t next_lone(const struct comparison *c)
{
	for (size_t i = c->here + 1; i < c->nr_pairs; i++)
		if (!c->pairs[i].steps[0] || !c->pairs[i].steps[1])
			return i;
	return c->here;
}

static enum status walk(struct comparison *c, const char *word, uint64_t n,
			struct reply *r)
{
	size_t last = c->nr_pairs - 1;

	if (strcmp(word, "list") == 0)
		return list_pairs(c, r);
	if (strcmp(word, "step") == 0)
		c->here = n < last - c->here ? c->here + (size_t)n : last;
	else if (strcmp(word, "back") == 0)
		c->here = n < c->here ? c->here - (size_t)n : 0;
	else if (strcmp(word, "part") == 0)
		c->here = next_lone(c);
	else if (n >= 1 && n <= c->nr_pairs)
		c->here = (size_t)n - 1;
	else
		return reply_fail(r, STATUS_FAILED,
				  "%" PRIu64 " is no pair: there are %zu", n,
				  c->nr_pairs);
	reply_here(c, r);
	return STATUS_OK;
}

static bool is_walk(const char *word)
{
	return strcmp(word, "list") == 0 || strcmp(word, "step") == 0 ||
	       strcmp(word, "back") == 0 || strcmp(word, "part") == 0 ||
	       strcmp(word, "goto") == 0;
}

static enum status run_compare(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	uint64_t n = 1;

	if (args->argc == 0)
		return command_usage("compare", r);
	if (!is_walk(args->argv[0]))
		return run_kernels(s, args, r);
	if (args->argc > 2 ||
	    (args->argc == 2 && !parse_number(args->argv[1], &n)))
		return command_usage("compare", r);
	if (!s->comparison || s->comparison->nr_pairs == 0)
		return reply_fail(r, STATUS_FAILED,
				  "nothing was compared yet: `compare 4.1 "
				  "6.12 -- alloc 3` first");
	panel_shows_current(s, "compare");
	return walk(s->comparison, args->argv[0], n, r);
}

const struct command cmd_compare = {
	.name = "compare",
	.group = GROUP_LOOKING,
	.args = "KERNEL KERNEL...|all [-- OPERATION[; OPERATION...] | FILE] | "
		"list | step|back [N] | part | goto N",
	.summary = "Run the same operations under several kernels, side by "
		   "side",
	.help = "The session's machine is booted anew under each kernel, runs "
		"the operations\n"
		"(those typed behind --, or the lines of FILE) and the session "
		"stays as it is.\n"
		"Said is where each kernel and the next first part: lists and "
		"marks after\n"
		"booting, function, watermark, end of a list, answer, and in "
		"which named\n"
		"behaviours they differ there.  Without operations: all "
		"behaviours in which they\n"
		"differ.\n"
		"The panel `compare` (F11) shows the steps of the first and "
		"the last kernel\n"
		"beside each other, as list does; step, back and goto move "
		"over both at once,\n"
		"part to the next step that only one of them takes.",
	.example = "compare 4.1 6.12 -- alloc 0; free $1\n"
		   "compare part\n"
		   "compare 6.1 6.12",
	.completes = COMPLETE_WORDS,
	.words = "all list step back part goto 4.1 4.9 5.4 5.10 6.1 6.12 7.2",
	.takes_long = true,
	.run = run_compare,
};
