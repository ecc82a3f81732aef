/*
 * Allocation tags: who holds memory now, the largest first.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tui/panel.h"

enum { MAX_SHOWN = 128 };

static void title(const struct view *v, char *ret, size_t size)
{
	snprintf(ret, size, "tags ─ %" PRIu32 " call sites",
		 nr_alloc_tags(v->model));
}

static bool holds_more(const struct model *m, uint32_t a, uint32_t b)
{
	return alloc_tag_counters(m, a).bytes > alloc_tag_counters(m, b).bytes;
}

/* The `rows` tags with the most bytes, in falling order. */
static int largest_tags(const struct model *m, uint32_t *ret, int rows)
{
	int kept = 0;

	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++) {
		int at = kept;
		if (kept < rows)
			kept++;
		else if (!holds_more(m, tag, ret[--at]))
			continue;
		for (; at > 0 && holds_more(m, tag, ret[at - 1]); at--)
			ret[at] = ret[at - 1];
		ret[at] = tag;
	}
	return kept;
}

static void draw_tag(const struct model *m, struct pen *p, uint32_t tag)
{
	struct alloc_tag_counters counters = alloc_tag_counters(m, tag);
	struct codetag site = alloc_tag_site(m, tag);
	char text[256];
	char shown[512];

	snprintf(text, sizeof(text), "%s:%u%s%s%s func:%s", site.file,
		 site.line, site.module ? " [" : "",
		 site.module ? site.module : "", site.module ? "]" : "",
		 site.function);
	text_displayable(text, strlen(text), shown, sizeof(shown));
	pen_print(p, "%12" PRId64 " %8" PRId64 " %s", counters.bytes,
		  counters.calls, shown);
}

static void draw(const struct view *v, struct canvas *c, struct rect r)
{
	struct pen p = pen_in(c, r);
	uint32_t tags[MAX_SHOWN];
	int rows = p.area.rows - 1 < MAX_SHOWN ? p.area.rows - 1 : MAX_SHOWN;
	int shown = rows > 0 ? largest_tags(v->model, tags, rows) : 0;

	pen_style(&p, ATTR_DIM, ROLE_TEXT);
	pen_print(&p, "%12s %8s %s", "bytes", "calls", "call site");
	pen_style(&p, ATTR_NORMAL, ROLE_TEXT);
	for (int i = 0; i < shown; i++) {
		pen_move(&p, i + 1, 0);
		draw_tag(v->model, &p, tags[i]);
	}
	if ((uint32_t)shown < nr_alloc_tags(v->model))
		pen_text(&p, "  … (`info tags` lists all)");
}

const struct panel_class panel_tags = {
	.name = "tags",
	.title = title,
	.min_rows = 2,
	.min_cols = 40,
	.draw = draw,
};
