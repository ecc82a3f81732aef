/*
 * The layout of page->flags as files keep it: page_flags_layout holds the
 * fields by shift and width, page_flag_masks one mask for each flag.
 */
#include "snapshots/machine_internal.h"

#include <string.h>

struct field_keys {
	const char *shift;
	const char *width;
	bool needed; /* files of every kernel have these keys */
};

static const struct field_keys field_keys[NR_FLAGS_FIELDS] = {
	[FIELD_SECTION] = { "SECTIONS_PGSHIFT", "SECTIONS_WIDTH", true },
	[FIELD_NODE] = { "NODES_PGSHIFT", "NODES_WIDTH", true },
	[FIELD_ZONE] = { "ZONES_PGSHIFT", "ZONES_WIDTH", true },
	[FIELD_LAST_CPUPID] = { "LAST_CPUPID_PGSHIFT", "LAST_CPUPID_WIDTH",
				true },
	[FIELD_KASAN_TAG] = { "KASAN_TAG_PGSHIFT", "KASAN_TAG_WIDTH", false },
	[FIELD_LRU_GEN] = { "LRU_GEN_PGOFF", "LRU_GEN_WIDTH", false },
	[FIELD_LRU_REFS] = { "LRU_REFS_PGOFF", "LRU_REFS_WIDTH", false },
	[FIELD_TAG] = { "ALLOC_TAG_PGSHIFT", "ALLOC_TAG_WIDTH", false },
};

static int64_t get_or(const struct item *object, const char *key,
		      int64_t absent, int64_t max)
{
	struct item member = item_optional(object, key);

	return item_present(&member) ? item_integer(&member, 0, max) : absent;
}

static void field_read(const struct item *fields, enum flags_field field,
		       struct flags_layout *ret)
{
	const struct field_keys *keys = &field_keys[field];
	struct item shift = item_optional(fields, keys->shift);

	if (!item_present(&shift) && !keys->needed)
		return;
	ret->shift[field] = (unsigned)item_get(fields, keys->shift, 0, 63);
	ret->width[field] = (unsigned)item_get(fields, keys->width, 0, 63);
	if (ret->width[field] == 0)
		return;
	if (ret->shift[field] + ret->width[field] > ret->bits)
		item_fail(&shift, "a field of %u bits here leaves the word",
			  ret->width[field]);
	if (ret->shift[field] < ret->nr_pageflags)
		item_fail(&shift,
			  "the field lies on the bits of the flags, of "
			  "which there are %u",
			  ret->nr_pageflags);
}

static void fields_read(const struct item *fields, struct flags_layout *ret)
{
	struct item word = item_optional(fields, "BITS_PER_LONG");

	ret->bits = (unsigned)get_or(fields, "BITS_PER_LONG", 64, 64);
	if (ret->bits != 64 && ret->bits != 32)
		item_fail(&word, "must be 64 or 32");
	ret->nr_pageflags = (unsigned)item_get(fields, "NR_PAGEFLAGS", 1, 40);
	for (unsigned field = 0; field < NR_FLAGS_FIELDS; field++)
		field_read(fields, (enum flags_field)field, ret);
	ret->node_not_in_page_flags =
		get_or(fields, "NODE_NOT_IN_PAGE_FLAGS", 0, 1) != 0;
	ret->last_cpupid_not_in_page_flags =
		get_or(fields, "LAST_CPUPID_NOT_IN_PAGE_FLAGS", 0, 1) != 0;
	ret->section_bits =
		(unsigned)get_or(fields, "SECTION_SIZE_BITS", 0, 40);
	if (ret->width[FIELD_SECTION] > 0 && ret->section_bits <= PAGE_SHIFT) {
		struct item width = item_optional(fields, "SECTIONS_WIDTH");
		item_fail(&width, "sections in the flags need "
				  "SECTION_SIZE_BITS, larger than 12");
	}
	item_finish(fields);
}

static int flag_find(const char *name)
{
	for (int flag = 0; flag < NR_PAGEFLAG_NAMES; flag++)
		if (strcmp(pageflag_name((enum pageflag)flag), name) == 0)
			return flag;
	return -1;
}

static void mask_read(const struct item *mask, struct flags_layout *ret)
{
	int flag = flag_find(mask->key);

	if (flag < 0)
		return;
	item_accept(mask);
	uint64_t word = item_hex(mask);
	unsigned bit = 0;
	while (bit < ret->nr_pageflags && word != (uint64_t)1 << bit)
		bit++;
	if (bit == ret->nr_pageflags)
		item_fail(mask, "must be one bit below %u", ret->nr_pageflags);
	ret->bit[flag] = (int8_t)bit;
}

/* Flags without which the model cannot tell what a page is. */
static void check_needed_flags(const struct item *masks,
			       const struct flags_layout *layout)
{
	static const enum pageflag needed[] = { PG_lru, PG_reserved, PG_head };

	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
		if (layout->bit[needed[i]] < 0)
			item_fail(masks, "the flag %s is missing",
				  pageflag_name(needed[i]));
}

void layout_read(const struct item *constants, struct flags_layout *ret)
{
	struct item fields = item_member(constants, "page_flags_layout");
	struct item masks = item_member(constants, "page_flag_masks");

	memset(ret, 0, sizeof(*ret));
	memset(ret->bit, -1, sizeof(ret->bit));
	fields_read(&fields, ret);
	struct item mask = item_first_member(&masks);
	for (; item_present(&mask); item_advance(&mask))
		mask_read(&mask, ret);
	check_needed_flags(&masks, ret);
	item_finish(&masks);
}

static struct json *fields_write(const struct flags_layout *layout)
{
	struct json *fields = json_object();

	json_add(fields, "BITS_PER_LONG", json_number(layout->bits));
	json_add(fields, "NR_PAGEFLAGS", json_number(layout->nr_pageflags));
	for (unsigned field = 0; field < NR_FLAGS_FIELDS; field++) {
		json_add(fields, field_keys[field].shift,
			 json_number(layout->shift[field]));
		json_add(fields, field_keys[field].width,
			 json_number(layout->width[field]));
	}
	json_add(fields, "NODE_NOT_IN_PAGE_FLAGS",
		 json_number(layout->node_not_in_page_flags));
	json_add(fields, "LAST_CPUPID_NOT_IN_PAGE_FLAGS",
		 json_number(layout->last_cpupid_not_in_page_flags));
	json_add(fields, "SECTION_SIZE_BITS",
		 json_number(layout->section_bits));
	return fields;
}

static struct json *masks_write(const struct flags_layout *layout)
{
	struct json *masks = json_object();

	for (unsigned flag = 0; flag < NR_PAGEFLAG_NAMES; flag++) {
		enum pageflag name = (enum pageflag)flag;
		if (layout->bit[flag] < 0)
			continue;
		json_add(masks, pageflag_name(name),
			 json_hex(pageflag_mask(layout, name)));
	}
	return masks;
}

void layout_write(struct json *constants, const struct flags_layout *layout)
{
	json_add(constants, "page_flags_layout", fields_write(layout));
	json_add(constants, "page_flag_masks", masks_write(layout));
}
