/*
 * The memory map of imported memory: letters by use.
 */
#include <ctype.h>

#include "commands/imported.h"

/* Frames looked at in a drawing: a few milliseconds. */
enum { FRAMES_LOOKED_AT = 1 << 20 };

const char *const imported_legend[IMPORTED_LEGEND_LINES] = {
	"F free  A anon  C cache  M shmem  S slab  T table  K kernel  ? not "
	"told",
	"R reserved  B bad  O offline  small: most of the cell",
};

static const char letters[NR_KPAGE_USES] = {
	[KPAGE_HOLE] = ' ',  [KPAGE_BAD] = 'B',      [KPAGE_FREE] = 'F',
	[KPAGE_SLAB] = 'S',  [KPAGE_OFFLINE] = 'O',  [KPAGE_TABLE] = 'T',
	[KPAGE_ZERO] = 'R',  [KPAGE_RESERVED] = 'R', [KPAGE_HUGETLB] = 'A',
	[KPAGE_KSM] = 'A',   [KPAGE_ANON] = 'A',     [KPAGE_SHMEM] = 'M',
	[KPAGE_CACHE] = 'C', [KPAGE_MAPPED] = 'K',   [KPAGE_HEAD] = 'K',
	[KPAGE_TAIL] = 'K',  [KPAGE_UNTOLD] = '?',
};

struct imported_cell imported_cell_at(const struct imported *imported,
				      const struct map_grid *g, uint64_t first)
{
	uint64_t counts[NR_KPAGE_USES] = { 0 };
	uint64_t end = first + g->pages;
	uint64_t share = FRAMES_LOOKED_AT / (uint64_t)(g->rows * g->cols);
	uint64_t stride = g->pages > share ? g->pages / share : 1;
	struct imported_cell cell = { .use = KPAGE_HOLE,
				      .sampled = stride > 1 };
	unsigned kinds = 0;

	if (end > g->range.end)
		end = g->range.end;
	for (uint64_t pfn = first; pfn < end; pfn += stride)
		counts[kpage_memory_use(&imported->memory, pfn)]++;
	for (unsigned use = 0; use < NR_KPAGE_USES; use++) {
		kinds += counts[use] > 0;
		if (counts[use] > counts[cell.use])
			cell.use = (enum kpage_use)use;
	}
	cell.mixed = kinds > 1;
	cell.letter = letters[cell.use];
	if (cell.mixed)
		cell.letter = (char)tolower((unsigned char)cell.letter);
	return cell;
}
