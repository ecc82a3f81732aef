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
void marks_read(const struct item *marks, uint64_t steps,
		struct annotations *ret);
struct json *marks_write(const struct mark *marks, size_t nr);

/* branches_json.c: other branches, when there are any.  Reading runs their
 * operations; the model comes back to where it stood. */
void branches_write(struct json *top, const struct annotations *a);
enum outcome branches_read(const struct item *top, struct model *m,
			   const struct progress *progress,
			   struct annotations *ret);

#endif
