/*
 * The layout calculator: widths and places by the kernel's formulas.
 */
#include "core/page_flags.h"

#include <string.h>

#include "core/profile.h"

/* MAX_NR_GENS + 1 generations need 3 bits; MAX_NR_TIERS - 2 tiers need 2. */
enum { LRU_GEN_BITS = 3, LRU_REFS_BITS = 2, PID_BITS = 8, KASAN_SW_BITS = 8 };

static const char *const field_names[] = {
	[FIELD_SECTION] = "SECTION",     [FIELD_NODE] = "NODE",
	[FIELD_ZONE] = "ZONE",           [FIELD_LAST_CPUPID] = "LAST_CPUPID",
	[FIELD_KASAN_TAG] = "KASAN_TAG", [FIELD_LRU_GEN] = "LRU_GEN",
	[FIELD_LRU_REFS] = "LRU_REFS",   [FIELD_TAG] = "TAG",
};

static const char *const flag_names[] = {
	[PG_locked] = "locked",
	[PG_error] = "error",
	[PG_writeback] = "writeback",
	[PG_referenced] = "referenced",
	[PG_uptodate] = "uptodate",
	[PG_dirty] = "dirty",
	[PG_lru] = "lru",
	[PG_active] = "active",
	[PG_workingset] = "workingset",
	[PG_waiters] = "waiters",
	[PG_slab] = "slab",
	[PG_owner_priv_1] = "owner_priv_1",
	[PG_owner_2] = "owner_2",
	[PG_arch_1] = "arch_1",
	[PG_reserved] = "reserved",
	[PG_private] = "private",
	[PG_private_2] = "private_2",
	[PG_head] = "head",
	[PG_tail] = "tail",
	[PG_swapcache] = "swapcache",
	[PG_mappedtodisk] = "mappedtodisk",
	[PG_reclaim] = "reclaim",
	[PG_swapbacked] = "swapbacked",
	[PG_unevictable] = "unevictable",
	[PG_dropbehind] = "dropbehind",
	[PG_mlocked] = "mlocked",
	[PG_uncached] = "uncached",
	[PG_hwpoison] = "hwpoison",
	[PG_compound_lock] = "compound_lock",
	[PG_young] = "young",
	[PG_idle] = "idle",
	[PG_arch_2] = "arch_2",
	[PG_arch_3] = "arch_3",
	[PG_skip_kasan_poison] = "skip_kasan_poison",
};

const char *flags_field_name(enum flags_field field)
{
	return field_names[field];
}

const char *pageflag_name(enum pageflag flag)
{
	return flag_names[flag];
}

struct flags_config flags_config_default(void)
{
	return (struct flags_config){
		.arch = ARCH_X86_64,
		.memmodel = MEMMODEL_VMEMMAP,
		.kasan = KASAN_NONE,
		.bits = 64,
		.section_bits = 27,
		.physmem_bits = 46,
		.nodes_shift = 10,
		.max_nr_zones = 5,
		.nr_cpus = 8192,
		.numa_balancing = true,
		.lru_gen = true,
	};
}

struct flags_config flags_config_arm64_phone(void)
{
	return (struct flags_config){
		.arch = ARCH_ARM64,
		.memmodel = MEMMODEL_VMEMMAP,
		.kasan = KASAN_NONE,
		.bits = 64,
		.section_bits = 27,
		.physmem_bits = 48,
		.nodes_shift = 0,
		.max_nr_zones = 3,
		.nr_cpus = 8,
		.numa_balancing = false,
		.lru_gen = true,
	};
}

static unsigned order_base_2(unsigned n)
{
	unsigned bits = 0;

	while (((uint64_t)1 << bits) < n)
		bits++;
	return bits;
}

static unsigned zones_width(unsigned max_nr_zones)
{
	return order_base_2(max_nr_zones);
}

static void number_the_flags(const struct profile *profile,
			     const struct flags_config *config,
			     struct flags_layout *layout)
{
	unsigned bit = 0;

	memset(layout->bit, -1, sizeof(layout->bit));
	for (const struct flag_rule *rule = profile->flag_rules; rule->exists;
	     rule++)
		if (rule->exists(config))
			layout->bit[rule->flag] = (int8_t)bit++;
	layout->nr_pageflags =
		config->nr_pageflags ? config->nr_pageflags : bit;
}

/* Lays the fields side by side from the top of the word downwards. */
static void place_the_fields(struct flags_layout *layout)
{
	unsigned end = layout->bits;

	for (unsigned field = 0; field < FIELD_TAG; field++) {
		end -= layout->width[field];
		layout->shift[field] = layout->width[field] ? end : 0;
	}
	layout->width[FIELD_TAG] = 0;
	layout->shift[FIELD_TAG] = 0;
}

enum flags_refusal flags_layout_of(const struct profile *profile,
				   const struct flags_config *config,
				   struct flags_layout *ret)
{
	struct flags_layout layout = { .bits = config->bits };
	unsigned *width = layout.width;

	if (config->max_nr_zones > 8)
		return FLAGS_TOO_MANY_ZONES;
	number_the_flags(profile, config, &layout);
	if (layout.nr_pageflags >= config->bits)
		return FLAGS_FIELDS_DO_NOT_FIT;
	unsigned room = config->bits - layout.nr_pageflags;

	width[FIELD_ZONE] = zones_width(config->max_nr_zones);
	bool lru_gen = config->lru_gen && profile->lru_gen;

	width[FIELD_LRU_GEN] = lru_gen ? LRU_GEN_BITS : 0;
	if (config->memmodel == MEMMODEL_SPARSE) {
		width[FIELD_SECTION] =
			config->physmem_bits - config->section_bits;
		layout.section_bits = config->section_bits;
	}
	unsigned used =
		width[FIELD_ZONE] + width[FIELD_LRU_GEN] + width[FIELD_SECTION];

	if (used > room)
		return FLAGS_FIELDS_DO_NOT_FIT;
	if (used + config->nodes_shift <= room)
		width[FIELD_NODE] = config->nodes_shift;
	else if (config->memmodel == MEMMODEL_VMEMMAP)
		return FLAGS_NODE_DOES_NOT_FIT;
	layout.node_not_in_page_flags =
		config->nodes_shift != 0 && width[FIELD_NODE] == 0;
	used += width[FIELD_NODE];
	if (config->kasan == KASAN_SW_TAGS)
		width[FIELD_KASAN_TAG] = KASAN_SW_BITS;
	if (config->kasan == KASAN_HW_TAGS)
		width[FIELD_KASAN_TAG] = profile->kasan_hw_bits;
	used += width[FIELD_KASAN_TAG];
	if (used > room)
		return FLAGS_KASAN_DOES_NOT_FIT;
	unsigned cpupid = config->numa_balancing
				  ? PID_BITS + order_base_2(config->nr_cpus)
				  : 0;

	if (used + cpupid <= room)
		width[FIELD_LAST_CPUPID] = cpupid;
	layout.last_cpupid_not_in_page_flags =
		cpupid != 0 && width[FIELD_LAST_CPUPID] == 0;
	used += width[FIELD_LAST_CPUPID];
	if (lru_gen)
		width[FIELD_LRU_REFS] = room - used < LRU_REFS_BITS
						? room - used
						: LRU_REFS_BITS;
	place_the_fields(&layout);
	*ret = layout;
	return FLAGS_FIT;
}

uint64_t flags_field_mask(const struct flags_layout *layout,
			  enum flags_field field)
{
	unsigned width = layout->width[field];

	if (width == 0)
		return 0;
	return ((((uint64_t)1 << (width - 1)) << 1) - 1)
	       << layout->shift[field];
}

uint64_t flags_field_get(const struct flags_layout *layout, uint64_t flags,
			 enum flags_field field)
{
	return (flags & flags_field_mask(layout, field)) >>
	       layout->shift[field];
}

uint64_t pageflag_mask(const struct flags_layout *layout, enum pageflag flag)
{
	return layout->bit[flag] < 0 ? 0 : (uint64_t)1 << layout->bit[flag];
}

int pageflag_on_bit(const struct flags_layout *layout, unsigned bit)
{
	for (int flag = 0; flag < NR_PAGEFLAG_NAMES; flag++)
		if (layout->bit[flag] == (int)bit)
			return flag;
	return -1;
}

uint64_t flags_check_at_prep(const struct flags_layout *layout)
{
	uint64_t all = ((uint64_t)1 << layout->nr_pageflags) - 1;

	return (all & ~pageflag_mask(layout, PG_hwpoison)) |
	       flags_field_mask(layout, FIELD_LRU_GEN) |
	       flags_field_mask(layout, FIELD_LRU_REFS);
}
