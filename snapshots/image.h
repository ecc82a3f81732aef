/*
 * Images: a state taken out of a model, to compare with another.
 */
#ifndef MMSCOPE_SNAPSHOTS_IMAGE_H
#define MMSCOPE_SNAPSHOTS_IMAGE_H

#include "core/model.h"
#include "snapshots/json.h"

struct image;

struct image *image_take(const struct model *m);
void image_destroy(struct image *image);
/*
 * Array of changes from a to b, each {"kind": …, …}; empty when equal:
 *
 *   word        object, name, from, to: of a zone, node or pcp
 *   free_list   node, zone, order, migratetype, and then removed and added,
 *               or, when only the sequence differs, the new sequence
 *   pcp_list    node, zone, cpu, list, and then the same
 *   pageblock   pfn, from, to: migratetypes
 *   page        pfn, word, from, to
 *   tag         object, name, from, to: bytes and calls
 *   tagging     object, name, from, to as text: a module, a piece of the
 *               module tag area, current->alloc_tag, mem_profiling
 *   slab        object, cache, pfn, name, from, to: where a slab is as text,
 *               its objects inuse and given as numbers
 *   machine     name: of two machines nothing else is compared
 */
struct json *image_diff(const struct image *a, const struct image *b);
/* Those of the kind tagging alone. */
struct json *image_registry_diff(const struct image *a, const struct image *b);
size_t image_nr_changes(const struct json *changes);
/* The same for people, a line for each; the caller frees it. */
char *image_words(const struct json *changes);
/*
 * What became of pages and pageblocks from a to b, as the allocator would say
 * it: array of {kind, node, zone, from, to, pages, ranges: [[first, last], …]}
 * with the kinds claimed, split, merged, moved, refilled, drained, taken,
 * freed, owner changed.
 */
struct json *image_story(const struct image *a, const struct image *b);
/*
 * The same of slabs: array of {kind, cache, slabs: [pfn, …], from, to, objects}
 * with the kinds slab taken, slab returned, slab moved (from and to say where
 * it is), objects given, objects freed, owner changed (from and to say whose
 * the objects are; known where objects are charged to tags).
 */
struct json *image_slab_story(const struct image *a, const struct image *b);
/* A line for each event; the caller frees it. */
char *image_slab_story_words(const struct json *story);
/* A line for each kind and zone; the caller frees it. */
char *image_story_words(const struct json *story);

#endif
