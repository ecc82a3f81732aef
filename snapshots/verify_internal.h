/*
 * The parts of verifying; for the files of this folder only.
 */
#ifndef MMSCOPE_SNAPSHOTS_VERIFY_INTERNAL_H
#define MMSCOPE_SNAPSHOTS_VERIFY_INTERNAL_H

#include "core/history.h"
#include "snapshots/operations_internal.h"
#include "snapshots/state_internal.h"
#include "snapshots/verify.h"

enum {
	EVENT_WORDS = 128,  /* room for an event in words */
	PLACE_LENGTH = 128, /* and for a place */
};

/* A tracepoint of the kernel that recordings keep. */
struct trace_event {
	const struct event_form *form; /* NULL: no event */
	int64_t args[PROBE_MAX_ARGS];
	uint64_t position; /* of the model's step; 0 in a record */
};

/* How far the events of an operation agree, and what comes then. */
struct event_agreement {
	bool differ;
	uint32_t agreed;
	struct trace_event last; /* of those that agree */
	struct trace_event expected;
	struct trace_event got;
};

/* One operation, the last of the model's history, against its record. */
struct comparison {
	struct item object; /* the record */
	const struct model *m;
	const struct type_numbers *types;
	struct watch *watch;
	bool watched;             /* this recording keeps changes */
	bool traced;              /* and events */
	int64_t checkpoint_every; /* operations to a digest; 0: none is due */
	/* Of a free: its page as it was. */
	enum migratetype type_before;
	uint64_t flags_before;
	struct verify_report *report;
	/* What differs, for looking up where it came about. */
	bool word_differs;
	struct field_place word;
	pfn_t page; /* that the model gave; PFN_NONE: no page differs */
	struct event_agreement events;
};

/* The words that recordings watch, with their values in the model now. */
struct watch *watch_create(const struct model *m);
void watch_destroy(struct watch *watch);

/* What came of the operation.  False: it differs from the record, and the
 * report says in what. */
bool result_matches(struct comparison *c);
/* The watched words that it changed (`d` of the record); once for every
 * operation. */
bool deltas_match(struct comparison *c);
/* The tracepoints that it passed (`ev` of the record). */
void events_compare(struct comparison *c);
/* Reports the events as what differs. */
void events_report(struct comparison *c);
/* An event in words; "no event" for none. */
void event_tell(const struct trace_event *event, const struct model *m,
		char *ret, size_t size);

/* Says of the operation that differed how far the record was followed, and
 * at which step the model leaves it. */
void mismatch_explain(const struct comparison *c);

/* Says a mismatch: something expected, something else found. */
bool mismatch(struct verify_report *report, const char *what, int64_t expected,
	      int64_t got);

/* Adds all differences between the model and `final`. */
void final_compare(const struct item *final, const struct model *m,
		   const struct type_numbers *types,
		   struct verify_report *report);

/* Places in words: "node 0, zone Normal, cpu 1, high". */
void word_tell(const struct model *m, const struct field_place *place,
	       char ret[PLACE_LENGTH]);
void free_list_tell(const struct model *m, const struct field_place *place,
		    char ret[PLACE_LENGTH]);
/* `order` of the place is the index of the list. */
void pcp_list_tell(const struct model *m, const struct field_place *place,
		   char ret[PLACE_LENGTH]);
const char *type_name(const struct model *m, enum migratetype type);
/* Names of the flags that are set in these bits of page->flags. */
void flags_tell(const struct model *m, uint64_t flags, char *ret, size_t size);

/* Adds where the list of a name parts from the recorded one, if it does. */
void list_compare(const struct model *m, const struct item *list,
		  const char *name, const struct list_head *have,
		  struct verify_report *report);

void report_difference(struct verify_report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
