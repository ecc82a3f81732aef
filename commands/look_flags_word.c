/*
 * Reading a word of page->flags: names, fields, and the word as a ruler.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/look_internal.h"
#include "commands/page_words.h"

struct json *flags_names_json(const struct flags_layout *layout, uint64_t flags)
{
	struct json *names = json_array();

	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		if ((flags >> bit & 1) && flag >= 0)
			json_append(names, json_string(pageflag_name(
						   (enum pageflag)flag)));
	}
	return names;
}

struct json *flags_aliases_json(const struct profile *profile,
				const struct flags_layout *layout,
				uint64_t flags)
{
	struct json *names = json_array();

	for (const struct flag_alias *alias = profile->flag_aliases;
	     alias->name; alias++) {
		if (flags & pageflag_mask(layout, alias->flag))
			json_append(names, json_string(alias->name));
	}
	return names;
}

struct json *flags_fields_json(const struct flags_layout *layout,
			       uint64_t flags)
{
	struct json *fields = json_object();

	for (unsigned i = 0; i < NR_FLAGS_FIELDS; i++) {
		enum flags_field field = (enum flags_field)i;

		if (layout->width[field] == 0)
			continue;
		json_add(fields, flags_field_name(field),
			 json_number((int64_t)flags_field_get(layout, flags,
							      field)));
	}
	return fields;
}

uint64_t flags_unknown(const struct flags_layout *layout, uint64_t flags)
{
	uint64_t known = 0;

	for (unsigned i = 0; i < NR_FLAGS_FIELDS; i++) {
		if (layout->width[i])
			known |= flags_field_mask(layout, (enum flags_field)i);
	}
	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		if (pageflag_on_bit(layout, bit) >= 0)
			known |= (uint64_t)1 << bit;
	}
	return flags & ~known;
}

void flags_add_names(struct text *out, const struct flags_layout *layout,
		     uint64_t flags)
{
	/* %pGp prints these fields, and so it spells them. */
	static const struct {
		enum flags_field field;
		const char *format;
	} printed[] = {
		{ FIELD_SECTION, "section=%" PRIu64 },
		{ FIELD_NODE, "node=%" PRIu64 },
		{ FIELD_ZONE, "zone=%" PRIu64 },
		{ FIELD_LAST_CPUPID, "lastcpupid=0x%" PRIx64 },
		{ FIELD_KASAN_TAG, "kasantag=0x%" PRIx64 },
	};
	const char *joint = "";

	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);

		if (!(flags >> bit & 1) || flag < 0)
			continue;
		text_add(out, "%s%s", joint,
			 pageflag_name((enum pageflag)flag));
		joint = "|";
	}
	for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++) {
		char field[48];

		if (layout->width[printed[i].field] == 0)
			continue;
		snprintf(field, sizeof(field), printed[i].format,
			 flags_field_get(layout, flags, printed[i].field));
		text_add(out, "%s%s", joint, field);
		joint = "|";
	}
}

/* A stretch of bits between two marks of the ruler. */
struct stretch {
	unsigned high;
	unsigned low;
	char bits[16];
	char words[48];
};

enum { MAX_STRETCHES = 2 * NR_FLAGS_FIELDS + 3 };

static void stretch_finish(struct stretch *s)
{
	if (s->high == s->low)
		snprintf(s->bits, sizeof(s->bits), "%u", s->high);
	else
		snprintf(s->bits, sizeof(s->bits), "%u %u", s->high, s->low);
}

/* Fields from the top, gaps between them, the flags at the bottom. */
static unsigned find_stretches(const struct flags_layout *layout,
			       unsigned order_bits,
			       struct stretch ret[MAX_STRETCHES])
{
	unsigned top = layout->bits;
	unsigned nr = 0;

	for (unsigned field = 0; field < NR_FLAGS_FIELDS; field++) {
		unsigned end = layout->shift[field] + layout->width[field];

		if (layout->width[field] == 0)
			continue;
		if (end < top)
			ret[nr++] = (struct stretch){ .high = top - 1,
						      .low = end,
						      .words = "-" };
		ret[nr] = (struct stretch){ .high = end - 1,
					    .low = layout->shift[field] };
		snprintf(ret[nr++].words, sizeof(ret->words), "%s",
			 flags_field_name((enum flags_field)field));
		top = layout->shift[field];
	}
	if (top > layout->nr_pageflags)
		ret[nr++] = (struct stretch){ .high = top - 1,
					      .low = layout->nr_pageflags,
					      .words = "-" };
	ret[nr++] = (struct stretch){ .high = layout->nr_pageflags - 1,
				      .low = order_bits,
				      .words = "FLAGS" };
	if (order_bits)
		ret[nr++] = (struct stretch){ .high = order_bits - 1,
					      .words = "FOLIO_ORDER" };
	for (unsigned i = 0; i < nr; i++)
		stretch_finish(&ret[i]);
	return nr;
}

static uint64_t stretch_value(const struct stretch *s, uint64_t flags)
{
	unsigned width = s->high - s->low + 1;
	uint64_t mask = width >= 64 ? UINT64_MAX : ((uint64_t)1 << width) - 1;

	return flags >> s->low & mask;
}

static void stretch_add_value(struct stretch *s, uint64_t flags)
{
	size_t length = strlen(s->words);
	uint64_t value = stretch_value(s, flags);

	snprintf(s->words + length, sizeof(s->words) - length,
		 value < 10 ? " %" PRIu64 : " 0x%" PRIx64, value);
}

static int stretch_columns(const struct stretch *s)
{
	size_t bits = strlen(s->bits);
	size_t words = strlen(s->words);

	return (int)(bits > words ? bits : words);
}

/* One cell of a row, padded to its column unless it is the last. */
static void add_cell(struct text *out, const struct stretch *s,
		     const char *content, bool last)
{
	if (last)
		text_add(out, "|%s\n", content);
	else
		text_add(out, "|%-*s ", stretch_columns(s), content);
}

/* Two lines per row: bit numbers, then words; as many rows as it takes. */
static void add_stretches(struct text *out, const struct stretch *stretches,
			  unsigned nr, int width)
{
	for (unsigned first = 0, end = 0; first < nr; first = end) {
		int columns = 0;

		for (end = first; end < nr; end++) {
			columns += stretch_columns(&stretches[end]) + 2;
			if (columns > width && end > first)
				break;
		}
		for (unsigned i = first; i < end; i++)
			add_cell(out, &stretches[i], stretches[i].bits,
				 i + 1 == end);
		for (unsigned i = first; i < end; i++)
			add_cell(out, &stretches[i], stretches[i].words,
				 i + 1 == end);
	}
}

static void add_ruler(struct text *out, const struct flags_layout *layout,
		      uint64_t flags, unsigned order_bits, int width)
{
	struct stretch stretches[MAX_STRETCHES];
	unsigned nr = find_stretches(layout, order_bits, stretches);

	for (unsigned i = 0; i < nr; i++)
		stretch_add_value(&stretches[i], flags);
	add_stretches(out, stretches, nr, width);
}

void flags_add_ruler(struct text *out, const struct flags_layout *layout,
		     uint64_t flags, unsigned order_bits)
{
	add_ruler(out, layout, flags, order_bits, TEXT_COLUMNS);
}

size_t page_flags_ruler(const struct model *m, pfn_t pfn, int columns,
			char *ret, size_t size)
{
	unsigned order_bits =
		page_order_byte(m, pfn) < 0 ? 0 : FOLIO_ORDER_BITS;
	struct text out;

	text_init_fixed(&out, ret, size);
	add_ruler(&out, &model_machine(m)->layout, page_flags(m, pfn),
		  order_bits, columns);
	return out.length;
}

void flags_add_bits(struct text *out, const struct flags_layout *layout,
		    uint64_t flags)
{
	text_add(out, "%u ", layout->nr_pageflags - 1);
	for (unsigned bit = layout->nr_pageflags; bit-- > 0;)
		text_add(out, "%s%s", flags >> bit & 1 ? "1" : "0",
			 bit > 0 && bit % 4 == 0 ? " " : "");
}

static void add_flag_table(struct text *out, const struct flags_layout *layout)
{
	enum { COLUMNS = 4 };

	for (unsigned bit = 0; bit < layout->nr_pageflags; bit++) {
		int flag = pageflag_on_bit(layout, bit);
		bool last = bit % COLUMNS == COLUMNS - 1 ||
			    bit + 1 == layout->nr_pageflags;

		text_add(out, last ? "%3u %s\n" : "%3u %-15s ", bit,
			 flag < 0 ? "-" : pageflag_name((enum pageflag)flag));
	}
}

void flags_add_layout(struct text *out, const struct flags_layout *layout)
{
	struct stretch stretches[MAX_STRETCHES];
	unsigned nr = find_stretches(layout, 0, stretches);

	add_stretches(out, stretches, nr, TEXT_COLUMNS);
	add_flag_table(out, layout);
}
