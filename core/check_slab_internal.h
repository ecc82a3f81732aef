/*
 * What the check of slabs asks of the check of sheaves.
 */
#ifndef MMSCOPE_CORE_CHECK_SLAB_INTERNAL_H
#define MMSCOPE_CORE_CHECK_SLAB_INTERNAL_H

#include "core/check_internal.h"
#include "core/slab.h"

/* A bit per object that a sheaf holds, to be freed; NULL where there are no
 * sheaves. */
uint8_t *check_sheaves(struct checker *checker);
bool sheaf_holds(const uint8_t *held, object_ref object);

#endif
