/*
 * Registering call sites and modules; for the files of core/ only.
 */
#ifndef MMSCOPE_CORE_CODETAG_INTERNAL_H
#define MMSCOPE_CORE_CODETAG_INTERNAL_H

#include "core/codetag.h"
#include "core/model_internal.h"
#include "core/operation.h"

enum site_origin {
	SITE_NAMED,     /* by an operation: `named[number]` */
	SITE_OPERATION, /* the operation itself: mmscope:<number>:<kind> */
	SITE_MODULE,    /* of the load `number` */
};

struct tag_site {
	uint32_t number;
	uint8_t origin; /* enum site_origin */
	uint8_t kind;   /* enum operation_kind */
};

struct named_site {
	struct codetag site;
	uint32_t tag;
};

struct site_list {
	struct codetag *sites;
};

/* Names and numbers of all tags of the whole history.  What an operation that
 * runs again asks for is in it already. */
struct tag_registry {
	struct tag_site *sites; /* by tag number */
	size_t nr_sites, room;
	struct space sites_space;
	struct named_site *named; /* by rising tag numbers */
	size_t nr_named, named_room;
	struct module_load *loads; /* by load - 1 */
	size_t nr_loads, loads_room;
	char **strings;
	size_t nr_strings, strings_room;
	struct site_list *lists; /* as operations name them */
	size_t nr_lists, lists_room;
};

struct tag_registry *tag_registry_create(void);
void tag_registry_destroy(struct tag_registry *registry);
/* The string, kept for as long as the model lives; NULL stays NULL. */
const char *tag_string(struct model *m, const char *text);
/* The same of call sites. */
const struct codetag *tag_sites(struct model *m, const struct codetag *sites,
				uint32_t nr);

/* For that of `tag`, at least. */
void make_room_for_sites(struct tag_registry *registry, uint32_t tag);

static inline void keep_site(struct model *m, uint32_t tag,
			     struct tag_site site)
{
	struct tag_registry *registry = m->registry;

	if (UNLIKELY(tag >= registry->room))
		make_room_for_sites(registry, tag);
	registry->sites[tag] = site;
	registry->nr_sites = (size_t)tag + 1;
}

static inline uint32_t register_kernel_site(struct model *m,
					    struct tag_site site)
{
	uint32_t tag = m->globals->nr_tags;

	/* Globals were touched by the boot. */
	put_again(m, &m->globals->nr_tags, tag + 1);
	if (!m->again)
		keep_site(m, tag, site);
	return tag;
}

/* Number of a new tag of the kernel image, counters at zero. */
uint32_t alloc_tag_register(struct model *m, const struct codetag *site);
/* The tag of a site; one that nobody named before is the kernel image's. */
uint32_t alloc_tag_of_site(struct model *m, const struct codetag *site);
/* The same without adding one; UINT32_MAX: it has none yet. */
uint32_t alloc_tag_find(const struct model *m, const struct codetag *site);

/* The tag to be charged now; registers it.  Of an operation that names no site
 * it is the operation's own. */
static inline uint32_t current_alloc_tag(struct model *m)
{
	if (m->globals->current_tag)
		return m->globals->current_tag - 1;
	if (m->charge_tag == 0) {
		const struct operation *op = m->charge;
		struct tag_site own = { .number = m->charge_op,
					.origin = SITE_OPERATION,
					.kind = (uint8_t)op->kind };

		m->charge_tag =
			1 + (op->tag.file ? alloc_tag_of_site(m, &op->tag)
					  : register_kernel_site(m, own));
	}
	return m->charge_tag - 1;
}

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
