/*
 * What a session is made of, and what the command files of this folder lend
 * each other; for this folder only.
 */
#ifndef MMSCOPE_COMMANDS_SESSION_INTERNAL_H
#define MMSCOPE_COMMANDS_SESSION_INTERNAL_H

#include "commands/command.h"
#include "commands/expression.h"
#include "commands/memory_map.h"
#include "commands/parse.h"
#include "commands/scratch.h"
#include "commands/session.h"
#include "commands/slab_choice.h"
#include "commands/stops.h"
#include "snapshots/slabinfo.h"
#include "snapshots/snapshot.h"

enum {
	NR_SETTINGS = 18,
	SETTING_SIZE = 48,
	SOURCE_DEPTH_MAX = 16,
};

/* Where a panel is scrolled to; no name: none is kept here. */
struct kept_scroll {
	char panel[SCREEN_NAME_SIZE];
	struct panel_scroll scroll;
};

enum { MAX_SCROLLS = 16, MAX_USER_LAYOUTS = 16, MAX_SCROLL_ROW = 1000000 };

/* What a user arranged on the screen. */
struct arrangement {
	struct kept_scroll scrolls[MAX_SCROLLS];
	struct user_layout layouts[MAX_USER_LAYOUTS];
	size_t nr_layouts;
};

/* `set $name = EXPR`: a page lives until its operation leaves the history. */
struct named_value {
	char *name;
	bool is_page;
	struct page_ref ref;  /* of a page */
	struct number number; /* else */
};

/* Lines that are collected until their `end`, and what they are for. */
struct line_block {
	const char *opener; /* the command's name; NULL: no block is open */
	char *subject;      /* a breakpoint's number, a user command's name */
	unsigned depth;     /* of blocks opened within it */
	char **lines;
	size_t nr;
};

/* `define NAME`: commands of the user's own. */
struct user_command {
	char *name;
	char **lines;
	size_t nr;
	char **document; /* `document NAME` */
	size_t nr_document;
};

/* `display EXPR`: shown at each stop. */
struct display {
	uint32_t number;
	char format;
	struct kept_expression expression;
};

struct image;
struct imported;

struct session {
	struct model *m;
	char *title;
	char *machine_spec; /* what boot was given; NULL for a loaded state */
	struct annotations notes; /* notes and marks; breakpoints stand below */
	struct breakpoint *breakpoints;
	struct break_cache *break_cache;
	size_t nr_breakpoints;
	uint32_t next_breakpoint;
	uint32_t next_display;
	struct display *displays;
	size_t nr_displays;
	struct stop_report report;
	uint64_t moves; /* counted, to see whether a command made one */
	struct named_value *names;
	size_t nr_names;
	uint64_t last_stop;
	/* stepi: writes of the step at `word_position` walked over so far, and
	 * a step without writes that the walk set out from (UINT64_MAX: none),
	 * for which it stops again when it comes by. */
	uint64_t word_position;
	unsigned words_walked;
	uint64_t word_home;
	/* Level that `frame N` chose, as long as the cursor has not moved. */
	unsigned frame;
	uint64_t frame_position;
	pfn_t page;
	pfn_t followed;         /* PFN_NONE: none */
	uint64_t page_position; /* where the cursor stood then */
	pfn_t page_asked;       /* by `page` itself; PFN_NONE: none was */
	struct pfn_range map;   /* that the map shows; empty: the machine */
	uint32_t map_tag;       /* whose pages it marks, + 1; 0: none */
	struct slab_asked slab_asked; /* by `slab` */
	struct scratch_word scratch;  /* of `toggle` */
	struct imported *imported;   /* shown instead of the machine; or NULL */
	struct allocinfo *allocinfo; /* imported; NULL: none */
	char settings[NR_SETTINGS][SETTING_SIZE];
	struct arrangement arrangement;
	char *repeat_line; /* what an empty line at the prompt runs */
	struct line_block block;
	struct user_command *user_commands;
	size_t nr_user_commands;
	struct slabinfo slabinfo; /* that was imported; no rows: none */
	char *recording;          /* file that commands are written to */
	unsigned source_depth;    /* of files and of user commands */
	uint32_t machines; /* counted: what was compiled for one ends with it */
	bool in_commands;  /* those of a stop are being run */
	bool error_is_placed; /* the last error names its file and line */
	bool quit;
	enum status quit_status;
	volatile sig_atomic_t *interrupt;
	struct progress progress;
	reply_listener listener;
	void *listener_context;
	struct screen_host screen;
	char **completions;
	size_t nr_completions;
	struct comparison *comparison; /* the last one; NULL: none */
};

/* session.c: a session on a machine of its own; NULL with the reason. */
struct boot_config;
struct session *session_boot(const struct boot_config *config, const char *name,
			     struct diagnosis *why);
/* Takes over the model, and forgets what belonged to the old one.
 * `name` is what the title begins with. */
void session_replace(struct session *s, struct model *m, const char *name);
/* Forgets marks and names that lie after the history's end. */
void session_forget_future(struct session *s);
/* Forgets the named values that operations after this one made. */
void session_forget_values_after(struct session *s, uint32_t ops);
/* For long work of the snapshots layer: ends it on Ctrl-C. */
struct progress session_progress(struct session *s);
/* Tells who waits, and asks whether to end. */
bool tell_progress(const struct session *s, uint64_t done, uint64_t total);

/* "s" unless it is one. */
static inline const char *plural(uint64_t nr)
{
	return nr == 1 ? "" : "s";
}

/* execute.c: as session_command_name(), whether or not a block is open. */
const char *command_name_of(const struct session *s, const char *line);
enum status command_usage(const char *name, struct reply *r);
/* A line as of a script.  In JSON mode it has a reply of its own, which goes to
 * the listener; *ret_error: its error if it has one, the caller frees it. */
enum status execute_line(struct session *s, const char *line, struct reply *r,
			 char **ret_error);

/* blocks.c: lines up to `end`.  `opener` is the command's name. */
void block_open(struct session *s, const char *opener, const char *subject);
/* Takes a line of the open block; its last line closes it. */
enum status block_line(struct session *s, const char *line, struct reply *r);
void block_abandon(struct session *s);
/* Fails when a block is open, and abandons it. */
enum status block_must_be_closed(struct session *s, struct reply *r);

/* stop_scripts.c: runs the commands of the stop that was just made. */
enum status stop_commands_run(struct session *s, struct reply *r);
enum status stop_commands_take(struct session *s,
			       const struct line_block *block, struct reply *r);

/* user_commands.c */
struct user_command *user_command_find(const struct session *s,
				       const char *word, size_t length);
enum status user_command_run(struct session *s, const struct user_command *c,
			     const char *rest, struct reply *r);
enum status user_command_take(struct session *s, const struct line_block *block,
			      struct reply *r);
void user_commands_clear(struct session *s);
/* help user-defined, help NAME: false when NAME is none. */
void user_commands_list(const struct session *s, struct reply *r);
bool user_command_help(const struct session *s, const char *name,
		       struct reply *r);

/* displays.c */
void reply_displays(struct session *s, struct reply *r);
enum status info_displays(struct session *s, const struct arguments *args,
			  struct reply *r);
enum status info_events(struct session *s, const struct arguments *args,
			struct reply *r); /* stops.c */
void displays_clear(struct session *s);

/* recording.c: a line that was carried out, or is part of a block. */
enum status recording_add(struct session *s, const char *line, struct reply *r);

/* files.c: the exit status of what the snapshots layer answered. */
enum status outcome_status(enum outcome outcome);
/* What a file holds, before the session takes it. */
struct opened_file {
	char *path;
	struct model *m;
	struct annotations notes;
	struct diagnosis remark; /* "" or what was passed over in it */
};
enum status file_open(struct session *s, const char *path,
		      struct opened_file *ret, struct reply *r);
void opened_file_deinit(struct opened_file *file);

/* notes.c: copies of the breakpoints for a file, without the temporary ones,
 * which are not kept beyond the session; and their end. */
void breakpoints_note(struct session *s);
void breakpoints_unnote(struct annotations *notes);
/* Those that a file brought take the place of the session's. */
void breakpoints_take(struct session *s, struct reply *r);
/* Refuses a file whose marks or breakpoints could not have been typed; `path`
 * is how it was named. */
enum status notes_check(struct session *s, const struct opened_file *file,
			const char *path, struct reply *r);

/* frames.c: a frame is a call of a kernel function on the tape. */
bool step_begins_frame(const struct model *m, uint64_t position);
/* The step before `position` in the same frame; 0 when it is the first. */
uint64_t previous_in_frame(const struct model *m, uint64_t position);
/* Position of the first step of the frame that a step belongs to. */
uint64_t frame_begin(const struct model *m, uint64_t position);

/* moves.c: where the cursor stands, with the keys of a move.  `ending`
 * ("end of history") takes the place of the step's why; NULL: the step's. */
void reply_position(struct session *s, const char *ending, struct reply *r);
/* The N of a move: 1 without one; false for anything but a number above 0. */
bool parse_count(const struct arguments *args, uint64_t *ret);

/* delete.c: do the words name this number?  Without words, all are named. */
bool args_name(const struct arguments *args, uint32_t number);

/* branches.c: other futures are kept, before the history loses its own after
 * an operation. */
void branches_keep(struct session *s, uint32_t ops);
/* The history's own name, or that of another branch? */
bool is_branch(const struct session *s, const char *name);
/* The state at a branch's end; all stays as it is. */
enum status branch_image(struct session *s, const char *name,
			 struct image **ret, struct reply *r);
/* A mark is to be set anew: other branches lose theirs of that name. */
void branches_forget_mark(struct session *s, const char *name);
/* Its operations and marks are lost; false: no other branch has that name. */
bool branch_delete(struct session *s, const char *name);

/* places.c: a step's number, begin, end or a mark's name. */
bool position_parse(const struct session *s, const char *text, uint64_t *ret);
void mark_insert(struct annotations *notes, const char *name,
		 uint64_t position);
void mark_remove(struct annotations *notes, const char *name);
/* A mark's name may not be read as a number or as a word of `goto`. */
bool is_mark_name(const char *name);

/* settings.c: sets one of the values that a setting has. */
void setting_choose(struct session *s, const char *name, const char *value);

/* operation_words.c: an operation as typed. */
struct operation_request {
	struct operation op;
	struct block *blocks;  /* of a freebatch; NULL: none */
	struct codetag *sites; /* of a module; NULL: none */
};
void operation_request_deinit(struct operation_request *request);
/* `name`: the full name of the operation's command. */
enum status operation_parse(struct session *s, const char *name,
			    const struct arguments *args,
			    struct operation_request *ret, struct reply *r);
/* The i-th operation's name; NULL past the last. */
const char *operation_word_nth(size_t i);
/* page_operation_commands.c: the type that `mark-slab` and its like give. */
enum page_mark mark_named(const char *name);
/* Words a refusal of the core into the reply. */
/* operation_commands.c: runs the operation that a command stands for. */
enum status operation_command_run(struct session *s, const char *name,
				  const struct arguments *args,
				  struct reply *r);
/* operation_objections.c: refused by one of the kernel's own checks. */
enum status operation_objected(struct session *s, enum op_refusal refusal,
			       const struct operation *op, int64_t where,
			       struct reply *r);
enum status operation_refused(struct session *s, enum op_refusal refusal,
			      const struct operation *op, int64_t where,
			      struct reply *r);

/* operation_reply.c: what a finished operation gave. */
void reply_result(struct session *s, uint32_t op, struct reply *r);
/* "fallback", and "from another type's lists". */
const char *alloc_path_name(enum alloc_path path);
const char *alloc_path_words(enum alloc_path path);

/* named_values.c: the value of `set $name`; NULL when it has none. */
const struct named_value *named_value_find(const struct session *s,
					   const char *name);
/* `set $name = EXPRESSION`, the `=` may be left out. */
enum status named_value_set(struct session *s, const struct arguments *args,
			    struct reply *r);
void named_values_show(const struct session *s, struct reply *r);

/* reference.c: the last operation before the cursor that made a value; 0: none. */
uint32_t last_value_op(const struct model *m);
/* Is it the number of a frame between the machine's first and last that has no
 * struct page? */
bool ref_is_hole(const struct session *s, const char *text, pfn_t *ret);
/* The bulk that a REF without an index stands for; 0: it is something else. */
uint32_t bulk_of_ref(struct session *s, const char *text);

/* parse.c: the i-th short word for a mask; NULL past the last. */
const char *gfp_word_nth(size_t i);

/* settings.c */
void settings_init(struct session *s);
/* To a model that is new. */
void settings_apply(struct session *s);
const char *setting_name(unsigned i);
const char *setting_values(unsigned i);
bool is_setting_name(const char *word);
/* help set NAME */
enum status help_setting(const char *name, struct reply *r);
/* Is the value one that the table lists for the setting? */
bool setting_lists(const char *name, const char *value);

/* screen_commands.c: `set layout NAME = …`, and what was defined so. */
enum status layout_define(struct session *s, const struct arguments *args,
			  struct reply *r);
bool is_user_layout(const struct session *s, const char *name);
void layouts_explain(const struct session *s, struct reply *r);

/* A panel's current row has moved, and is to show wherever it was scrolled. */
void panel_shows_current(struct session *s, const char *panel);

/* changes.c */
bool is_mark(const struct session *s, const char *name);
void changes_explain(const struct session *s, struct reply *r);

/* compare.c: what differs between a place of the history and the present. */
void reply_changes_since(struct session *s, uint64_t position, struct reply *r);

/* palette_command.c: what the colours mean. */
void palette_explain(const struct session *s, struct reply *r);

/* follow.c: the page followed and its state in words: "on pcp list M0 of
 * cpu 0". */
struct followed_state {
	pfn_t pfn; /* PFN_NONE: none is followed */
	char words[160];
};
void followed_state(const struct session *s, struct followed_state *ret);
/* "free, list 3 U, block 8 of order 3": where any page is at the cursor. */
struct text;
void page_place_words(const struct model *m, pfn_t pfn, struct text *out);
void page_place(const struct model *m, pfn_t pfn, char *ret, size_t size);
/* Says what became of it since `before`, if anything did. */
void reply_followed(const struct session *s,
		    const struct followed_state *before, struct reply *r);

/* budget.c: of the tape. */
bool budget_holds(const struct session *s, const char *value);
void budget_apply(struct session *s);
void budget_explain(const struct session *s, struct reply *r);

/* chosen.c: values beyond those that the table lists. */
bool zone_setting_holds(const struct session *s, const char *value);
bool list_setting_holds(const struct session *s, const char *value);

/* line.c: splits a line; argv and its strings are one allocation. */
struct word_list {
	char **argv;
	int argc;
};
/* False when a quote is left open. */
bool line_split(const char *line, struct word_list *ret);
/* Length of a line without its comment and line end; 0: no command. */
size_t line_length(const char *line);
void line_deinit(struct word_list *words);

/* suggest.c: the candidate nearest to a mistyped word. */
struct suggestion {
	const char *word; /* NULL: nothing near */
	unsigned distance;
};
void suggest(struct suggestion *best, const char *typed, const char *candidate);

#endif
