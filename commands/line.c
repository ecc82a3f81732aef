/*
 * A command line's words: split at blanks, quotes keep blanks together, a `#`
 * that stands alone or begins the line starts a comment.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* "note see #5" is no comment, "alloc 0 # why" has one. */
static bool begins_comment(const char *line, const char *at)
{
	if (*at != '#')
		return false;
	if (at == line)
		return true;
	return is_blank(at[-1]) && (at[1] == '\0' || is_blank(at[1]));
}

/* Copies one word to *to and returns where it ends; NULL: a quote is open. */
static const char *copy_word(const char *from, char **to)
{
	bool quoted = false;

	for (; *from && (quoted || !is_blank(*from)); from++) {
		if (*from == '"')
			quoted = !quoted;
		else
			*(*to)++ = *from;
	}
	*(*to)++ = '\0';
	return quoted ? NULL : from;
}

bool line_split(const char *line, struct word_list *ret)
{
	size_t length = strlen(line);
	/* Every second byte may be a word of its own. */
	size_t most = length / 2 + 2;
	char **argv = malloc(most * sizeof(*argv) + 2 * length + 2);

	assert(argv && "out of memory");
	char *to = (char *)(argv + most);
	int argc = 0;
	const char *from = line;

	while (from && *from) {
		while (is_blank(*from))
			from++;
		if (!*from || begins_comment(line, from))
			break;
		argv[argc++] = to;
		from = copy_word(from, &to);
	}
	argv[argc] = NULL;
	if (!from) {
		free(argv);
		return false;
	}
	*ret = (struct word_list){ .argv = argv, .argc = argc };
	return true;
}

void line_deinit(struct word_list *words)
{
	free(words->argv);
	*words = (struct word_list){ 0 };
}

size_t line_length(const char *line)
{
	bool quoted = false;
	const char *at = line;

	while (is_blank(*at))
		at++;
	if (*at == '#' || *at == '\0')
		return 0;
	for (; *at && *at != '\r' && *at != '\n'; at++) {
		if (*at == '"')
			quoted = !quoted;
		if (!quoted && begins_comment(line, at))
			break;
	}
	/* Blanks before a comment go with it; others may matter to
	 * completion. */
	if (*at == '#') {
		while (is_blank(at[-1]))
			at--;
	}
	return (size_t)(at - line);
}
