/*
 * A local by its name, prepared for being looked up at many steps.
 */
#ifndef MMSCOPE_COMMANDS_LOCAL_NAME_H
#define MMSCOPE_COMMANDS_LOCAL_NAME_H

#include "commands/call_stack.h"

/* What each probe has to do with the name. */
struct local_name {
	int16_t arg[NR_PROBES];     /* its operand of that name; -1: none */
	struct probe_set functions; /* some step of its function has one */
};

/* False when no probe of the machine's kernel has an operand of this name. */
bool local_name_init(struct local_name *name, const struct model *m,
		     const char *text, size_t length);
/* Its last value in the frame of a step, as frame_locals() gives it; false
 * when the frame has not named it. */
bool local_name_find(const struct local_name *name, const struct model *m,
		     uint64_t position, struct local *ret);
/* The operand in any frame around a step that is not negative, the innermost
 * first. */
bool local_name_find_around(const struct local_name *name,
			    const struct model *m, uint64_t position,
			    struct local *ret);
/* One of the operands of that name, for its kind. */
struct local local_name_any(const struct local_name *name,
			    const struct model *m);

#endif
