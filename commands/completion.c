/*
 * Completion: what the word before the cursor could become, from the same
 * tables that read it.
 */
#include <stdlib.h>
#include <string.h>

#include "commands/completion_internal.h"

/* Where a word begins inside of a longer one: after a `|` of masks, or after
 * the comma between the pieces of a machine. */
static bool separates(enum completion_kind kind, char c)
{
	if (kind == COMPLETE_EXPRESSION)
		return !expression_is_name_byte(c) && c != '$';
	return is_blank(c) || (kind == COMPLETE_GFP && c == '|') ||
	       (kind == COMPLETE_MACHINES && c == ',');
}

static const struct command *first_word(const char *line, size_t *ret_end)
{
	size_t begin = strspn(line, " \t");
	size_t length = strcspn(line + begin, " \t/");
	size_t matches = 0;

	*ret_end = begin + length;
	return command_find(line + begin, length, &matches);
}

/* `start alloc 0 mo`: what counts is the operation. */
static void enter_operation(struct partial *p, size_t *end, size_t point)
{
	size_t inner = 0;
	const struct command *operation = first_word(p->line + *end, &inner);

	if (!operation || *end + inner >= point)
		return;
	*end += inner;
	p->command = operation;
}

static unsigned words_between(const char *line, size_t from, size_t to)
{
	unsigned words = 0;

	for (size_t i = from; i < to; i++)
		words += is_blank(line[i]) && i + 1 < to &&
			 !is_blank(line[i + 1]);
	return words;
}

/* What is completed in the text behind a command: a condition is an expression,
 * and so is what a name is set to. */
static enum completion_kind kind_of(const struct command *command,
				    const char *text, size_t length)
{
	enum completion_kind kind =
		command ? command->completes : COMPLETE_NOTHING;
	size_t place = 0;

	if (kind == COMPLETE_SETTINGS && text[0] == '$')
		return COMPLETE_EXPRESSION;
	if (kind != COMPLETE_PLACES)
		return kind;
	place = expression_length_before_if(text);
	return place + strlen("if") < length ? COMPLETE_EXPRESSION : kind;
}

static struct partial partial_of(const char *line, size_t point)
{
	struct partial p = { .line = line, .start = point };
	size_t end = 0;

	p.command = first_word(line, &end);
	if (end >= point) {
		p.command = NULL;
		p.start = strspn(line, " \t");
		if (p.start > point)
			p.start = point;
		p.length = point - p.start;
		return p;
	}
	if (p.command && p.command->completes == COMPLETE_OPERATIONS)
		enter_operation(&p, &end, point);
	p.argument = line + end + strspn(line + end, " \t");
	/* Among the blanks: what stands behind them is no argument yet. */
	if (p.argument > line + point)
		p.argument = line + point;
	p.kind = kind_of(p.command, p.argument,
			 (size_t)(line + point - p.argument));
	while (p.start > end && !separates(p.kind, line[p.start - 1]))
		p.start--;
	p.length = point - p.start;
	p.index = 1 + words_between(line, end, p.start);
	return p;
}

const char *session_complete(struct session *s, const char *line, size_t point,
			     size_t i, size_t *ret_start)
{
	struct partial p = partial_of(line, point);

	*ret_start = p.start;
	if (i == 0) {
		while (s->nr_completions > 0)
			free(s->completions[--s->nr_completions]);
		completion_offer(s, &p);
	}
	return i < s->nr_completions ? s->completions[i] : NULL;
}

bool session_completes_files(const struct session *s, const char *line,
			     size_t point)
{
	struct partial p = partial_of(line, point);

	(void)s;
	return p.command && (p.command->completes == COMPLETE_FILES ||
			     p.command->completes == COMPLETE_SHARED_FILES);
}
