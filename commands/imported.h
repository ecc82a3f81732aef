/*
 * Memory of a real machine that was imported from its /proc/kpageflags.  It
 * stands beside the modelled machine, to be looked at and nothing else: `map`,
 * `page`, `kpf`, `info memory` and `cat` show it until it is let go.
 *
 * What the file does not tell is called unknown, never guessed.
 */
#ifndef MMSCOPE_COMMANDS_IMPORTED_H
#define MMSCOPE_COMMANDS_IMPORTED_H

#include "commands/command.h"
#include "commands/memory_map.h"
#include "core/kpage_memory.h"

struct text;

struct imported {
	struct kpage_memory memory;
	uint64_t *flags;
	uint64_t *counts;     /* NULL: not imported */
	char *title;          /* for the screen's first line */
	char *file;           /* that it came from */
	uint64_t page;        /* last looked at */
	struct pfn_range map; /* that the map shows */
};

/* NULL: the modelled machine is what one looks at. */
const struct imported *session_imported(const struct session *s);
/* The session owns *imported from now on. */
void imported_take(struct session *s, struct imported *imported);
void imported_forget(struct session *s);
/* May this command run while imported memory is shown?  If not, why. */
enum status imported_allows(const struct session *s,
			    const struct command *command, struct reply *r);

/* A frame as a word of the command line; fails beyond the imported ones. */
enum status imported_frame(const struct imported *imported, const char *word,
			   uint64_t *ret, struct reply *r);
/* page [PFN] */
enum status imported_page(struct session *s, const struct arguments *args,
			  struct reply *r);
/* The nth line about a frame, its label before it ("" for the first); false
 * past the last. */
bool imported_line(const struct imported *imported, uint64_t pfn, unsigned nth,
		   const char **ret_label, struct text *out);

/* What lies in a cell of the map. */
struct imported_cell {
	enum kpage_use use; /* of most of its frames */
	bool mixed;         /* not of all */
	bool sampled;       /* not all of it was looked at */
	char letter;        /* small where it is mixed; ' ' for a hole */
};
struct imported_cell imported_cell_at(const struct imported *imported,
				      const struct map_grid *g, uint64_t first);
/* What the letters say. */
enum { IMPORTED_LEGEND_LINES = 2 };
extern const char *const imported_legend[IMPORTED_LEGEND_LINES];

/* info memory; its head is the same for the answer to `import`. */
void memory_reply(const struct kpage_memory *memory, struct reply *r);

#endif
