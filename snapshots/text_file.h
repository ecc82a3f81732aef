/*
 * Whole files: the only place where text is taken from the disk, or put
 * there.
 */
#ifndef MMSCOPE_SNAPSHOTS_TEXT_FILE_H
#define MMSCOPE_SNAPSHOTS_TEXT_FILE_H

#include <stdbool.h>

#include "snapshots/diagnosis.h"

/* The file's bytes, NUL-terminated; the caller frees them.  "-" is standard
 * input, .xz is decompressed; sizes above a cap are refused. */
enum outcome text_file_read(const char *path, char **ret, size_t *ret_length,
			    struct diagnosis *why);

/* A new text file with a first line; one that holds something is refused. */
enum outcome text_file_begin(const char *path, const char *text,
			     struct diagnosis *why);
/* Adds text at its end. */
enum outcome text_file_append(const char *path, const char *text,
			      struct diagnosis *why);
/* Writes a file whole or not at all; .xz is compressed. */
enum outcome text_file_write(const char *path, const char *text, size_t length,
			     struct diagnosis *why);

/* Full path of a snapshot or recording named without its folder, looked for
 * in the installed share directory; NULL when there is none. */
char *share_file_find(const char *name);

/* Names of all snapshots and recordings there, sorted; 0 when there is none,
 * and *ret is then NULL.  The caller frees each name, and the array. */
size_t share_files_list(char ***ret);

/* Is there a file that begins so?  Standard input is not looked at. */
bool text_file_begins(const char *path, const char *beginning);

#endif
