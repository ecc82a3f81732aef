/*
 * What the checks of slabs and of sheaves ask of each other.
 */
#ifndef MMSCOPE_CORE_CHECK_SLAB_INTERNAL_H
#define MMSCOPE_CORE_CHECK_SLAB_INTERNAL_H

#include "core/check_internal.h"
#include "core/slab.h"

/* Counts what was expected of a slab, or with 0 of none, and was not found. */
void slab_expect(struct checker *checker, enum invariant invariant,
		 uint32_t slab, int64_t expected, int64_t found);

/* A bit per object that a sheaf holds, to be freed; NULL where there are no
 * sheaves. */
uint8_t *check_sheaves(struct checker *checker);
bool sheaf_holds(const uint8_t *held, object_ref object);

#endif
