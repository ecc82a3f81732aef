/*
 * Where the files of a user lie, by the XDG base directories.
 */
#ifndef MMSCOPE_TUI_USER_FILES_H
#define MMSCOPE_TUI_USER_FILES_H

#include <stdbool.h>

/* $XDG_STATE_HOME/mmscope/history, its folders made; the caller frees it.
 * NULL when there is no home or the folders cannot be made. */
char *history_file_path(void);
/* $XDG_CONFIG_HOME/mmscope/mmscoperc; NULL when there is no such file. */
char *rc_file_path(void);

#endif
