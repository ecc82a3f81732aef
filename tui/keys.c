/*
 * The keys.  Sequences: xterm and tmux first, then those of the Linux
 * console, rxvt.
 */
#include "tui/keys.h"

static const struct key_binding keys[] = {
	{
		.name = "F1 ?",
		.action = KEY_SHOWS_KEYS,
		.summary = "these keys",
		.sequences = { "\033OP", "\033[11~", "\033[[A" },
	},
	{
		.action = KEY_SHOWS_KEYS,
		.summary = "these keys",
		.prompt_first = true,
		.sequences = { "?" },
	},
	{
		.name = "F2",
		.action = KEY_RUNS_LINE,
		.line = "layout step",
		.sequences = { "\033OQ", "\033[12~", "\033[[B" },
	},
	{
		.name = "F3",
		.action = KEY_RUNS_LINE,
		.line = "layout page",
		.sequences = { "\033OR", "\033[13~", "\033[[C" },
	},
	{
		.name = "F4",
		.action = KEY_RUNS_LINE,
		.line = "layout map",
		.sequences = { "\033OS", "\033[14~", "\033[[D" },
	},
	{
		.name = "F5",
		.action = KEY_RUNS_LINE,
		.line = "continue",
		.sequences = { "\033[15~", "\033[[E" },
	},
	{
		.name = "F6",
		.action = KEY_RUNS_LINE,
		.line = "reverse-continue",
		.sequences = { "\033[17~" },
	},
	{
		.name = "F7",
		.action = KEY_RUNS_LINE,
		.line = "layout pcp",
		.sequences = { "\033[18~" },
	},
	{
		.name = "F8",
		.action = KEY_RUNS_LINE,
		.line = "layout tags",
		.sequences = { "\033[19~" },
	},
	{
		.name = "Shift-F8",
		.action = KEY_RUNS_LINE,
		.line = "layout slabs",
		.sequences = { "\033[19;2~", "\033[32~" },
	},
	{
		.name = "F9",
		.action = KEY_RUNS_LINE,
		.line = "layout split",
		.sequences = { "\033[20~" },
	},
	{
		.name = "F10",
		.action = KEY_RUNS_LINE,
		.line = "finish",
		.sequences = { "\033[21~" },
	},
	{
		.name = "F11",
		.action = KEY_RUNS_LINE,
		.line = "layout compare",
		.sequences = { "\033[23~" },
	},
	{
		.name = "F12",
		.action = KEY_RUNS_LINE,
		.line = "compare step",
		.sequences = { "\033[24~" },
	},
	{
		.name = "Shift-F12",
		.action = KEY_RUNS_LINE,
		.line = "compare back",
		.sequences = { "\033[24;2~", "\033[24$" },
	},
	{
		.name = "Ctrl-Right",
		.action = KEY_RUNS_LINE,
		.line = "step",
		.sequences = { "\033[1;5C", "\033[5C", "\033Oc" },
	},
	{
		.name = "Ctrl-Left",
		.action = KEY_RUNS_LINE,
		.line = "reverse-step",
		.sequences = { "\033[1;5D", "\033[5D", "\033Od" },
	},
	{
		.name = "Ctrl-Down",
		.action = KEY_RUNS_LINE,
		.line = "next",
		.sequences = { "\033[1;5B", "\033[5B", "\033Ob" },
	},
	{
		.name = "Ctrl-Up",
		.action = KEY_RUNS_LINE,
		.line = "reverse-next",
		.sequences = { "\033[1;5A", "\033[5A", "\033Oa" },
	},
	{
		.name = "Ctrl-PgDn",
		.action = KEY_WALKS_OPS,
		.way = 1,
		.summary = "go to the next operation",
		.sequences = { "\033[6;5~", "\033[6^" },
	},
	{
		.name = "Ctrl-PgUp",
		.action = KEY_WALKS_OPS,
		.way = -1,
		.summary = "go to the one before",
		.sequences = { "\033[5;5~", "\033[5^" },
	},
	{
		.name = "Ctrl-Home",
		.action = KEY_RUNS_LINE,
		.line = "goto begin",
		.sequences = { "\033[1;5H", "\033[7^" },
	},
	{
		.name = "Ctrl-End",
		.action = KEY_RUNS_LINE,
		.line = "goto end",
		.sequences = { "\033[1;5F", "\033[8^" },
	},
	{
		.name = "Tab",
		.action = KEY_MOVES_FOCUS,
		.way = 1,
		.summary = "focus the next panel",
		.prompt_first = true,
		.sequences = { "\t" },
	},
	{
		.name = "Shift-Tab",
		.action = KEY_MOVES_FOCUS,
		.way = -1,
		.summary = "focus the one before",
		.prompt_first = true,
		.sequences = { "\033[Z" },
	},
	{
		.name = "Alt-PgDn",
		.action = KEY_SCROLLS_PANEL,
		.way = 1,
		.summary = "scroll the focused panel",
		.sequences = { "\033[6;3~", "\033\033[6~" },
	},
	{
		.name = "Alt-PgUp",
		.action = KEY_SCROLLS_PANEL,
		.way = -1,
		.summary = "scroll it back",
		.sequences = { "\033[5;3~", "\033\033[5~" },
	},
	{
		.name = "Alt-Up",
		.action = KEY_WALKS_ROWS,
		.way = -1,
		.summary = "to the cell above",
		.sequences = { "\033[1;3A", "\033\033[A", "\033[1;2A" },
	},
	{
		.name = "Alt-Down",
		.action = KEY_WALKS_ROWS,
		.way = 1,
		.summary = "to the cell below",
		.sequences = { "\033[1;3B", "\033\033[B", "\033[1;2B" },
	},
	{
		.name = "Alt-Left",
		.action = KEY_WALKS_COLS,
		.way = -1,
		.summary = "left, or back in time",
		.sequences = { "\033[1;3D", "\033\033[D", "\033[1;2D" },
	},
	{
		.name = "Alt-Right",
		.action = KEY_WALKS_COLS,
		.way = 1,
		.summary = "right, or on in time",
		.sequences = { "\033[1;3C", "\033\033[C", "\033[1;2C" },
	},
	{
		.name = "Enter",
		.action = KEY_FOLLOWS,
		.summary = "follow the cell",
		.prompt_first = true,
		.sequences = { "\r" },
	},
	{
		.name = "Esc",
		.action = KEY_LEAVES,
		.summary = "leave cell, then panel",
		.prompt_first = true,
		.sequences = { "\033" },
	},
	{
		.name = "PgUp",
		.action = KEY_SCROLLS_REPL,
		.way = -1,
		.summary = "read back in the REPL",
		.sequences = { "\033[5~" },
	},
	{
		.name = "PgDn",
		.action = KEY_SCROLLS_REPL,
		.way = 1,
		.summary = "read on",
		.sequences = { "\033[6~" },
	},
	{
		.name = "Ctrl-L",
		.action = KEY_REPAINTS,
		.summary = "paint the screen anew",
		.sequences = { "\f" },
	},
	{
		.action = KEY_PASTE_BEGINS,
		.sequences = { "\033[200~" },
	},
	{
		.action = KEY_PASTE_ENDS,
		.sequences = { "\033[201~" },
	},
};

const struct key_binding *key_nth(size_t i)
{
	return i < sizeof(keys) / sizeof(*keys) ? &keys[i] : NULL;
}
