/*
 * A view: what the screen shows at the cursor, worked out once per drawing
 * and read by every panel.
 */
#ifndef MMSCOPE_TUI_VIEW_H
#define MMSCOPE_TUI_VIEW_H

#include "commands/call_stack.h"
#include "commands/imported.h"
#include "commands/session.h"
#include "commands/why_tree.h"
#include "commands/zonelist_walk.h"
#include "core/slab.h"
#include "tui/canvas.h"

/* When a word was last written: the stronger the later. */
enum change {
	CHANGE_NONE,
	CHANGE_SINCE_BASE, /* since the last stop or a mark: bold */
	CHANGE_LAST_STEP,  /* reverse, and `*` where there is no colour */
};

/* What of a slab cache was written. */
enum cache_part {
	CACHE_WORDS, /* any of its words */
	CACHE_ACTIVE,
	CACHE_SLABS, /* how many there are, and their objects */
	CACHE_OF_CPU,
	CACHE_OF_NODE,
	NR_CACHE_PARTS,
};

struct changes {
	uint8_t caches[MAX_KMALLOC_CACHES][NR_CACHE_PARTS];
	uint8_t lists[MAX_POPULATED_ZONES][NR_PAGE_ORDERS_LIMIT][MIGRATE_TYPES];
	uint8_t nr_free[MAX_POPULATED_ZONES][NR_PAGE_ORDERS_LIMIT];
	uint8_t free[MAX_POPULATED_ZONES]; /* NR_FREE_PAGES, global part */
	uint8_t watermarks[MAX_POPULATED_ZONES];
	uint8_t pcp[MAX_POPULATED_ZONES][MAX_CPUS];
};

/* More decisions than that are not read on a screen. */
enum { WHY_NODES = 320 };

/* One free list. */
struct list_choice {
	unsigned order;
	enum migratetype type;
};

struct view {
	const struct session *session;
	const struct model *model;
	/* Shown instead of the model by panels that can; NULL: none. */
	const struct imported *imported;
	uint64_t position;
	uint64_t steps;
	uint32_t op; /* that the cursor stands in; 0 at the beginning */
	uint32_t ops;
	unsigned zone;  /* that the step speaks of, or the user chose */
	bool one_zone;  /* `set zone NAME`: that one alone */
	bool all_zones; /* `set zone all`: each in its order */
	struct list_choice list;
	pfn_t page;     /* for the inspector */
	pfn_t followed; /* PFN_NONE: none */
	unsigned nr_frames;
	uint64_t frames[MAX_FRAMES]; /* level 0 first */
	unsigned level;              /* that `frame` chose */
	bool asked; /* a request has come to its zonelist: its walk */
	struct zonelist_walk walk;
	size_t nr_why;
	struct why_node why[WHY_NODES]; /* what led to the cursor */
	struct changes changes;
	bool changes_cut; /* the base lies further back than was looked */
	bool stars;       /* `*` beside what the last step changed */
};

void view_take(const struct session *s, bool stars, struct view *ret);

/* Beside what holds the page followed. */
#define FOLLOW_SIGN "&"
/* Is the page followed one of these? */
bool view_follows(const struct view *v, uint64_t first, uint64_t pages);

unsigned change_attributes(enum change change);
/* "*" or " ", to stand before what changed. */
const char *change_star(const struct view *v, enum change change);
enum color_role role_of_type(const struct model *m, enum migratetype type);
/* A count in at most `cols` columns: 131072 becomes 131k. */
void format_count(int64_t count, int cols, char ret[24]);

#endif
