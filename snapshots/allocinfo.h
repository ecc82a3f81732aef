/*
 * /proc/allocinfo as a file: who held how much memory on some machine.
 *
 * What is read can be printed again byte for byte; a file for which that does
 * not hold is refused, with the line.
 */
#ifndef MMSCOPE_SNAPSHOTS_ALLOCINFO_H
#define MMSCOPE_SNAPSHOTS_ALLOCINFO_H

#include "core/alloc_tag.h"
#include "snapshots/diagnosis.h"

enum { ALLOCINFO_LINE = 1024 }; /* bytes of the longest line */

struct allocinfo_row {
	struct codetag site;
	struct alloc_tag_counters counters;
	bool inaccurate; /* the kernel says so, since version 2.0 */
};

struct allocinfo {
	char *text;          /* cut into what the rows point to */
	const char *version; /* "1.0" */
	struct allocinfo_row *rows;
	size_t nr, room;
};

/* Does the file begin as /proc/allocinfo does? */
bool allocinfo_is_file(const char *path);
enum outcome allocinfo_read(const char *path, struct allocinfo **ret,
			    struct diagnosis *why);
/* The same of text; it need not live on. */
enum outcome allocinfo_parse(const char *text, struct allocinfo **ret,
			     struct diagnosis *why);
void allocinfo_destroy(struct allocinfo *info);

/* The whole file, byte for byte as the kernel writes it; the caller frees
 * it. */
char *allocinfo_text(const struct allocinfo *info);
/* The file's first two lines, and that of a row; as snprintf(). */
int allocinfo_print_heading(const char *version, char *ret, size_t size);
int allocinfo_print_row(const struct allocinfo_row *row, char *ret,
			size_t size);

#endif
