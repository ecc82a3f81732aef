/*
 * Constants of expressions: the kernel's names for small numbers and masks.
 */
#include <string.h>
#include <strings.h>

#include "commands/expression_internal.h"
#include "core/gfp.h"

struct constant {
	const char *name;
	int64_t value;
};

static const struct constant constants[] = {
	{ "WMARK_MIN", WMARK_MIN },
	{ "WMARK_LOW", WMARK_LOW },
	{ "WMARK_HIGH", WMARK_HIGH },
	{ "WMARK_PROMO", WMARK_PROMO },
	/* enum rmqueue_mode */
	{ "RMQUEUE_NORMAL", 0 },
	{ "RMQUEUE_CMA", 1 },
	{ "RMQUEUE_CLAIM", 2 },
	{ "RMQUEUE_STEAL", 3 },
	{ "ZONE_BOOSTED_WATERMARK", ZONE_BOOSTED_WATERMARK },
	{ "ZONE_RECLAIM_ACTIVE", ZONE_RECLAIM_ACTIVE },
	{ "ZONE_BELOW_HIGH", ZONE_BELOW_HIGH },
	{ "PCPF_PREV_FREE_HIGH_ORDER", PCPF_PREV_FREE_HIGH_ORDER },
	{ "PCPF_FREE_HIGH_BATCH", PCPF_FREE_HIGH_BATCH },
	{ "PAGE_ALLOC_COSTLY_ORDER", PAGE_ALLOC_COSTLY_ORDER },
	{ "none", PFN_NONE },
	{ "yes", 1 },
	{ "no", 0 },
};

static bool find_pageflag(const struct flags_layout *layout, const char *name,
			  int64_t *ret)
{
	for (unsigned flag = 0; flag < NR_PAGEFLAG_NAMES; flag++) {
		if (layout->bit[flag] < 0 ||
		    strcmp(pageflag_name((enum pageflag)flag), name) != 0)
			continue;
		*ret = (int64_t)pageflag_mask(layout, (enum pageflag)flag);
		return true;
	}
	return false;
}

static bool find_alloc_flag(const struct profile *profile, const char *name,
			    int64_t *ret)
{
	for (const struct alloc_flag_name *flag = profile->alloc_flags;
	     flag->name; flag++) {
		if (strcmp(flag->name, name) == 0) {
			*ret = flag->value;
			return true;
		}
	}
	return false;
}

/* A type by its letter, or as MIGRATE_ and its name in capitals. */
static bool find_migratetype(const struct profile *profile, const char *name,
			     int64_t *ret)
{
	bool letter = name[0] != '\0' && name[1] == '\0';

	for (int type = 0; type < MIGRATE_TYPES; type++) {
		bool found =
			letter ? profile->migratetype_letters[type] == *name
			       : strncmp(name, "MIGRATE_", 8) == 0 &&
					 strcasecmp(profile->migratetype_names
							    [type],
						    name + 8) == 0;

		if (!found)
			continue;
		*ret = type;
		return true;
	}
	return false;
}

bool constant_find(const struct machine *machine, const char *name,
		   int64_t *ret)
{
	gfp_t gfp = 0;

	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
		if (strcmp(constants[i].name, name) == 0) {
			*ret = constants[i].value;
			return true;
		}
	}
	if (find_migratetype(machine->profile, name, ret))
		return true;
	if (strncmp(name, "PG_", 3) == 0)
		return find_pageflag(&machine->layout, name + 3, ret);
	if (strncmp(name, "ALLOC_", 6) == 0)
		return find_alloc_flag(machine->profile, name + 6, ret);
	if (!gfp_lookup(machine->profile, name, strlen(name), &gfp))
		return false;
	*ret = gfp;
	return true;
}

const char *constant_nth(size_t i)
{
	return i < sizeof(constants) / sizeof(constants[0]) ? constants[i].name
							    : NULL;
}
