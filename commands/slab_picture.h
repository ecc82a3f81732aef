/*
 * A slab in letters and words, for `slab` and the slabs panel.
 */
#ifndef MMSCOPE_COMMANDS_SLAB_PICTURE_H
#define MMSCOPE_COMMANDS_SLAB_PICTURE_H

#include "commands/text.h"
#include "core/model.h"
#include "core/slab_places.h"

/* Where an object is, as one letter of the picture. */
enum slab_cell {
	CELL_USED = '#',
	CELL_CPU = 'c',
	CELL_SLAB = '.',
	CELL_SHEAF = 's',
};

struct slab_picture {
	struct slab_whereabouts where;
	unsigned nr; /* objects */
	char cells[SLAB_OBJECTS_LIMIT];
	struct text slab_list; /* "3 -> 1 -> NULL" */
	struct text cpu_list;
	const char *legend; /* what the letters say */
};

void slab_picture_take(const struct model *m, uint32_t slab,
		       struct slab_picture *ret);
void slab_picture_deinit(struct slab_picture *p);
/* Said where there is nothing to show. */
extern const char *const no_slabs_yet;

/* "slab of cpu 0" */
void slab_place_add(struct text *out, struct slab_whereabouts where);
/* "order 0, inuse 32 of 32, 5 given, slab of cpu 0" */
void slab_state_add(struct text *out, const struct model *m, uint32_t slab);
/* "counters 0x80200020: inuse 32, objects 32, frozen 1; 128 bytes each" */
void slab_counters_add(struct text *out, const struct model *m, uint32_t slab);
/* "kmalloc-128: 128 bytes each, 32 in a slab of order 0; 2 slabs" */
void slab_cache_add(struct text *out, const struct model *m, unsigned cache);
/* "cpu 0: 12 in the main sheaf, no spare one" */
void sheaves_of_cpu_add(struct text *out, const struct model *m, unsigned cache,
			unsigned cpu);
/* "barn of node 0: 2 full, 1 empty" */
void barn_add(struct text *out, const struct model *m, unsigned cache,
	      unsigned node);
/* Where its vector of slabobj_ext lies; nothing when it has none. */
void slab_vector_add(struct text *out, const struct model *m, uint32_t slab);

#endif
