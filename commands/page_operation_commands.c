/*
 * Commands that do to a page what its users do: map, lock, flag, type.
 */
#include <string.h>

#include "commands/session_internal.h"

/* "mark-slab" is the operation `mark` with the type slab. */
enum page_mark mark_named(const char *name)
{
	const char *type = strrchr(name, '-');
	unsigned mark = 0;
	while (type && mark + 1 < NR_PAGE_MARKS &&
	       strcmp(page_mark_name((enum page_mark)mark), type + 1) != 0)
		mark++;
	return (enum page_mark)mark;
}

#define PAGE_OPERATION(id, word)                                               \
	static enum status run_##id(struct session *s,                         \
				    const struct arguments *args,              \
				    struct reply *r)                           \
	{                                                                      \
		return operation_command_run(s, word, args, r);                \
	}

PAGE_OPERATION(map_page, "map-page")
PAGE_OPERATION(unmap_page, "unmap-page")
PAGE_OPERATION(lock, "lock")
PAGE_OPERATION(unlock, "unlock")
PAGE_OPERATION(set_flag, "set-flag")
PAGE_OPERATION(clear_flag, "clear-flag")
PAGE_OPERATION(mark_slab, "mark-slab")
PAGE_OPERATION(mark_table, "mark-table")
PAGE_OPERATION(mark_offline, "mark-offline")
PAGE_OPERATION(mark_guard, "mark-guard")
PAGE_OPERATION(unmark, "unmark")

const struct command cmd_map_page = {
	.name = "map-page",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Count one more mapping of a page in its _mapcount",
	.help = "As when one more entry of a page table points to it.  The "
		"word holds the number\nof mappings less one, so a page that "
		"nobody maps has -1.",
	.example = "map-page $1",
	.run = run_map_page,
};

const struct command cmd_unmap_page = {
	.name = "unmap-page",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Count one mapping fewer of a page in its _mapcount",
	.example = "unmap-page $1",
	.run = run_unmap_page,
};

const struct command cmd_lock = {
	.name = "lock",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Lock a page, as lock_page() does",
	.help = "The head of a compound page carries the bit.",
	.example = "lock $1",
	.run = run_lock,
};

const struct command cmd_unlock = {
	.name = "unlock",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Unlock a page, as unlock_page() does",
	.example = "unlock $1",
	.run = run_unlock,
};

const struct command cmd_set_flag = {
	.name = "set-flag",
	.group = GROUP_OPERATIONS,
	.args = "REF FLAG",
	.summary = "Set a flag of a page, by the flag's policy",
	.help = "The policy says which page carries the bit: `flags FLAG` "
		"tells it.  What the\nkernel's checks would not let pass is "
		"refused with the check's name.",
	.example = "set-flag $1 dirty",
	.run = run_set_flag,
};

const struct command cmd_clear_flag = {
	.name = "clear-flag",
	.group = GROUP_OPERATIONS,
	.args = "REF FLAG",
	.summary = "Clear a flag of a page, by the flag's policy",
	.example = "clear-flag $1 dirty",
	.run = run_clear_flag,
};

const struct command cmd_mark_slab = {
	.name = "mark-slab",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Give a page to the slab allocator: its flag or its type",
	.help = "A flag of page->flags up to 6.9, a page type since.",
	.example = "mark-slab $1",
	.run = run_mark_slab,
};

const struct command cmd_mark_table = {
	.name = "mark-table",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Make a page a page table: the page type `table`",
	.example = "mark-table $1",
	.run = run_mark_table,
};

const struct command cmd_mark_offline = {
	.name = "mark-offline",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Take a page offline, as a balloon does: its page type",
	.example = "mark-offline $1",
	.run = run_mark_offline,
};

const struct command cmd_mark_guard = {
	.name = "mark-guard",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Make a block a guard, with its order in private",
	.example = "mark-guard $1",
	.run = run_mark_guard,
};

const struct command cmd_unmark = {
	.name = "unmark",
	.group = GROUP_OPERATIONS,
	.args = "REF",
	.summary = "Take the page type away that a mark-... gave",
	.example = "unmark $1",
	.run = run_unmark,
};
