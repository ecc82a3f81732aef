/*
 * The stages of booting, in the kernel's order.
 */
#ifndef MMSCOPE_CORE_BOOT_INTERNAL_H
#define MMSCOPE_CORE_BOOT_INTERNAL_H

#include "core/boot.h"
#include "core/model_internal.h"

/* boot_machine.c: zones, zonelists and layout of a configuration. */
enum boot_refusal machine_plan(const struct boot_config *config,
			       struct machine *ret);
/* First frame of the CMA area; the end of its zone when there is none. */
pfn_t cma_first_pfn(const struct boot_config *config,
		    const struct machine *machine, unsigned zone);
/* Populated zone that holds the CMA area; -1: no area. */
int cma_zone_of(const struct boot_config *config,
		const struct machine *machine);

/* boot_wmark.c: watermarks, thresholds, reserves, pcp sizes. */
void zone_set_pageset_high_and_batch(struct model *m, const struct zone *zone);
void setup_pageset_off(struct model *m, const struct zone *zone);
void init_per_zone_wmark_min(struct model *m, const struct boot_config *config);

/* boot_reserve.c: pageblocks of MIGRATE_RESERVE, as many as the min mark asks
 * for. */
void setup_zone_migrate_reserve(struct model *m, const struct zone *zone);

#endif
