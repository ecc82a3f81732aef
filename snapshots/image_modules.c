/*
 * Modules, by name, and memory allocation profiling in an image.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/image_internal.h"

void image_take_modules(struct image *image, const struct model *m)
{
	image->profiling = mem_profiling(m);
	image->modules = calloc(MAX_MODULES, sizeof(*image->modules));
	assert(image->modules && "out of memory");
	for (unsigned i = 0; i < MAX_MODULES; i++) {
		const struct module_words *words = module_at(m, i);

		if (words->load == 0)
			continue;
		char *name = strdup(module_load_at(m, words->load)->name);

		assert(name && "out of memory");
		image->modules[image->nr_modules++] =
			(struct image_module){ name, *words };
	}
}

void image_forget_modules(struct image *image)
{
	for (size_t i = 0; i < image->nr_modules; i++)
		free(image->modules[i].name);
	free(image->modules);
}

static const struct module_words *find(const struct image *image,
				       const char *name)
{
	for (size_t i = 0; i < image->nr_modules; i++)
		if (strcmp(image->modules[i].name, name) == 0)
			return &image->modules[i].words;
	return NULL;
}

static struct json *change(struct json *changes, const char *kind,
			   const char *object, const char *name)
{
	struct json *one = json_object();

	json_add(one, "kind", json_string(kind));
	json_add(one, "object", json_string(object));
	json_add(one, "name", json_string(name));
	json_append(changes, one);
	return one;
}

static void diff_text(struct json *one, const char *from, const char *to)
{
	json_add(one, "from", json_string(from));
	json_add(one, "to", json_string(to));
}

static void diff_number(struct json *changes, const char *object,
			const char *name, const uint32_t pair[2])
{
	if (pair[0] == pair[1])
		return;
	struct json *one = change(changes, "module", object, name);

	json_add(one, "from", json_number(pair[0]));
	json_add(one, "to", json_number(pair[1]));
}

/* NULL: it is not loaded there. */
static void diff_module(struct json *changes, const char *name,
			const struct module_words *from,
			const struct module_words *to)
{
	static const char noun[] = "module ";
	char object[128] = "module ";

	strncat(object, name, sizeof(object) - sizeof(noun));
	if (!from || !to) {
		diff_text(change(changes, "module", object, "loaded"),
			  from ? "yes" : "no", to ? "yes" : "no");
		return;
	}
	diff_number(changes, object, "load",
		    (const uint32_t[]){ from->load, to->load });
	diff_number(changes, object, "id",
		    (const uint32_t[]){ from->id, to->id });
	diff_number(changes, object, "moved",
		    (const uint32_t[]){ from->moved, to->moved });
}

static void diff_modules(const struct image *a, const struct image *b,
			 struct json *changes)
{
	for (size_t i = 0; i < a->nr_modules; i++)
		diff_module(changes, a->modules[i].name, &a->modules[i].words,
			    find(b, a->modules[i].name));
	for (size_t i = 0; i < b->nr_modules; i++)
		if (!find(a, b->modules[i].name))
			diff_module(changes, b->modules[i].name, NULL,
				    &b->modules[i].words);
}

static const char *switch_words(const struct mem_profiling *profiling)
{
	if (!profiling->supported)
		return "not supported";
	return profiling->on ? "on" : "off";
}

static const char *reference_words(const struct mem_profiling *profiling)
{
	return profiling->compressed ? "in page->flags" : "in page_ext";
}

void image_diff_modules(const struct image *a, const struct image *b,
			struct json *changes)
{
	static const char object[] = "mem_profiling";
	const struct mem_profiling *from = &a->profiling;
	const struct mem_profiling *to = &b->profiling;

	diff_modules(a, b, changes);
	if (from->supported != to->supported || from->on != to->on)
		diff_text(change(changes, "profiling", object, "state"),
			  switch_words(from), switch_words(to));
	if (from->compressed != to->compressed)
		diff_text(change(changes, "profiling", object, "references"),
			  reference_words(from), reference_words(to));
}

struct json *image_registry_diff(const struct image *a, const struct image *b)
{
	struct json *changes = json_array();

	image_diff_modules(a, b, changes);
	return changes;
}
