/*
 * Why a file was refused: the thing, the place and the remedy, in one
 * sentence that may be shown as it is (all bytes of it are printable).
 */
#ifndef MMSCOPE_SNAPSHOTS_DIAGNOSIS_H
#define MMSCOPE_SNAPSHOTS_DIAGNOSIS_H

#include <stddef.h>

enum outcome {
	OUTCOME_OK,
	OUTCOME_NOT_FOUND, /* cannot be opened, read or written */
	OUTCOME_REFUSED,   /* content: syntax, schema or sense */
	OUTCOME_INTERRUPTED,
};

struct diagnosis {
	char text[512]; /* without the file's name, which the caller knows */
};

void diagnose(struct diagnosis *why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Makes text displayable: control bytes, DEL, C1, bidirectional controls and
 * invalid UTF-8 become visible (^X, \xNN).  Writes at most `size` bytes with
 * the final NUL and returns the length written.
 */
size_t text_displayable(const char *text, size_t length, char *ret,
			size_t size);

#endif
