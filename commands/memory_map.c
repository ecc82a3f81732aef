#include "commands/memory_map.h"

#include "core/alloc_tag.h"

#include <string.h>

/* Blocks looked at in a whole drawing: about half a millisecond.  So many pages
 * can be looked at in that time when they lie close together. */
enum { LOOKS = 2048, LEAST_LOOKS = 1, EXACT_PAGES = 32768 };

#define LEGEND "UMRHCI free  umrhci partly  p pcp  ▓ used  ░ reserved"

static bool has_holes(const struct model *m)
{
	struct pfn_range all = pfn_range_of_machine(m);
	uint64_t present = 0;

	for (unsigned i = 0; i < nr_zones(m); i++)
		present += (uint64_t)zone_at(m, i)->present_pages;
	return present < all.end - all.first;
}

const char *map_legend(const struct model *m)
{
	return has_holes(m) ? LEGEND "  blank hole" : LEGEND;
}

struct pfn_range pfn_range_of_machine(const struct model *m)
{
	const struct machine *machine = model_machine(m);

	return (struct pfn_range){ machine_first_pfn(machine),
				   machine_end_pfn(machine) };
}

struct map_grid map_grid_of(struct pfn_range range, int rows, int cols)
{
	struct map_grid g = { .range = range,
			      .pages = 1,
			      .cols = cols < 1 ? 1 : cols };
	uint64_t span = range.end - range.first;

	if (rows < 1)
		rows = 1;
	/* Powers of two or their halves, so that each row begins roundly. */
	if (g.cols > 8)
		g.cols -= g.cols % 8;
	while (g.pages * (uint64_t)rows * (uint64_t)g.cols < span)
		g.pages *= 2;
	uint64_t row = g.pages * (uint64_t)g.cols;

	g.rows = (int)((span + row - 1) / row);
	g.looks = LOOKS / (g.rows * g.cols);
	if (span <= EXACT_PAGES)
		g.looks = 2 * (int)g.pages;
	if (g.looks < LEAST_LOOKS)
		g.looks = LEAST_LOOKS;
	return g;
}

uint64_t map_cell_first(const struct map_grid *g, int row, int col)
{
	return g->range.first +
	       ((uint64_t)row * (uint64_t)g->cols + (uint64_t)col) * g->pages;
}

/* Which counter the block at a pfn belongs to, and the first pfn after it. */
static uint64_t *look_at(const struct model *m, pfn_t pfn, uint64_t *ret_after,
			 struct map_cell *cell)
{
	pfn_t first = pfn;
	int order = free_block_around(m, pfn, &first);

	*ret_after = (uint64_t)pfn + 1;
	if (order >= 0) {
		*ret_after = first + (uint64_t)pages_in((unsigned)order);
		return &cell->free[pageblock_type(m, first)];
	}
	struct page_view page = page_view(m, pfn);

	if (page.order >= 0)
		*ret_after =
			page.head + (uint64_t)pages_in((unsigned)page.order);
	if (page.state == PAGE_STATE_PCP)
		return &cell->pcp;
	return page.state == PAGE_STATE_RESERVED ? &cell->reserved
						 : &cell->used;
}

/* The first page of a block remembers who is charged for it. */
static bool is_charged(const struct model *m, pfn_t pfn, uint32_t tag)
{
	pfn_t head = page_view(m, pfn).head;

	return tag > 0 && page_alloc_tag(m, head) == tag &&
	       !page_alloc_tag_is_stale(m, head);
}

/* Counts what lies at a pfn, if anything, and returns the pfn after it. */
static uint64_t count_at(const struct model *m, uint32_t tag, uint64_t pfn,
			 uint64_t end, struct map_cell *cell)
{
	uint64_t after = pfn + 1;

	if (!pfn_valid(m, (pfn_t)pfn) || zone_of_pfn(m, (pfn_t)pfn) < 0)
		return after;
	uint64_t *counter = look_at(m, (pfn_t)pfn, &after, cell);

	if (after > end)
		after = end;
	*counter += after - pfn;
	if (counter == &cell->used && is_charged(m, (pfn_t)pfn, tag))
		cell->tagged += after - pfn;
	return after;
}

static enum migratetype main_type(const struct model *m,
				  const struct map_cell *cell, uint64_t first)
{
	unsigned best = 0;

	for (unsigned type = 1; type < MIGRATE_TYPES; type++)
		if (cell->free[type] > cell->free[best])
			best = type;
	if (cell->free[best] > 0)
		return (enum migratetype)best;
	return pfn_valid(m, (pfn_t)first) && zone_of_pfn(m, (pfn_t)first) >= 0
		       ? pageblock_type(m, (pfn_t)first)
		       : MIGRATE_UNMOVABLE;
}

/* Between the places that are looked at.  Wide ones are whole largest blocks:
 * where such a block is free, its first page says so at once, and no memory is
 * touched that nobody has used. */
static uint64_t stride_of(const struct model *m, uint64_t pages, int looks)
{
	uint64_t largest = (uint64_t)pages_in(model_machine(m)->max_order);
	uint64_t stride = (pages + (uint64_t)looks - 1) / (uint64_t)looks;

	if (stride > largest)
		return (stride + largest - 1) / largest * largest;
	return stride > 0 ? stride : 1;
}

/* Half of the looks go to the cell's beginning, one block after another; what
 * they do not reach is looked at in places spread evenly. */
struct map_cell map_cell_at(const struct model *m, const struct map_grid *g,
			    uint64_t first)
{
	uint64_t block = (uint64_t)pages_in(model_machine(m)->pageblock_order);
	uint64_t end = first + g->pages;
	struct map_cell cell = { .is_block = first % block == 0 };
	uint64_t pfn = first;
	int begin = g->looks / 2;

	if (end > g->range.end)
		end = g->range.end;
	for (int i = 0; i < begin && pfn < end; i++)
		pfn = count_at(m, g->tag, pfn, end, &cell);
	uint64_t stride = stride_of(m, end - pfn, g->looks - begin);

	while (pfn < end) {
		uint64_t after = count_at(m, g->tag, pfn, end, &cell);

		cell.sampled |= after < pfn + stride && after < end;
		pfn = after > pfn + stride ? after : pfn + stride;
	}
	cell.type = main_type(m, &cell, first);
	return cell;
}

static uint64_t cell_free(const struct map_cell *cell)
{
	uint64_t pages = 0;

	for (unsigned type = 0; type < MIGRATE_TYPES; type++)
		pages += cell->free[type];
	return pages;
}

const char *map_cell_glyph(const struct map_cell *cell)
{
	static const char *const whole[MIGRATE_TYPES] = { "U", "M", "R",
							  "H", "C", "I" };
	static const char *const partly[MIGRATE_TYPES] = { "u", "m", "r",
							   "h", "c", "i" };
	uint64_t taken = cell->pcp + cell->used + cell->reserved;

	if (cell->tagged > 0)
		return taken == cell->tagged && cell_free(cell) == 0 ? "T"
								     : "t";
	if (cell->free[cell->type] > 0)
		return taken > 0 ? partly[cell->type] : whole[cell->type];
	if (cell->pcp > 0)
		return "p";
	if (cell->used > 0)
		return "▓";
	return cell->reserved > 0 ? "░" : " ";
}
