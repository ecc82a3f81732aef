/* mmap() without a file and memfd_create() are beyond POSIX. */
#define _GNU_SOURCE // NOLINT: the name that the C library asks for

#include "core/arena_internal.h"

#include <assert.h>
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

void arena_expect_all(struct arena *arena, size_t begin, size_t end)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t first = (begin + page - 1) / page * page;

	/* A host without large pages says so, and nothing is lost. */
	if (first < end)
		madvise(arena->writable + first, end - first, MADV_HUGEPAGE);
}

bool arena_init(struct arena *arena, size_t size)
{
	arena->touched = calloc((size >> ARENA_PAGE_SHIFT) + 1, sizeof(bool));
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

enum {
	/* Most histories are short. */
	FIRST_PIECE = 1 << 16,
};
#define SPACE_SIZE ((size_t)1 << 37)

/* Without a right to it, address space costs a strict host nothing. */
static void space_reserve(struct space *space)
{
	size_t size = SPACE_SIZE;
	void *start = MAP_FAILED;

	for (; start == MAP_FAILED && size > LARGE_PAGE; size /= 2) {
		start = mmap(NULL, size, PROT_NONE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
			     0);
		space->size = size;
	}
	assert(start != MAP_FAILED && "the host has no address space");
	/* It is opened piece by piece, each of whole large pages. */
	size_t before = (size_t)(-(uintptr_t)start % LARGE_PAGE);

	if (before)
		munmap(start, before);
	space->start = (unsigned char *)start + before;
	space->size -= before;
}

void space_open(struct space *space, size_t wanted)
{
	if (wanted <= space->opened)
		return;
	if (!space->start)
		space_reserve(space);
	size_t end = FIRST_PIECE;

	if (wanted > end)
		end = (wanted + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	bool opened =
		end <= space->size &&
		mprotect(space->start + space->opened, end - space->opened,
			 PROT_READ | PROT_WRITE) == 0;

	assert(opened && "the host has no memory for the history");
	if (end > FIRST_PIECE)
		madvise(space->start + space->opened, end - space->opened,
			MADV_HUGEPAGE);
	space->opened = end;
}

void space_forget(void *start, size_t size)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t before = (size_t)(-(uintptr_t)start % page);

	if (size > before + page)
		madvise((unsigned char *)start + before,
			(size - before) / page * page, MADV_DONTNEED);
}

void space_deinit(struct space *space)
{
	if (space->start)
		munmap(space->start, space->size);
	*space = (struct space){ 0 };
}
