/*
 * The places of pages, for telling two images apart in the allocator's own
 * words; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_IMAGE_STORY_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_IMAGE_STORY_INTERNAL_H

#include "snapshots/image_internal.h"

enum place_state {
	PLACE_OTHER, /* reserved, a hole, or of unknown history */
	PLACE_FREE,  /* on a free list */
	PLACE_PCP,
	PLACE_USED, /* taken by an operation */
};

/* A block. */
struct place {
	enum place_state state;
	pfn_t first;
	unsigned order;
	unsigned owner; /* migratetype of the list, CPU, or tag */
};

/* All blocks of an image by their pages; none lies in another. */
struct places {
	struct place *place;
	size_t nr;
};

void places_take(const struct image *image, struct places *ret);
void places_deinit(struct places *places);

/* Bytes that the words for where or whose something is take. */
enum { WAY_SIZE = 96 };

/* The tag that a reference leads to: its number + 1; NULL: it is none. */
const struct image_tag *image_owner(const struct image *image,
				    uint32_t reference);
bool image_same_owner(const struct image_tag *a, const struct image_tag *b);
/* "operation 3", "mm.c:12 f" */
void image_owner_words(const struct image_tag *owner, char ret[WAY_SIZE]);

#endif
