/*
 * Sheaves of a slab, or of a cache, as `slab` tells of them.
 */
#ifndef MMSCOPE_COMMANDS_LOOK_SHEAF_H
#define MMSCOPE_COMMANDS_LOOK_SHEAF_H

#include "commands/look_internal.h"

/* Which sheaves hold objects of a slab. */
void sheaves_of_slab(const struct model *m, uint32_t slab, struct reply *r);
/* How full a cache's sheaves and barns are. */
void sheaves_of_cache(const struct model *m, unsigned cache, struct reply *r);

#endif
