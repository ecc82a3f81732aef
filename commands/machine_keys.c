/*
 * The keys of a machine spec: one table, each row with the member that the
 * key sets and the manner of its value.
 */
#include "commands/machine_spec.h"

#include <stdio.h>
#include <string.h>

#include "commands/parse.h"
#include "commands/session_internal.h"
#include "core/profile.h"

enum value_kind {
	VALUE_UNSIGNED,
	VALUE_BYTES,
	VALUE_YES,      /* y or n */
	VALUE_TRISTATE, /* auto, y or n */
	VALUE_WORD,     /* one of `words`, by position */
	VALUE_KERNEL,
	VALUE_ZONES,
	VALUE_RATIOS,
	VALUE_THRESHOLD, /* auto or 0 */
};

struct machine_key {
	const char *name;
	enum value_kind kind;
	size_t offset; /* in the struct that it belongs to */
	const char *words;
};

#define BOOT(member)  offsetof(struct boot_config, member)
#define FLAGS(member) offsetof(struct flags_config, member)

static const struct machine_key boot_keys[] = {
	{ "mem", VALUE_BYTES, BOOT(mem_bytes), NULL },
	{ "nodes", VALUE_UNSIGNED, BOOT(nr_nodes), NULL },
	{ "cpus", VALUE_UNSIGNED, BOOT(nr_cpus), NULL },
	{ "zones", VALUE_ZONES, BOOT(zone_wanted), NULL },
	{ "cma", VALUE_BYTES, BOOT(cma_bytes), NULL },
	{ "kernelcore", VALUE_BYTES, BOOT(kernelcore_bytes), NULL },
	{ "pageblock_order", VALUE_UNSIGNED, BOOT(pageblock_order), NULL },
	{ "max_order", VALUE_UNSIGNED, BOOT(max_order), NULL },
	{ "kernel", VALUE_KERNEL, BOOT(profile), NULL },
	{ "min_free_kbytes", VALUE_UNSIGNED, BOOT(min_free_kbytes), NULL },
	{ "watermark_boost_factor", VALUE_UNSIGNED,
	  BOOT(watermark_boost_factor), NULL },
	{ "watermark_scale_factor", VALUE_UNSIGNED,
	  BOOT(watermark_scale_factor), NULL },
	{ "lowmem_reserve_ratio", VALUE_RATIOS, BOOT(lowmem_reserve_ratio),
	  NULL },
	{ "percpu_pagelist_high_fraction", VALUE_UNSIGNED,
	  BOOT(percpu_pagelist_high_fraction), NULL },
	{ "pcp", VALUE_YES, BOOT(pcp), NULL },
	{ "stat_threshold", VALUE_THRESHOLD, BOOT(drift), NULL },
	{ "free_high_batch", VALUE_YES, BOOT(free_high_batch), NULL },
	{ "thp", VALUE_YES, BOOT(thp), NULL },
	{ "khugepaged", VALUE_TRISTATE, BOOT(khugepaged), NULL },
};

static const struct machine_key layout_keys[] = {
	{ "arch", VALUE_WORD, FLAGS(arch), "x86_64 arm64 arm" },
	{ "memmodel", VALUE_WORD, FLAGS(memmodel), "flat sparse vmemmap" },
	{ "section_bits", VALUE_UNSIGNED, FLAGS(section_bits), NULL },
	{ "physmem_bits", VALUE_UNSIGNED, FLAGS(physmem_bits), NULL },
	{ "nodes_shift", VALUE_UNSIGNED, FLAGS(nodes_shift), NULL },
	{ "max_nr_zones", VALUE_UNSIGNED, FLAGS(max_nr_zones), NULL },
	{ "nr_cpus", VALUE_UNSIGNED, FLAGS(nr_cpus), NULL },
	{ "numa_balancing", VALUE_YES, FLAGS(numa_balancing), NULL },
	{ "kasan", VALUE_WORD, FLAGS(kasan), "none sw_tags hw_tags" },
	{ "lru_gen", VALUE_YES, FLAGS(lru_gen), NULL },
	{ "memory_failure", VALUE_YES, FLAGS(memory_failure), NULL },
	{ "idle_page_tracking", VALUE_YES, FLAGS(idle_page_tracking), NULL },
	{ "pat", VALUE_YES, FLAGS(pat), NULL },
	{ "transparent_hugepage", VALUE_YES, FLAGS(transparent_hugepage),
	  NULL },
	{ "bits", VALUE_UNSIGNED, FLAGS(bits), NULL },
	{ "nr_pageflags", VALUE_UNSIGNED, FLAGS(nr_pageflags), NULL },
};

#undef BOOT
#undef FLAGS

enum {
	NR_BOOT_KEYS = sizeof(boot_keys) / sizeof(boot_keys[0]),
	NR_LAYOUT_KEYS = sizeof(layout_keys) / sizeof(layout_keys[0]),
};

/* Borders that an architecture gives its zones where a spec asks for them. */
static const pfn_t dma_end = 4096;
static const pfn_t dma32_end = 1048576;

const char *machine_key_nth(size_t i)
{
	if (i < NR_BOOT_KEYS)
		return boot_keys[i].name;
	i -= NR_BOOT_KEYS;
	return i < NR_LAYOUT_KEYS ? layout_keys[i].name : NULL;
}

static const struct machine_key *key_find(const struct machine_key *keys,
					  size_t nr, const char *name)
{
	for (size_t i = 0; i < nr; i++)
		if (strcmp(keys[i].name, name) == 0)
			return &keys[i];
	return NULL;
}

/* Position of a word in a blank-separated list; -1 when it is not there. */
static int word_position(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (int i = 0; *words; i++) {
		size_t here = strcspn(words, " ");

		if (here == length && memcmp(words, word, length) == 0)
			return i;
		words += here + strspn(words + here, " ");
	}
	return -1;
}

static bool bad_value(const char *key, const char *value, const char *wanted,
		      struct diagnosis *why)
{
	diagnose(why, "%s=%s: the value must be %s", key, value, wanted);
	return false;
}

static bool parse_unsigned(const struct machine_key *key, const char *value,
			   unsigned *ret, struct diagnosis *why)
{
	uint64_t number = 0;

	if (!parse_number(value, &number) || number > INT32_MAX)
		return bad_value(key->name, value,
				 "a number from 0 to 2147483647", why);
	*ret = (unsigned)number;
	return true;
}

static bool parse_yes(const struct machine_key *key, const char *value,
		      bool *ret, struct diagnosis *why)
{
	int position = word_position("n y", value);

	if (position < 0)
		return bad_value(key->name, value, "y or n", why);
	*ret = position == 1;
	return true;
}

static bool parse_tristate(const struct machine_key *key, const char *value,
			   enum tristate *ret, struct diagnosis *why)
{
	int position = word_position("auto y n", value);

	if (position < 0)
		return bad_value(key->name, value, "auto, y or n", why);
	*ret = (enum tristate)position;
	return true;
}

static bool parse_word(const struct machine_key *key, const char *value,
		       unsigned *ret, struct diagnosis *why)
{
	int position = word_position(key->words, value);

	if (position < 0) {
		diagnose(why, "%s=%s: the value must be one of: %s", key->name,
			 value, key->words);
		return false;
	}
	*ret = (unsigned)position;
	return true;
}

static bool parse_threshold(const char *value, bool *ret_drift,
			    struct diagnosis *why)
{
	int position = word_position("0 auto", value);

	if (position < 0)
		return bad_value("stat_threshold", value, "auto or 0", why);
	*ret_drift = position == 1;
	return true;
}

static bool parse_kernel(const char *value, const struct profile **ret,
			 struct diagnosis *why)
{
	const struct profile *profile = profile_find(value);
	char known[128] = "";
	size_t used = 0;

	if (profile) {
		*ret = profile;
		return true;
	}
	for (size_t i = 0; profile_nth(i) && used < sizeof(known); i++)
		used += (size_t)snprintf(known + used, sizeof(known) - used,
					 "%s%s", i ? ", " : "",
					 profile_nth(i)->series);
	diagnose(why, "kernel %s has no allocator profile: the kernels are %s",
		 value, known);
	return false;
}

/* "dma" and "DMA" name the zone that the kernel prints as DMA. */
static int zone_kind_of(const char *word, size_t length)
{
	for (int kind = 0; kind < NR_ZONE_KINDS; kind++) {
		const char *name = zone_kind_name((enum zone_kind)kind);
		size_t i = 0;

		while (i < length && name[i] &&
		       ((unsigned char)name[i] | 0x20U) ==
			       ((unsigned char)word[i] | 0x20U))
			i++;
		if (i == length && !name[i])
			return kind;
	}
	return -1;
}

static bool parse_zones(const char *value, struct boot_config *config,
			struct diagnosis *why)
{
	bool wanted[NR_ZONE_KINDS] = { false };

	for (const char *at = value;; at++) {
		size_t length = strcspn(at, ",");
		int kind = zone_kind_of(at, length);

		if (kind < 0 || kind == ZONE_HIGHMEM || kind == ZONE_DEVICE) {
			diagnose(why,
				 "zones=: \"%.*s\" is no zone of these "
				 "machines: dma, dma32, normal, movable",
				 (int)length, at);
			return false;
		}
		wanted[kind] = true;
		at += length;
		if (!*at)
			break;
	}
	memcpy(config->zone_wanted, wanted, sizeof(wanted));
	if (wanted[ZONE_DMA] && !config->zone_end[ZONE_DMA])
		config->zone_end[ZONE_DMA] = dma_end;
	if (wanted[ZONE_DMA32] && !config->zone_end[ZONE_DMA32])
		config->zone_end[ZONE_DMA32] = dma32_end;
	return true;
}

/* Zone types in the order of the sysctl's numbers.  HighMem, which no 64-bit
 * kernel has, is there only where all are given. */
static const enum zone_kind ratio_kinds[] = { ZONE_DMA, ZONE_DMA32, ZONE_NORMAL,
					      ZONE_MOVABLE, ZONE_DEVICE };

enum { NR_RATIOS = sizeof(ratio_kinds) / sizeof(ratio_kinds[0]) };

static enum zone_kind ratio_kind(size_t i, bool all)
{
	return all ? (enum zone_kind)i : ratio_kinds[i];
}

static size_t count_numbers(const char *value)
{
	size_t nr = 1;

	for (; *value; value++)
		nr += *value == ',';
	return nr;
}

static bool parse_ratios(const char *value, unsigned *ret,
			 struct diagnosis *why)
{
	unsigned ratios[NR_ZONE_KINDS];
	size_t nr = count_numbers(value);
	size_t most = nr == NR_ZONE_KINDS ? NR_ZONE_KINDS : NR_RATIOS;
	size_t i = 0;

	memcpy(ratios, ret, sizeof(ratios));
	for (const char *at = value;; at++) {
		char digits[16];
		size_t length = strcspn(at, ",");
		uint64_t number = 0;

		snprintf(digits, sizeof(digits), "%.*s", (int)length, at);
		if (i == most || !parse_number(digits, &number) ||
		    number > INT32_MAX)
			return bad_value("lowmem_reserve_ratio", value,
					 "at most 6 numbers with commas "
					 "between, one per zone type from DMA "
					 "upwards",
					 why);
		ratios[ratio_kind(i++, nr == NR_ZONE_KINDS)] = (unsigned)number;
		at += length;
		if (!*at)
			break;
	}
	memcpy(ret, ratios, sizeof(ratios));
	return true;
}

static bool parse_bytes(const struct machine_key *key, const char *value,
			uint64_t *ret, struct diagnosis *why)
{
	if (parse_number(value, ret))
		return true;
	return bad_value(key->name, value, "a size such as 64M or 8G", why);
}

/* `base` is the struct that the key's member lies in. */
static bool key_set(const struct machine_key *key, const char *value,
		    void *base, struct diagnosis *why)
{
	void *member = (char *)base + key->offset;

	switch (key->kind) {
	case VALUE_UNSIGNED:
		return parse_unsigned(key, value, member, why);
	case VALUE_BYTES:
		return parse_bytes(key, value, member, why);
	case VALUE_YES:
		return parse_yes(key, value, member, why);
	case VALUE_TRISTATE:
		return parse_tristate(key, value, member, why);
	case VALUE_WORD:
		return parse_word(key, value, member, why);
	case VALUE_KERNEL:
		return parse_kernel(value, member, why);
	case VALUE_ZONES:
		return parse_zones(value, base, why);
	case VALUE_RATIOS:
		return parse_ratios(value, member, why);
	case VALUE_THRESHOLD:
		return parse_threshold(value, member, why);
	}
	return false;
}

static bool find_and_set(const struct machine_key *key, const char *name,
			 const char *value, void *base, struct diagnosis *why)
{
	if (key)
		return key_set(key, value, base, why);
	struct suggestion best = { 0 };

	for (size_t i = 0; machine_key_nth(i); i++)
		suggest(&best, name, machine_key_nth(i));
	if (best.word)
		diagnose(why, "\"%s\" is no key: did you mean %s=?", name,
			 best.word);
	else
		diagnose(why, "\"%s\" is no key: `help boot` lists the keys",
			 name);
	return false;
}

bool layout_key_parse(const char *key, const char *value,
		      struct flags_config *config, struct diagnosis *why)
{
	return find_and_set(key_find(layout_keys, NR_LAYOUT_KEYS, key), key,
			    value, config, why);
}

bool boot_key_parse(const char *key, const char *value,
		    struct boot_config *config, struct diagnosis *why)
{
	const struct machine_key *found =
		key_find(boot_keys, NR_BOOT_KEYS, key);

	if (!found)
		return layout_key_parse(key, value, &config->flags, why);
	return key_set(found, value, config, why);
}

bool machine_key_has_commas(const char *key)
{
	const struct machine_key *found =
		key_find(boot_keys, NR_BOOT_KEYS, key);

	return found &&
	       (found->kind == VALUE_ZONES || found->kind == VALUE_RATIOS);
}
