/*
 * Signals: a handler only notes them, in a flag and in a pipe; the event
 * loops act on them.
 *
 * A signal handler has no context, so this file alone keeps static state for
 * them.
 */
#ifndef MMSCOPE_TUI_SIGNALS_H
#define MMSCOPE_TUI_SIGNALS_H

#include <signal.h>
#include <stdbool.h>

/* Before and without an event loop: SIGINT is noted, a second one ends the
 * program. */
void signals_watch_interrupt(void);
/* Interactive: all that an event loop must act on.  False: no pipe. */
bool signals_watch_all(void);
/* `restore` runs before the program dies of a fault. */
void signals_restore_on_fault(void (*restore)(void));

/* Set by SIGINT, and by what ends the program; cleared by who acts on it. */
volatile sig_atomic_t *signals_interrupt_flag(void);
/* Readable while a signal waits to be taken. */
int signals_fd(void);
/* The next signal noted; 0: none. */
int signals_take(void);
/* Stops the program as Ctrl-Z would, and returns when it continues. */
void signals_stop_self(void);

#endif
