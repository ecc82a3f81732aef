/*
 * /proc/slabinfo, version 2.1: reading the text and writing it again.
 */
#ifndef MMSCOPE_SNAPSHOTS_SLABINFO_H
#define MMSCOPE_SNAPSHOTS_SLABINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "snapshots/diagnosis.h"

enum { SLABINFO_NAME_SIZE = 64 };

struct slabinfo_row {
	char name[SLABINFO_NAME_SIZE];
	uint64_t active_objects, objects;
	unsigned object_size;
	unsigned objects_per_slab;
	unsigned pages_per_slab;
	unsigned limit, batchcount, sharedfactor; /* tunables */
	uint64_t active_slabs, slabs, shared;
	uint64_t pages; /* of all slabs; in a file each has as many */
	size_t place;   /* in the file */
};

struct slabinfo {
	struct slabinfo_row *rows;
	size_t nr;
};

/* Does the file begin as /proc/slabinfo does? */
bool slabinfo_is_file(const char *path);
/* *ret must be empty; what is refused names its line. */
enum outcome slabinfo_read(const char *path, struct slabinfo *ret,
			   struct diagnosis *why);
/* Adds a row, all zero. */
struct slabinfo_row *slabinfo_add(struct slabinfo *to);
/* The file's text, byte for byte as the kernel writes it; the caller frees
 * it. */
char *slabinfo_text(const struct slabinfo *from);
void slabinfo_deinit(struct slabinfo *s);

#endif
