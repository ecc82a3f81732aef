/*
 * The arena: one piece of address space that holds every state word.
 *
 * It is mapped lazily, all zero.  In a paranoid build (MMSCOPE_PARANOID) it
 * is mapped twice, and readers only know the read-only mapping: a write that
 * does not go through put() dies.
 */
#ifndef MMSCOPE_CORE_ARENA_INTERNAL_H
#define MMSCOPE_CORE_ARENA_INTERNAL_H

#include "core/types.h"

enum { ARENA_PAGE_SHIFT = 12 };

struct arena {
	const unsigned char *words;
	unsigned char *writable; /* the same words, for put() alone */
	void *readable; /* paranoid: the read-only mapping, to unmap it */
	size_t size;
	uint8_t *touched; /* a byte per ARENA_PAGE: was it ever written? */
};

/* Where the word of a reader's pointer is written. */
static inline unsigned char *arena_writable(const struct arena *arena,
					    const void *word)
{
#ifdef MMSCOPE_PARANOID
	return arena->writable + ((const unsigned char *)word - arena->words);
#else
	/* One mapping serves both: all that changes is what the type says. */
	union {
		const void *read;
		unsigned char *write;
	} same = { .read = word };

	(void)arena;
	return same.write;
#endif
}

/* Marks the piece of the arena that a word lies in. */
static inline void arena_touch(const struct arena *arena, const void *word)
{
	size_t offset = (size_t)((const unsigned char *)word - arena->words);

	arena->touched[offset >> ARENA_PAGE_SHIFT] = 1;
}

/* Makes the host give memory to the piece of the arena that a word lies in,
 * all zero still.  A first read would be given the shared page of zeros, and
 * the write after it would have to wait for the host a second time. */
static inline void arena_fault_in(const struct arena *arena, const void *word)
{
	size_t offset = (size_t)((const unsigned char *)word - arena->words);

	if (!arena->touched[offset >> ARENA_PAGE_SHIFT])
		*(volatile unsigned char *)arena_writable(arena, word) = 0;
}

/* False when the host gives no address space of this size. */
bool arena_init(struct arena *arena, size_t size);
void arena_deinit(struct arena *arena);

#endif
