/*
 * Whether a kswapd hears who wakes it.
 *
 * A kswapd whose sleep has just ended stands on its wait queue until it runs,
 * and waking it changes nothing.  No word of a recording's beginning tells it
 * from one that sleeps; but nothing runs beside the operations, so it stays
 * as it is, and none of them is seen to wake it.
 */
#include "snapshots/state_internal.h"

#include <stdlib.h>
#include <string.h>

#include "core/restore.h"

/* What the operations say of each node's kswapd. */
struct heard {
	bool watched; /* they were asked for changes at all */
	bool woken[MAX_NODES];
};

/* A change that `d` tells, of "ZONE.kswapd". */
static void change_hear(struct heard *heard, const struct model *m,
			const struct item *change)
{
	char *end = NULL;
	unsigned long zone = strtoul(change->key, &end, 10);

	if (end != change->key && strcmp(end, ".kswapd") == 0 &&
	    zone < nr_zones(m))
		heard->woken[zone_at(m, (unsigned)zone)->node] = true;
}

static struct heard all_changes(const struct item *ops, const struct model *m)
{
	struct heard heard = { 0 };
	struct item op = item_first(ops);

	for (; item_present(&op); item_advance(&op)) {
		struct item changes = item_optional(&op, "d");
		if (!item_present(&changes))
			continue;
		heard.watched = true;
		struct item change = item_first_member(&changes);
		for (; item_present(&change); item_advance(&change))
			change_hear(&heard, m, &change);
	}
	return heard;
}

void recorded_kswapds_read(const struct item *ops, struct model *m)
{
	const struct machine *machine = model_machine(m);

	if (!item_present(ops) || machine->nr_nodes == 1 ||
	    !machine->profile->walk_skips_awake_nodes)
		return;
	struct heard heard = all_changes(ops, m);

	for (unsigned node = 0; heard.watched && node < machine->nr_nodes;
	     node++) {
		struct pglist_data words = *node_at(m, node);

		if (words.kswapd_waiting != KSWAPD_ASLEEP || heard.woken[node])
			continue;
		words.kswapd_waiting = KSWAPD_STIRRING;
		restore_node(m, node, &words);
	}
}
