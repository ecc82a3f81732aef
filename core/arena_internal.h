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

enum { ARENA_PAGE_SHIFT = 12, LARGE_PAGE = 1 << 21 };

struct arena {
	const unsigned char *words;
	unsigned char *writable; /* the same words, for put() alone */
	void *readable; /* paranoid: the read-only mapping, to unmap it */
	size_t size;
	bool *touched; /* one per ARENA_PAGE: was it ever written? */
};

/* Value of a word of 1, 2, 4 or 8 bytes. */
static inline uint64_t word_load(const void *word, size_t size)
{
	switch (size) {
	case 1:
		return *(const uint8_t *)word;
	case 2:
		return *(const uint16_t *)word;
	case 4:
		return *(const uint32_t *)word;
	}
	return *(const uint64_t *)word;
}

static inline void word_store(void *word, size_t size, uint64_t value)
{
	switch (size) {
	case 1:
		*(uint8_t *)word = (uint8_t)value;
		return;
	case 2:
		*(uint16_t *)word = (uint16_t)value;
		return;
	case 4:
		*(uint32_t *)word = (uint32_t)value;
		return;
	}
	*(uint64_t *)word = value;
}

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

	arena->touched[offset >> ARENA_PAGE_SHIFT] = true;
}

static inline bool arena_is_touched(const struct arena *arena, const void *word)
{
	size_t offset = (size_t)((const unsigned char *)word - arena->words);

	return arena->touched[offset >> ARENA_PAGE_SHIFT];
}

/* Makes the host give memory to the piece of the arena that a word lies in,
 * all zero still.  A first read would be given the shared page of zeros, and
 * the write after it would have to wait for the host a second time. */
static inline void arena_fault_in(const struct arena *arena, const void *word)
{
	if (!arena_is_touched(arena, word))
		*(volatile unsigned char *)arena_writable(arena, word) = 0;
}

/* A long array that never moves: address space, of which as much is memory as
 * was asked for so far.  Large pages where the host has them, so that it is
 * asked seldom. */
struct space {
	unsigned char *start;
	size_t size;   /* reserved */
	size_t opened; /* may be used */
};

/* Ends the program when the host gives no memory. */
void space_open(struct space *space, size_t wanted);
/* What lay there is of no use any more; it reads as zero from now on. */
void space_forget(void *start, size_t size);
void space_deinit(struct space *space);

/* Most words of this part will be used, all over: it may be backed by large
 * pages, which are found sooner. */
void arena_expect_all(struct arena *arena, size_t begin, size_t end);
/* False when the host gives no address space of this size. */
bool arena_init(struct arena *arena, size_t size);
void arena_deinit(struct arena *arena);

#endif
