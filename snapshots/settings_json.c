/*
 * Settings of a machine: `sysctl` of a recording, which is the text of
 * /proc/sys/vm, and `machine` of a snapshot, which has numbers.
 */
#include "snapshots/machine_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct setting {
	const char *key;
	size_t offset; /* of an unsigned in struct machine */
	/* Does this kernel have it?  NULL: every kernel does. */
	bool (*kept)(const struct profile *profile);
};

static bool has_boost(const struct profile *profile)
{
	return profile->boosts_watermarks;
}

static bool has_scale(const struct profile *profile)
{
	return profile->scales_watermarks;
}

static const struct setting settings[] = {
	{ "watermark_boost_factor",
	  offsetof(struct machine, watermark_boost_factor), has_boost },
	{ "watermark_scale_factor",
	  offsetof(struct machine, watermark_scale_factor), has_scale },
	{ "percpu_pagelist_high_fraction",
	  offsetof(struct machine, percpu_pagelist_high_fraction), NULL },
};

enum { NR_SETTINGS = sizeof settings / sizeof settings[0] };

static const char ratio_key[] = "lowmem_reserve_ratio";

static bool setting_kept(const struct machine *machine,
			 const struct setting *setting)
{
	return setting->kept == NULL || setting->kept(machine->profile);
}

static unsigned *setting_in(struct machine *machine,
			    const struct setting *setting)
{
	return (unsigned *)(void *)((char *)machine + setting->offset);
}

/* The next number of a sysctl's text; the blank behind it is eaten. */
static unsigned next_number(const struct item *item, const char **text)
{
	char *end = NULL;

	errno = 0;
	unsigned long number = strtoul(*text, &end, 10);
	if (end == *text || errno != 0 || number > INT32_MAX ||
	    (*end != '\0' && *end != ' ' && *end != '\t'))
		item_fail(item, "must be numbers, as /proc/sys/vm says them");
	*text = end + strspn(end, " \t");
	return (unsigned)number;
}

static unsigned *ratio_of_zone(struct machine *machine, unsigned zone_id)
{
	for (unsigned kind = 0; kind < NR_ZONE_KINDS; kind++)
		if (machine->zone_id[kind] == (int)zone_id)
			return &machine->lowmem_reserve_ratio[kind];
	return NULL;
}

static void ratio_text_read(const struct item *ratio, struct machine *ret)
{
	const char *text = item_text(ratio);

	for (unsigned id = 0; *text != '\0' && id < ret->max_nr_zones; id++) {
		unsigned number = next_number(ratio, &text);
		unsigned *place = ratio_of_zone(ret, id);
		if (ratio->reader->failed)
			return;
		if (place != NULL)
			*place = number;
	}
}

/* The kernel's name of a setting: this one has changed with its meaning. */
static const char *sysctl_key(const struct machine *machine,
			      const struct setting *setting)
{
	if (machine->profile->pcp_rule == PCP_BATCH &&
	    setting->offset ==
		    offsetof(struct machine, percpu_pagelist_high_fraction))
		return "percpu_pagelist_fraction";
	return setting->key;
}

/* With these the kernel goes ways that the model does not know. */
static void other_ways_refuse(const struct item *sysctl)
{
	static const char *const keys[] = { "defrag_mode",
					    "zone_reclaim_mode" };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct item member = item_optional(sysctl, keys[i]);
		if (!item_present(&member))
			continue;
		const char *text = item_text(&member);
		unsigned number = next_number(&member, &text);
		if (number != 0)
			item_fail(&member,
				  "is %u, but mmscope knows the allocator "
				  "only with 0 here",
				  number);
	}
}

void sysctl_read(const struct item *sysctl, struct machine *ret)
{
	struct item ratio = item_member(sysctl, ratio_key);

	other_ways_refuse(sysctl);
	for (unsigned i = 0; i < NR_SETTINGS; i++) {
		if (!setting_kept(ret, &settings[i]))
			continue;
		struct item member =
			item_member(sysctl, sysctl_key(ret, &settings[i]));
		const char *text = item_text(&member);
		if (item_present(&member))
			*setting_in(ret, &settings[i]) =
				next_number(&member, &text);
	}
	ratio_text_read(&ratio, ret);
}

void cpu_nodes_read(const struct item *nodes, struct machine *ret)
{
	unsigned cpu = 0;

	item_expect_length(nodes, ret->nr_cpus);
	struct item node = item_first(nodes);
	for (; item_present(&node); item_advance(&node))
		ret->cpu_node[cpu++] =
			(uint8_t)item_integer(&node, 0, ret->nr_nodes - 1);
}

/* Only machines whose smallest object is larger than usual say so. */
static const char min_size_key[] = "kmalloc_min_size";

static void min_size_read(const struct item *object, struct machine *ret)
{
	struct item size = item_optional(object, min_size_key);

	if (!item_present(&size))
		return;
	ret->kmalloc_min_size = (unsigned)item_integer(&size, 8, 128);
	if (ret->kmalloc_min_size & (ret->kmalloc_min_size - 1))
		item_fail(&size, "must be a power of two");
}

void settings_read(const struct item *object, struct machine *ret)
{
	struct item nodes = item_member(object, "cpu_nodes");
	struct item ratios = item_member(object, ratio_key);

	for (unsigned i = 0; i < NR_SETTINGS; i++)
		if (setting_kept(ret, &settings[i]))
			*setting_in(ret, &settings[i]) = (unsigned)item_get(
				object, settings[i].key, 0, INT32_MAX);
	min_size_read(object, ret);
	cpu_nodes_read(&nodes, ret);
	item_expect_length(&ratios, ret->max_nr_zones);
	struct item ratio = item_first(&ratios);
	for (; item_present(&ratio); item_advance(&ratio)) {
		unsigned *place = ratio_of_zone(ret, (unsigned)ratio.index);
		unsigned number = (unsigned)item_integer(&ratio, 0, INT32_MAX);
		if (place != NULL)
			*place = number;
	}
	item_finish(object);
}

static struct json *ratios_write(struct machine *machine)
{
	struct json *ratios = json_array();

	for (unsigned id = 0; id < machine->max_nr_zones; id++) {
		const unsigned *place = ratio_of_zone(machine, id);
		json_append(ratios, json_number(place != NULL ? *place : 0));
	}
	return ratios;
}

struct json *settings_write(const struct machine *machine)
{
	struct machine copy = *machine;
	struct json *object = json_object();
	struct json *nodes = json_array();

	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		json_append(nodes, json_number(machine->cpu_node[cpu]));
	json_add(object, "cpu_nodes", nodes);
	for (unsigned i = 0; i < NR_SETTINGS; i++)
		if (setting_kept(machine, &settings[i]))
			json_add(object, settings[i].key,
				 json_number(*setting_in(&copy, &settings[i])));
	if (machine->kmalloc_min_size > 8)
		json_add(object, min_size_key,
			 json_number(machine->kmalloc_min_size));
	json_add(object, ratio_key, ratios_write(&copy));
	return object;
}

void cpus_divide(struct machine *machine)
{
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		machine->cpu_node[cpu] =
			(uint8_t)(cpu * machine->nr_nodes / machine->nr_cpus);
}
