/*
 * What the files that look for partings lend each other.
 */
#ifndef MMSCOPE_COMMANDS_SIDE_BY_SIDE_INTERNAL_H
#define MMSCOPE_COMMANDS_SIDE_BY_SIDE_INTERNAL_H

#include "commands/side_by_side.h"

/* Two kernels of a comparison while their partings are looked for. */
struct search {
	const struct comparison *c;
	unsigned sides[2];
	const struct model *m[2];
	struct parting *partings;
};

/* The reasons: what differs of the behaviours that do this. */
void search_explain(const struct search *search, struct parting *parting,
		    bool (*does)(size_t behaviour));
/* side_by_side_boot.c: what differs before the first operation; both stand
 * there. */
void search_boot(struct search *search);

#endif
