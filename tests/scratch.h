/*
 * A folder of its own for a test that needs files, and texts to put there.
 */
#ifndef MMSCOPE_TESTS_SCRATCH_H
#define MMSCOPE_TESTS_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

struct scratch {
	char folder[64];
	char path[160]; /* what scratch_path() said last */
};

void scratch_init(struct scratch *s);
/* Removes the folder with all that is in it. */
void scratch_deinit(struct scratch *s);
/* Full path of a name in the folder; lives until the next call. */
const char *scratch_path(struct scratch *s, const char *name);
/* Writes a file there and says its path. */
const char *scratch_file(struct scratch *s, const char *name, const char *text);
/* How many files there are. */
unsigned scratch_count(const struct scratch *s);

/* All bytes of a file, decompressed; the caller frees them. */
char *text_of(const char *path);
/* A copy with the first `from` after the first `behind` made `to`; the test
 * fails when there is none.  `behind` "" is the beginning. */
char *with_change(const char *text, const char *behind, const char *from,
		  const char *to);

#endif
