/*
 * Tags: counters lie in the arena, call sites beside it.
 *
 * A tag is registered by the first charge, so its number follows from the
 * operations alone; when the future is dropped, later tags take its place.
 */
#include "core/alloc_tag_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/model_internal.h"

/* Who a tag stands for: a site that an operation named, or the operation
 * itself, mmscope:<number>:<kind>. */
struct tag_site {
	uint32_t number; /* of the operation, or in `named` */
	uint8_t named;
	uint8_t kind; /* enum operation_kind */
};

struct named_site {
	struct codetag site;
	uint32_t tag;
};

struct tag_registry {
	struct tag_site *sites; /* by tag number */
	size_t room;
	struct named_site *named; /* by rising tag numbers */
	size_t nr_named, named_room;
	char **strings;
	size_t nr_strings, strings_room;
};

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
	free(registry->strings);
	free(registry->named);
	free(registry->sites);
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

/* Strings are interned, so equal texts have equal addresses. */
static bool same_site(const struct codetag *a, const struct codetag *b)
{
	return a->file == b->file && a->function == b->function &&
	       a->module == b->module && a->line == b->line;
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

/* An operation that runs again finds its sites in the registry. */
static bool runs_again(const struct model *m)
{
	return m->again;
}

static uint32_t register_site(struct model *m, struct tag_site site)
{
	struct tag_registry *registry = m->registry;
	uint32_t tag = m->globals->nr_tags;

	put(m, &m->globals->nr_tags, tag + 1);
	if (runs_again(m))
		return tag;
	registry->sites = with_room(registry->sites, (size_t)tag + 1,
				    &registry->room, sizeof(*registry->sites));
	registry->sites[tag] = site;
	return tag;
}

uint32_t alloc_tag_register(struct model *m, const struct codetag *site)
{
	struct tag_registry *registry = m->registry;
	struct named_site named = {
		.site = { .file = tag_string(m, site->file),
			  .function = tag_string(m, site->function),
			  .module = tag_string(m, site->module),
			  .line = site->line },
		.tag = m->globals->nr_tags,
	};

	forget_the_future(m);
	registry->named =
		with_room(registry->named, registry->nr_named + 1,
			  &registry->named_room, sizeof(*registry->named));
	registry->named[registry->nr_named] = named;
	return register_site(
		m, (struct tag_site){ .number = (uint32_t)registry->nr_named++,
				      .named = true });
}

/* The tag of a named site, which may have been charged before. */
static uint32_t tag_of_site(struct model *m, const struct codetag *site)
{
	const struct tag_registry *registry = m->registry;

	for (size_t i = 0; i < registry->nr_named &&
			   registry->named[i].tag < m->globals->nr_tags;
	     i++)
		if (same_site(&registry->named[i].site, site))
			return registry->named[i].tag;
	if (runs_again(m))
		return register_site(m, (struct tag_site){ .named = true });
	return alloc_tag_register(m, site);
}

void alloc_tag_charge_to(struct model *m, const struct operation *op,
			 uint32_t number)
{
	m->charge = op;
	m->charge_op = number;
	m->charge_tag = 0;
}

uint32_t alloc_tag_current(struct model *m)
{
	if (m->charge_tag)
		return m->charge_tag - 1;
	uint32_t tag = 0;

	if (m->charge->tag.file)
		tag = tag_of_site(m, &m->charge->tag);
	else
		tag = register_site(
			m,
			(struct tag_site){ .number = m->charge_op,
					   .kind = (uint8_t)m->charge->kind });
	m->charge_tag = tag + 1;
	return tag;
}

void pgalloc_tag_add(struct model *m, pfn_t pfn, int64_t pages)
{
	uint32_t number = alloc_tag_current(m);
	const struct alloc_tag_counters *tag = &m->tags[number];

	put(m, &page_of(m, pfn)->tag, number + 1);
	put(m, &tag->bytes, tag->bytes + (pages << PAGE_SHIFT));
	put(m, &tag->calls, tag->calls + 1);
}

void pgalloc_tag_sub(struct model *m, pfn_t pfn, int64_t pages)
{
	const struct page *page = page_of(m, pfn);

	if (page->tag == 0)
		return;
	const struct alloc_tag_counters *tag = &m->tags[page->tag - 1];

	put(m, &tag->bytes, tag->bytes - (pages << PAGE_SHIFT));
	put(m, &tag->calls, tag->calls - 1);
	put(m, &page->tag, 0);
}

void pgalloc_tag_sub_pages(struct model *m, pfn_t pfn, int64_t pages)
{
	const struct page *page = page_of(m, pfn);

	if (page->tag == 0)
		return;
	const struct alloc_tag_counters *tag = &m->tags[page->tag - 1];

	put(m, &tag->bytes, tag->bytes - (pages << PAGE_SHIFT));
}

void pgalloc_tag_split(struct model *m, pfn_t pfn, unsigned order)
{
	uint32_t reference = page_of(m, pfn)->tag;

	if (reference == 0)
		return;
	const struct alloc_tag_counters *tag = &m->tags[reference - 1];

	for (pfn_t i = 1; i < pages_in(order); i++)
		put(m, &page_of(m, pfn + i)->tag, reference);
	put(m, &tag->calls, tag->calls + pages_in(order) - 1);
}

uint32_t nr_alloc_tags(const struct model *m)
{
	return m->globals->nr_tags;
}

struct codetag alloc_tag_site(const struct model *m, uint32_t tag)
{
	assert(tag < m->globals->nr_tags);
	const struct tag_site *site = &m->registry->sites[tag];

	if (site->named)
		return m->registry->named[site->number].site;
	return (struct codetag){
		.file = "mmscope",
		.line = site->number,
		.function =
			operation_kind_name((enum operation_kind)site->kind),
	};
}

struct alloc_tag_counters alloc_tag_counters(const struct model *m,
					     uint32_t tag)
{
	return m->tags[tag];
}
