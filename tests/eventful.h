/*
 * A history with operations of every kind, and what a file of it must be.
 */
#ifndef MMSCOPE_TESTS_EVENTFUL_H
#define MMSCOPE_TESTS_EVENTFUL_H

#include "snapshots/snapshot.h"

/* The cursor is in the middle. */
struct model *eventful_history(void);
/* Two of each kind; they belong to nobody's heap. */
struct annotations some_annotations(void);
/* A snapshot of both; the caller frees it. */
char *eventful_text(void);

/* Loads a text as if it stood in a file. */
enum outcome load_text(const char *text, struct model **m,
		       struct annotations *notes, struct diagnosis *why);
/* Loading is refused for this reason, and nothing has come of it. */
void assert_text_refused(const char *text, const char *reason);
/* The same of eventful_text() with a change: behind, from, to. */
void assert_changed_refused(const char *const change[3], const char *reason);

#endif
