/*
 * Code tags: the registry of call sites, section by section.
 *
 * The kernel image has one section of tags, each module one of its own.  A
 * module's section is known to the registry under an id, the lowest that is
 * free; /proc/allocinfo is in the order of these ids.  Where kernels have an
 * area for the tags of modules, a module's tags lie there, and stay there
 * after it is unloaded as long as one of them is in use.
 *
 * The kernel image names its tags by their first use: nobody can know in
 * advance which of its call sites an operation will name.
 *
 * Kernel counterpart: lib/codetag.c; module tag area of lib/alloc_tag.c.
 */
#ifndef MMSCOPE_CORE_CODETAG_H
#define MMSCOPE_CORE_CODETAG_H

#include "core/alloc_tag.h"

enum {
	MAX_MODULES = 64,
	MAX_TAG_AREAS = 256,
	ALLOC_TAG_SIZE = 40, /* sizeof(struct alloc_tag) */
	MODULE_TAG_AREA_SIZE = 100000 * ALLOC_TAG_SIZE,
};

/* Where the area for the tags of modules begins, as without KASLR. */
#define MODULE_TAG_AREA_BASE UINT64_C(0xffffffffc0000000)

/* A loaded module, by its place in the list of modules. */
struct module_words {
	uint32_t load;  /* which load it is of, from 1; 0: no module here */
	uint32_t id;    /* of its tags in the registry; 0: it has none */
	uint32_t moved; /* how often its struct module was */
};

enum tag_area_use {
	AREA_FREE,
	AREA_MODULE,
	AREA_UNLOADED, /* the module has gone, its tags are in use */
	AREA_PREPEND,  /* padding in front of the next one */
};

/* A piece of the area for the tags of modules. */
struct tag_area {
	uint32_t start; /* bytes, from where the area begins */
	uint32_t size;
	uint32_t load;  /* whose tags these are */
	uint32_t moved; /* of the struct module that the area knows */
	uint32_t use;   /* enum tag_area_use */
};

/* One load of a module; loads are numbered from 1. */
struct module_load {
	const char *name;
	uint32_t first_tag; /* its tags have consecutive numbers */
	uint32_t nr_tags;
	uint32_t kernel_tags;        /* of the image before it */
	unsigned align;              /* of its section */
	const struct codetag *sites; /* the tags that have names, from the */
	uint32_t nr_sites;           /* first on */
};

uint32_t nr_module_loads(const struct model *m);
const struct module_load *module_load_at(const struct model *m, uint32_t load);
const struct module_words *module_at(const struct model *m, unsigned i);
const struct tag_area *tag_area_at(const struct model *m, unsigned i);
/* Place in the list of the module of that name; -1: none is loaded. */
int module_find(const struct model *m, const char *name);
/* Is there a tag of that site?  One that names no module may be of any. */
bool codetag_exists(const struct model *m, const struct codetag *site);
/* Id of the tags of a load; 0: not in the registry (any more). */
uint32_t module_load_id(const struct model *m, uint32_t load);
/* The module with that id; NULL: it is free. */
const struct module_load *module_with_id(const struct model *m, uint32_t id);
/* What the tags of a load count together. */
struct alloc_tag_counters module_counters(const struct model *m, uint32_t load);

/* Which load brought a tag; 0: the kernel image. */
uint32_t alloc_tag_load(const struct model *m, uint32_t tag);
/* Is its section in the registry, and so in /proc/allocinfo? */
bool alloc_tag_is_listed(const struct model *m, uint32_t tag);
/* The tags of /proc/allocinfo in its order: the i-th of them; false past the
 * last.  *next is opaque and begins as { 0 }. */
struct codetag_iterator {
	uint32_t id;
	uint32_t at;
};
bool codetag_next(const struct model *m, struct codetag_iterator *next,
		  uint32_t *ret);

/* Bytes of the area that were ever in use, and all it has. */
uint32_t module_area_high(const struct model *m);
uint32_t module_area_size(const struct model *m);
/* Address of a place in the area. */
uint64_t module_area_address(const struct model *m, uint32_t start);

#endif
