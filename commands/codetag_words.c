/*
 * Who asks for pages, as typed: tag=FILE:LINE:FUNCTION.
 */
#include <stdint.h>
#include <string.h>

#include "commands/session_internal.h"

enum status parse_codetag(char *text, struct codetag *ret, struct reply *r)
{
	char *function = strrchr(text, ':');
	char *line = NULL;
	uint64_t number = 0;

	if (function) {
		*function = '\0';
		line = strrchr(text, ':');
	}
	if (line)
		*line = '\0';
	if (!line || !text[0] || !function[1] ||
	    !parse_number(line + 1, &number) || number > INT32_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "tag= must be FILE:LINE:FUNCTION, as in "
				  "tag=mm/shmem.c:2461:shmem_alloc_folio");
	*ret = (struct codetag){ .file = text,
				 .function = function + 1,
				 .line = (unsigned)number };
	return STATUS_OK;
}
