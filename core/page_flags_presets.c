/*
 * Configurations of page->flags that one meets, to begin from.
 */
#include <string.h>

#include "core/page_flags.h"

/* One unified distribution kernel for every x86_64 machine. */
#define DISTRIBUTION                                                           \
	{                                                                      \
		.arch = ARCH_X86_64, .memmodel = MEMMODEL_VMEMMAP,             \
		.kasan = KASAN_NONE, .bits = 64, .section_bits = 27,           \
		.physmem_bits = 46, .nodes_shift = 10, .max_nr_zones = 5,      \
		.nr_cpus = 8192, .numa_balancing = true, .lru_gen = true,      \
		.memory_failure = true, .idle_page_tracking = true,            \
		.pat = true, .transparent_hugepage = true,                     \
	}

static const struct flags_preset presets[] = {
	{ "distro", "x86_64 distribution, vmemmap", NULL, DISTRIBUTION },
	{
		"phone",
		"arm64 phone: one node, no memory failure, no idle tracking",
		"5.4",
		{ .arch = ARCH_ARM64,
		  .memmodel = MEMMODEL_VMEMMAP,
		  .bits = 64,
		  .section_bits = 27,
		  .physmem_bits = 48,
		  .max_nr_zones = 3,
		  .nr_cpus = 8,
		  .transparent_hugepage = true },
	},
	{
		"arm32",
		"arm32 with highmem, flat memory",
		"4.9",
		{ .arch = ARCH_ARM,
		  .memmodel = MEMMODEL_FLAT,
		  .bits = 32,
		  .section_bits = 28,
		  .physmem_bits = 36,
		  .max_nr_zones = 3,
		  .nr_cpus = 8 },
	},
	{
		"sparse",
		"x86_64, classic sparse memory: sections take 19 bits",
		"4.9",
		{ .arch = ARCH_X86_64,
		  .memmodel = MEMMODEL_SPARSE,
		  .bits = 64,
		  .section_bits = 27,
		  .physmem_bits = 46,
		  .nodes_shift = 6,
		  .max_nr_zones = 5,
		  .nr_cpus = 8,
		  .numa_balancing = true,
		  .memory_failure = true,
		  .idle_page_tracking = true,
		  .pat = true,
		  .transparent_hugepage = true },
	},
	{
		"nodeless",
		"i386 PAE with nodes: the node does not fit",
		"4.9",
		{ .arch = ARCH_X86_64,
		  .memmodel = MEMMODEL_SPARSE,
		  .bits = 32,
		  .section_bits = 29,
		  .physmem_bits = 36,
		  .nodes_shift = 3,
		  .max_nr_zones = 4,
		  .nr_cpus = 8,
		  .memory_failure = true,
		  .pat = true },
	},
	{
		"recorder",
		"x86_64 kernel of the recordings: 4 CPUs, few options",
		NULL,
		{ .arch = ARCH_X86_64,
		  .memmodel = MEMMODEL_VMEMMAP,
		  .bits = 64,
		  .section_bits = 27,
		  .physmem_bits = 46,
		  .nodes_shift = 10,
		  .max_nr_zones = 4,
		  .nr_cpus = 4,
		  .numa_balancing = true,
		  .transparent_hugepage = true },
	},
};

enum { NR_PRESETS = sizeof(presets) / sizeof(presets[0]) };

const struct flags_preset *flags_preset_nth(size_t i)
{
	return i < NR_PRESETS ? &presets[i] : NULL;
}

const struct flags_preset *flags_preset_find(const char *name)
{
	for (size_t i = 0; i < NR_PRESETS; i++)
		if (strcmp(presets[i].name, name) == 0)
			return &presets[i];
	return NULL;
}

struct flags_config flags_config_default(void)
{
	return (struct flags_config)DISTRIBUTION;
}

/* As built today: with generations, memory failure and idle tracking. */
struct flags_config flags_config_arm64_phone(void)
{
	struct flags_config config = flags_preset_find("phone")->config;

	config.lru_gen = true;
	config.memory_failure = true;
	config.idle_page_tracking = true;
	return config;
}
