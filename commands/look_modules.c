/*
 * info modules: whose tags are registered, where they lie, and how many more
 * there may be.
 */
#include <inttypes.h>
#include <stdio.h>

#include "commands/look_internal.h"
#include "core/codetag.h"

static struct json *module_json(const struct model *m, unsigned place)
{
	const struct module_words *words = module_at(m, place);
	const struct module_load *load = module_load_at(m, words->load);
	struct alloc_tag_counters sum = module_counters(m, words->load);
	struct json *object = json_object();

	json_add(object, "name", json_string(load->name));
	json_add(object, "id",
		 words->id ? json_number(words->id) : json_null());
	json_add(object, "tags", json_number(load->nr_tags));
	json_add(object, "first_tag",
		 load->nr_tags ? json_number(load->first_tag) : json_null());
	json_add(object, "bytes", json_number(sum.bytes));
	json_add(object, "calls", json_number(sum.calls));
	return object;
}

static void module_text(const struct model *m, unsigned place, struct reply *r)
{
	const struct module_words *words = module_at(m, place);
	const struct module_load *load = module_load_at(m, words->load);
	struct alloc_tag_counters sum = module_counters(m, words->load);
	char id[16] = "-";

	if (words->id)
		snprintf(id, sizeof(id), "%" PRIu32, words->id);
	reply_text(r, "%4s %-16s %6" PRIu32 " %12" PRId64 " %8" PRId64 "\n", id,
		   load->name, load->nr_tags, sum.bytes, sum.calls);
}

/* The kernel image is the first module of the registry, with id 0. */
static void kernel_text(const struct model *m, struct reply *r)
{
	struct alloc_tag_counters sum = { 0 };
	uint32_t named = 0;

	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++) {
		struct alloc_tag_counters one = alloc_tag_counters(m, tag);

		if (alloc_tag_load(m, tag) != 0)
			continue;
		sum.bytes += one.bytes;
		sum.calls += one.calls;
		named++;
	}
	reply_text(r,
		   "  id module             tags        bytes    calls\n"
		   "   0 %-16s %6" PRIu32 " %12" PRId64 " %8" PRId64
		   "  %" PRIu32 " named so far\n",
		   "(built-in)", mem_profiling(m).kernel_tags, sum.bytes,
		   sum.calls, named);
}

static struct json *list_modules(const struct model *m, struct reply *r)
{
	struct json *modules = json_array();

	for (unsigned i = 0; i < MAX_MODULES; i++) {
		if (module_at(m, i)->load == 0)
			continue;
		module_text(m, i, r);
		json_append(modules, module_json(m, i));
	}
	return modules;
}

static bool is_loaded(const struct model *m, uint32_t load)
{
	for (unsigned i = 0; i < MAX_MODULES; i++)
		if (module_at(m, i)->load == load)
			return true;
	return false;
}

/* Modules that have gone while memory was charged to them. */
static struct json *list_zombies(const struct model *m, struct reply *r)
{
	bool area = model_machine(m)->profile->module_tag_area;
	struct json *zombies = json_array();

	for (uint32_t load = 1; load <= nr_module_loads(m); load++) {
		struct alloc_tag_counters sum = module_counters(m, load);
		const char *name = module_load_at(m, load)->name;

		if (is_loaded(m, load) || (sum.bytes == 0 && sum.calls == 0))
			continue;
		reply_text(r,
			   "%s, unloaded: %" PRId64 " bytes in %" PRId64
			   " call%s are still out, so %s\n",
			   name, sum.bytes, sum.calls,
			   plural((uint64_t)sum.calls),
			   area ? "its piece of the area is kept"
				: "its data was never freed");
		struct json *object = json_object();

		json_add(object, "name", json_string(name));
		json_add(object, "bytes", json_number(sum.bytes));
		json_add(object, "calls", json_number(sum.calls));
		json_append(zombies, object);
	}
	return zombies;
}

static const char *use_words(enum tag_area_use use)
{
	switch (use) {
	case AREA_FREE:
		break;
	case AREA_MODULE:
		return "module";
	case AREA_UNLOADED:
		return "unloaded";
	case AREA_PREPEND:
		return "padding";
	}
	return "free";
}

static struct json *area_json(const struct model *m,
			      const struct tag_area *area)
{
	struct json *object = json_object();
	bool owned = area->use != AREA_PREPEND;

	json_add(object, "start", json_number(area->start));
	json_add(object, "size", json_number(area->size));
	json_add(object, "address",
		 json_word(module_area_address(m, area->start)));
	json_add(object, "use",
		 json_string(use_words((enum tag_area_use)area->use)));
	json_add(object, "module",
		 owned ? json_string(module_load_at(m, area->load)->name)
		       : json_null());
	return object;
}

static struct json *list_areas(const struct model *m, struct reply *r)
{
	struct json *areas = json_array();

	for (unsigned i = 0; i < MAX_TAG_AREAS; i++) {
		const struct tag_area *area = tag_area_at(m, i);
		bool owned = area->use != AREA_PREPEND;

		if (area->use == AREA_FREE)
			continue;
		reply_text(r,
			   "  0x%" PRIx64 " %7" PRIu32 " +%-7" PRIu32
			   " %s %s\n",
			   module_area_address(m, area->start), area->start,
			   area->size, use_words((enum tag_area_use)area->use),
			   owned ? module_load_at(m, area->load)->name : "");
		json_append(areas, area_json(m, area));
	}
	return areas;
}

/* How far the area reaches, and whether an index reaches as far. */
static void capacity(const struct model *m, struct reply *r)
{
	struct mem_profiling now = mem_profiling(m);
	uint32_t area_tags = module_area_high(m) / ALLOC_TAG_SIZE;
	uint64_t indices = UINT64_C(1) << now.index_bits;

	reply_text(r,
		   "module tag area: %" PRIu32 " of %" PRIu32
		   " bytes were in use, room for %" PRIu32 " tags\n",
		   module_area_high(m), module_area_size(m),
		   module_area_size(m) / ALLOC_TAG_SIZE);
	reply_text(r,
		   "index in page->flags: %u free bit%s, %" PRIu64
		   " indices; 2 + %" PRIu32 " of the kernel + %" PRIu32
		   " of modules = %" PRIu64 "%s\n",
		   now.index_bits, plural(now.index_bits), indices,
		   now.kernel_tags, area_tags,
		   UINT64_C(2) + now.kernel_tags + area_tags,
		   now.compressed ? "" : " (not in use: page_ext)");
	reply_number(r, "area_high", module_area_high(m));
	reply_number(r, "area_size", module_area_size(m));
	reply_number(r, "index_bits", now.index_bits);
	reply_value(r, "compressed", json_bool(now.compressed));
}

enum status info_modules(struct session *s, const struct arguments *args,
			 struct reply *r)
{
	const struct model *m = s->m;
	struct mem_profiling now = mem_profiling(m);

	(void)args;
	if (!now.exists)
		return reply_fail(r, STATUS_FAILED,
				  "info modules: kernel %s has no code tags: "
				  "boot one with kernel=6.12 or kernel=7.2",
				  model_machine(m)->profile->series);
	kernel_text(m, r);
	reply_number(r, "kernel_tags", now.kernel_tags);
	reply_value(r, "modules", list_modules(m, r));
	reply_value(r, "unloaded", list_zombies(m, r));
	if (!model_machine(m)->profile->module_tag_area) {
		reply_text(r, "This kernel keeps the tags of a module in the "
			      "module's data.\n");
		return STATUS_OK;
	}
	capacity(m, r);
	reply_value(r, "areas", list_areas(m, r));
	return STATUS_OK;
}
