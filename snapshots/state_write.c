/*
 * Writing the state at the cursor, in the form of the recordings.
 */
#include "snapshots/state_internal.h"

#include "snapshots/words_internal.h"

static const uint64_t FNV_BASIS = 0xcbf29ce484222325U;
static const uint64_t FNV_PRIME = 0x100000001b3U;

/* FNV-1a over the four bytes of a word, the least significant first. */
static uint64_t digest_word(uint64_t digest, uint32_t word)
{
	for (int i = 0; i < 4; i++) {
		digest = (digest ^ (word & 0xff)) * FNV_PRIME;
		word >>= 8;
	}
	return digest;
}

static uint64_t digest_list(uint64_t digest, const struct model *m,
			    const struct list_head *list)
{
	pfn_t pfn = list_first(m, list);

	for (; pfn != PFN_NONE; pfn = list_next(m, list, pfn))
		digest = digest_word(digest, pfn);
	return digest_word(digest, UINT32_MAX);
}

uint64_t lists_digest(const struct model *m, const struct type_numbers *types)
{
	const struct machine *machine = model_machine(m);
	uint64_t digest = FNV_BASIS;

	for (unsigned z = 0; z < nr_zones(m); z++) {
		const struct free_area *area = zone_at(m, z)->free_area;
		for (unsigned order = 0; order <= machine->max_order; order++)
			for (unsigned i = 0; i < types->nr; i++)
				digest = digest_list(
					digest, m,
					&area[order].free_list[types->type[i]]);
		for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
			for (unsigned i = 0; i < machine_pcp_lists(machine);
			     i++)
				digest = digest_list(
					digest, m,
					&pcp_at(m, z, cpu)->lists[i]);
	}
	return digest;
}

static struct json *list_write(const struct model *m,
			       const struct list_head *list)
{
	struct json *array = json_array();
	pfn_t pfn = list_first(m, list);

	for (; pfn != PFN_NONE; pfn = list_next(m, list, pfn))
		json_append(array, json_number(pfn));
	return array;
}

static struct json *numbers_write(const int64_t *numbers, size_t length)
{
	struct json *array = json_array();

	for (size_t i = 0; i < length; i++)
		json_append(array, json_number(numbers[i]));
	return array;
}

static void free_area_write(struct json *object, const struct model *m,
			    const struct zone *zone)
{
	const struct machine *machine = model_machine(m);
	struct type_numbers types = type_numbers_of(machine);
	struct json *counts = json_array();
	struct json *orders = json_array();

	for (unsigned order = 0; order <= machine->max_order; order++) {
		const struct free_area *area = &zone->free_area[order];
		struct json *lists = json_array();
		for (unsigned i = 0; i < types.nr; i++)
			json_append(
				lists,
				list_write(m, &area->free_list[types.type[i]]));
		json_append(orders, lists);
		json_append(counts, json_number(area->nr_free));
	}
	json_add(object, "nr_free", counts);
	json_add(object, "free_list", orders);
}

/* What the kernel remembers of each page on the lists, in their order. */
static struct json *pcp_types_write(const struct model *m,
				    const struct per_cpu_pages *pcp)
{
	struct json *lists = json_array();

	for (unsigned i = 0; i < machine_pcp_lists(model_machine(m)); i++) {
		struct json *types = json_array();
		pfn_t pfn = list_first(m, &pcp->lists[i]);
		for (; pfn != PFN_NONE; pfn = list_next(m, &pcp->lists[i], pfn))
			json_append(types,
				    json_number(page_at(m, pfn)->list_type));
		json_append(lists, types);
	}
	return lists;
}

static struct json *pcp_write(const struct model *m, unsigned zone,
			      unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_at(m, zone, cpu);
	const struct profile *profile = model_machine(m)->profile;
	struct json *object = json_object();
	struct json *lists = json_array();

	json_add(object, "cpu", json_number(cpu));
	words_write(object, pcp_words, profile, pcp);
	for (unsigned i = 0; i < machine_pcp_lists(model_machine(m)); i++)
		json_append(lists, list_write(m, &pcp->lists[i]));
	json_add(object, "lists", lists);
	if (profile->list_type_is_remembered)
		json_add(object, "lists_mt", pcp_types_write(m, pcp));
	return object;
}

static struct json *zone_write(const struct model *m, unsigned index)
{
	const struct profile *profile = model_machine(m)->profile;
	const struct machine *machine = model_machine(m);
	const struct zone *zone = zone_at(m, index);
	struct json *object = json_object();
	struct json *pcps = json_array();

	json_add(object, "idx", json_number(index));
	json_add(object, "node", json_number(zone->node));
	json_add(object, "zone_id", json_number(zone->zone_id));
	json_add(object, "name", json_string(zone_name(m, index)));
	json_add(object, "zone_start_pfn", json_number(zone->zone_start_pfn));
	json_add(object, "spanned_pages", json_number(zone->spanned_pages));
	json_add(object, "watermark",
		 numbers_write(zone->watermark, profile->nr_wmark));
	json_add(object, "lowmem_reserve",
		 numbers_write(zone->lowmem_reserve, machine->max_nr_zones));
	words_write(object, zone_words, profile, zone);
	words_write(object, node_words, profile, node_at(m, zone->node));
	free_area_write(object, m, zone);
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		json_append(pcps, pcp_write(m, index, cpu));
	json_add(object, "pcp", pcps);
	return object;
}

static struct json *triple(int64_t first, int64_t count, struct json *third)
{
	struct json *array = json_array();

	json_append(array, json_number(first));
	json_append(array, json_number(count));
	json_append(array, third);
	return array;
}

static unsigned number_of_type(const struct model *m, enum migratetype type)
{
	struct type_numbers types = type_numbers_of(model_machine(m));
	unsigned number = 0;

	while (number + 1 < types.nr && types.type[number] != type)
		number++;
	return number;
}

static void pageblock_run_write(struct json *runs, const struct model *m,
				pfn_t first, pfn_t end)
{
	unsigned order = model_machine(m)->pageblock_order;
	unsigned number = number_of_type(m, pageblock_type(m, first));

	json_append(runs,
		    triple(first, (end - first) >> order, json_number(number)));
}

/* Does a pageblock hold a page of this machine? */
static bool block_has_pages(const struct machine *machine, pfn_t first)
{
	pfn_t end = first + ((pfn_t)1 << machine->pageblock_order);

	for (unsigned i = 0; i < machine->nr_ranges; i++) {
		const struct page_range *range = &machine->ranges[i];
		if (first < range->start + range->pages && range->start < end)
			return true;
	}
	return false;
}

static struct json *pageblocks_write(const struct model *m)
{
	const struct machine *machine = model_machine(m);
	pfn_t pages = (pfn_t)1 << machine->pageblock_order;
	pfn_t end = machine_end_pfn(machine);
	struct json *runs = json_array();
	pfn_t first = PFN_NONE; /* of the run that is open */

	for (pfn_t pfn = machine_first_pfn(machine); pfn < end; pfn += pages) {
		bool present = block_has_pages(machine, pfn);
		bool goes_on =
			first != PFN_NONE && present &&
			pageblock_type(m, pfn) == pageblock_type(m, first);
		if (goes_on)
			continue;
		if (first != PFN_NONE)
			pageblock_run_write(runs, m, first, pfn);
		first = present ? pfn : PFN_NONE;
	}
	if (first != PFN_NONE)
		pageblock_run_write(runs, m, first, end);
	return runs;
}

static void flags_run_write(void *context, pfn_t first, pfn_t pages,
			    uint64_t flags)
{
	json_append(context, triple(first, pages, json_hex(flags)));
}

struct json *state_write(const struct model *m)
{
	struct type_numbers types = type_numbers_of(model_machine(m));
	struct json *state = json_object();
	struct json *zones = json_array();
	struct json *runs = json_array();

	for (unsigned zone = 0; zone < nr_zones(m); zone++)
		json_append(zones, zone_write(m, zone));
	json_add(state, "zones", zones);
	json_add(state, "zonelists", zonelists_write(m));
	json_add(state, "pageblocks", pageblocks_write(m));
	flags_runs(m, flags_run_write, runs);
	json_add(state, "page_flags_rle", runs);
	json_add(state, "digest", json_hex(lists_digest(m, &types)));
	json_add(state, "current_cpu", json_number(model_current_cpu(m)));
	pages_write(state, m);
	return state;
}
