/*
 * Operations in the form of the recordings: one table says which members each
 * kind has, for reading and writing alike.
 */
#include "snapshots/operations_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/pageflag_info.h"

enum part {
	PART_GFP = 1,
	PART_ORDER = 2,
	PART_NID = 4,
	PART_WANT = 8,
	PART_PFN = 16,
	PART_PAGES = 32,
	PART_TAG = 64,
	PART_FLAG = 128,
	PART_TYPE = 256,
	PART_COLD = 512,
	PART_MODULE = 1024,
	PART_SECTION = 2048,
	PART_PROFILING = 4096,
	PART_SIZE = 8192,
	PART_OBJECT = 16384,
};

struct form {
	const char *name;
	unsigned parts;
};

static const struct form forms[NR_OPERATION_KINDS] = {
	[OP_ALLOC] = { "alloc", PART_GFP | PART_ORDER | PART_NID | PART_TAG },
	[OP_FREE] = { "free", PART_PFN | PART_ORDER | PART_COLD },
	[OP_BULK] = { "bulk", PART_GFP | PART_NID | PART_WANT | PART_TAG },
	[OP_FREEBATCH] = { "freebatch", PART_PAGES | PART_COLD },
	[OP_SPLIT] = { "split", PART_PFN | PART_ORDER },
	[OP_DRAIN] = { "drain", 0 },
	[OP_DRAIN_ALL] = { "drain_all", 0 },
	[OP_DECAY] = { "decay", 0 },
	[OP_CPU] = { "cpu", 0 },
	[OP_GET] = { "get", PART_PFN },
	[OP_PUT] = { "put", PART_PFN },
	[OP_MAP] = { "map", PART_PFN },
	[OP_UNMAP] = { "unmap", PART_PFN },
	[OP_LOCK] = { "lock", PART_PFN },
	[OP_UNLOCK] = { "unlock", PART_PFN },
	[OP_SET_FLAG] = { "set_flag", PART_PFN | PART_FLAG },
	[OP_CLEAR_FLAG] = { "clear_flag", PART_PFN | PART_FLAG },
	[OP_MARK] = { "mark", PART_PFN | PART_TYPE },
	[OP_UNMARK] = { "unmark", PART_PFN },
	[OP_KMALLOC] = { "kmalloc",
			 PART_SIZE | PART_GFP | PART_NID | PART_TAG },
	[OP_KFREE] = { "kfree", PART_PFN | PART_OBJECT },
	[OP_MODULE_LOAD] = { "module_load", PART_MODULE | PART_SECTION },
	[OP_MODULE_UNLOAD] = { "module_unload", PART_MODULE },
	[OP_MODULE_REPLACE] = { "module_replace", PART_MODULE },
	[OP_PROFILING] = { "mem_profiling", PART_PROFILING },
	[OP_HOOK] = { "hook", PART_TAG },
	[OP_UNHOOK] = { "unhook", 0 },
};

/* What a recording says beside the request. */
static const char *const recorded_keys[] = {
	"i",  "ref",    "zone", "mt", "pbmt_before", "pbmt", "flags_before",
	"ev", "digest", "got",  "d",  "flags_after", "pfns",
};

static const char *optional_text(const struct item *object, const char *key)
{
	struct item member = item_optional(object, key);

	return item_present(&member) ? item_text(&member) : NULL;
}

struct codetag codetag_read(const struct item *object)
{
	struct item file = item_member(object, "file");
	struct item function = item_member(object, "function");
	struct codetag site = {
		.file = item_text(&file),
		.line = (unsigned)item_get(object, "line", 0, INT32_MAX),
		.function = item_text(&function),
		.module = optional_text(object, "module"),
	};

	item_finish(object);
	return site;
}

struct json *codetag_write(struct codetag site)
{
	struct json *object = json_object();

	json_add(object, "file", json_string(site.file));
	json_add(object, "line", json_number(site.line));
	json_add(object, "function",
		 json_string(site.function != NULL ? site.function : ""));
	if (site.module != NULL)
		json_add(object, "module", json_string(site.module));
	return object;
}

static const struct form *form_read(const struct item *object)
{
	struct item name = item_member(object, "op");
	const char *text = item_text(&name);

	for (size_t kind = 0; kind < NR_OPERATION_KINDS; kind++)
		if (forms[kind].name && strcmp(forms[kind].name, text) == 0)
			return &forms[kind];
	item_fail(&name, "%s is no operation that mmscope knows", text);
	return &forms[OP_DRAIN];
}

/* [pfn, order], and in recordings the number of the operation that took the
 * block as a third. */
static struct block pair_read(const struct item *pair)
{
	struct block block = { 0 };
	struct item element = item_first(pair);
	size_t length = item_length(pair);

	if (length != 2 && (pair->reader->strict || length != 3))
		item_fail(pair, "must be a pfn and an order");
	if (!item_present(&element))
		return block;
	block.pfn = item_pfn(&element);
	item_advance(&element);
	block.order = (uint8_t)item_integer(&element, 0, OP_ORDER_MAX);
	return block;
}

static void pages_read(const struct item *object, struct operation_in_file *ret)
{
	struct item pages = item_member(object, "pages");
	size_t count = item_length(&pages);

	if (count > OP_COUNT_MAX)
		item_fail(&pages, "more blocks than one operation may have");
	struct item pair = item_first(&pages);
	if (!item_present(&pair))
		return;
	ret->blocks = calloc(count, sizeof(*ret->blocks));
	if (ret->blocks == NULL) {
		item_fail(&pages, "not enough memory for %zu blocks", count);
		return;
	}
	for (; item_present(&pair); item_advance(&pair))
		ret->blocks[ret->op.count++] = pair_read(&pair);
	ret->op.blocks = ret->blocks;
}

static void results_ignore(const struct item *object)
{
	for (size_t i = 0; i < sizeof recorded_keys / sizeof recorded_keys[0];
	     i++)
		item_ignore(object, recorded_keys[i]);
}

static enum pageflag flag_read(const struct item *object)
{
	struct item name = item_member(object, "flag");
	int flag = pageflag_find(item_text(&name));

	if (flag < 0)
		item_fail(&name, "%s is no flag of page->flags",
			  item_text(&name));
	return flag < 0 ? PG_locked : (enum pageflag)flag;
}

static enum page_mark mark_read(const struct item *object)
{
	struct item name = item_member(object, "type");
	const char *text = item_text(&name);

	for (unsigned mark = 0; mark < NR_PAGE_MARKS; mark++)
		if (strcmp(page_mark_name((enum page_mark)mark), text) == 0)
			return (enum page_mark)mark;
	item_fail(&name, "%s is no page type that an operation gives", text);
	return MARK_SLAB;
}

static void size_read(const struct item *object, struct operation *op)
{
	struct item variable = item_optional(object, "variable");

	op->size = (uint32_t)item_get(object, "size", 0, UINT32_MAX);
	op->variable = item_present(&variable) && item_integer(&variable, 0, 1);
}

static void parts_read(const struct item *object, unsigned parts,
		       struct operation *op)
{
	if (parts & PART_GFP)
		op->gfp = (gfp_t)item_get(object, "gfp", 0, UINT32_MAX);
	if (parts & PART_ORDER)
		op->order =
			(unsigned)item_get(object, "order", 0, OP_ORDER_MAX);
	if (parts & PART_NID)
		op->nid = (int)item_get(object, "nid", -1, MAX_NODES - 1);
	if (parts & PART_WANT)
		op->count = (unsigned)item_get(object, "want", 0, OP_COUNT_MAX);
	if (parts & PART_PFN) {
		struct item pfn = item_member(object, "pfn");
		op->pfn = item_pfn(&pfn);
	}
	if (parts & PART_FLAG)
		op->flag = flag_read(object);
	if (parts & PART_TYPE)
		op->mark = mark_read(object);
	if (parts & PART_SIZE)
		size_read(object, op);
	if (parts & PART_OBJECT)
		op->object = (uint16_t)item_get(object, "object", 0,
						SLAB_OBJECTS_LIMIT - 1);
	if (parts & PART_COLD) {
		struct item cold = item_optional(object, "cold");
		op->cold = item_present(&cold) && item_integer(&cold, 0, 1);
	}
}

static void sites_read(const struct item *object, struct operation_in_file *ret)
{
	struct item sites = item_optional(object, "sites");
	size_t count = item_present(&sites) ? item_length(&sites) : 0;

	if (count == 0)
		return;
	if (count > ret->op.count) {
		item_fail(&sites, "more call sites than the module has tags");
		return;
	}
	struct item site = item_first(&sites);
	ret->sites = calloc(count, sizeof(*ret->sites));
	if (ret->sites == NULL) {
		item_fail(&sites, "not enough memory for %zu sites", count);
		return;
	}
	for (; item_present(&site); item_advance(&site))
		ret->sites[ret->op.nr_sites++] = codetag_read(&site);
	ret->op.sites = ret->sites;
}

static enum profiling_switch profiling_read(const struct item *object)
{
	struct item value = item_member(object, "value");
	const char *text = item_text(&value);

	for (unsigned i = 0; i < NR_PROFILING_SWITCHES; i++)
		if (strcmp(profiling_switch_name((enum profiling_switch)i),
			   text) == 0)
			return (enum profiling_switch)i;
	item_fail(&value, "%s is no value of mem_profiling", text);
	return PROFILING_ON;
}

/* Modules, hooks and mem_profiling. */
static void tagging_read(const struct item *object, unsigned parts,
			 struct operation_in_file *ret)
{
	struct operation *op = &ret->op;

	if (parts & PART_MODULE) {
		struct item module = item_member(object, "module");
		op->module = item_text(&module);
	}
	if (parts & PART_SECTION) {
		op->count = (unsigned)item_get(object, "tags", 0, INT32_MAX);
		op->align = (unsigned)item_get(object, "align", 0, INT32_MAX);
		sites_read(object, ret);
	}
	if (parts & PART_PROFILING) {
		op->profiling = profiling_read(object);
		op->count =
			(unsigned)item_get(object, "kernel_tags", 0, INT32_MAX);
	}
}

struct operation_in_file operation_read(const struct item *object)
{
	const struct form *form = form_read(object);
	struct operation_in_file read = {
		.op.kind = (enum operation_kind)(form - forms),
		.op.cpu = (unsigned)item_get(object, "cpu", 0, MAX_CPUS - 1),
	};

	parts_read(object, form->parts, &read.op);
	if (form->parts & PART_PAGES)
		pages_read(object, &read);
	tagging_read(object, form->parts, &read);
	if (form->parts & PART_TAG) {
		struct item tag = item_optional(object, "tag");
		if (item_present(&tag))
			read.op.tag = codetag_read(&tag);
	}
	if (!object->reader->strict) {
		/* The result of an allocation, not its request. */
		item_ignore(object, "pfn");
		results_ignore(object);
	}
	item_finish(object);
	return read;
}

void operation_in_file_deinit(struct operation_in_file *read)
{
	free(read->blocks);
	free(read->sites);
	read->blocks = NULL;
	read->sites = NULL;
}

static struct json *blocks_write(const struct operation *op)
{
	struct json *blocks = json_array();

	for (unsigned i = 0; i < op->count; i++) {
		struct json *pair = json_array();
		json_append(pair, json_number(op->blocks[i].pfn));
		json_append(pair, json_number(op->blocks[i].order));
		json_append(blocks, pair);
	}
	return blocks;
}

static void section_write(struct json *object, const struct operation *op)
{
	struct json *sites = json_array();

	for (uint32_t i = 0; i < op->nr_sites; i++)
		json_append(sites, codetag_write(op->sites[i]));
	json_add(object, "tags", json_number(op->count));
	json_add(object, "align", json_number(op->align));
	json_add(object, "sites", sites);
}

static void profiling_write(struct json *object, const struct operation *op)
{
	json_add(object, "value",
		 json_string(profiling_switch_name(op->profiling)));
	json_add(object, "kernel_tags", json_number(op->count));
}

struct json *operation_write(const struct operation *op)
{
	const struct form *form = &forms[op->kind];
	struct json *object = json_object();

	assert(form->name != NULL && "every kind needs its row in forms[]");
	json_add(object, "op", json_string(form->name));
	json_add(object, "cpu", json_number(op->cpu));
	if (form->parts & PART_SIZE)
		json_add(object, "size", json_number(op->size));
	if (op->variable)
		json_add(object, "variable", json_number(1));
	if (form->parts & PART_GFP)
		json_add(object, "gfp", json_number(op->gfp));
	if (form->parts & PART_PFN)
		json_add(object, "pfn", json_number(op->pfn));
	if (form->parts & PART_OBJECT)
		json_add(object, "object", json_number(op->object));
	if (form->parts & PART_ORDER)
		json_add(object, "order", json_number(op->order));
	if (form->parts & PART_NID)
		json_add(object, "nid", json_number(op->nid));
	if (form->parts & PART_WANT)
		json_add(object, "want", json_number(op->count));
	if (form->parts & PART_FLAG)
		json_add(object, "flag", json_string(pageflag_name(op->flag)));
	if (form->parts & PART_TYPE)
		json_add(object, "type", json_string(page_mark_name(op->mark)));
	if (form->parts & PART_PAGES)
		json_add(object, "pages", blocks_write(op));
	if (form->parts & PART_MODULE)
		json_add(object, "module", json_string(op->module));
	if (form->parts & PART_SECTION)
		section_write(object, op);
	if (form->parts & PART_PROFILING)
		profiling_write(object, op);
	if (op->cold)
		json_add(object, "cold", json_number(1));
	if ((form->parts & PART_TAG) && op->tag.file != NULL)
		json_add(object, "tag", codetag_write(op->tag));
	return object;
}
