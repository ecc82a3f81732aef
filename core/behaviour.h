/*
 * The named behaviours in which kernels differ, each as a sentence: what a
 * profile says, for people.
 */
#ifndef MMSCOPE_CORE_BEHAVIOUR_H
#define MMSCOPE_CORE_BEHAVIOUR_H

#include "core/probe.h"
#include "core/profile.h"

/* Name of the i-th behaviour, as the profiles spell it; NULL past the last. */
const char *behaviour_name(size_t i);
/* Equal values: the two kernels do alike. */
unsigned behaviour_value(size_t i, const struct profile *profile);
/* What this kernel does, before and after the number if it counts something:
 * "booting fills the lists at their heads"; "a zone has" 4 "watermarks". */
struct behaviour_words {
	const char *before;
	const char *after; /* NULL: nothing is counted */
	unsigned number;
};
struct behaviour_words behaviour_words(size_t i, const struct profile *profile);
/* Does the difference show in the function of a probe, whatever this kernel
 * calls it? */
bool behaviour_acts_at(size_t i, enum probe_id id);
/* In the free lists, or the watermarks, that booting leaves? */
bool behaviour_shapes_lists(size_t i);
bool behaviour_shapes_marks(size_t i);
/* In which of its marks a zone is tested against first? */
bool behaviour_chooses_mark(size_t i);

#endif
