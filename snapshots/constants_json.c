/*
 * `constants`: what a kernel's configuration fixed.
 *
 * Numbers that the model has built in must be those of the file; the others
 * become part of the machine.
 */
#include "snapshots/machine_internal.h"

#include <string.h>

#include "core/gfp.h"

/* Migratetypes and zones that a configuration may leave out. */
struct type_numbers type_numbers_of(const struct machine *machine)
{
	struct type_numbers types = { 0 };

	for (unsigned type = 0; type < MIGRATE_TYPES; type++)
		if (type != MIGRATE_CMA || machine->cma)
			types.type[types.nr++] = (enum migratetype)type;
	return types;
}

static int type_find(const struct profile *profile, const char *name)
{
	for (int type = 0; type < MIGRATE_TYPES; type++)
		if (strcmp(profile->migratetype_names[type], name) == 0)
			return type;
	return -1;
}

static void types_read(const struct item *names, struct machine *machine,
		       struct type_numbers *ret)
{
	struct item name = item_first(names);
	int last = -1;

	memset(ret, 0, sizeof(*ret));
	machine->cma = false;
	for (; item_present(&name); item_advance(&name)) {
		int type = type_find(machine->profile, item_text(&name));
		if (type <= last) {
			item_fail(&name,
				  "%s is no migratetype of kernel %s at "
				  "this place",
				  item_text(&name), machine->profile->series);
			return;
		}
		ret->type[ret->nr++] = (enum migratetype)type;
		machine->cma = machine->cma || type == MIGRATE_CMA;
		last = type;
	}
	if (ret->nr <= MIGRATE_HIGHATOMIC)
		item_fail(names, "must hold at least the types that every "
				 "kernel has");
}

static void zone_ids_read(const struct item *ids, struct machine *ret)
{
	struct item id = item_first_member(ids);

	memset(ret->zone_id, -1, sizeof(ret->zone_id));
	for (; item_present(&id); item_advance(&id)) {
		int kind = zone_kind_find(id.key);
		if (kind < 0)
			continue;
		item_accept(&id);
		ret->zone_id[kind] =
			(int8_t)item_integer(&id, 0, ret->max_nr_zones - 1);
		for (int other = 0; other < NR_ZONE_KINDS; other++)
			if (other != kind &&
			    ret->zone_id[other] == ret->zone_id[kind])
				item_fail(&id, "another zone has this id");
	}
	item_finish(ids);
}

/* Requests are kept as raw bits, so they mean something only as long as the
 * file's names and the model's stand for the same bits. */
static void gfp_masks_check(const struct item *masks,
			    const struct profile *profile)
{
	struct item mask = item_first_member(masks);

	for (; item_present(&mask); item_advance(&mask)) {
		gfp_t known = 0;
		if (!gfp_lookup(profile, mask.key, strlen(mask.key), &known))
			continue;
		item_accept(&mask);
		uint64_t found = item_hex(&mask);
		if (found != known)
			item_fail(&mask, "must be %x in kernel %s", known,
				  profile->release);
	}
	item_finish(masks);
}

static void orders_read(const struct item *constants, struct machine *ret)
{
	ret->max_order = (unsigned)item_get(constants, "max_page_order", 0,
					    NR_PAGE_ORDERS_LIMIT - 1);
	item_expect(constants, "nr_orders", ret->max_order + 1);
	ret->pageblock_order = (unsigned)item_get(constants, "pageblock_order",
						  0, ret->max_order);
	item_expect(constants, "page_shift", PAGE_SHIFT);
	item_expect(constants, "migrate_pcptypes", MIGRATE_PCPTYPES);
	item_expect(constants, "nr_wmark", ret->profile->nr_wmark);
	if (ret->profile->pcp_rule != PCP_BATCH)
		item_expect(constants, "pcp_batch_scale_max",
			    ret->profile->pcp_batch_scale_max);
	struct item lists = item_member(constants, "nr_pcp_lists");
	int64_t nr = item_integer(&lists, 0, NR_PCP_LISTS);
	bool few = ret->profile->pcp_rule == PCP_BATCH;
	if (few ? nr != MIGRATE_PCPTYPES
		: nr != NR_PCP_LISTS && nr != NR_LOWORDER_PCP_LISTS)
		item_fail(&lists, few ? "must be 3" : "must be 12 or 14");
	ret->thp = nr == NR_PCP_LISTS;
}

/* Keys that nothing in the model depends on; only recordings have those of
 * the tags that their kernel kept. */
static void ignore_the_rest(const struct item *constants)
{
	static const char *const keys[] = {
		"sizeof_struct_page",
		"movable_zone",
		"smp",
	};
	static const char *const tag_keys[] = {
		"alloc_tag_compressed",
		"alloc_tag_ref_offs",
		"alloc_tag_ref_mask",
		"kernel_tags_count",
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		item_ignore(constants, keys[i]);
	if (constants->reader->strict)
		return;
	for (size_t i = 0; i < sizeof tag_keys / sizeof tag_keys[0]; i++)
		item_ignore(constants, tag_keys[i]);
}

/* Recordings of kernels up to 5.4 say which node each CPU belongs to. */
static void recorded_cpus_read(const struct item *constants,
			       struct machine *ret)
{
	struct item nodes = item_optional(constants, "cpu_nodes");

	cpus_divide(ret);
	if (item_present(&nodes))
		cpu_nodes_read(&nodes, ret);
}

void constants_read(const struct item *constants, struct machine *ret,
		    struct type_numbers *types)
{
	struct item names = item_member(constants, "migratetypes");
	struct item ids = item_member(constants, "zone_ids");
	struct item masks = item_member(constants, "gfp_masks");

	orders_read(constants, ret);
	ret->nr_cpus =
		(unsigned)item_get(constants, "nr_cpu_online", 1, MAX_CPUS);
	ret->nr_nodes =
		(unsigned)item_get(constants, "nr_node_online", 1, MAX_NODES);
	ret->max_nr_zones =
		(unsigned)item_get(constants, "max_nr_zones", 1, NR_ZONE_KINDS);
	ret->min_free_kbytes =
		(unsigned)item_get(constants, "min_free_kbytes", 0, INT32_MAX);
	ret->mobility_disabled =
		item_get(constants, "page_group_by_mobility_disabled", 0, 1) !=
		0;
	if (!constants->reader->strict)
		recorded_cpus_read(constants, ret);
	types_read(&names, ret, types);
	zone_ids_read(&ids, ret);
	gfp_masks_check(&masks, ret->profile);
	layout_read(constants, &ret->layout);
	ignore_the_rest(constants);
	item_finish(constants);
}

static struct json *zone_ids_write(const struct machine *machine)
{
	struct json *ids = json_object();

	for (unsigned id = 0; id < machine->max_nr_zones; id++)
		for (unsigned kind = 0; kind < NR_ZONE_KINDS; kind++)
			if (machine->zone_id[kind] == (int)id)
				json_add(ids,
					 zone_kind_name((enum zone_kind)kind),
					 json_number(id));
	return ids;
}

static struct json *types_write(const struct machine *machine)
{
	struct type_numbers types = type_numbers_of(machine);
	const char *const *names = machine->profile->migratetype_names;
	struct json *array = json_array();

	for (unsigned i = 0; i < types.nr; i++)
		json_append(array, json_string(names[types.type[i]]));
	return array;
}

static struct json *gfp_masks_write(const struct profile *profile)
{
	struct json *masks = json_object();

	for (const struct gfp_name *gfp = profile->gfp_names; gfp->name; gfp++)
		json_add(masks, gfp->name, json_hex(gfp->mask));
	return masks;
}

struct json *constants_write(const struct machine *machine)
{
	const struct {
		const char *key;
		int64_t value;
	} numbers[] = {
		{ "page_shift", PAGE_SHIFT },
		{ "pageblock_order", machine->pageblock_order },
		{ "max_page_order", machine->max_order },
		{ "nr_orders", machine->max_order + 1 },
		{ "nr_pcp_lists", machine_pcp_lists(machine) },
		{ "migrate_pcptypes", MIGRATE_PCPTYPES },
		{ "page_group_by_mobility_disabled",
		  machine->mobility_disabled },
		{ "nr_cpu_online", machine->nr_cpus },
		{ "nr_node_online", machine->nr_nodes },
		{ "max_nr_zones", machine->max_nr_zones },
		{ "nr_wmark", machine->profile->nr_wmark },
		{ "min_free_kbytes", machine->min_free_kbytes },
	};
	struct json *constants = json_object();

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		json_add(constants, numbers[i].key,
			 json_number(numbers[i].value));
	if (machine->profile->pcp_rule != PCP_BATCH)
		json_add(constants, "pcp_batch_scale_max",
			 json_number(machine->profile->pcp_batch_scale_max));
	json_add(constants, "zone_ids", zone_ids_write(machine));
	json_add(constants, "migratetypes", types_write(machine));
	layout_write(constants, &machine->layout);
	json_add(constants, "gfp_masks", gfp_masks_write(machine->profile));
	return constants;
}
