/*
 * The head of a table that can be sorted: each title leads to the line that
 * sorts by it, the one that it is sorted by is marked.
 */
#ifndef MMSCOPE_TUI_HEADING_PART_H
#define MMSCOPE_TUI_HEADING_PART_H

#include "commands/table_order.h"
#include "tui/sheet.h"

struct heading {
	const struct sorted_table *table;
	unsigned key;    /* this column's */
	unsigned sorted; /* that the rows are sorted by */
};

/* Columns that it takes, its mark included. */
int heading_cols(const struct heading *heading);
/* Ends so many columns from here; 0: as it is wide. */
void heading_write(struct sheet *sh, const struct heading *heading, int width);

/* ", by bytes, with mm/": what stands in the panel's title. */
void order_words(const struct sorted_table *table, unsigned key,
		 const char *filter, char ret[96]);

#endif
