/*
 * Slab caches as rows: those of the model, or of an imported slabinfo.
 */
#ifndef MMSCOPE_COMMANDS_SLAB_TABLE_H
#define MMSCOPE_COMMANDS_SLAB_TABLE_H

#include "commands/table_order.h"
#include "core/slab_places.h"
#include "snapshots/slabinfo.h"

enum slab_key {
	SLAB_KEY_ORDER_OF_FILE, /* of /proc/slabinfo */
	SLAB_KEY_NAME,
	SLAB_KEY_SIZE,
	SLAB_KEY_EACH,
	SLAB_KEY_ORDER,
	SLAB_KEY_ACTIVE,
	SLAB_KEY_OBJECTS,
	SLAB_KEY_SLABS,
	SLAB_KEY_CPU,
	SLAB_KEY_PART,
	SLAB_KEY_FULL,
	SLAB_KEY_PAGES,
	SLAB_KEY_BYTES,
	NR_SLAB_KEYS,
};

extern const struct sorted_table slabs_table;

struct slab_row {
	struct slabinfo_row info;
	int cache; /* of the model; -1: a file's, which tells no places */
	struct slab_places places;
};

struct slab_list {
	struct slab_row *rows; /* sorted: numbers falling, names rising */
	size_t nr;
	uint64_t active_objects, objects, slabs, pages; /* of these */
};

/* Which caches, and in which order. */
struct slab_choice {
	enum slab_key key;
	const char *filter; /* a part of the name */
	bool all;           /* those without a slab, too */
	bool imported;      /* of a file, else of the model */
};

/* As `set slabs`, `set slabs_filter` and `set slabs_of` have it. */
struct slab_choice chosen_slabs(const struct session *s);
void slab_list_init(struct slab_list *list, const struct session *s,
		    const struct slab_choice *choice);
void slab_list_deinit(struct slab_list *list);
/* Empty because the model has no slab at all? */
bool slab_list_is_bare(const struct slab_list *list,
		       const struct slab_choice *choice);
/* A column that is a number; -1: a file does not tell it. */
int64_t slab_row_number(const struct slab_row *row, enum slab_key key);

/* Rows of the model's caches, as /proc/slabinfo orders them. */
void slab_rows_of(const struct model *m, struct slabinfo *ret);

#endif
