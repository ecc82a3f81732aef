/*
 * Narration of writes: which state word, what it held, what it holds.
 *
 * Links are shown as the pages they name: the model keeps frame numbers where
 * the kernel keeps addresses.
 */
#include <inttypes.h>

#include "commands/narrate.h"
#include "commands/state_word.h"
#include "commands/text.h"

static void add_zone(struct text *out, const struct model *m, uint32_t zone)
{
	char name[48];

	narrate_arg(m, ARG_ZONE, zone, name, sizeof(name));
	text_add(out, "zone %s ", name);
}

/* Of what kmalloc has. */
static void add_slab_object(struct text *out, const struct model *m,
			    const struct field_place *at)
{
	const struct kmalloc_cache *caches = model_caches(m)->caches;

	if (at->object == OBJECT_PAGE_SLAB)
		text_add(out, "page %" PRIu32 " ", at->index);
	else if (at->object == OBJECT_CACHE_CPU)
		text_add(out, "%s cpu %" PRIu32 " ", caches[at->index].name,
			 at->cpu);
	else if (at->object == OBJECT_CACHE_NODE)
		text_add(out, "%s node %" PRIu32 " ", caches[at->index].name,
			 at->zone);
	else if (at->object == OBJECT_CPU_SHEAVES)
		text_add(out, "%s cpu %" PRIu32 " sheaves ",
			 caches[at->index].name, at->cpu);
	else if (at->object == OBJECT_BARN)
		text_add(out, "%s barn of node %" PRIu32 " ",
			 caches[at->index].name, at->zone);
	else if (at->object == OBJECT_SHEAF)
		text_add(out, "sheaf %" PRIu32 " ", at->index);
	else if (at->object == OBJECT_SLAB)
		text_add(out, "slab %" PRIu32 " ", at->index);
	else if (at->object == OBJECT_SLAB_OBJECT)
		text_add(out, "slab %" PRIu32 " object %" PRIu32 " ", at->index,
			 at->order);
}

/* What is a zone's, up to the part that the word is of. */
static void add_zone_object(struct text *out, const struct model *m,
			    const struct field_place *at)
{
	add_zone(out, m, at->zone);
	if (at->object == OBJECT_FREE_AREA || at->object == OBJECT_FREE_LIST)
		text_add(out, "free_area[%" PRIu32 "].", at->order);
	if (at->object == OBJECT_FREE_LIST)
		text_add(out, "free_list[%c].",
			 migratetype_letter(m,
					    (enum migratetype)at->migratetype));
	if (at->object == OBJECT_PCP || at->object == OBJECT_PCP_LIST)
		text_add(out, "pcp(%" PRIu32 ").", at->cpu);
	if (at->object == OBJECT_PCP_LIST)
		text_add(out, "lists[%" PRIu32 "].", at->order);
}

/* The word's object, up to where its name follows. */
static void add_object(struct text *out, const struct model *m,
		       const struct field_place *at)
{
	switch (at->object) {
	case OBJECT_GLOBAL:
	case NR_FIELD_OBJECTS:
		break;
	case OBJECT_NODE:
		text_add(out, "node %" PRIu32 " ", at->zone);
		break;
	case OBJECT_ZONE:
	case OBJECT_FREE_AREA:
	case OBJECT_FREE_LIST:
	case OBJECT_PCP:
	case OBJECT_PCP_LIST:
		add_zone_object(out, m, at);
		break;
	case OBJECT_PAGEBLOCK:
		text_add(out, "pageblock %" PRIu32 " ", at->index);
		break;
	case OBJECT_PAGE:
		text_add(out, "page %" PRIu32 " ", at->index);
		break;
	case OBJECT_TAG:
	case OBJECT_TAG_ACCOUNT:
		text_add(out, "tag %" PRIu32 " ", at->index);
		break;
	case OBJECT_SLAB_NUMBERS:
	case OBJECT_PAGE_SLAB:
	case OBJECT_CACHE_CPU:
	case OBJECT_CACHE_NODE:
	case OBJECT_SLAB:
	case OBJECT_SLAB_OBJECT:
	case OBJECT_SHEAF_NUMBERS:
	case OBJECT_CPU_SHEAVES:
	case OBJECT_BARN:
	case OBJECT_SHEAF:
		add_slab_object(out, m, at);
		break;
	case OBJECT_TAG_CPU:
		text_add(out, "tag %" PRIu32 " cpu(%" PRIu32 ").", at->index,
			 at->cpu);
		break;
	case OBJECT_MODULE:
		text_add(out, "module in place %" PRIu32 ": ", at->index);
		break;
	case OBJECT_TAG_AREA:
		text_add(out, "tag area %" PRIu32 " ", at->index);
		break;
	}
}

static void add_name(struct text *out, const struct field_place *at)
{
	static const char *const marks[] = { "MIN", "LOW", "HIGH", "PROMO" };

	text_add(out, "%s", field_name(at->id));
	if (at->id == FIELD_WATERMARK && at->element < NR_WMARK)
		text_add(out, "[%s]", marks[at->element]);
	else if (at->id == FIELD_LOWMEM_RESERVE ||
		 at->id == FIELD_SHEAF_OBJECTS)
		text_add(out, "[%" PRIu32 "]", at->element);
}

static bool is_link(enum field_id id)
{
	return id == FIELD_FREE_LIST_NEXT || id == FIELD_FREE_LIST_PREV ||
	       id == FIELD_PCP_LIST_NEXT || id == FIELD_PCP_LIST_PREV ||
	       id == FIELD_PAGE_LRU_NEXT || id == FIELD_PAGE_LRU_PREV;
}

/* A page that left its list has zero in its links, as page 0 has. */
static void add_link(struct text *out, uint64_t link)
{
	if (link & LINK_HEAD)
		text_add(out, "list head");
	else if (link & LINK_COMPOUND)
		text_add(out, "compound head %" PRIu64,
			 link & ~(uint64_t)LINK_COMPOUND);
	else
		text_add(out, "%" PRIu64, link);
}

static void add_use(struct text *out, uint64_t use)
{
	static const char *const names[] = { "idle", "on pcp", "allocated",
					     "unknown" };

	text_add(out, "%s", use <= PAGE_UNKNOWN ? names[use] : "?");
}

static void add_counters(struct text *out, uint32_t counters)
{
	const struct slab slab = { .counters = counters };

	text_add(out, "0x%08" PRIx32 " (inuse %u, objects %u%s)", counters,
		 slab_inuse(&slab), slab_nr_objects(&slab),
		 slab_frozen(&slab) ? ", frozen" : "");
}

static void add_object_ref(struct text *out, object_ref object)
{
	if (object == 0)
		text_add(out, "none");
	else
		text_add(out, "object %u of slab %" PRIu32,
			 index_of_object(object), slab_of_object(object));
}

/* Kept as index + 1. */
static bool names_object(enum field_id id)
{
	return id == FIELD_CACHE_CPU_FREELIST || id == FIELD_SLAB_FREELIST ||
	       id == FIELD_OBJECT_NEXT;
}

static bool names_slab(enum field_id id)
{
	return id == FIELD_PAGE_SLAB || id == FIELD_CACHE_CPU_SLAB ||
	       id == FIELD_CACHE_CPU_PARTIAL ||
	       id == FIELD_CACHE_PARTIAL_FIRST ||
	       id == FIELD_CACHE_PARTIAL_LAST || id == FIELD_SLAB_NEXT ||
	       id == FIELD_SLAB_PREV || id == FIELD_FREE_SLAB ||
	       id == FIELD_SLAB_PFN;
}

/* Or a number that will be one's. */
static bool names_sheaf(enum field_id id)
{
	return id == FIELD_SHEAF_MAIN_OF || id == FIELD_SHEAF_SPARE_OF ||
	       id == FIELD_BARN_FULL || id == FIELD_BARN_EMPTY ||
	       id == FIELD_SHEAF_NEXT || id == FIELD_FREE_SHEAF;
}

static void add_sheaf(struct text *out, enum field_id id, uint64_t sheaf)
{
	if (sheaf)
		text_add(out, "sheaf %" PRIu64, sheaf);
	else
		text_add(out, "%s",
			 id == FIELD_SHEAF_MAIN_OF ? "that of boot" : "none");
}

static bool is_tag(enum field_id id)
{
	return id == FIELD_PAGE_TAG || id == FIELD_OBJECT_TAG_REF ||
	       id == FIELD_CURRENT_TAG || id == FIELD_SAVED_TAGS;
}

/* A reference that was left over is so marked. */
static void add_tag(struct text *out, uint64_t word)
{
	uint64_t reference = word & INT32_MAX;

	if (reference == 0)
		text_add(out, "none");
	else
		text_add(out, "tag %" PRIu64, reference - 1);
	if (word > INT32_MAX)
		text_add(out, ", left over");
}

static void add_value(struct text *out, const struct model *m,
		      const struct field_place *at, uint64_t value)
{
	if (is_link(at->id))
		add_link(out, value);
	else if (at->id == FIELD_PAGE_FLAGS)
		text_add(out, "0x%" PRIx64, value);
	else if (at->id == FIELD_PAGE_TYPE)
		text_add(out, "0x%08" PRIx64, value);
	else if (at->id == FIELD_PAGEBLOCK_TYPE)
		text_add(out, "%c",
			 migratetype_letter(m, (enum migratetype)value));
	else if (at->id == FIELD_PAGE_USE)
		add_use(out, value);
	else if (at->id == FIELD_SLAB_COUNTERS)
		add_counters(out, (uint32_t)value);
	else if (at->id == FIELD_SLAB_EXTS || at->id == FIELD_SHEAF_MEMORY ||
		 at->id == FIELD_SHEAF_OBJECTS)
		add_object_ref(out, (object_ref)value);
	else if (value == 0 && (names_object(at->id) || names_slab(at->id)))
		text_add(out, "none");
	else if (names_object(at->id))
		text_add(out, "object %" PRIu64, value - 1);
	else if (names_sheaf(at->id))
		add_sheaf(out, at->id, value);
	else if (at->id == FIELD_SLAB_PFN)
		text_add(out, "%" PRIu64, value - 1);
	else if (is_tag(at->id))
		add_tag(out, value);
	else
		text_add(out, "%" PRId64, (int64_t)value);
}

size_t narrate_write(const struct model *m, const struct write *write,
		     char *ret, size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	add_object(&out, m, &write->field);
	add_name(&out, &write->field);
	text_add(&out, ": ");
	add_value(&out, m, &write->field, write->old_value);
	text_add(&out, " -> ");
	add_value(&out, m, &write->field, write->new_value);
	return out.length;
}
