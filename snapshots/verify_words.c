/*
 * The places of a state in words, where a difference is told.
 */
#include "snapshots/verify_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/page.h"

static void append(char text[PLACE_LENGTH], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void append(char text[PLACE_LENGTH], const char *format, ...)
{
	size_t length = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + length, PLACE_LENGTH - length, format, args);
	va_end(args);
}

static void zone_tell(const struct model *m, unsigned zone,
		      char ret[PLACE_LENGTH])
{
	snprintf(ret, PLACE_LENGTH, "node %" PRIu32 ", zone %s",
		 zone_at(m, zone)->node, zone_name(m, zone));
}

void word_tell(const struct model *m, const struct field_place *place,
	       char ret[PLACE_LENGTH])
{
	if (place->object == OBJECT_PAGEBLOCK)
		snprintf(ret, PLACE_LENGTH, "pageblock %" PRIu32, place->index);
	else
		zone_tell(m, place->zone, ret);
	if (place->object == OBJECT_PCP)
		append(ret, ", cpu %" PRIu32, place->cpu);
	if (place->object == OBJECT_FREE_AREA)
		append(ret, ", free_area[%" PRIu32 "].", place->order);
	else
		append(ret, ", ");
	append(ret, "%s", field_name(place->id));
	if (place->id == FIELD_WATERMARK || place->id == FIELD_LOWMEM_RESERVE)
		append(ret, "[%" PRIu32 "]", place->element);
}

const char *type_name(const struct model *m, enum migratetype type)
{
	return model_machine(m)->profile->migratetype_names[type];
}

void free_list_tell(const struct model *m, const struct field_place *place,
		    char ret[PLACE_LENGTH])
{
	zone_tell(m, place->zone, ret);
	append(ret, ", free list of order %" PRIu32 " %s", place->order,
	       type_name(m, (enum migratetype)place->migratetype));
}

void pcp_list_tell(const struct model *m, const struct field_place *place,
		   char ret[PLACE_LENGTH])
{
	zone_tell(m, place->zone, ret);
	append(ret, ", cpu %" PRIu32 "'s pcp list of order %u %s", place->cpu,
	       pcp_list_order(m, place->order),
	       type_name(m, pcp_list_migratetype(place->order)));
}

void flags_tell(const struct model *m, uint64_t flags, char *ret, size_t size)
{
	const struct flags_layout *layout = &model_machine(m)->layout;
	size_t length = 0;

	ret[0] = '\0';
	for (unsigned flag = 0; flag < NR_PAGEFLAG_NAMES; flag++) {
		uint64_t mask = pageflag_mask(layout, (enum pageflag)flag);

		if (mask == 0 || (flags & mask) == 0 || length >= size)
			continue;
		length += (size_t)snprintf(ret + length, size - length, "%s%s",
					   length > 0 ? " " : "",
					   pageflag_name((enum pageflag)flag));
	}
	if (length == 0)
		snprintf(ret, size, "the fields above the flags");
}
