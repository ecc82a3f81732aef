/*
 * Notes, marks and breakpoints in files; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_ANNOTATIONS_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_ANNOTATIONS_INTERNAL_H

#include "snapshots/json_internal.h"
#include "snapshots/snapshot.h"

/* `steps`: the last position that a mark may have. */
void annotations_read(const struct item *top, uint64_t steps,
		      struct annotations *ret);
void annotations_write(struct json *top, const struct annotations *a);

#endif
