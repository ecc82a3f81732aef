#include "commands/slab_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

static const char *const key_names[NR_SLAB_KEYS] = {
	[SLAB_KEY_ORDER_OF_FILE] = "file",
	[SLAB_KEY_NAME] = "name",
	[SLAB_KEY_SIZE] = "size",
	[SLAB_KEY_EACH] = "each",
	[SLAB_KEY_ORDER] = "order",
	[SLAB_KEY_ACTIVE] = "active",
	[SLAB_KEY_OBJECTS] = "objects",
	[SLAB_KEY_SLABS] = "slabs",
	[SLAB_KEY_CPU] = "cpu",
	[SLAB_KEY_PART] = "part",
	[SLAB_KEY_FULL] = "full",
	[SLAB_KEY_PAGES] = "pages",
	[SLAB_KEY_BYTES] = "bytes",
};

const struct sorted_table slabs_table = { "slabs", key_names, NR_SLAB_KEYS };

struct slab_choice chosen_slabs(const struct session *s)
{
	return (struct slab_choice){
		.key = (enum slab_key)table_key_chosen(&slabs_table, s),
		.filter = table_filter_chosen(&slabs_table, s),
		.imported = s->slabinfo.nr > 0 &&
			    table_is_imported(&slabs_table, s),
	};
}

static void take_cache(const struct model *m, unsigned cache,
		       struct slabinfo_row *row)
{
	const struct kmalloc_cache *from = &model_caches(m)->caches[cache];
	struct cache_counts counts = cache_count(m, cache);

	memcpy(row->name, from->name, sizeof(from->name));
	row->active_objects = counts.active_objects;
	row->objects = counts.objects;
	row->object_size = from->size;
	row->objects_per_slab = from->oo.objects;
	row->pages_per_slab = 1U << from->oo.order;
	row->active_slabs = counts.slabs;
	row->slabs = counts.slabs;
	row->pages = counts.pages;
}

/* Caches made last come first. */
void slab_rows_of(const struct model *m, struct slabinfo *ret)
{
	for (unsigned i = model_caches(m)->nr; i-- > 0;)
		take_cache(m, i, slabinfo_add(ret));
}

static unsigned order_of_pages(unsigned pages)
{
	unsigned order = 0;

	while (1U << (order + 1) <= pages)
		order++;
	return order;
}

/* What a file does not tell. */
static int64_t place_number(const struct slab_row *row, enum slab_key key)
{
	if (row->cache < 0)
		return -1;
	if (key == SLAB_KEY_CPU)
		return row->places.cpu;
	return key == SLAB_KEY_PART ? row->places.partial : row->places.full;
}

int64_t slab_row_number(const struct slab_row *row, enum slab_key key)
{
	const struct slabinfo_row *info = &row->info;

	switch (key) {
	case SLAB_KEY_SIZE:
		return info->object_size;
	case SLAB_KEY_EACH:
		return info->objects_per_slab;
	case SLAB_KEY_ORDER:
		return order_of_pages(info->pages_per_slab);
	case SLAB_KEY_ACTIVE:
		return (int64_t)info->active_objects;
	case SLAB_KEY_OBJECTS:
		return (int64_t)info->objects;
	case SLAB_KEY_SLABS:
		return (int64_t)info->slabs;
	case SLAB_KEY_CPU:
	case SLAB_KEY_PART:
	case SLAB_KEY_FULL:
		return place_number(row, key);
	case SLAB_KEY_PAGES:
		return (int64_t)info->pages;
	case SLAB_KEY_BYTES:
		return (int64_t)(info->pages << PAGE_SHIFT);
	case SLAB_KEY_ORDER_OF_FILE:
	case SLAB_KEY_NAME:
	case NR_SLAB_KEYS:
		break;
	}
	return 0;
}

/* A row and what it is sorted by. */
struct sorted_row {
	struct slab_row row;
	int64_t number;
	bool by_name;
};

/* Equal ones as the file has them. */
static int compare_rows(const void *left, const void *right)
{
	const struct sorted_row *a = left;
	const struct sorted_row *b = right;
	int order = a->by_name
			    ? strcmp(a->row.info.name, b->row.info.name)
			    : (a->number < b->number) - (a->number > b->number);

	return order ? order
		     : (a->row.info.place > b->row.info.place) -
			       (a->row.info.place < b->row.info.place);
}

static void add_row(struct slab_list *list, struct sorted_row *sorted,
		    const struct slab_row *row,
		    const struct slab_choice *choice)
{
	if (!strstr(row->info.name, choice->filter) ||
	    (!choice->all && row->info.slabs == 0))
		return;
	sorted[list->nr++] = (struct sorted_row){
		.row = *row,
		.number = slab_row_number(row, choice->key),
		.by_name = choice->key == SLAB_KEY_NAME,
	};
	list->active_objects += row->info.active_objects;
	list->objects += row->info.objects;
	list->slabs += row->info.slabs;
	list->pages += row->info.pages;
}

static struct slab_row row_of(const struct session *s, bool imported, size_t i)
{
	if (imported)
		return (struct slab_row){ .info = s->slabinfo.rows[i],
					  .cache = -1 };
	unsigned cache = model_caches(s->m)->nr - 1 - (unsigned)i;
	struct slab_row row = {
		.info = { .place = i },
		.cache = (int)cache,
		.places = cache_places(s->m, cache),
	};

	take_cache(s->m, cache, &row.info);
	return row;
}

void slab_list_init(struct slab_list *list, const struct session *s,
		    const struct slab_choice *choice)
{
	size_t nr = choice->imported ? s->slabinfo.nr : model_caches(s->m)->nr;
	struct sorted_row *sorted = calloc(nr + 1, sizeof(*sorted));

	*list = (struct slab_list){ .rows = calloc(nr + 1,
						   sizeof(*list->rows)) };
	assert(sorted && list->rows && "out of memory");
	for (size_t i = 0; i < nr; i++) {
		struct slab_row row = row_of(s, choice->imported, i);

		add_row(list, sorted, &row, choice);
	}
	qsort(sorted, list->nr, sizeof(*sorted), compare_rows);
	for (size_t i = 0; i < list->nr; i++)
		list->rows[i] = sorted[i].row;
	free(sorted);
}

void slab_list_deinit(struct slab_list *list)
{
	free(list->rows);
	*list = (struct slab_list){ 0 };
}

bool slab_list_is_bare(const struct slab_list *list,
		       const struct slab_choice *choice)
{
	return list->nr == 0 && !choice->imported && !choice->filter[0];
}
