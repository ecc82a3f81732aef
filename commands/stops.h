/*
 * Stops: what ends a move before its goal, an operation before its end.
 *
 * A breakpoint waits for a place: entry of a function, a label, an event, a
 * kind of operation, a page.  A watchpoint waits for the value of an
 * expression to change, in either direction.  For this folder only.
 */
#ifndef MMSCOPE_COMMANDS_STOPS_H
#define MMSCOPE_COMMANDS_STOPS_H

#include "commands/command.h"
#include "commands/expression.h"
#include "core/history.h"

enum { PLACE_NAME_SIZE = 96 };

/* A place in the allocator's code: entry of a function, or a label. */
struct location {
	struct probe_set probes; /* that it consists of */
	bool at_entry;           /* only the first step of each frame counts */
	/* With the kernel's exact names: function, label, function:label; "":
	 * this kernel has no such place. */
	char name[PLACE_NAME_SIZE];
	/* The other kernel's name that it was found by; "": by its own. */
	char elsewhere[PLACE_NAME_SIZE];
};

enum stop_kind {
	STOP_CODE,
	STOP_EVENT,
	STOP_OPERATION,
	STOP_PAGE,
	STOP_WATCH,
};

/* What a move can go to, and a breakpoint wait for. */
struct stop_place {
	enum stop_kind kind;
	struct location code;      /* STOP_CODE */
	const struct event *event; /* STOP_EVENT */
	const char *operation;     /* STOP_OPERATION: its kind; NULL: any */
	pfn_t pfn;                 /* STOP_PAGE */
	char name
		[PLACE_NAME_SIZE]; /* as it is shown; "": not in this machine */
};

/* An expression that is kept: its text stays when the machine changes, what
 * was compiled of it does not. */
struct kept_expression {
	char *text; /* NULL: there is none */
	struct expression *compiled;
	uint32_t machine; /* that it was compiled for */
};

/* What a watched expression was worth where it was last evaluated. */
struct watched_value {
	bool known;
	struct number number;
	struct expression_reads reads;
};

struct breakpoint {
	uint32_t number;
	struct stop_place place;
	char *where; /* its name where it was set; NULL for a watchpoint */
	struct kept_expression watched;
	struct watched_value value;
	struct kept_expression condition;
	bool enabled;
	bool temporary; /* deleted when it stops */
	uint64_t hits;
	uint64_t ignore; /* hits still to pass by */
	char **commands; /* run when it stops; owned, as are their texts */
	size_t nr_commands;
};

/* The last stop: why it stopped, and what is still to be done for it. */
struct stop_report {
	uint32_t number; /* of the first that stopped here; 0: none */
	bool is_watch;
	struct number old_value; /* in the direction of the move */
	struct number new_value;
	uint64_t writer; /* step that changed it */
	char watched[PLACE_NAME_SIZE * 2];
	char fault[EXPRESSION_REASON_SIZE]; /* of its condition; "": none */
	bool silent;
	char **commands; /* to be run now; owned */
	size_t nr_commands;
};

/* events.c: named sets of steps. */
const struct event *event_find(const char *name);
/* The i-th event's name and what it means; NULL past the last. */
const char *event_nth(size_t i, const char **ret_meaning);
/* The probes at which it may happen. */
struct probe_set event_probes(const struct event *event);
bool event_holds(const struct event *event, const struct model *m,
		 const struct step *step);

/* stop_places.c: PLACE as in `break PLACE`; all of the text counts. */
enum status stop_place_parse(struct session *s, const char *text,
			     struct stop_place *ret, struct reply *r);
bool stop_place_holds(const struct stop_place *place, const struct model *m,
		      uint64_t position);
/* False when no step of the operation can be there. */
bool stop_place_may_hold(const struct stop_place *place, const struct model *m,
			 uint32_t op);
/* Adds what steps there have in common; `ret->pages` has room for one more. */
void stop_place_seek(const struct stop_place *place, struct sought *ret,
		     pfn_t *pages);

/* locations.c */
enum status location_parse(const struct model *m, const char *text,
			   struct location *ret, struct reply *r);
/* Says what the place is called here, when it was named otherwise. */
void location_remark(const struct model *m, const struct location *location,
		     struct reply *r);

/* stop_search.c */
struct stop_search {
	struct session *s;
	struct sought sought;    /* changes with the watched values… */
	struct probe_set places; /* …but for these */
	pfn_t *pages;
	struct word_pattern *words;
	uint64_t from, limit; /* the way that its progress is told of */
	uint64_t found;
	bool interrupted;
};
/* Before a search from the cursor on: notes what watched expressions are worth
 * there.  It ends before `limit`.  `also`: NULL, or another place that is
 * searched for. */
void stop_search_begin(struct stop_search *search, struct session *s,
		       uint64_t limit, const struct stop_place *also);
/* Moves the cursor to the next position towards another one that may be a
 * stop; false when there is none: it stands at that one then, or where the
 * search was interrupted. */
bool stop_search_next(struct stop_search *search, uint64_t to);
bool stop_search_given_up(const struct stop_search *search);
void stop_search_end(struct stop_search *search);
/* Does anything stop here, where the search has come to?  Then s->report says
 * what; a temporary stop is gone. */
bool stop_at(struct session *s, uint64_t position, bool back);

/* stop_report.c: its words, in the reply of what was stopped. */
void reply_stop(struct session *s, struct reply *r);
/* Shall nothing be said of it?  A condition that could not be evaluated is told
 * of in any case. */
bool stop_is_silent(const struct session *s, const struct reply *r);
void stop_report_clear(struct stop_report *report);

/* stops.c: their list. */
struct breakpoint *breakpoint_numbered(struct session *s, uint64_t number);
/* The breakpoint that a word names; NULL with the reason in the reply. */
struct breakpoint *breakpoint_named(struct session *s, const char *text,
				    struct reply *r);
/* All words must be numbers of breakpoints, before anything is done with one
 * of them. */
enum status breakpoints_named(struct session *s, const struct arguments *args,
			      struct reply *r);
/* Takes over what it owns. */
struct breakpoint *breakpoint_add(struct session *s,
				  const struct breakpoint *b);
void breakpoint_remove(struct session *s, size_t i);
void breakpoints_clear(struct session *s);
/* After a change of the machine: the same places by its kernel's names. */
void breakpoints_relocate(struct session *s);
/* Does this machine have its place, and all that its expressions name? */
bool breakpoint_is_here(struct session *s, const struct breakpoint *b);
void breakpoint_set_commands(struct breakpoint *b, char **lines, size_t nr);
enum status info_breakpoints(struct session *s, struct reply *r);
/* Makes a watchpoint of one that has a watched expression. */
void watchpoint_name(struct breakpoint *b);
/* "watchpoint" or "breakpoint". */
const char *breakpoint_noun(const struct breakpoint *b);

/* kept_expression.c */
/* An expression that was checked before. */
struct kept_expression kept_expression_of(const char *text);
void kept_expression_deinit(struct kept_expression *kept);
/* Value at the cursor, as expression_value(). */
bool kept_expression_value(struct session *s, struct kept_expression *kept,
			   struct number *ret, struct expression_reads *reads,
			   char reason[EXPRESSION_REASON_SIZE]);

/* lines.c: lists of command lines. */
char **lines_copy(char *const *lines, size_t nr);
void lines_free(char **lines, size_t nr);

#endif
