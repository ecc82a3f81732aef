/*
 * Whole files and folders of them; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_FILE_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_FILE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "snapshots/diagnosis.h"

/* Files whose name ends in .xz are compressed, read and written. */
bool path_is_compressed(const char *path);

/* Writes a file so that at any moment either the old content or the new one
 * is there, whole.  "-" is standard output. */
enum outcome file_save(const char *path, const char *text, size_t length,
		       struct diagnosis *why);

/* As share_files_list(), of any folder. */
size_t files_list(const char *folder, char ***ret);

#endif
