/*
 * Narration: the model's words put into sentences.  Every function writes at
 * most `size` bytes with the final NUL and returns the length it wanted.
 */
#ifndef MMSCOPE_COMMANDS_NARRATE_H
#define MMSCOPE_COMMANDS_NARRATE_H

#include "core/history.h"

/* "list(8, U) is empty; list(9, U) holds 512": the why of a step. */
size_t narrate_step(const struct model *m, uint64_t position, char *ret,
		    size_t size);
/* The same of a step that need not be one of the history. */
size_t narrate_this_step(const struct model *m, const struct step *step,
			 char *ret, size_t size);
/* "alloc 8 GFP_KERNEL": an operation as one would type it. */
size_t narrate_operation(const struct model *m, uint32_t op, char *ret,
			 size_t size);
/* The same of one that need not be in the history. */
size_t narrate_this_operation(const struct model *m,
			      const struct operation *operation, char *ret,
			      size_t size);
/* One operand of a step in the manner of its kind. */
size_t narrate_arg(const struct model *m, enum arg_kind kind, int64_t value,
		   char *ret, size_t size);
/* "GFP_KERNEL|__GFP_COMP", the kernel's spelling; "none" for 0. */
size_t narrate_gfp(const struct profile *profile, gfp_t gfp, char *ret,
		   size_t size);
/* A write: "zone Normal free_area[9].nr_free: 0 -> 1". */
size_t narrate_write(const struct model *m, const struct write *write,
		     char *ret, size_t size);
/* Letter of a migratetype: U M R H C I. */
char migratetype_letter(const struct model *m, enum migratetype type);

#endif
