/*
 * Zones as one types them: a zone's name, and its node where several share it.
 */
#ifndef MMSCOPE_COMMANDS_ZONE_REF_H
#define MMSCOPE_COMMANDS_ZONE_REF_H

#include "core/model.h"

enum { ANY_NODE = -1 };

/* Does the zone bear this name?  Case does not matter. */
bool zone_is_named(const struct model *m, unsigned zone, const char *name);
/* The first zone of this name (on this node); -1 when there is none. */
int zone_find(const struct model *m, const char *name, int64_t node);
/* "Normal" or "Normal,1"; -1 when there is none. */
int zone_named(const struct model *m, const char *text);
/* "Normal", or "Normal,1" where several zones share the name. */
void zone_typed(const struct model *m, unsigned zone, char *ret, size_t size);
/* "DMA, DMA32, Normal": what a wrong name could have been. */
void zones_list(const struct model *m, char *ret, size_t size);

#endif
