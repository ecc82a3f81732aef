#include "tui/user_files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* $VARIABLE, or below the home directory; only absolute paths count. */
static char *base_folder(const char *variable, const char *below_home)
{
	const char *base = getenv(variable);
	const char *home = getenv("HOME");
	char *path = NULL;

	if (base && base[0] == '/')
		return strdup(base);
	if (!home || home[0] != '/')
		return NULL;
	size_t size = strlen(home) + strlen(below_home) + 2;
	path = malloc(size);
	if (path)
		snprintf(path, size, "%s/%s", home, below_home);
	return path;
}

static char *file_in(char *base, const char *name)
{
	size_t size = base ? strlen(base) + strlen(name) + 2 : 0;
	char *path = base ? malloc(size) : NULL;

	if (path)
		snprintf(path, size, "%s/%s", base, name);
	free(base);
	return path;
}

/* Makes every folder that leads to a file. */
static bool make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool made = mkdir(path, S_IRWXU) == 0 || errno == EEXIST;
		*slash = '/';
		if (!made)
			return false;
	}
	return true;
}

char *history_file_path(void)
{
	char *path = file_in(base_folder("XDG_STATE_HOME", ".local/state"),
			     "mmscope/history");

	if (path && !make_folders(path)) {
		free(path);
		return NULL;
	}
	return path;
}

char *rc_file_path(void)
{
	char *path = file_in(base_folder("XDG_CONFIG_HOME", ".config"),
			     "mmscope/mmscoperc");

	if (path && access(path, F_OK) != 0) {
		free(path);
		return NULL;
	}
	return path;
}
