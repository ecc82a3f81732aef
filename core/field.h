/*
 * Every state word by name: which object it belongs to and what it is called.
 *
 * fields.def is the one list; it names words in steps, `stepi`, `diff`, and
 * tells the screen which cell a write has changed.
 */
#ifndef MMSCOPE_CORE_FIELD_H
#define MMSCOPE_CORE_FIELD_H

#include "core/types.h"

struct model;

enum field_object {
	OBJECT_GLOBAL,
	OBJECT_NODE,
	OBJECT_ZONE,
	OBJECT_FREE_AREA, /* of a zone and order */
	OBJECT_FREE_LIST, /* of a zone, order and migratetype */
	OBJECT_PCP,       /* of a zone and CPU */
	OBJECT_PCP_LIST,  /* of a zone, CPU and list index */
	OBJECT_PAGEBLOCK, /* index: its first pfn */
	OBJECT_PAGE,      /* index: pfn */
	OBJECT_TAG,       /* index: its number; as CPU 0 has counted */
	OBJECT_TAG_CPU,   /* as another CPU has */
	OBJECT_TAG_ACCOUNT,
	OBJECT_MODULE,   /* index: place in the list of modules */
	OBJECT_TAG_AREA, /* index: place in the list of areas */
	OBJECT_SLAB_NUMBERS,
	OBJECT_PAGE_SLAB,   /* index: pfn */
	OBJECT_CACHE_CPU,   /* of a cache (index) and CPU */
	OBJECT_CACHE_NODE,  /* of a cache (index) and node (zone) */
	OBJECT_SLAB,        /* index: its number */
	OBJECT_SLAB_OBJECT, /* of a slab (index), order: its place there */
	OBJECT_SHEAF_NUMBERS,
	OBJECT_CPU_SHEAVES, /* of a cache (index) and CPU */
	OBJECT_BARN,        /* of a cache (index) and node (zone) */
	OBJECT_SHEAF,       /* index: its number */
	NR_FIELD_OBJECTS,
};

enum field_id {
#define FIELD(id, object, structure, member, name, is_signed)       FIELD_##id,
#define FIELD_ARRAY(id, object, structure, member, name, is_signed) FIELD_##id,
#include "core/fields.def"
#undef FIELD_ARRAY
#undef FIELD
	NR_FIELDS,
};

/* A word of the model: `element` is the index inside an array member. */
struct field_place {
	enum field_id id;
	enum field_object object;
	uint32_t zone; /* zone, or node for OBJECT_NODE */
	uint32_t cpu;
	uint32_t order; /* or pcp list index, or place in a slab */
	uint32_t migratetype;
	uint32_t
		index; /* pfn, or number of a tag, module, area, slab, sheaf, cache */
	uint32_t element;
};

const char *field_name(enum field_id id);
bool field_is_signed(enum field_id id);
struct field_place field_at_offset(const struct model *m, uint64_t offset);

#endif
