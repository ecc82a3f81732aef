/*
 * import kpageflags: copies of /proc/kpageflags and kpagecount.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/import.h"
#include "commands/imported.h"
#include "commands/look_internal.h"
#include "snapshots/word_file.h"

/* Above the bits that any kernel has. */
#define KPF_NO_KERNEL (~(uint64_t)0 << (KPF_ARCH_3 + 1))

enum { TITLE_SIZE = 160, MAPPINGS_MAX = INT32_MAX };

/* What the command line asks for. */
struct wish {
	const char *flags;
	const char *counts; /* NULL: none */
	const struct profile *profile;
};

static enum status parse_wish(struct session *s, const struct arguments *args,
			      struct wish *ret, struct reply *r)
{
	struct under under;
	int words = 2;

	*ret = (struct wish){ .flags = args->argv[1] };
	if (args->argc >= 4 && strcmp(args->argv[2], "kpagecount") == 0) {
		ret->counts = args->argv[3];
		words = 4;
	}
	enum status status = under_parse(s, args, words, &under, r);

	if (status != STATUS_OK)
		return status;
	if (under.all) {
		reply_fail(r, STATUS_FAILED,
			   "import kpageflags: a file comes from one kernel: "
			   "name it instead of all");
		return STATUS_FAILED;
	}
	ret->profile = under.present;
	return STATUS_OK;
}

static enum status read_words(const char *path, uint64_t **ret, uint64_t *nr,
			      struct reply *r)
{
	struct diagnosis why;
	enum outcome outcome = word_file_read(path, ret, nr, &why);

	if (outcome == OUTCOME_OK)
		return STATUS_OK;
	return reply_fail(r, outcome_status(outcome), "%s: %s", path, why.text);
}

static enum status check_flags(const struct wish *wish, const uint64_t *words,
			       uint64_t nr, struct reply *r)
{
	if (nr > PFN_LIMIT)
		return reply_fail(r, STATUS_REFUSED,
				  "%s: holds %" PRIu64
				  " frames, more than mmscope can number",
				  wish->flags, nr);
	for (uint64_t pfn = 0; pfn < nr; pfn++)
		if (words[pfn] & KPF_NO_KERNEL)
			return reply_fail(
				r, STATUS_REFUSED,
				"%s: the word of frame %" PRIu64
				" (byte %" PRIu64 ") is 0x%" PRIx64
				", with bits that no kernel has in "
				"/proc/kpageflags: this is another kind of "
				"file",
				wish->flags, pfn, pfn * 8, words[pfn]);
	return STATUS_OK;
}

/* The files of /proc are filled up to a whole section, copies of them may not
 * be: only a frame that is mapped, yet has no word, is a contradiction. */
static enum status check_end(const struct wish *wish,
			     const struct imported *imported, struct reply *r)
{
	const struct kpage_memory *memory = &imported->memory;

	for (uint64_t pfn = memory->nr; pfn < memory->nr_counts; pfn++)
		if (imported->counts[pfn] > 0)
			return reply_fail(
				r, STATUS_REFUSED,
				"%s: frame %" PRIu64 " is mapped %" PRIu64
				" times, but %s ends before it: they are not "
				"of the same machine",
				wish->counts, pfn, imported->counts[pfn],
				wish->flags);
	return STATUS_OK;
}

static enum status check_counts(const struct wish *wish,
				const struct imported *imported,
				struct reply *r)
{
	const struct kpage_memory *memory = &imported->memory;

	for (uint64_t pfn = 0; pfn < memory->nr_counts; pfn++)
		if (imported->counts[pfn] > MAPPINGS_MAX)
			return reply_fail(
				r, STATUS_REFUSED,
				"%s: frame %" PRIu64 " (byte %" PRIu64
				") would be mapped %" PRIu64
				" times: this is no copy of /proc/kpagecount",
				wish->counts, pfn, pfn * 8,
				imported->counts[pfn]);
	return check_end(wish, imported, r);
}

static enum status read_files(const struct wish *wish, struct imported *ret,
			      struct reply *r)
{
	struct kpage_memory *memory = &ret->memory;
	enum status status =
		read_words(wish->flags, &ret->flags, &memory->nr, r);

	if (status == STATUS_OK)
		status = check_flags(wish, ret->flags, memory->nr, r);
	if (status != STATUS_OK || !wish->counts)
		return status;
	status = read_words(wish->counts, &ret->counts, &memory->nr_counts, r);
	return status == STATUS_OK ? check_counts(wish, ret, r) : status;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void name_it(const struct wish *wish, struct imported *imported)
{
	uint64_t nr = imported->memory.nr;

	imported->file = strdup(wish->flags);
	imported->title = malloc(TITLE_SIZE);
	assert(imported->file && imported->title && "out of memory");
	snprintf(imported->title, TITLE_SIZE,
		 "%.80s: %" PRIu64 " MiB imported, kernel %s, read-only",
		 base_name(wish->flags), nr / 256, wish->profile->series);
}

enum status import_kpageflags(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct imported imported = { .page = 0 };
	struct wish wish;
	enum status status = parse_wish(s, args, &wish, r);

	if (status != STATUS_OK)
		return status;
	status = read_files(&wish, &imported, r);
	if (status != STATUS_OK) {
		free(imported.flags);
		free(imported.counts);
		return status;
	}
	imported.memory.profile = wish.profile;
	imported.memory.flags = imported.flags;
	imported.memory.counts = imported.counts;
	if (imported.memory.nr_counts > imported.memory.nr)
		imported.memory.nr_counts = imported.memory.nr;
	imported.map = (struct pfn_range){ 0, imported.memory.nr };
	name_it(&wish, &imported);
	imported_take(s, &imported);
	reply_text(r, "%s\n", imported.title);
	memory_reply(&imported.memory, r);
	reply_text(r, "map, page PFN, kpf page PFN, info memory and cat look "
		      "at it; `import off` leaves it.\n");
	reply_string(r, "file", wish.flags);
	reply_value(r, "counts",
		    wish.counts ? json_string(wish.counts) : json_null());
	return STATUS_OK;
}
