/*
 * The allocator without a recording: nothing is said of what it does.
 */
#define FORM_MODE TAPE_OFF
#define FORM      plain_form

#include "core/form_files_internal.h"
