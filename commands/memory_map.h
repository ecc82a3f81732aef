/*
 * The memory map: a part of memory as a grid of cells, each of a power of two
 * pages, and what lies in a cell.
 *
 * A drawing looks at a bounded number of blocks, however large the machine:
 * a cell that has too many of them for its share is looked at in places
 * spread over it, and says so.
 */
#ifndef MMSCOPE_COMMANDS_MEMORY_MAP_H
#define MMSCOPE_COMMANDS_MEMORY_MAP_H

#include "core/model.h"

/* [first, end) */
struct pfn_range {
	uint64_t first;
	uint64_t end;
};

struct map_grid {
	struct pfn_range range;
	uint64_t pages; /* of a cell */
	int cols;       /* cells in a row */
	int rows;       /* that hold any */
	int looks;      /* blocks looked at in a cell */
	uint32_t tag;   /* pages charged to it are counted: tag + 1, or 0 */
};

struct map_cell {
	uint64_t free[MIGRATE_TYPES]; /* pages, by the list they are on */
	uint64_t pcp;
	uint64_t used;
	uint64_t reserved;
	uint64_t tagged; /* of those in use, charged to the grid's tag */
	bool sampled;    /* not all of it was looked at */
	bool is_block;   /* a pageblock begins with its first page */
	enum migratetype
		type; /* of most of the free pages, else of its block */
};

struct pfn_range pfn_range_of_machine(const struct model *m);
/* The finest grid of at most rows x cols cells that holds the range. */
struct map_grid map_grid_of(struct pfn_range range, int rows, int cols);
/* First pfn of a cell; range.end or above when there is no such cell. */
uint64_t map_cell_first(const struct map_grid *g, int row, int col);
struct map_cell map_cell_at(const struct model *m, const struct map_grid *g,
			    uint64_t first);
/* "T": all charged to the grid's tag; "t": partly; "U": all free, by type; "u": partly; "p": on pcp lists; "▓": all in use;
 * "░": reserved; " ": no memory. */
const char *map_cell_glyph(const struct map_cell *cell);
/* What these glyphs say. */
const char *map_legend(const struct model *m);

#endif
