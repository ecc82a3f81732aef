/*
 * Lists of command lines: what a block of commands consists of.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/stops.h"

char **lines_copy(char *const *lines, size_t nr)
{
	char **copy = calloc(nr + 1, sizeof(*copy));

	assert(copy && "out of memory");
	for (size_t i = 0; i < nr; i++) {
		copy[i] = strdup(lines[i]);
		assert(copy[i] && "out of memory");
	}
	return copy;
}

void lines_free(char **lines, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		free(lines[i]);
	free(lines);
}
