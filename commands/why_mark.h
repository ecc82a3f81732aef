/*
 * What a step decided: something was taken, or passed over and by which rule.
 */
#ifndef MMSCOPE_COMMANDS_WHY_MARK_H
#define MMSCOPE_COMMANDS_WHY_MARK_H

#include "core/history.h"

enum why_mark {
	WHY_NEUTRAL, /* it decides nothing */
	WHY_HOLDS,   /* what it asked for is there, and is taken */
	WHY_PASSED,  /* it is not: what it looked at is passed over */
};

enum why_mark why_mark_of(const struct model *m, const struct step *step);
/* "✓", "✗", "·". */
const char *why_mark_sign(enum why_mark mark);
/* "holds", "passed over"; NULL for what decides nothing. */
const char *why_mark_word(enum why_mark mark);

/* Does the step begin a part of its function, which those behind it belong
 * to: a zone of a walk, a page of a batch? */
bool why_begins_part(enum probe_id probe);
/* Does the call only carry out what was decided before it? */
bool why_only_carries_out(enum probe_id probe);

#endif
