/*
 * What a kernel makes of kmalloc's probes, by the rules of its slabs.
 */
#include <string.h>

#include "core/probe_internal.h"
#include "core/profile.h"

/* Functions whose work has another name where a CPU's partial list holds so
 * many objects. */
static const struct function_name names_by_objects[] = {
	{ "__kmalloc_cache", "kmem_cache_alloc_trace" },
	{ "__do_kmalloc_node", "__kmalloc" },
	{ "___kmalloc_large_node", "kmalloc_order" },
	{ "__put_partials", "unfreeze_partials" },
	{ NULL, NULL },
};

/* And where it holds so many slabs, which are frozen. */
static const struct function_name names_by_slabs[] = {
	{ "__kmalloc_cache", "kmalloc_trace" },
	{ "___kmalloc_large_node", "__kmalloc_large_node" },
	{ "__put_partials", "__unfreeze_partials" },
	{ NULL, NULL },
};

/* Steps that slabs of CPUs take. */
static const enum probe_id with_cpu_slabs[] = {
	PROBE_SLAB_ALLOC_FAST,       PROBE_SLAB_SLOW,
	PROBE_SLAB_SLOW_MISMATCH,    PROBE_SLAB_SLOW_REFILL,
	PROBE_SLAB_SLOW_BYPASS,      PROBE_SLAB_SLOW_CPU_PARTIAL,
	PROBE_SLAB_SLOW_FAILED,      PROBE_SLAB_SLOW_NEW,
	PROBE_SLAB_SLOW_LOAD,        PROBE_GET_FREELIST,
	PROBE_GET_PARTIAL_TAKE,      PROBE_GET_PARTIAL_MORE,
	PROBE_SLAB_FREE_FAST,        PROBE_SLAB_FREE_SLOW,
	PROBE_SLAB_FREE_FROZEN,      PROBE_SLAB_FREE_WAS_FULL,
	PROBE_SLAB_FREE_NOT_ON_NODE, PROBE_PUT_CPU_PARTIAL,
	PROBE_PUT_PARTIALS,          PROBE_PUT_PARTIALS_SLAB,
	PROBE_DEACTIVATE_SLAB,       PROBE_DEACTIVATE_RESULT,
};

/* And sheaves. */
static const enum probe_id with_sheaves[] = {
	PROBE_ALLOC_FROM_PCS,      PROBE_REPLACE_EMPTY_MAIN,
	PROBE_EMPTY_MAIN_BARN,     PROBE_EMPTY_MAIN_TO_FILL,
	PROBE_EMPTY_MAIN_NONE,     PROBE_EMPTY_MAIN_SHORT,
	PROBE_EMPTY_MAIN_INSTALL,  PROBE_ALLOC_EMPTY_SHEAF,
	PROBE_FREE_EMPTY_SHEAF,    PROBE_REFILL_OBJECTS,
	PROBE_REFILL_NODE,         PROBE_REFILL_NODE_SLAB,
	PROBE_REFILL_NODE_TAKE,    PROBE_REFILL_NODE_BACK,
	PROBE_REFILL_ANY,          PROBE_REFILL_ANY_NODE,
	PROBE_ALLOC_FROM_NEW_SLAB, PROBE_REFILL_RESULT,
	PROBE_PCS_STRANGER,        PROBE_PCS_TAKE,
	PROBE_SLAB_ALLOC_ONE,      PROBE_SLAB_ONE_NODE_FIRST,
	PROBE_SLAB_ONE_AGAIN,      PROBE_SLAB_ONE_FAILED,
	PROBE_GET_PARTIAL_OBJECT,  PROBE_FREE_TO_PCS,
	PROBE_REPLACE_FULL_MAIN,   PROBE_FULL_MAIN_SWAP,
	PROBE_FULL_MAIN_NO_SPARE,  PROBE_FULL_MAIN_BARN,
	PROBE_FULL_MAIN_INSTALL,   PROBE_FLUSH_SHEAF,
	PROBE_FLUSH_MAIN,          PROBE_FREE_TO_PCS_PUT,
	PROBE_SLAB_FREE_CHAIN,     PROBE_SLAB_FREE_TO_NODE,
};

static void remove_probes(struct probe probes[NR_PROBES],
			  const enum probe_id *ids, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		probes[ids[i]].exists = false;
}

static void reword_sheaves(bool exist, struct probe probes[NR_PROBES])
{
	if (!exist) {
		remove_probes(probes, with_sheaves,
			      sizeof(with_sheaves) / sizeof(with_sheaves[0]));
		return;
	}
	remove_probes(probes, with_cpu_slabs,
		      sizeof(with_cpu_slabs) / sizeof(with_cpu_slabs[0]));
	probes[PROBE_SLAB_ALLOC_NODE].sentence =
		"CPU {cpu} has {fast?an|no} object of {cache} in its main "
		"sheaf.";
	probes[PROBE_SLAB_FREE].outline = "of this CPU's node?";
	probes[PROBE_SLAB_FREE].sentence =
		"Object {object} of slab {page}, {cache}: {fast?that is on CPU "
		"{cpu}'s node, so a sheaf may keep it|CPU {cpu} is on another "
		"node, so it goes straight back to its slab}.";
	probes[PROBE_SLAB_FREE_PARTLY].sentence =
		"{inuse} of slab {page}'s objects are in use or in sheaves "
		"still: it stays where it is.";
}

static void rename_functions(struct probe probes[NR_PROBES],
			     const struct function_name *name)
{
	for (; name->here; name++)
		for (unsigned id = 0; id < NR_PROBES; id++)
			if (strcmp(probes[id].function, name->elsewhere) == 0)
				probes[id].function = name->here;
}

void probes_reword_slabs(const struct profile *profile,
			 struct probe probes[NR_PROBES])
{
	const struct slab_rules *rules = &profile->slab;
	bool charged = rules->vector_line != 0;

	probes[PROBE_ALLOC_SLAB_OBJ_EXTS].exists = charged;
	probes[PROBE_FREE_SLAB_OBJ_EXTS].exists = charged;
	probes[PROBE_SLAB_FREE_NOT_ON_NODE].exists = rules->marks_node_partial;
	if (rules->partial_counts_objects)
		rename_functions(probes, names_by_objects);
	else if (rules->partial_is_frozen)
		rename_functions(probes, names_by_slabs);
	if (rules->partial_counts_objects)
		probes[PROBE_PUT_CPU_PARTIAL].sentence =
			"Slab {page} goes to the head of this CPU's partial "
			"list, which holds {pobjects} free objects, "
			"{cpu_partial} being enough{full?: it moves to the "
			"node first|}.";
	if (profile->large_slabs_may_wait)
		probes[PROBE_ALLOCATE_SLAB_TRY].sentence =
			"First a block of order {order}, silently and without "
			"another turn: {gfp}.";
	if (!charged)
		probes[PROBE_ALLOC_SLAB_PAGE].sentence =
			"A block of order {order} from node {node} with {gfp}.";
	reword_sheaves(profile->slabs_have_sheaves, probes);
}
