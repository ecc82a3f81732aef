/*
 * Reading whole files, compressed or not, and finding those that were
 * installed.
 *
 * Nothing is believed about sizes: a pipe has none and a compressed file may
 * grow a thousandfold, so the bytes are counted as they come.
 */
#include "snapshots/text_file.h"

#include <assert.h>
#include <dirent.h>
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

#include "snapshots/file_internal.h"

#ifndef MMSCOPE_SHAREDIR
#define MMSCOPE_SHAREDIR "/usr/local/share/mmscope"
#endif

enum {
	FIRST_ROOM = 1 << 16,
	FILE_BYTES_MAX = 512 << 20, /* decoded */
	XZ_MEMORY_MAX = 256 << 20,
};

struct buffer {
	char *bytes;
	size_t length;
	size_t room; /* without the final NUL */
};

static enum outcome too_large(struct diagnosis *why)
{
	diagnose(why,
		 "holds more than %d MiB; mmscope reads no file of that "
		 "size",
		 FILE_BYTES_MAX >> 20);
	return OUTCOME_REFUSED;
}

/* Makes room behind what the buffer holds. */
static enum outcome buffer_grow(struct buffer *b, struct diagnosis *why)
{
	if (b->length >= FILE_BYTES_MAX)
		return too_large(why);
	size_t room = b->room > 0 ? b->room * 2 : FIRST_ROOM;
	char *bytes = realloc(b->bytes, room + 1);
	if (bytes == NULL) {
		diagnose(why, "needs more memory than there is (%zu bytes)",
			 room);
		return OUTCOME_NOT_FOUND;
	}
	b->bytes = bytes;
	b->room = room;
	return OUTCOME_OK;
}

static enum outcome system_fault(struct diagnosis *why, const char *what)
{
	diagnose(why, "cannot be %s: %s", what, strerror(errno));
	return OUTCOME_NOT_FOUND;
}

static enum outcome read_all(int fd, struct buffer *b, struct diagnosis *why)
{
	for (;;) {
		if (b->length == b->room) {
			enum outcome outcome = buffer_grow(b, why);
			if (outcome != OUTCOME_OK)
				return outcome;
		}
		ssize_t n = read(fd, b->bytes + b->length, b->room - b->length);
		if (n == 0)
			return OUTCOME_OK;
		if (n > 0)
			b->length += (size_t)n;
		else if (errno != EINTR)
			return system_fault(why, "read");
	}
}

static enum outcome xz_fault(lzma_ret fault, struct diagnosis *why)
{
	const char *what = "is damaged: its compressed data are not valid";

	if (fault == LZMA_FORMAT_ERROR)
		what = "is named .xz, but is not an xz file";
	else if (fault == LZMA_BUF_ERROR)
		what = "is incomplete: its compressed data end too early";
	else if (fault == LZMA_MEM_ERROR || fault == LZMA_MEMLIMIT_ERROR)
		what = "needs more than 256 MiB of memory to decompress; "
		       "compress it with a smaller dictionary";
	else if (fault == LZMA_OPTIONS_ERROR)
		what = "uses options of xz that this liblzma does not know";
	diagnose(why, "%s", what);
	return OUTCOME_REFUSED;
}

static enum outcome decode_all(lzma_stream *stream, struct buffer *b,
			       struct diagnosis *why)
{
	lzma_ret state = LZMA_OK;

	while (state == LZMA_OK) {
		if (b->length == b->room) {
			enum outcome outcome = buffer_grow(b, why);
			if (outcome != OUTCOME_OK)
				return outcome;
		}
		stream->next_out = (uint8_t *)b->bytes + b->length;
		stream->avail_out = b->room - b->length;
		state = lzma_code(stream, LZMA_FINISH);
		b->length = b->room - stream->avail_out;
	}
	return state == LZMA_STREAM_END ? OUTCOME_OK : xz_fault(state, why);
}

/* Replaces the buffer's bytes by what they decompress to. */
static enum outcome decompress(struct buffer *b, struct diagnosis *why)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_ret state =
		lzma_stream_decoder(&stream, XZ_MEMORY_MAX, LZMA_CONCATENATED);
	if (state != LZMA_OK)
		return xz_fault(state, why);
	struct buffer decoded = { 0 };
	stream.next_in = (const uint8_t *)b->bytes;
	stream.avail_in = b->length;
	enum outcome outcome = decode_all(&stream, &decoded, why);
	lzma_end(&stream);
	free(b->bytes);
	*b = decoded;
	return outcome;
}

static enum outcome open_to_read(const char *path, int *ret,
				 struct diagnosis *why)
{
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return system_fault(why, "opened");
	if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
		close(fd);
		errno = EISDIR;
		return system_fault(why, "read");
	}
	*ret = fd;
	return OUTCOME_OK;
}

bool path_is_compressed(const char *path)
{
	size_t length = strlen(path);

	return length > 3 && strcmp(path + length - 3, ".xz") == 0;
}

static enum outcome read_and_decode(const char *path, struct buffer *b,
				    struct diagnosis *why)
{
	bool standard_input = strcmp(path, "-") == 0;
	int fd = STDIN_FILENO;
	enum outcome outcome =
		standard_input ? OUTCOME_OK : open_to_read(path, &fd, why);

	if (outcome != OUTCOME_OK)
		return outcome;
	outcome = read_all(fd, b, why);
	if (!standard_input)
		close(fd);
	if (outcome == OUTCOME_OK && path_is_compressed(path))
		outcome = decompress(b, why);
	if (outcome == OUTCOME_OK && b->length > FILE_BYTES_MAX)
		outcome = too_large(why);
	return outcome;
}

enum outcome text_file_read(const char *path, char **ret, size_t *ret_length,
			    struct diagnosis *why)
{
	struct buffer b = { 0 };
	enum outcome outcome = read_and_decode(path, &b, why);

	if (outcome != OUTCOME_OK) {
		free(b.bytes);
		return outcome;
	}
	b.bytes[b.length] = '\0';
	*ret = b.bytes;
	*ret_length = b.length;
	return OUTCOME_OK;
}

enum outcome text_file_write(const char *path, const char *text, size_t length,
			     struct diagnosis *why)
{
	return file_save(path, text, length, why);
}

static char *join(const char *name, const char *suffix)
{
	size_t size =
		sizeof MMSCOPE_SHAREDIR + 1 + strlen(name) + strlen(suffix);
	char *path = malloc(size);

	if (path != NULL)
		snprintf(path, size, "%s/%s%s", MMSCOPE_SHAREDIR, name, suffix);
	return path;
}

char *share_file_find(const char *name)
{
	static const char *const suffixes[] = { "", ".json", ".json.xz" };

	if (name[0] == '\0' || name[0] == '.' || strchr(name, '/') != NULL)
		return NULL;
	for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
		char *path = join(name, suffixes[i]);
		struct stat status;
		if (path != NULL && stat(path, &status) == 0 &&
		    S_ISREG(status.st_mode))
			return path;
		free(path);
	}
	return NULL;
}

static bool ends_in(const char *name, const char *ending)
{
	size_t length = strlen(name);
	size_t tail = strlen(ending);

	return length > tail && strcmp(name + length - tail, ending) == 0;
}

static bool is_listed(DIR *folder, const char *name)
{
	struct stat status;

	return name[0] != '.' &&
	       (ends_in(name, ".json") || ends_in(name, ".json.xz")) &&
	       fstatat(dirfd(folder), name, &status, 0) == 0 &&
	       S_ISREG(status.st_mode);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t names_read(DIR *folder, char ***ret)
{
	char **names = NULL;
	size_t count = 0;

	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		if (!is_listed(folder, entry->d_name))
			continue;
		char **more = realloc(names, (count + 1) * sizeof(*names));
		char *name = strdup(entry->d_name);
		assert(more != NULL && name != NULL && "out of memory");
		names = more;
		names[count++] = name;
	}
	if (count > 0)
		qsort(names, count, sizeof(*names), compare_names);
	*ret = names;
	return count;
}

size_t files_list(const char *folder, char ***ret)
{
	DIR *opened = opendir(folder);

	*ret = NULL;
	if (opened == NULL)
		return 0;
	size_t count = names_read(opened, ret);
	closedir(opened);
	return count;
}

size_t share_files_list(char ***ret)
{
	return files_list(MMSCOPE_SHAREDIR, ret);
}

bool text_file_begins(const char *path, const char *beginning)
{
	struct diagnosis why;
	char *text = NULL;
	size_t length = 0;

	if (strcmp(path, "-") == 0 ||
	    text_file_read(path, &text, &length, &why) != OUTCOME_OK)
		return false;
	bool begins = strncmp(text, beginning, strlen(beginning)) == 0;

	free(text);
	return begins;
}
