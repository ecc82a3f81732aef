/*
 * What a session is made of, and what the command files of this folder lend
 * each other; for this folder only.
 */
#ifndef MMSCOPE_COMMANDS_SESSION_INTERNAL_H
#define MMSCOPE_COMMANDS_SESSION_INTERNAL_H

#include "commands/command.h"
#include "commands/memory_map.h"
#include "commands/parse.h"
#include "commands/session.h"
#include "snapshots/snapshot.h"

enum {
	NR_SETTINGS = 13,
	SETTING_SIZE = 48,
	SOURCE_DEPTH_MAX = 16,
	LOCATION_NAME_SIZE = 96,
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

/* A place in the allocator's code: entry of a function, or a label. */
struct location {
	/* The probes it consists of, one bit each. */
	uint8_t probes[(NR_PROBES + 7) / 8];
	bool at_entry; /* only the first step of each frame counts */
	/* With the kernel's exact names: function, label, function:label; "":
	 * this kernel has no such place. */
	char name[LOCATION_NAME_SIZE];
	/* The other kernel's name that it was found by; "": by its own. */
	char elsewhere[LOCATION_NAME_SIZE];
};

struct breakpoint {
	uint32_t number;
	char *where;     /* its name where it was set, or what the file says */
	char *condition; /* NULL: none */
	bool enabled;
	bool temporary; /* deleted when it stops */
	uint64_t hits;
	uint64_t ignore; /* hits still to pass by */
	struct location location;
};

/* `set $name = REF`: lives until its operation leaves the history. */
struct named_ref {
	char *name;
	struct page_ref ref;
};

/* How many values the operations up to `op` made; only a place to walk from,
 * so that a long history is not counted again for each operation. */
struct value_count {
	uint32_t op;
	uint32_t values;
};

struct session {
	struct model *m;
	char *title;
	char *machine_spec; /* what boot was given; NULL for a loaded state */
	struct annotations notes; /* notes and marks; breakpoints stand below */
	struct breakpoint *breakpoints;
	size_t nr_breakpoints;
	uint32_t next_breakpoint;
	struct named_ref *names;
	size_t nr_names;
	struct value_count counted;
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
	struct pfn_range map;   /* that the map shows; empty: the machine */
	char settings[NR_SETTINGS][SETTING_SIZE];
	struct arrangement arrangement;
	char *repeat_line; /* what an empty line at the prompt runs */
	unsigned source_depth;
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
};

/* session.c: takes over the model, and forgets what belonged to the old one.
 * `name` is what the title begins with. */
void session_replace(struct session *s, struct model *m, const char *name);
/* Forgets marks and names that lie after the history's end. */
void session_forget_future(struct session *s);
/* For long work of the snapshots layer: ends it on Ctrl-C. */
struct progress session_progress(struct session *s);
/* Tells who waits, and asks whether to end. */
bool tell_progress(const struct session *s, uint64_t done, uint64_t total);

/* "s" unless it is one. */
static inline const char *plural(uint64_t nr)
{
	return nr == 1 ? "" : "s";
}

/* execute.c */
enum status command_usage(const char *name, struct reply *r);

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

/* places.c: a step's number, begin, end or a mark's name. */
bool position_parse(const struct session *s, const char *text, uint64_t *ret);
/* A mark's name may not be read as a number or as a word of `goto`. */
bool is_mark_name(const char *name);

/* locations.c */
enum status location_parse(const struct model *m, const char *text,
			   struct location *ret, struct reply *r);
/* Says what the place is called here, when it was named otherwise. */
void location_remark(const struct model *m, const struct location *location,
		     struct reply *r);

/* stops.c */
/* Does any step of an operation stand at one of its probes? */
bool location_is_met(const struct location *location, const struct model *m,
		     uint32_t op);
bool location_holds(const struct location *location, const struct model *m,
		    uint64_t position);
/* Does a breakpoint stop here?  Seeks to the position when a condition must
 * be evaluated.  *ret_number: which one; a temporary one is gone then. */
bool stop_at(struct session *s, uint64_t position, uint32_t *ret_number);
void breakpoints_clear(struct session *s);
/* After a change of the machine: the same places by its kernel's names. */
void breakpoints_relocate(struct session *s);
void breakpoint_remove(struct session *s, size_t i);
/* Takes over its strings. */
void breakpoint_add(struct session *s, const struct breakpoint *b);
enum status info_breakpoints(struct session *s, struct reply *r);

/* operation_words.c: an operation as typed. */
struct operation_request {
	struct operation op;
	struct block *blocks; /* of a freebatch; NULL: none */
};
void operation_request_deinit(struct operation_request *request);
/* `name`: the full name of the operation's command. */
enum status operation_parse(struct session *s, const char *name,
			    const struct arguments *args,
			    struct operation_request *ret, struct reply *r);
/* The i-th operation's name; NULL past the last. */
const char *operation_word_nth(size_t i);
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

/* reference.c: the number of the history value that an operation made. */
uint32_t value_number(struct session *s, uint32_t op);
/* Is it the number of a frame between the machine's first and last that has no
 * struct page? */
bool ref_is_hole(const struct session *s, const char *text, pfn_t *ret);
/* The bulk that a REF without an index stands for; 0: it is something else. */
uint32_t bulk_of_ref(struct session *s, const char *text);

/* parse.c: the i-th short word for a mask; NULL past the last. */
const char *gfp_word_nth(size_t i);

/* settings.c */
void settings_init(struct session *s);
const char *setting_name(unsigned i);
const char *setting_values(unsigned i);
/* Is the value one that the table lists for the setting? */
bool setting_lists(const char *name, const char *value);

/* screen_commands.c: `set layout NAME = …`, and what was defined so. */
enum status layout_define(struct session *s, const struct arguments *args,
			  struct reply *r);
bool is_user_layout(const struct session *s, const char *name);
void layouts_explain(const struct session *s, struct reply *r);

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
/* Says what became of it since `before`, if anything did. */
void reply_followed(const struct session *s,
		    const struct followed_state *before, struct reply *r);

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
