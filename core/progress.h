/*
 * Progress of long work: whoever waits is told how far it is, and may end it.
 */
#ifndef MMSCOPE_CORE_PROGRESS_H
#define MMSCOPE_CORE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Told now and then; true ends the work, which then leaves no trace. */
typedef bool (*progress_fn)(void *context, uint64_t done, uint64_t total);

struct progress {
	progress_fn report; /* NULL: nobody waits */
	void *context;
};

#endif
