/*
 * `per_form` marks the functions of the allocator that exist in every form of
 * it (core/form_internal.h).  In a file compiled by itself it says nothing; in
 * a form, whose files are one unit, its functions are nobody else's, and
 * those called once are compiled into their callers; where speed is all, those
 * that are not large, too.
 */
#ifndef MMSCOPE_CORE_PER_FORM_INTERNAL_H
#define MMSCOPE_CORE_PER_FORM_INTERNAL_H

#if defined(FORM_PROFILE)
#define per_form     static inline __attribute__((unused))
#define into_callers inline __attribute__((always_inline))
#elif defined(FORM_MODE)
#define per_form static __attribute__((unused))
#else
#define per_form
#endif

/* Likewise of a function on the way of every page: always into its callers. */
#ifndef into_callers
#define into_callers
#endif

#endif
