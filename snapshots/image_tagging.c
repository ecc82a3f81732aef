/*
 * What an image knows of code tags besides their counters: the modules, their
 * pieces of the tag area, the open hooks and the profiling's switch.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/codetag.h"
#include "snapshots/image_internal.h"

enum { TEXT_SIZE = 256 };

static char *copy(const char *text)
{
	char *ret = strdup(text);

	assert(ret != NULL && "out of memory");
	return ret;
}

static void add_fact(struct image_facts *facts, const char *object,
		     const char *name, const char *value)
{
	struct image_fact *all =
		realloc(facts->all, (facts->nr + 1) * sizeof(*all));

	assert(all != NULL && "out of memory");
	facts->all = all;
	all[facts->nr++] = (struct image_fact){
		.object = copy(object),
		.name = name,
		.value = copy(value),
	};
}

static void add_number(struct image_facts *facts, const char *object,
		       const char *name, uint32_t value)
{
	char text[16];

	snprintf(text, sizeof(text), "%" PRIu32, value);
	add_fact(facts, object, name, text);
}

static void take_switch(struct image_facts *facts, const struct model *m)
{
	struct mem_profiling now = mem_profiling(m);
	const char *value = "never";

	if (now.supported)
		value = now.on ? "1" : "0";
	add_fact(facts, "session", "mem_profiling", value);
	add_fact(facts, "session", "references",
		 now.compressed ? "page->flags" : "page_ext");
	add_number(facts, "session", "tags of the kernel", now.kernel_tags);
}

void image_site_words(const struct codetag *site, char *ret, size_t size)
{
	snprintf(ret, size, "%s:%u %s%s%s%s", site->file, site->line,
		 site->module != NULL ? "[" : "",
		 site->module != NULL ? site->module : "",
		 site->module != NULL ? "] " : "",
		 site->function != NULL ? site->function : "");
}

static void take_hooks(struct image_facts *facts, const struct model *m)
{
	uint32_t current = hooked_alloc_tag(m);
	char text[TEXT_SIZE] = "none";

	if (current > 0) {
		struct codetag site = alloc_tag_site(m, current - 1);
		image_site_words(&site, text, sizeof(text));
	}
	add_fact(facts, "session", "current->alloc_tag", text);
	add_number(facts, "session", "open hooks", nr_open_hooks(m));
}

static void take_modules(struct image_facts *facts, const struct model *m)
{
	add_number(facts, "session", "modules loaded so far",
		   nr_module_loads(m));
	for (unsigned i = 0; i < MAX_MODULES; i++) {
		const struct module_words *words = module_at(m, i);
		char where[TEXT_SIZE];

		if (words->load == 0)
			continue;
		const struct module_load *load = module_load_at(m, words->load);
		snprintf(where, sizeof(where), "module %s", load->name);
		add_number(facts, where, "id", words->id);
		add_number(facts, where, "load", words->load);
		add_number(facts, where, "moved", words->moved);
		add_number(facts, where, "tags", load->nr_tags);
	}
}

static const char *use_name(uint32_t use)
{
	switch ((enum tag_area_use)use) {
	case AREA_FREE:
		break;
	case AREA_MODULE:
		return "of a module";
	case AREA_UNLOADED:
		return "of an unloaded module";
	case AREA_PREPEND:
		return "padding";
	}
	return "free";
}

static void take_area(struct image_facts *facts, const struct model *m)
{
	add_number(facts, "module tag area", "high", module_area_high(m));
	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *area = tag_area_at(m, i);
		char where[TEXT_SIZE];

		if (area->size == 0)
			continue;
		snprintf(where, sizeof(where),
			 "module tag area %" PRIu32 " +%" PRIu32, area->start,
			 area->size);
		add_fact(facts, where, "use", use_name(area->use));
		add_number(facts, where, "load", area->load);
		add_number(facts, where, "moved", area->moved);
	}
}

struct image_facts image_take_tagging(const struct model *m)
{
	struct image_facts facts = { 0 };

	take_switch(&facts, m);
	take_hooks(&facts, m);
	take_modules(&facts, m);
	take_area(&facts, m);
	return facts;
}

void image_destroy_tagging(struct image_facts *facts)
{
	for (size_t i = 0; i < facts->nr; i++) {
		free(facts->all[i].object);
		free(facts->all[i].value);
	}
	free(facts->all);
}

/* What is said of the same word; "none" where it does not exist. */
static const char *value_of(const struct image_facts *facts,
			    const struct image_fact *same)
{
	for (size_t i = 0; i < facts->nr; i++)
		if (strcmp(facts->all[i].name, same->name) == 0 &&
		    strcmp(facts->all[i].object, same->object) == 0)
			return facts->all[i].value;
	return NULL;
}

static void add_change(struct json *changes, const struct image_fact *fact,
		       const char *from, const char *to)
{
	assert(from != NULL && to != NULL);
	if (strcmp(from, to) == 0)
		return;
	struct json *object = json_object();
	json_add(object, "kind", json_string("tagging"));
	json_add(object, "object", json_string(fact->object));
	json_add(object, "name", json_string(fact->name));
	json_add(object, "from", json_string(from));
	json_add(object, "to", json_string(to));
	json_append(changes, object);
}

void image_diff_tagging(const struct image *a, const struct image *b,
			struct json *changes)
{
	for (size_t i = 0; i < a->tagging.nr; i++) {
		const struct image_fact *fact = &a->tagging.all[i];
		const char *to = value_of(&b->tagging, fact);

		add_change(changes, fact, fact->value, to ? to : "none");
	}
	for (size_t i = 0; i < b->tagging.nr; i++) {
		const struct image_fact *fact = &b->tagging.all[i];

		if (value_of(&a->tagging, fact) == NULL)
			add_change(changes, fact, "none", fact->value);
	}
}

struct json *image_registry_diff(const struct image *a, const struct image *b)
{
	struct json *changes = json_array();

	image_diff_tagging(a, b, changes);
	return changes;
}
