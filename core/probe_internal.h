/*
 * The list of probes as it stands in probes.def, and what becomes of it in a
 * kernel; for the files of core/ only.
 */
#ifndef MMSCOPE_CORE_PROBE_INTERNAL_H
#define MMSCOPE_CORE_PROBE_INTERNAL_H

#include "core/probe.h"

/* A row of probes.def. */
const struct probe *probe_row(enum probe_id id);

/* probe_kernel.c: marks what the kernel lacks and words the rest as it is
 * there. */
void probes_reword(const struct profile *profile,
		   struct probe probes[NR_PROBES]);

/* probe_slab.c: the same for those of kmalloc. */
void probes_reword_slabs(const struct profile *profile,
			 struct probe probes[NR_PROBES]);
/* probe_words.c: the words alone. */
void probes_put_into_words(const struct profile *profile,
			   struct probe probes[NR_PROBES]);

#endif
