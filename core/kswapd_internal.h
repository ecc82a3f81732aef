/*
 * Waking kswapd: its words, not its work.
 *
 * Kernel counterpart: wakeup_kswapd, pgdat_balanced (mm/vmscan.c), 6.12.107.
 */
#ifndef MMSCOPE_CORE_KSWAPD_INTERNAL_H
#define MMSCOPE_CORE_KSWAPD_INTERNAL_H

#include "core/model_internal.h"

/* `highest`: zone id up to which the request may go. */
void wakeup_kswapd(struct model *m, const struct zone *zone, unsigned order,
		   unsigned highest);

#endif
