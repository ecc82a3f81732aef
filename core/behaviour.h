/*
 * The named behaviours in which kernels differ, each as a sentence: what a
 * profile says, for people.
 */
#ifndef MMSCOPE_CORE_BEHAVIOUR_H
#define MMSCOPE_CORE_BEHAVIOUR_H

#include "core/profile.h"

/* Name of the i-th behaviour, as the profiles spell it; NULL past the last. */
const char *behaviour_name(size_t i);
/* Equal values: the two kernels do alike. */
unsigned behaviour_value(size_t i, const struct profile *profile);
/* What this kernel does: "booting fills the lists at their heads".  Returns the
 * length that it wants. */
size_t behaviour_sentence(size_t i, const struct profile *profile, char *ret,
			  size_t size);
/* Does the difference show in this function, named as in probes.def, or at
 * "boot"? */
bool behaviour_acts_in(size_t i, const char *function);

#endif
