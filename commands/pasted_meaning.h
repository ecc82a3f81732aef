/*
 * What a plain number in a pasted line says: counts, addresses, frames.
 */
#ifndef MMSCOPE_COMMANDS_PASTED_MEANING_H
#define MMSCOPE_COMMANDS_PASTED_MEANING_H

#include "commands/pasted_line.h"
#include "commands/text.h"
#include "core/model.h"

/* Adds a sentence; nothing for a number that says nothing more. */
void pasted_meaning(const struct model *m, const struct pasted *pasted,
		    uint64_t value, struct text *out);

#endif
