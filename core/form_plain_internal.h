/*
 * The allocator without a recording, for one kernel: nothing is said of what
 * it does.
 *
 * Deliberately without a guard: a profile's file defines FORM and FORM_PROFILE
 * and ends with this, so that the profile's values are known when the form is
 * compiled.
 */
#define FORM_MODE TAPE_OFF

#include "core/form_files_internal.h"
