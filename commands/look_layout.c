/*
 * Lines of text that several looking commands have in common.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/look_internal.h"

/* Bytes of `text` that fit into `room`, up to a blank where there is one. */
static size_t line_break(const char *text, size_t room)
{
	size_t length = strlen(text);

	if (length <= room)
		return length;
	for (size_t at = room; at > 0; at--) {
		if (text[at] == ' ')
			return at;
	}
	return strcspn(text, " ");
}

void reply_paragraph(struct reply *r, unsigned indent, const char *text)
{
	size_t room = TEXT_COLUMNS;
	unsigned blanks = 0;

	while (*text) {
		size_t length = line_break(text, room);

		reply_text(r, "%*s%.*s\n", (int)blanks, "", (int)length, text);
		text += length;
		text += strspn(text, " ");
		blanks = indent;
		room = TEXT_COLUMNS - indent;
	}
}

void reply_cell(struct reply *r, int width, int64_t number)
{
	if (number)
		reply_text(r, "%*" PRId64, width, number);
	else
		reply_text(r, "%*s", width, ".");
}

void reply_zone_title(struct reply *r, const struct model *m, unsigned zone)
{
	reply_text(r, "Node %u, zone %s", zone_at(m, zone)->node,
		   zone_name(m, zone));
}

struct json *zone_json(const struct model *m, unsigned zone)
{
	struct json *object = json_object();

	json_add(object, "node", json_number(zone_at(m, zone)->node));
	json_add(object, "zone", json_string(zone_name(m, zone)));
	return object;
}

bool migratetype_exists(const struct model *m, enum migratetype type)
{
	return type != MIGRATE_CMA || model_machine(m)->cma;
}

const char *migratetype_name(const struct model *m, enum migratetype type)
{
	return model_machine(m)->profile->migratetype_names[type];
}
