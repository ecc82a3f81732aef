/*
 * Where things lie: zones, zonelists and the frames that have a struct page.
 *
 * A state says it together with the words; the machine has to be known before
 * any of those can be restored, so this reads the state a first time.
 */
#include "snapshots/machine_internal.h"

#include <string.h>

#include "core/page.h"
#include "core/restore.h"

/* Zones come by node, then zone id, and do not overlap. */
static void check_zone_place(const struct item *zone,
			     const struct machine *machine)
{
	unsigned last = machine->nr_zones - 1;
	const struct zone_place *place = &machine->zones[last];

	if ((uint64_t)place->start + place->spanned > PFN_LIMIT)
		item_fail(zone, "the zone ends above the largest pfn");
	for (unsigned i = 0; i < last; i++) {
		const struct zone_place *other = &machine->zones[i];
		bool apart = place->start >= other->start + other->spanned ||
			     other->start >= place->start + place->spanned;
		if (!apart)
			item_fail(zone, "the zone overlaps zone %u", i);
	}
	if (last == 0)
		return;
	const struct zone_place *before = &machine->zones[last - 1];
	bool sorted = before->node < place->node ||
		      (before->node == place->node &&
		       machine->zone_id[before->kind] <
			       machine->zone_id[place->kind]);
	if (!sorted)
		item_fail(zone, "zones must stand by node and zone_id");
}

/* The flags of a page must be able to name its zone and node. */
static void check_zone_in_flags(const struct item *zone,
				const struct machine *machine)
{
	const struct flags_layout *layout = &machine->layout;
	const struct zone_place *place = &machine->zones[machine->nr_zones - 1];
	unsigned node_width = layout->width[FIELD_NODE];
	unsigned zone_width = layout->width[FIELD_ZONE];

	if (node_width > 0 && place->node >> node_width != 0)
		item_fail(zone, "the node does not fit in page->flags");
	if (zone_width > 0 && machine->zone_id[place->kind] >> zone_width != 0)
		item_fail(zone, "the zone does not fit in page->flags");
}

static void zone_place_read(const struct item *zone, struct machine *ret)
{
	struct item name = item_member(zone, "name");
	int kind = zone_kind_find(item_text(&name));

	if (kind < 0 || ret->zone_id[kind] < 0) {
		item_fail(&name, "%s is no zone of this kernel",
			  item_text(&name));
		return;
	}
	item_expect(zone, "idx", ret->nr_zones);
	item_expect(zone, "zone_id", ret->zone_id[kind]);
	ret->zones[ret->nr_zones] = (struct zone_place){
		.node = (unsigned)item_get(zone, "node", 0, ret->nr_nodes - 1),
		.kind = (enum zone_kind)kind,
		.start = (pfn_t)item_get(zone, "zone_start_pfn", 0,
					 PFN_LIMIT - 1),
		.spanned = (pfn_t)item_get(zone, "spanned_pages", 1, PFN_LIMIT),
	};
	ret->nr_zones++;
	check_zone_place(zone, ret);
	check_zone_in_flags(zone, ret);
}

static void zones_read(const struct item *zones, struct machine *ret)
{
	struct item zone = item_first(zones);

	ret->nr_zones = 0;
	for (; item_present(&zone); item_advance(&zone)) {
		if (ret->nr_zones == MAX_POPULATED_ZONES) {
			item_fail(&zone, "more than %d zones",
				  MAX_POPULATED_ZONES);
			return;
		}
		zone_place_read(&zone, ret);
	}
	if (ret->nr_zones == 0)
		item_fail(zones, "a machine needs a zone");
}

static void zoneref_read(const struct item *pair, const struct machine *machine,
			 struct zonelist *ret)
{
	if (ret->nr == MAX_POPULATED_ZONES) {
		item_fail(pair, "more than %d zones", MAX_POPULATED_ZONES);
		return;
	}
	item_expect_length(pair, 2);
	struct item element = item_first(pair);
	int64_t zone = item_integer(&element, 0, machine->nr_zones - 1);
	/* Zones that are populated have an id. */
	unsigned char zone_id =
		(unsigned char)machine->zone_id[machine->zones[zone].kind];
	if (!item_present(&element))
		return;
	for (unsigned i = 0; i < ret->nr; i++)
		if (ret->refs[i].zone == zone)
			item_fail(&element,
				  "zone %d stands in this zonelist twice",
				  (int)zone);
	item_advance(&element);
	if (item_integer(&element, 0, NR_ZONE_KINDS) != zone_id)
		item_fail(&element, "zone %d has zone_id %d", (int)zone,
			  zone_id);
	ret->refs[ret->nr++] = (struct zoneref){
		.zone = (uint8_t)zone,
		.zone_id = zone_id,
	};
}

static const char zlcache_key[] = "zlcache";

/* Has this kernel a cache beside a zonelist of this kind? */
static bool zonelist_is_cached(const struct machine *machine, unsigned kind)
{
	return machine->profile->zonelist_cache && kind == ZONELIST_FALLBACK;
}

static void zonelist_cache_read(const struct item *object, struct model *m)
{
	const struct machine *machine = model_machine(m);
	unsigned node =
		(unsigned)item_get(object, "node", 0, machine->nr_nodes - 1);
	unsigned kind = (unsigned)item_get(object, "list", 0, NR_ZONELISTS - 1);

	if (!item_present(object) || !zonelist_is_cached(machine, kind))
		return;
	struct item cache = item_member(object, zlcache_key);
	uint32_t full = (uint32_t)item_get(&cache, "full", 0, UINT32_MAX);
	bool expired = item_get(&cache, "expired", 0, 1) != 0;

	item_finish(&cache);
	restore_zonelist_cache(m, node, full, expired);
}

void zonelist_caches_read(const struct item *state, struct model *m)
{
	struct item lists = item_member(state, "zonelists");
	struct item list = item_first(&lists);

	for (; item_present(&list); item_advance(&list))
		zonelist_cache_read(&list, m);
}

static void zonelist_read(const struct item *object, struct machine *ret)
{
	int64_t node = item_get(object, "node", 0, ret->nr_nodes - 1);
	int64_t kind = item_get(object, "list", 0, NR_ZONELISTS - 1);
	struct item zones = item_member(object, "zones");
	struct zonelist *list = &ret->zonelists[node][kind];

	if (list->nr != 0)
		item_fail(object, "this zonelist stands here twice");
	struct item pair = item_first(&zones);
	for (; item_present(&pair); item_advance(&pair))
		zoneref_read(&pair, ret, list);
	/* A word of the state, read when there is a model. */
	if (zonelist_is_cached(ret, (unsigned)kind))
		item_ignore(object, zlcache_key);
	item_finish(object);
}

static void zonelists_read(const struct item *lists, struct machine *ret)
{
	struct item list = item_first(lists);

	memset(ret->zonelists, 0, sizeof(ret->zonelists));
	for (; item_present(&list); item_advance(&list))
		zonelist_read(&list, ret);
}

/* Adds a run of frames, which must follow all others. */
static void range_add(const struct item *run, struct page_range added,
		      struct machine *ret)
{
	struct page_range *last =
		ret->nr_ranges > 0 ? &ret->ranges[ret->nr_ranges - 1] : NULL;

	if ((uint64_t)added.start + added.pages > PFN_LIMIT)
		item_fail(run, "the run ends above the largest pfn");
	else if (last != NULL && added.start < last->start + last->pages)
		item_fail(run, "runs must rise and not overlap");
	else if (last != NULL && added.start == last->start + last->pages)
		last->pages += added.pages;
	else if (ret->nr_ranges == MAX_PAGE_RANGES)
		item_fail(run, "more than %d holes between the frames",
			  MAX_PAGE_RANGES - 1);
	else
		ret->ranges[ret->nr_ranges++] = added;
}

static void ranges_read(const struct item *runs, struct machine *ret)
{
	struct item run = item_first(runs);

	ret->nr_ranges = 0;
	for (; item_present(&run); item_advance(&run)) {
		struct page_range range = { 0 };
		item_expect_length(&run, 3);
		struct item element = item_first(&run);
		if (!item_present(&element))
			return;
		range.start = item_pfn(&element);
		item_advance(&element);
		range.pages = (pfn_t)item_integer(&element, 1, PFN_LIMIT);
		range_add(&run, range, ret);
	}
	if (ret->nr_ranges == 0)
		item_fail(runs, "a machine needs frames");
}

void places_read(const struct item *state, struct machine *ret)
{
	struct item zones = item_member(state, "zones");
	struct item lists = item_member(state, "zonelists");
	struct item runs = item_member(state, "page_flags_rle");

	zones_read(&zones, ret);
	if (ret->nr_zones > 0)
		zonelists_read(&lists, ret);
	ranges_read(&runs, ret);
}

static struct json *zlcache_write(const struct pglist_data *node)
{
	struct json *cache = json_object();

	json_add(cache, "full", json_number(node->zlcache_full));
	json_add(cache, "expired", json_number(node->zlcache_expired));
	return cache;
}

static struct json *zonelist_write(const struct model *m, unsigned node,
				   unsigned kind)
{
	const struct machine *machine = model_machine(m);
	const struct zonelist *list = &machine->zonelists[node][kind];
	struct json *object = json_object();
	struct json *zones = json_array();

	for (unsigned i = 0; i < list->nr; i++) {
		struct json *pair = json_array();
		json_append(pair, json_number(list->refs[i].zone));
		json_append(pair, json_number(list->refs[i].zone_id));
		json_append(zones, pair);
	}
	json_add(object, "node", json_number(node));
	json_add(object, "list", json_number(kind));
	json_add(object, "zones", zones);
	if (zonelist_is_cached(machine, kind))
		json_add(object, zlcache_key, zlcache_write(node_at(m, node)));
	return object;
}

struct json *zonelists_write(const struct model *m)
{
	const struct machine *machine = model_machine(m);
	struct json *lists = json_array();

	for (unsigned node = 0; node < machine->nr_nodes; node++)
		for (unsigned kind = 0; kind < NR_ZONELISTS; kind++)
			json_append(lists, zonelist_write(m, node, kind));
	return lists;
}
