/*
 * Files of 64-bit words, one per page frame, as /proc/kpageflags and
 * /proc/kpagecount are: little endian, no header.
 */
#ifndef MMSCOPE_SNAPSHOTS_WORD_FILE_H
#define MMSCOPE_SNAPSHOTS_WORD_FILE_H

#include <stdint.h>

#include "snapshots/diagnosis.h"

/* The caller frees *ret.  Names as those of text_file_read(). */
enum outcome word_file_read(const char *path, uint64_t **ret, uint64_t *ret_nr,
			    struct diagnosis *why);
/* Writes a file whole or not at all; .xz is compressed. */
enum outcome word_file_write(const char *path, const uint64_t *words,
			     uint64_t nr, struct diagnosis *why);

#endif
