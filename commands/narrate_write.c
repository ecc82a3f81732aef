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
		add_zone(out, m, at->zone);
		break;
	case OBJECT_FREE_AREA:
		add_zone(out, m, at->zone);
		text_add(out, "free_area[%" PRIu32 "].", at->order);
		break;
	case OBJECT_FREE_LIST:
		add_zone(out, m, at->zone);
		text_add(out, "free_area[%" PRIu32 "].free_list[%c].",
			 at->order,
			 migratetype_letter(m,
					    (enum migratetype)at->migratetype));
		break;
	case OBJECT_PCP:
		add_zone(out, m, at->zone);
		text_add(out, "pcp(%" PRIu32 ").", at->cpu);
		break;
	case OBJECT_PCP_LIST:
		add_zone(out, m, at->zone);
		text_add(out, "pcp(%" PRIu32 ").lists[%" PRIu32 "].", at->cpu,
			 at->order);
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
	else if (at->id == FIELD_LOWMEM_RESERVE)
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

static bool is_tag(enum field_id id)
{
	return id == FIELD_PAGE_TAG || id == FIELD_CURRENT_TAG ||
	       id == FIELD_SAVED_TAGS;
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
