/* mmap() without a file and memfd_create() are beyond POSIX. */
#define _GNU_SOURCE // NOLINT: the name that the C library asks for

#include "core/arena_internal.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef MMSCOPE_PARANOID

static bool map_words(struct arena *arena, size_t size)
{
	int memory = memfd_create("mmscope-arena", MFD_CLOEXEC);

	if (memory < 0)
		return false;
	void *writable = MAP_FAILED;
	void *readable = MAP_FAILED;

	if (ftruncate(memory, (off_t)size) == 0) {
		writable = mmap(NULL, size, PROT_READ | PROT_WRITE,
				MAP_SHARED | MAP_NORESERVE, memory, 0);
		readable = mmap(NULL, size, PROT_READ,
				MAP_SHARED | MAP_NORESERVE, memory, 0);
	}
	close(memory);
	if (writable == MAP_FAILED || readable == MAP_FAILED) {
		if (writable != MAP_FAILED)
			munmap(writable, size);
		if (readable != MAP_FAILED)
			munmap(readable, size);
		return false;
	}
	arena->words = readable;
	arena->readable = readable;
	arena->writable = writable;
	arena->size = size;
	return true;
}

static void unmap_words(struct arena *arena)
{
	munmap(arena->writable, arena->size);
	munmap(arena->readable, arena->size);
}

#else

static bool map_words(struct arena *arena, size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		return false;
	arena->words = memory;
	arena->writable = memory;
	arena->size = size;
	return true;
}

static void unmap_words(struct arena *arena)
{
	munmap(arena->writable, arena->size);
}

#endif

bool arena_init(struct arena *arena, size_t size)
{
	arena->touched = calloc((size >> ARENA_PAGE_SHIFT) + 1, 1);
	if (!arena->touched)
		return false;
	if (map_words(arena, size))
		return true;
	free(arena->touched);
	return false;
}

void arena_deinit(struct arena *arena)
{
	unmap_words(arena);
	free(arena->touched);
}
