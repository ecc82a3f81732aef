/*
 * Which call sites there are: sections, and names beside the arena.
 *
 * A tag is registered by the first charge or the load of its module, so its
 * number follows from the operations alone.  Names are kept beside the arena,
 * by number; when the future is dropped, later tags take its place.
 */
#include "core/codetag_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc_tag_internal.h"

struct tag_registry *tag_registry_create(void)
{
	return calloc(1, sizeof(struct tag_registry));
}

void tag_registry_destroy(struct tag_registry *registry)
{
	if (!registry)
		return;
	for (size_t i = 0; i < registry->nr_strings; i++)
		free(registry->strings[i]);
	for (size_t i = 0; i < registry->nr_lists; i++)
		free(registry->lists[i].sites);
	free(registry->strings);
	free(registry->lists);
	free(registry->loads);
	free(registry->named);
	space_deinit(&registry->sites_space);
	free(registry);
}

const char *tag_string(struct model *m, const char *text)
{
	struct tag_registry *registry = m->registry;

	if (!text)
		return NULL;
	for (size_t i = 0; i < registry->nr_strings; i++)
		if (strcmp(registry->strings[i], text) == 0)
			return registry->strings[i];
	size_t size = strlen(text) + 1;
	char *copy = calloc(1, size);

	assert(copy && "the host has no memory for a name");
	memcpy(copy, text, size);
	registry->strings =
		with_room(registry->strings, registry->nr_strings + 1,
			  &registry->strings_room, sizeof(*registry->strings));
	registry->strings[registry->nr_strings++] = copy;
	return copy;
}

static struct codetag kept_site(struct model *m, const struct codetag *site)
{
	return (struct codetag){ .file = tag_string(m, site->file),
				 .function = tag_string(m, site->function),
				 .module = tag_string(m, site->module),
				 .line = site->line };
}

const struct codetag *tag_sites(struct model *m, const struct codetag *sites,
				uint32_t nr)
{
	struct tag_registry *registry = m->registry;
	struct codetag *copy = calloc((size_t)nr + 1, sizeof(*copy));

	assert(copy && "the host has no memory for call sites");
	for (uint32_t i = 0; i < nr; i++)
		copy[i] = kept_site(m, &sites[i]);
	registry->lists =
		with_room(registry->lists, registry->nr_lists + 1,
			  &registry->lists_room, sizeof(*registry->lists));
	registry->lists[registry->nr_lists++].sites = copy;
	return copy;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_place(const struct codetag *a, const struct codetag *b)
{
	return a->line == b->line && same_text(a->file, b->file) &&
	       same_text(a->function, b->function);
}

bool same_codetag(const struct codetag *a, const struct codetag *b)
{
	return same_place(a, b) && same_text(a->module, b->module);
}

/* Named tags of a dropped future are none any more. */
static void forget_the_future(struct model *m)
{
	struct tag_registry *registry = m->registry;

	while (registry->nr_named > 0 &&
	       registry->named[registry->nr_named - 1].tag >=
		       m->globals->nr_tags)
		registry->nr_named--;
}

void make_room_for_sites(struct tag_registry *registry, uint32_t tag)
{
	struct space *space = &registry->sites_space;

	space_open(space, ((size_t)tag + 1) * sizeof(*registry->sites));
	registry->sites = (void *)space->start;
	registry->room = space->opened / sizeof(*registry->sites);
}

/* Tags of the kernel image that somebody named. */
static uint32_t kernel_tags_named(const struct model *m)
{
	return m->globals->nr_tags - m->globals->module_tags;
}

uint32_t alloc_tag_register(struct model *m, const struct codetag *site)
{
	struct tag_registry *registry = m->registry;
	struct tag_site entry = { .origin = SITE_NAMED };

	if (m->again)
		return register_kernel_site(m, entry);
	forget_the_future(m);
	registry->named =
		with_room(registry->named, registry->nr_named + 1,
			  &registry->named_room, sizeof(*registry->named));
	registry->named[registry->nr_named] = (struct named_site){
		.site = kept_site(m, site),
		.tag = m->globals->nr_tags,
	};
	entry.number = (uint32_t)registry->nr_named++;
	return register_kernel_site(m, entry);
}

/* A site that names no module may be that of any. */
static uint32_t module_tag_find(const struct model *m,
				const struct codetag *site)
{
	for (unsigned i = 0; i < MAX_MODULES; i++) {
		if (m->modules[i].id == 0)
			continue;
		const struct module_load *load =
			module_load_at(m, m->modules[i].load);

		if (site->module && strcmp(site->module, load->name) != 0)
			continue;
		for (uint32_t at = 0; at < load->nr_sites; at++)
			if (same_place(&load->sites[at], site))
				return load->first_tag + at;
	}
	return UINT32_MAX;
}

uint32_t alloc_tag_find(const struct model *m, const struct codetag *site)
{
	const struct tag_registry *registry = m->registry;
	uint32_t tag = module_tag_find(m, site);

	if (tag != UINT32_MAX)
		return tag;
	for (size_t i = 0; i < registry->nr_named &&
			   registry->named[i].tag < m->globals->nr_tags;
	     i++)
		if (same_codetag(&registry->named[i].site, site))
			return registry->named[i].tag;
	return UINT32_MAX;
}

uint32_t alloc_tag_of_site(struct model *m, const struct codetag *site)
{
	uint32_t tag = alloc_tag_find(m, site);

	return tag == UINT32_MAX ? alloc_tag_register(m, site) : tag;
}

/* An operation on trial leaves nothing in the registry: its tag is the last
 * of the kernel image, and its own. */
static bool is_kept(const struct model *m, uint32_t tag)
{
	return tag < m->registry->nr_sites;
}

bool alloc_tag_is_named(const struct model *m, uint32_t tag)
{
	if (m->charge_tag == tag + 1 || !is_kept(m, tag))
		return m->charge->tag.file;
	return m->registry->sites[tag].origin != SITE_OPERATION;
}

/* Tags have their numbers in the order in which they came: those of the kernel
 * image one by one, those of a load together.  The last load that comes before
 * a tag, or before a place in the image's section; NULL: none does. */
static const struct module_load *last_load(const struct model *m,
					   bool in_section, uint32_t at)
{
	const struct tag_registry *registry = m->registry;
	size_t low = 0;
	size_t high = registry->nr_loads;

	if (high > m->globals->nr_loads)
		high = m->globals->nr_loads;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct module_load *load = &registry->loads[middle];

		if ((in_section ? load->kernel_tags : load->first_tag) <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &registry->loads[low - 1] : NULL;
}

uint32_t alloc_tag_position(const struct model *m, uint32_t tag)
{
	const struct module_load *load = last_load(m, false, tag);

	if (!is_kept(m, tag))
		return kernel_tags_named(m) - 1;
	if (!load)
		return tag;
	if (tag - load->first_tag < load->nr_tags)
		return tag - load->first_tag;
	return load->kernel_tags + tag - load->first_tag - load->nr_tags;
}

uint32_t kernel_tag_at(const struct model *m, uint32_t position)
{
	const struct module_load *load = last_load(m, true, position);
	uint32_t tag = position;

	if (load)
		tag = load->first_tag + load->nr_tags + position -
		      load->kernel_tags;
	return position < kernel_tags_named(m) && is_kept(m, tag) ? tag
								  : UINT32_MAX;
}

static void keep_load(struct model *m, uint32_t load,
		      const struct operation *op)
{
	struct tag_registry *registry = m->registry;

	registry->loads =
		with_room(registry->loads, load, &registry->loads_room,
			  sizeof(*registry->loads));
	registry->nr_loads = load;
	registry->loads[load - 1] = (struct module_load){
		.name = op->module,
		.first_tag = m->globals->nr_tags,
		.nr_tags = op->count,
		.kernel_tags = kernel_tags_named(m),
		.align = op->align ? op->align : _Alignof(uint64_t),
		.sites = op->sites,
		.nr_sites = op->nr_sites,
	};
}

void module_register_load(struct model *m, const struct operation *op)
{
	uint32_t load = m->globals->nr_loads + 1;
	uint32_t first = m->globals->nr_tags;

	if (!m->again)
		keep_load(m, load, op);
	put(m, &m->globals->nr_loads, load);
	put(m, &m->globals->nr_tags, first + op->count);
	put(m, &m->globals->module_tags, m->globals->module_tags + op->count);
	for (uint32_t at = 0; at < op->count && !m->again; at++)
		keep_site(m, first + at,
			  (struct tag_site){ .number = load,
					     .origin = SITE_MODULE });
}

uint32_t nr_alloc_tags(const struct model *m)
{
	return m->globals->nr_tags;
}

/* A site that the load did not name has the module's name and its number. */
static struct codetag site_of_load(const struct module_load *load,
				   uint32_t position)
{
	struct codetag site = { .file = load->name,
				.function = "site",
				.line = position + 1 };

	if (position < load->nr_sites)
		site = load->sites[position];
	site.module = load->name;
	return site;
}

struct codetag alloc_tag_site(const struct model *m, uint32_t tag)
{
	if (!is_kept(m, tag))
		return (struct codetag){ .file = "mmscope",
					 .function = "trial" };
	const struct tag_site *site = &m->registry->sites[tag];

	if (site->origin == SITE_NAMED)
		return m->registry->named[site->number].site;
	if (site->origin == SITE_MODULE) {
		const struct module_load *load =
			module_load_at(m, site->number);

		return site_of_load(load, tag - load->first_tag);
	}
	return (struct codetag){
		.file = "mmscope",
		.line = site->number,
		.function =
			operation_kind_name((enum operation_kind)site->kind),
	};
}

uint32_t alloc_tag_load(const struct model *m, uint32_t tag)
{
	return is_kept(m, tag) && m->registry->sites[tag].origin == SITE_MODULE
		       ? m->registry->sites[tag].number
		       : 0;
}

uint32_t nr_module_loads(const struct model *m)
{
	return m->globals->nr_loads;
}

const struct module_load *module_load_at(const struct model *m, uint32_t load)
{
	assert(load > 0 && load <= m->registry->nr_loads);
	return &m->registry->loads[load - 1];
}
