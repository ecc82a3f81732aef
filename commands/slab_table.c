#include "commands/slab_table.h"

#include <stdlib.h>
#include <string.h>

#include "core/slab.h"

static const char *const key_names[NR_SLAB_KEYS] = {
	[SLAB_KEY_ORDER] = "file",    [SLAB_KEY_NAME] = "name",
	[SLAB_KEY_ACTIVE] = "active", [SLAB_KEY_OBJECTS] = "objects",
	[SLAB_KEY_SIZE] = "size",     [SLAB_KEY_SLABS] = "slabs",
	[SLAB_KEY_PAGES] = "pages",
};

const char *slab_key_name(unsigned key)
{
	return key < NR_SLAB_KEYS ? key_names[key] : NULL;
}

enum slab_key slab_key_find(const char *name)
{
	unsigned key = 0;

	while (key < NR_SLAB_KEYS && strcmp(key_names[key], name) != 0)
		key++;
	return (enum slab_key)key;
}

uint64_t slab_row_pages(const struct slabinfo_row *row)
{
	return row->slabs * row->pages_per_slab;
}

/* Caches made last come first. */
void slab_rows_of(const struct model *m, struct slabinfo *ret)
{
	const struct kmalloc_caches *caches = model_caches(m);

	for (unsigned i = caches->nr; i-- > 0;) {
		const struct kmalloc_cache *cache = &caches->caches[i];
		struct cache_counts counts = cache_count(m, i);
		struct slabinfo_row *row = slabinfo_add(ret);

		memcpy(row->name, cache->name, sizeof(cache->name));
		row->active_objects = counts.active_objects;
		row->objects = counts.objects;
		row->object_size = cache->size;
		row->objects_per_slab = cache->oo.objects;
		row->pages_per_slab = 1U << cache->oo.order;
		row->active_slabs = counts.slabs;
		row->slabs = counts.slabs;
	}
}

/* A row and what it is sorted by. */
struct sorted_row {
	struct slabinfo_row row;
	uint64_t number;
	bool by_name;
};

static uint64_t number_of(const struct slabinfo_row *row, enum slab_key key)
{
	switch (key) {
	case SLAB_KEY_ACTIVE:
		return row->active_objects;
	case SLAB_KEY_OBJECTS:
		return row->objects;
	case SLAB_KEY_SIZE:
		return row->object_size;
	case SLAB_KEY_SLABS:
		return row->slabs;
	case SLAB_KEY_PAGES:
		return slab_row_pages(row);
	case SLAB_KEY_ORDER:
	case SLAB_KEY_NAME:
	case NR_SLAB_KEYS:
		break;
	}
	return 0;
}

/* Numbers falling, names rising, equal ones as the file has them. */
static int compare_rows(const void *left, const void *right)
{
	const struct sorted_row *a = left;
	const struct sorted_row *b = right;
	int order = a->by_name
			    ? strcmp(a->row.name, b->row.name)
			    : (a->number < b->number) - (a->number > b->number);

	return order ? order
		     : (a->row.place > b->row.place) -
			       (a->row.place < b->row.place);
}

void slab_rows_sort(struct slabinfo *rows, enum slab_key key)
{
	struct sorted_row *sorted = calloc(rows->nr + 1, sizeof(*sorted));

	if (!sorted)
		return;
	for (size_t i = 0; i < rows->nr; i++)
		sorted[i] = (struct sorted_row){
			.row = rows->rows[i],
			.number = number_of(&rows->rows[i], key),
			.by_name = key == SLAB_KEY_NAME,
		};
	qsort(sorted, rows->nr, sizeof(*sorted), compare_rows);
	for (size_t i = 0; i < rows->nr; i++)
		rows->rows[i] = sorted[i].row;
	free(sorted);
}
