/*
 * Registering call sites and modules; for the files of core/ only.
 */
#ifndef MMSCOPE_CORE_CODETAG_INTERNAL_H
#define MMSCOPE_CORE_CODETAG_INTERNAL_H

#include "core/codetag.h"
#include "core/model_internal.h"
#include "core/operation.h"

struct tag_registry;

struct tag_registry *tag_registry_create(void);
void tag_registry_destroy(struct tag_registry *registry);
/* The string, kept for as long as the model lives; NULL stays NULL. */
const char *tag_string(struct model *m, const char *text);
/* The same of call sites. */
const struct codetag *tag_sites(struct model *m, const struct codetag *sites,
				uint32_t nr);

/* Number of a new tag of the kernel image, counters at zero. */
uint32_t alloc_tag_register(struct model *m, const struct codetag *site);
/* The tag of an operation that names no site. */
uint32_t alloc_tag_register_operation(struct model *m,
				      const struct operation *op,
				      uint32_t number);
/* The tag of a site; one that nobody named before is the kernel image's. */
uint32_t alloc_tag_of_site(struct model *m, const struct codetag *site);
/* The same without adding one; UINT32_MAX: it has none yet. */
uint32_t alloc_tag_find(const struct model *m, const struct codetag *site);
/* Did somebody name its site? */
bool alloc_tag_is_named(const struct model *m, uint32_t tag);
/* Place in its section. */
uint32_t alloc_tag_position(const struct model *m, uint32_t tag);
/* The kernel image's tag at a place of its section; UINT32_MAX: no operation
 * has named it. */
uint32_t kernel_tag_at(const struct model *m, uint32_t position);

/* Adds the tags of the next load. */
void module_register_load(struct model *m, const struct operation *op);

/* core/codetag_check.c: would one of OP_MODULE_LOAD … OP_UNHOOK be
 * possible? */
enum op_refusal tagging_check(const struct model *m, const struct operation *op,
			      int64_t *where);

/* core/module.c */
void module_load(struct model *m, const struct operation *op,
		 struct op_result *result);
void module_unload(struct model *m, const struct operation *op);
void module_replace(struct model *m, const struct operation *op);

/* core/module_area.c: the tag area of modules. */
bool reserve_module_tags(struct model *m, uint32_t load, uint32_t size,
			 unsigned align);
void replace_module(struct model *m, uint32_t load, uint32_t moved);
void release_module_tags(struct model *m, uint32_t load, bool used);
/* The area of a load; NULL: it has none (any more). */
const struct tag_area *area_of_load(const struct model *m, uint32_t load);

#endif
