/*
 * Where breakpoints would stop in the operations that were asked about last.
 *
 * To look at an operation's steps it is run again, so that a screen which
 * marks those places would do much of the work of a step anew each time.  For
 * this folder only.
 */
#ifndef MMSCOPE_COMMANDS_BREAK_CACHE_H
#define MMSCOPE_COMMANDS_BREAK_CACHE_H

struct break_cache;

struct break_cache *break_cache_create(void);
void break_cache_destroy(struct break_cache *cache);

#endif
