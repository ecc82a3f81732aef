/*
 * The words that a recording watched: `d` of an operation holds the new value
 * of each that changed.
 */
#include "snapshots/verify_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/page.h"
#include "snapshots/words_internal.h"

/* What `d` calls a word, and its key in the state. */
struct short_name {
	const char *name;
	const char *key;
};

static const struct short_name zone_names[] = {
	{ "free", "vm_stat_free_pages" },
	{ "cma", "vm_stat_free_cma" },
	{ "boost", "watermark_boost" },
	{ "flags", "flags" },
	{ "resha", "nr_reserved_highatomic" },
	{ "freeha", "nr_free_highatomic" },
	{ NULL, NULL },
};

static const struct short_name pcp_names[] = {
	{ "count", "count" },
	{ "high", "high" },
	{ "pflags", "flags" },
	{ "allocf", "alloc_factor" },
	{ "freec", "free_count" },
	{ "freef", "free_factor" },
	{ "vmdiff", "vm_stat_diff_free" },
	{ "vmdiffcma", "vm_stat_diff_cma" },
	{ NULL, NULL },
};

static const struct word *word_named(const struct short_name *names,
				     const struct word *table, const char *name)
{
	while (names->name != NULL && strcmp(names->name, name) != 0)
		names++;
	if (names->name == NULL)
		return NULL;
	while (table->key != NULL && strcmp(table->key, names->key) != 0)
		table++;
	return table->key != NULL ? table : NULL;
}

/* A number in a name, below a limit; the text moves behind it. */
static bool take_number(const char **text, unsigned long limit, unsigned *ret)
{
	char *end = NULL;
	unsigned long number = strtoul(*text, &end, 10);

	if (end == *text || number >= limit)
		return false;
	*text = end;
	*ret = (unsigned)number;
	return true;
}

/* The model's value of a watched word, e.g. "1.p0.count" or "0.nf3"; false
 * for names that mean nothing here and for kswapd's words, which are inputs. */
static bool watched_word(const struct model *m, const char *name, int64_t *ret)
{
	const struct machine *machine = model_machine(m);
	const struct word *word = NULL;
	const void *structure = NULL;
	unsigned zone = 0;
	unsigned number = 0;

	if (!take_number(&name, machine->nr_zones, &zone) || *name++ != '.')
		return false;
	if (strncmp(name, "nf", 2) == 0) {
		name += 2;
		if (!take_number(&name, machine->max_order + 1UL, &number))
			return false;
		*ret = zone_at(m, zone)->free_area[number].nr_free;
		return true;
	}
	const char *cpu = name + 1;
	if (*name == 'p' && take_number(&cpu, machine->nr_cpus, &number) &&
	    *cpu == '.') {
		word = word_named(pcp_names, pcp_words, cpu + 1);
		structure = pcp_at(m, zone, number);
	} else {
		word = word_named(zone_names, zone_words, name);
		structure = zone_at(m, zone);
	}
	*ret = word != NULL ? word_get(word, structure) : 0;
	return word != NULL;
}

static bool pageblock_matches(const struct item *delta, const struct model *m,
			      const struct type_numbers *types,
			      struct verify_report *report)
{
	int64_t expected = item_integer(delta, 0, types->nr - 1);
	const char *name = delta->key + strlen("mt.");
	unsigned pfn = 0;

	if (!take_number(&name, PFN_LIMIT, &pfn) || !pfn_valid(m, pfn))
		return true;
	return pageblock_type(m, pfn) == types->type[expected] ||
	       mismatch(report, delta->key, types->type[expected],
			pageblock_type(m, pfn));
}

bool deltas_match(const struct item *deltas, const struct model *m,
		  const struct type_numbers *types,
		  struct verify_report *report)
{
	struct item delta = item_first_member(deltas);

	for (; item_present(&delta); item_advance(&delta)) {
		int64_t got = 0;
		if (strncmp(delta.key, "mt.", 3) == 0) {
			if (!pageblock_matches(&delta, m, types, report))
				return false;
			continue;
		}
		if (!watched_word(m, delta.key, &got))
			continue;
		int64_t expected = item_integer(&delta, INT32_MIN, PFN_LIMIT);
		if (expected != got && !deltas->reader->failed)
			return mismatch(report, delta.key, expected, got);
	}
	return true;
}
