/*
 * Appending lines to a text file, for what grows while one works.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "snapshots/text_file.h"

static enum outcome fault(struct diagnosis *why, const char *what)
{
	diagnose(why, "%s: %s", what, strerror(errno));
	return OUTCOME_NOT_FOUND;
}

static bool write_all(int fd, const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text += n;
		left -= (size_t)n;
	}
	return true;
}

enum outcome text_file_append(const char *path, const char *text,
			      struct diagnosis *why)
{
	int fd =
		open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY,
		     0666);

	if (fd < 0)
		return fault(why, "cannot be opened");
	bool good = write_all(fd, text);
	int cause = errno;

	good = close(fd) == 0 && good;
	errno = cause;
	return good ? OUTCOME_OK : fault(why, "cannot be written");
}

enum outcome text_file_begin(const char *path, const char *text,
			     struct diagnosis *why)
{
	struct stat old;

	if (stat(path, &old) == 0 && S_ISREG(old.st_mode) && old.st_size > 0) {
		diagnose(why, "holds something already; choose another name, "
			      "or remove it");
		return OUTCOME_REFUSED;
	}
	return text_file_append(path, text, why);
}
