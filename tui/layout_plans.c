/*
 * The built-in layouts: which panels stand where, and with how many rows.
 */
#include <string.h>

#include "tui/layout_internal.h"

static const struct plan plans[] = {
	{
		.name = "step",
		.narrow = { { &panel_free_area, 7, false },
			    { &panel_step, 4, true },
			    { &panel_watermarks, 2, false },
			    { &panel_locals, 1, false },
			    { &panel_pcp, 1, false } },
		.left = { { &panel_free_area, 7, false },
			  { &panel_watermarks, 3, false },
			  { &panel_pcp, 1, false },
			  { &panel_map, 6, true },
			  { &panel_zonelist, 3, false } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false },
			   { &panel_page, 17, false } },
	},
	{
		.name = "page",
		.narrow = { { &panel_page, 5, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_page, 5, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false },
			   { &panel_free_area, 7, false } },
	},
	{
		.name = "map",
		.narrow = { { &panel_map, 6, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_map, 6, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_page, 17, false } },
	},
	{
		.name = "tags",
		.narrow = { { &panel_tags, 6, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_tags, 6, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false } },
	},
	{
		.name = "pcp",
		.narrow = { { &panel_pcp, 4, true },
			    { &panel_step, 3, false },
			    { &panel_watermarks, 2, false } },
		.left = { { &panel_pcp, 6, true },
			  { &panel_watermarks, 2, false } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false } },
	},
	{
		.name = "split",
		.narrow = { { &panel_outline, 5, true },
			    { &panel_stack, 2, false },
			    { &panel_locals, 2, false } },
		.left = { { &panel_outline, 9, true },
			  { &panel_zonelist, 4, false } },
		.right = { { &panel_stack, 8, true },
			   { &panel_locals, 3, false },
			   { &panel_free_area, 7, false } },
	},
	{
		.name = "why",
		.narrow = { { &panel_why, 6, true },
			    { &panel_watermarks, 2, false } },
		.left = { { &panel_why, 9, true } },
		.right = { { &panel_free_area, 7, false },
			   { &panel_step, 9, true },
			   { &panel_zonelist, 4, false } },
	},
	{
		.name = "slabs",
		/* Half of it holds the whole table. */
		.wide_cols = 180,
		.narrow = { { &panel_slabs, 6, true },
			    { &panel_step, 4, false } },
		.left = { { &panel_slabs, 12, true } },
		.right = { { &panel_step, 9, true },
			   { &panel_locals, 3, false },
			   { &panel_page, 17, false } },
	},
	{
		.name = "compare",
		.narrow = { { &panel_compare, 9, true } },
	},
};

/* For imported memory, where a layout has nothing that can show it. */
static const struct plan imported = {
	.name = "map",
	.narrow = { { &panel_map, 6, true }, { &panel_page, 5, false } },
	.left = { { &panel_map, 6, true } },
	.right = { { &panel_page, 5, true } },
};

const struct plan *plan_of_imported(void)
{
	return &imported;
}

const char *layout_nth(size_t i)
{
	return i < sizeof(plans) / sizeof(*plans) ? plans[i].name : NULL;
}

const struct plan *plan_find(const char *name)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++)
		if (strcmp(plans[i].name, name) == 0)
			return &plans[i];
	return &plans[0];
}
