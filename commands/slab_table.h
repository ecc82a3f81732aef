/*
 * Slab caches as rows: those of the model, or of an imported slabinfo.
 */
#ifndef MMSCOPE_COMMANDS_SLAB_TABLE_H
#define MMSCOPE_COMMANDS_SLAB_TABLE_H

#include "commands/text.h"
#include "core/model.h"
#include "snapshots/slabinfo.h"

enum slab_key {
	SLAB_KEY_ORDER, /* of /proc/slabinfo */
	SLAB_KEY_NAME,
	SLAB_KEY_ACTIVE,
	SLAB_KEY_OBJECTS,
	SLAB_KEY_SIZE,
	SLAB_KEY_SLABS,
	SLAB_KEY_PAGES,
	NR_SLAB_KEYS,
};

/* "pages"; NULL past the last. */
const char *slab_key_name(unsigned key);
/* NR_SLAB_KEYS: there is no such key. */
enum slab_key slab_key_find(const char *name);

/* Rows of the model's caches, as /proc/slabinfo orders them. */
void slab_rows_of(const struct model *m, struct slabinfo *ret);
void slab_rows_sort(struct slabinfo *rows, enum slab_key key);
/* Pages that a cache has. */
uint64_t slab_row_pages(const struct slabinfo_row *row);

#endif
