/*
 * Saving: a temporary file in the same directory, then fsync, rename, and
 * fsync of the directory.
 *
 * A symbolic link is followed on purpose, to its last target, which then is
 * what gets replaced; the link stays.  What is no regular file (a pipe, a
 * terminal, /dev/null) is written to, because replacing it would destroy it.
 */
#include "snapshots/file_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <lzma.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct bytes {
	const char *at;
	size_t length;
};

static enum outcome fault(struct diagnosis *why, const char *what)
{
	diagnose(why, "%s: %s; nothing was saved", what, strerror(errno));
	return OUTCOME_NOT_FOUND;
}

static bool write_all(int fd, struct bytes bytes)
{
	while (bytes.length > 0) {
		ssize_t n = write(fd, bytes.at, bytes.length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes.at += n;
		bytes.length -= (size_t)n;
	}
	return true;
}

/* The file that a path leads to; the path itself while there is none. */
static char *target_of(const char *path, struct diagnosis *why)
{
	struct stat link;
	char *target = realpath(path, NULL);

	if (target != NULL)
		return target;
	if (errno != ENOENT) {
		fault(why, "cannot be written");
		return NULL;
	}
	if (lstat(path, &link) == 0) {
		diagnose(why, "is a symbolic link to a file that does not "
			      "exist; name that file, or remove the link");
		return NULL;
	}
	target = strdup(path);
	if (target == NULL)
		fault(why, "cannot be written");
	return target;
}

/* Length of the directory part of a path, its '/' included. */
static size_t directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static char *temporary_name(const char *target)
{
	size_t directory = directory_length(target);
	size_t size = strlen(target) + 40;
	char *name = malloc(size);

	if (name != NULL)
		snprintf(name, size, "%.*s.%s.%ld.tmp", (int)directory, target,
			 target + directory, (long)getpid());
	return name;
}

static bool sync_directory(const char *target)
{
	size_t length = directory_length(target);
	char *name = length > 0 ? strndup(target, length) : strdup(".");

	if (name == NULL)
		return false;
	int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(name);
	if (fd < 0)
		return false;
	/* Some file systems cannot sync a directory and say EINVAL. */
	bool synced = fsync(fd) == 0 || errno == EINVAL;
	close(fd);
	return synced;
}

/* Fills the new file; it is closed in any case. */
static bool fill(int fd, struct bytes bytes, const struct stat *old)
{
	bool good = write_all(fd, bytes);

	if (good && old != NULL)
		good = fchmod(fd, old->st_mode & 07777) == 0;
	if (good)
		good = fsync(fd) == 0;
	int cause = errno;
	if (close(fd) != 0 && good)
		return false;
	errno = cause;
	return good;
}

static enum outcome replace(const char *target, struct bytes bytes,
			    const struct stat *old, struct diagnosis *why)
{
	char *temporary = temporary_name(target);
	if (temporary == NULL)
		return fault(why, "cannot be written");
	enum outcome outcome = OUTCOME_OK;
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0) {
		outcome = fault(why, "no file can be made in its directory");
	} else if (!fill(fd, bytes, old)) {
		outcome = fault(why, "cannot be written");
		unlink(temporary);
	} else if (rename(temporary, target) != 0) {
		outcome = fault(why, "cannot be put in place");
		unlink(temporary);
	} else if (!sync_directory(target)) {
		diagnose(why,
			 "is saved, but its directory could not be "
			 "written to disk: %s",
			 strerror(errno));
		outcome = OUTCOME_NOT_FOUND;
	}
	free(temporary);
	return outcome;
}

static enum outcome write_into(const char *target, struct bytes bytes,
			       struct diagnosis *why)
{
	int fd = open(target, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return fault(why, "cannot be opened");
	bool good = write_all(fd, bytes);
	int cause = errno;
	good = close(fd) == 0 && good;
	errno = cause;
	return good ? OUTCOME_OK : fault(why, "cannot be written");
}

static enum outcome save_at(const char *target, struct bytes bytes,
			    struct diagnosis *why)
{
	struct stat old;

	if (stat(target, &old) != 0)
		return replace(target, bytes, NULL, why);
	if (S_ISDIR(old.st_mode)) {
		errno = EISDIR;
		return fault(why, "cannot be written");
	}
	if (!S_ISREG(old.st_mode))
		return write_into(target, bytes, why);
	if (access(target, W_OK) != 0)
		return fault(why, "is protected");
	return replace(target, bytes, &old, why);
}

static bool compress(struct bytes plain, uint8_t **ret, size_t *ret_length)
{
	size_t room = lzma_stream_buffer_bound(plain.length);
	uint8_t *packed = malloc(room);

	*ret_length = 0;
	if (packed == NULL)
		return false;
	if (lzma_easy_buffer_encode(LZMA_PRESET_DEFAULT, LZMA_CHECK_CRC64, NULL,
				    (const uint8_t *)plain.at, plain.length,
				    packed, ret_length, room) != LZMA_OK) {
		free(packed);
		return false;
	}
	*ret = packed;
	return true;
}

enum outcome file_save(const char *path, const char *text, size_t length,
		       struct diagnosis *why)
{
	struct bytes bytes = { .at = text, .length = length };
	uint8_t *packed = NULL;

	if (strcmp(path, "-") == 0)
		return write_all(STDOUT_FILENO, bytes)
			       ? OUTCOME_OK
			       : fault(why, "standard output");
	char *target = target_of(path, why);
	if (target == NULL)
		return OUTCOME_NOT_FOUND;
	enum outcome outcome = OUTCOME_OK;
	if (path_is_compressed(path)) {
		if (compress(bytes, &packed, &bytes.length)) {
			bytes.at = (const char *)packed;
		} else {
			errno = ENOMEM;
			outcome = fault(why, "cannot be compressed");
		}
	}
	if (outcome == OUTCOME_OK)
		outcome = save_at(target, bytes, why);
	free(packed);
	free(target);
	return outcome;
}
