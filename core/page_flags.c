/*
 * The layout calculator: widths and places by the kernel's formulas.
 */
#include "core/page_flags.h"

#include <string.h>

#include "core/profile.h"

/* MAX_NR_GENS + 1 generations need 3 bits; MAX_NR_TIERS - 2 tiers need 2. */
enum { LRU_GEN_BITS = 3, LRU_REFS_BITS = 2, PID_BITS = 8 };

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
	[PG_compound] = "compound",
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

/* ilog2() or order_base_2(): they differ for what is no power of two. */
static unsigned cpu_bits(const struct profile *profile, unsigned nr_cpus)
{
	unsigned bits = order_base_2(nr_cpus);
	bool inexact = nr_cpus > 1 && nr_cpus != (uint64_t)1 << bits;

	return profile->cpu_bits_round_down && inexact ? bits - 1 : bits;
}

static unsigned kasan_width(const struct profile *profile,
			    const struct flags_config *config)
{
	switch (config->kasan) {
	case KASAN_NONE:
		break;
	case KASAN_SW_TAGS:
		return profile->kasan_sw_bits;
	case KASAN_HW_TAGS:
		return profile->kasan_hw_bits;
	}
	return 0;
}

/* Widths being given out, in the order in which the kernel does. */
struct fitting {
	const struct profile *profile;
	const struct flags_config *config;
	struct flags_layout *layout;
	unsigned room; /* bits above the flags */
	unsigned used;
	unsigned cpupid; /* LAST_CPUPID_SHIFT */
};

static void take(struct fitting *f, enum flags_field field, unsigned width)
{
	f->layout->width[field] = width;
	f->used += width;
}

static bool has_lru_gen(const struct fitting *f)
{
	return f->config->lru_gen && f->profile->lru_gen;
}

static enum flags_refusal fit_places(struct fitting *f)
{
	const struct flags_config *config = f->config;

	take(f, FIELD_ZONE, zones_width(config->max_nr_zones));
	take(f, FIELD_LRU_GEN, has_lru_gen(f) ? LRU_GEN_BITS : 0);
	if (config->memmodel == MEMMODEL_SPARSE) {
		take(f, FIELD_SECTION,
		     config->physmem_bits - config->section_bits);
		f->layout->section_bits = config->section_bits;
	}
	if (f->used > f->room)
		return FLAGS_FIELDS_DO_NOT_FIT;
	f->layout->nodes_shift = config->nodes_shift;
	if (f->used + config->nodes_shift <= f->room)
		take(f, FIELD_NODE, config->nodes_shift);
	else if (config->memmodel == MEMMODEL_VMEMMAP)
		return FLAGS_NODE_DOES_NOT_FIT;
	f->layout->node_not_in_page_flags =
		config->nodes_shift != 0 && f->layout->width[FIELD_NODE] == 0;
	return FLAGS_FIT;
}

static void fit_cpupid(struct fitting *f)
{
	const struct flags_config *config = f->config;
	unsigned besides = f->used;

	if (config->numa_balancing)
		f->cpupid = PID_BITS + cpu_bits(f->profile, config->nr_cpus);
	/* Some kernels count the node even where it did not fit. */
	if (f->profile->cpupid_minds_nodes_shift)
		besides += config->nodes_shift - f->layout->width[FIELD_NODE];
	if (besides + f->cpupid <= f->room)
		take(f, FIELD_LAST_CPUPID, f->cpupid);
	f->layout->last_cpupid_not_in_page_flags =
		f->cpupid != 0 && f->layout->width[FIELD_LAST_CPUPID] == 0;
}

/* What is left: references of multi-generational LRU, then the tag index.
 * The index counts with a cpupid in the flags, even where it is not there. */
static void fit_rest(struct fitting *f)
{
	unsigned left = f->room - f->used;

	if (has_lru_gen(f))
		take(f, FIELD_LRU_REFS,
		     left < LRU_REFS_BITS ? left : LRU_REFS_BITS);
	unsigned counted =
		f->used + f->cpupid - f->layout->width[FIELD_LAST_CPUPID];

	if (f->profile->tag_index_in_flags && counted < f->room)
		f->layout->width[FIELD_TAG] = f->room - counted;
}

/* Lays the fields side by side from the top of the word downwards. */
static void place_the_fields(struct flags_layout *layout)
{
	unsigned end = layout->bits;

	for (unsigned field = 0; field < NR_FLAGS_FIELDS; field++) {
		end -= layout->width[field];
		layout->shift[field] = layout->width[field] ? end : 0;
	}
}

enum flags_refusal flags_layout_of(const struct profile *profile,
				   const struct flags_config *config,
				   struct flags_layout *ret)
{
	struct flags_layout layout = { .bits = config->bits };
	struct fitting f = {
		.profile = profile,
		.config = config,
		.layout = &layout,
	};

	if (config->max_nr_zones > 8)
		return FLAGS_TOO_MANY_ZONES;
	if (config->bits != 64 && config->bits != 32)
		return FLAGS_NO_SUCH_WORD;
	if (config->memmodel == MEMMODEL_SPARSE &&
	    config->physmem_bits < config->section_bits)
		return FLAGS_SECTION_TOO_LARGE;
	number_the_flags(profile, config, &layout);
	if (layout.nr_pageflags >= config->bits)
		return FLAGS_FIELDS_DO_NOT_FIT;
	f.room = config->bits - layout.nr_pageflags;
	enum flags_refusal refusal = fit_places(&f);

	if (refusal != FLAGS_FIT)
		return refusal;
	take(&f, FIELD_KASAN_TAG, kasan_width(profile, config));
	if (f.used > f.room)
		return FLAGS_KASAN_DOES_NOT_FIT;
	fit_cpupid(&f);
	fit_rest(&f);
	place_the_fields(&layout);
	*ret = layout;
	return FLAGS_FIT;
}

enum flags_arrangement flags_arrangement(const struct flags_layout *layout)
{
	bool cpupid = layout->width[FIELD_LAST_CPUPID] > 0;

	if (layout->width[FIELD_SECTION] == 0)
		return cpupid ? FLAGS_NODE_ZONE_CPUPID : FLAGS_NODE_ZONE;
	if (layout->node_not_in_page_flags)
		return FLAGS_SECTION_ZONE;
	return cpupid ? FLAGS_SECTION_NODE_ZONE_CPUPID
		      : FLAGS_SECTION_NODE_ZONE;
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

/* One list for all kernels: a flag that a kernel lacks has no bit there. */
uint64_t flags_check_at_free(const struct flags_layout *layout)
{
	static const enum pageflag checked[] = {
		PG_lru,       PG_locked,      PG_private, PG_private_2,
		PG_writeback, PG_reserved,    PG_slab,    PG_swapcache,
		PG_active,    PG_unevictable, PG_mlocked, PG_compound_lock,
	};
	uint64_t mask = flags_field_mask(layout, FIELD_LRU_GEN);

	for (size_t i = 0; i < sizeof(checked) / sizeof(checked[0]); i++)
		mask |= pageflag_mask(layout, checked[i]);
	return mask;
}

uint64_t flags_check_at_prep(const struct flags_layout *layout)
{
	uint64_t all = ((uint64_t)1 << layout->nr_pageflags) - 1;

	return (all & ~pageflag_mask(layout, PG_hwpoison)) |
	       flags_field_mask(layout, FIELD_LRU_GEN) |
	       flags_field_mask(layout, FIELD_LRU_REFS);
}
