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
	if (!charged)
		probes[PROBE_ALLOC_SLAB_PAGE].sentence =
			"A block of order {order} from node {node} with {gfp}.";
	if (rules->has_sheaves)
		probes[PROBE_SLAB_ALLOC_NODE].sentence =
			"CPU {cpu} {fast?has|has no} free object of {cache} at "
			"hand.  This kernel keeps sheaves of objects in front "
			"of its slabs, which are not modelled: objects come "
			"as in 6.12.";
}
