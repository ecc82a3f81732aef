/*
 * The allocator as an operation of the history runs the first time: its
 * writes are kept, of its steps how many and which there were.
 */
#define FORM_MODE TAPE_WRITES
#define FORM      writes_form

#include "core/form_files_internal.h"
