/*
 * What the files that name words share.
 */
#ifndef MMSCOPE_CORE_FIELD_INTERNAL_H
#define MMSCOPE_CORE_FIELD_INTERNAL_H

#include "core/field.h"
#include "core/model_internal.h"

/* Is the address inside an array of the arena that begins at `array`? */
#define BEHIND(address, array) ((address) >= (const unsigned char *)(array))

/* Words of an object that is one of an array. */
struct field_place in_array(const unsigned char *at, const void *array,
			    size_t size, enum field_object object);

struct visiting {
	const struct model *m;
	void (*visit)(void *context, uint64_t offset, size_t size);
	void *context;
};

void visit_array(const struct visiting *v, enum field_object object,
		 const void *array, size_t count, size_t size);

/* field_slab.c: what kmalloc has, behind all others. */
struct field_place in_slabs(const struct model *m, const unsigned char *at);
void visit_slabs(const struct visiting *v);

#endif
