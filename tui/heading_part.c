#include "tui/heading_part.h"

#include <stdio.h>
#include <string.h>

static bool is_sorted_by(const struct heading *heading)
{
	return heading->key == heading->sorted;
}

int heading_cols(const struct heading *heading)
{
	return (int)strlen(heading->table->keys[heading->key]) +
	       (is_sorted_by(heading) ? 2 : 0);
}

void heading_write(struct sheet *sh, const struct heading *heading, int width)
{
	const char *name = heading->table->keys[heading->key];
	bool sorted = is_sorted_by(heading);

	sheet_to(sh, sh->col + width - heading_cols(heading));
	sheet_link(sh);
	sheet_style(sh, sorted ? ATTR_BOLD : ATTR_DIM, ROLE_TEXT);
	sheet_print(sh, "%s%s", name, sorted ? " ▾" : "");
	sheet_leads(sh, "set %s %s", heading->table->name, name);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
}

void order_words(const struct sorted_table *table, unsigned key,
		 const char *filter, char ret[96])
{
	snprintf(ret, 96, ", by %s%s%s", table->keys[key],
		 filter[0] ? ", with " : "", filter);
}
