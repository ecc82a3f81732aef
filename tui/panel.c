#include "tui/panel.h"

#include <string.h>

static const struct panel_class *const panels[] = {
	&panel_step,    &panel_free_area, &panel_watermarks, &panel_pcp,
	&panel_map,     &panel_locals,    &panel_page,       &panel_tags,
	&panel_outline, &panel_stack,     &panel_zonelist,   &panel_compare,
	&panel_why,     &panel_slabs,
};

const struct panel_class *panel_nth(size_t i)
{
	return i < sizeof(panels) / sizeof(panels[0]) ? panels[i] : NULL;
}

const struct panel_class *panel_find(const char *name)
{
	for (size_t i = 0; panel_nth(i); i++)
		if (strcmp(panel_nth(i)->name, name) == 0)
			return panel_nth(i);
	return NULL;
}
