/*
 * Blocks: the lines between a command such as `commands` and its `end`.
 *
 * A block is read line by line, from wherever lines come.  Blocks within it
 * are part of its text and are read when it is run.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

bool session_in_block(const struct session *s)
{
	return s->block.opener != NULL;
}

void block_open(struct session *s, const char *opener, const char *subject)
{
	s->block = (struct line_block){ .opener = opener,
					.subject = strdup(subject) };
	assert(s->block.subject && "out of memory");
}

void block_abandon(struct session *s)
{
	lines_free(s->block.lines, s->block.nr);
	free(s->block.subject);
	s->block = (struct line_block){ .opener = NULL };
}

void session_abandon_block(struct session *s)
{
	block_abandon(s);
}

enum status session_end_input(struct session *s, struct reply *r)
{
	return block_must_be_closed(s, r);
}

enum status block_must_be_closed(struct session *s, struct reply *r)
{
	if (!session_in_block(s))
		return STATUS_OK;
	reply_fail(r, STATUS_FAILED, "`%s %s` has no `end`: add it",
		   s->block.opener, s->block.subject);
	block_abandon(s);
	return STATUS_FAILED;
}

static bool begins_block(const struct session *s, const char *line)
{
	static const char *const openers[] = { "commands", "define",
					       "document" };
	const char *name = command_name_of(s, line);

	for (size_t i = 0; name && i < sizeof(openers) / sizeof(*openers); i++)
		if (strcmp(name, openers[i]) == 0)
			return true;
	return false;
}

static bool is_end(const char *line)
{
	size_t length = line_length(line);

	while (length > 0 && strchr(" \t", line[length - 1]))
		length--;
	return length == strlen("end") && memcmp(line, "end", length) == 0;
}

static void add_line(struct line_block *block, const char *line)
{
	block->lines =
		realloc(block->lines, (block->nr + 1) * sizeof(*block->lines));
	assert(block->lines && "out of memory");
	block->lines[block->nr] = strndup(line, strcspn(line, "\r\n"));
	assert(block->lines[block->nr] && "out of memory");
	block->nr++;
}

static enum status close_block(struct session *s, struct reply *r)
{
	struct line_block block = s->block;
	enum status status = STATUS_OK;

	s->block = (struct line_block){ .opener = NULL };
	if (strcmp(block.opener, "commands") == 0)
		status = stop_commands_take(s, &block, r);
	else
		status = user_command_take(s, &block, r);
	lines_free(block.lines, block.nr);
	free(block.subject);
	return status;
}

enum status block_line(struct session *s, const char *line, struct reply *r)
{
	struct line_block *block = &s->block;
	bool is_text = strcmp(block->opener, "document") == 0;
	const char *start = line + strspn(line, " \t");

	if (is_end(start) && block->depth == 0)
		return close_block(s, r);
	if (!is_text && is_end(start))
		block->depth--;
	else if (!is_text && begins_block(s, start))
		block->depth++;
	if (is_text || line_length(start) > 0)
		add_line(block, is_text ? line : start);
	return STATUS_OK;
}
