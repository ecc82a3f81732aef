/*
 * `per_form` marks the functions of the allocator that exist in every form of
 * it (core/form_internal.h).  In a file compiled by itself it says nothing; in
 * a form, whose files are one unit, its functions are nobody else's, and
 * those called once are compiled into their callers; where speed is all, those
 * that are not large, too.
 *
 * `per_form_into`, and `into_callers` of what is static, mark what is on the
 * way of every page: where speed is all, it is compiled into its callers.
 */
#ifndef MMSCOPE_CORE_PER_FORM_INTERNAL_H
#define MMSCOPE_CORE_PER_FORM_INTERNAL_H

#if defined(FORM_PROFILE)
#define per_form      static inline __attribute__((unused))
#define per_form_into static inline __attribute__((unused, always_inline))
#define into_callers  inline __attribute__((always_inline))
#elif defined(FORM_MODE)
#define per_form      static __attribute__((unused))
#define per_form_into per_form
#define into_callers
#else
#define per_form
#define per_form_into
#define into_callers
#endif

#endif
