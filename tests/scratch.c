#include "tests/scratch.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "snapshots/text_file.h"
#include "tests/harness.h"

void scratch_init(struct scratch *s)
{
	char folder[] = "/tmp/mmscope-test-XXXXXX";

	assert_non_null(mkdtemp(folder));
	*s = (struct scratch){ .path = "" };
	memcpy(s->folder, folder, sizeof folder);
}

static bool is_entry(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 &&
	       strcmp(entry->d_name, "..") != 0;
}

unsigned scratch_count(const struct scratch *s)
{
	DIR *folder = opendir(s->folder);
	unsigned count = 0;

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		count += is_entry(entry);
	closedir(folder);
	return count;
}

void scratch_deinit(struct scratch *s)
{
	DIR *folder = opendir(s->folder);

	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
		if (is_entry(entry))
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	assert_int_equal(rmdir(s->folder), 0);
}

const char *scratch_path(struct scratch *s, const char *name)
{
	snprintf(s->path, sizeof s->path, "%s/%s", s->folder, name);
	return s->path;
}

const char *scratch_file(struct scratch *s, const char *name, const char *text)
{
	const char *path = scratch_path(s, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	return path;
}

char *text_of(const char *path)
{
	char *text = NULL;
	size_t length = 0;
	struct diagnosis why;

	if (text_file_read(path, &text, &length, &why) != OUTCOME_OK)
		fail_msg("%s %s", path, why.text);
	return text;
}

char *with_change(const char *text, const char *behind, const char *from,
		  const char *to)
{
	const char *place = strstr(text, behind);
	const char *at = place != NULL ? strstr(place, from) : NULL;

	if (at == NULL) {
		fail_msg("no %s behind %s", from, behind);
		abort();
	}
	size_t size = strlen(text) + strlen(to) + 1;
	char *changed = malloc(size);
	assert_non_null(changed);
	snprintf(changed, size, "%.*s%s%s", (int)(at - text), text, to,
		 at + strlen(from));
	return changed;
}
