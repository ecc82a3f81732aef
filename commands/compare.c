/*
 * Comparing: diff of two states, verify of recordings.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/import.h"
#include "commands/session_internal.h"
#include "snapshots/allocinfo.h"
#include "snapshots/image.h"
#include "snapshots/verify.h"

/* The state at a place of the history, or the one that a file holds. */
static enum status image_named(struct session *s, const char *name,
			       struct image **ret, struct reply *r)
{
	uint64_t here = history_cursor(s->m);
	uint64_t position = 0;

	if (position_parse(s, name, &position)) {
		history_seek(s->m, position);
		*ret = image_take(s->m);
		history_seek(s->m, here);
		return STATUS_OK;
	}
	if (is_branch(s, name))
		return branch_image(s, name, ret, r);
	if (parse_number(name, &position))
		return reply_fail(r, STATUS_FAILED,
				  "diff: there is no step %s: the history has "
				  "%" PRIu64 "; write ./%s for a file of that "
				  "name",
				  name, history_steps(s->m), name);
	struct opened_file file;
	enum status status = file_open(s, name, &file, r);

	if (status != STATUS_OK)
		return status;
	*ret = image_take(file.m);
	opened_file_deinit(&file);
	return STATUS_OK;
}

/* All that differs, word by word. */
static void reply_changes(const struct image *a, const struct image *b,
			  struct reply *r)
{
	struct json *changes = image_diff(a, b);
	char *lines = image_words(changes);

	reply_text(r, "%s", lines[0] ? lines : "no difference\n");
	free(lines);
	reply_value(r, "changes", changes);
}

void reply_changes_since(struct session *s, uint64_t position, struct reply *r)
{
	uint64_t here = history_cursor(s->m);

	history_seek(s->m, position);
	struct image *before = image_take(s->m);

	history_seek(s->m, here);
	struct image *now = image_take(s->m);

	reply_changes(before, now, r);
	image_destroy(before);
	image_destroy(now);
}

/* A copy of one of the tables of /proc, and no mark of that name? */
static bool names_table(const struct session *s, const char *name,
			bool (*is_file)(const char *path))
{
	uint64_t position = 0;

	return !position_parse(s, name, &position) && is_file(name);
}

/* Modules and profiling, which no story of pages tells of. */
static void reply_registry(const struct image *a, const struct image *b,
			   struct reply *r)
{
	struct json *changes = image_registry_diff(a, b);
	char *lines = image_words(changes);

	reply_text(r, "%s", lines);
	free(lines);
	json_destroy(changes);
}

/* What became of the pages; where nothing did, the words that differ. */
static void reply_story(const struct image *a, const struct image *b,
			bool all_words, struct reply *r)
{
	struct json *story = image_story(a, b);
	struct json *slabs = image_slab_story(a, b);
	char *lines = image_story_words(story);
	char *slab_lines = image_slab_story_words(slabs);

	if (all_words || (!lines[0] && !slab_lines[0])) {
		reply_changes(a, b, r);
	} else {
		struct json *changes = image_diff(a, b);

		reply_text(r, "%s%s", lines, slab_lines);
		reply_registry(a, b, r);
		reply_text(r,
			   "%zu words and lists differ: `words` behind the "
			   "places lists them\n",
			   image_nr_changes(changes));
		reply_value(r, "changes", changes);
	}
	free(lines);
	free(slab_lines);
	reply_value(r, "story", story);
	reply_value(r, "slab_story", slabs);
}

static enum status run_diff(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct image *a = NULL;
	struct image *b = NULL;

	int places = args->argc;
	bool all_words =
		places > 1 && strcmp(args->argv[places - 1], "words") == 0;

	places -= all_words;
	if (places < 1 || places > 2)
		return command_usage("diff", r);
	if (names_table(s, args->argv[0], allocinfo_is_file))
		return diff_allocinfo(s, args, r);
	if (names_table(s, args->argv[0], slabinfo_is_file))
		return diff_slabinfo(s, args, r);
	enum status status = image_named(s, args->argv[0], &a, r);

	if (status == STATUS_OK && places == 2)
		status = image_named(s, args->argv[1], &b, r);
	else if (status == STATUS_OK)
		b = image_take(s->m);
	if (status == STATUS_OK)
		reply_story(a, b, all_words, r);
	image_destroy(a);
	image_destroy(b);
	return status;
}

const struct command cmd_diff = {
	.name = "diff",
	.group = GROUP_FILES,
	.args = "A [B] [words]",
	.summary = "Compare two states: at steps, marks, in branches or files",
	.help = "Tells what became of pages and pageblocks: claimed, split, "
		"merged, moved to\n"
		"another list, refilled to or drained from a pcp list, taken, "
		"freed, owner\n"
		"changed; and of slabs and their objects.  With `words`: every "
		"word and list\n"
		"that differs.  A branch stands for its end.  One place alone "
		"is compared with\n"
		"the present.  Histories and notes are not compared.  A name "
		"that is both a mark\n"
		"and a file is the mark; write ./NAME for the file.  Copies of "
		"/proc/allocinfo\n"
		"are compared call site by call site, those of /proc/slabinfo "
		"cache by cache.",
	.example = "diff begin end",
	.completes = COMPLETE_MARKS,
	.words = "begin end words",
	.takes_long = true,
	.run = run_diff,
};

enum { ADVICE_LENGTH = 256 };

/* The command that stands just before the operation that differs. */
static void advice(const char *path, const struct verify_report *report,
		   char ret[ADVICE_LENGTH])
{
	const char *quote = strpbrk(path, " \t#;") ? "\"" : "";

	snprintf(ret, ADVICE_LENGTH, "replay %s%s%s %" PRId64, quote, path,
		 quote, report->first_mismatch_op);
}

static struct json *string_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static struct json *mismatch_object(const char *path,
				    const struct verify_report *report)
{
	struct json *object = json_object();
	char replay[ADVICE_LENGTH];

	if (report->first_mismatch_op < 0) {
		json_destroy(object);
		return json_null();
	}
	advice(path, report, replay);
	json_add(object, "op", json_number(report->first_mismatch_op));
	json_add(object, "expected", json_string(report->expected));
	json_add(object, "got", json_string(report->got));
	json_add(object, "why", json_string(report->why));
	json_add(object, "step", json_number((int64_t)report->step));
	json_add(object, "function", string_or_null(report->function));
	json_add(object, "label", string_or_null(report->label));
	json_add(object, "replay", json_string(replay));
	return object;
}

static unsigned differences_kept(const struct verify_report *report)
{
	return report->nr_differences < VERIFY_MAX_DIFFERENCES
		       ? report->nr_differences
		       : VERIFY_MAX_DIFFERENCES;
}

static struct json *final_state(const struct verify_report *report)
{
	if (report->final_equal)
		return json_string("equal");
	struct json *differences = json_array();

	for (unsigned i = 0; i < differences_kept(report); i++)
		json_append(differences, json_string(report->differences[i]));
	return differences;
}

static void add_report(struct json *object, const char *path,
		       const struct verify_report *report)
{
	json_add(object, "file", json_string(path));
	json_add(object, "kernel", json_string(report->kernel));
	json_add(object, "ops", json_number(report->ops));
	json_add(object, "matched", json_number(report->matched));
	json_add(object, "first_mismatch", mismatch_object(path, report));
	json_add(object, "final_state", final_state(report));
}

static void reply_mismatch(const char *path, const struct verify_report *report,
			   struct reply *r)
{
	char replay[ADVICE_LENGTH];

	advice(path, report, replay);
	reply_text(r, "  operation %" PRId64 ": expected %s, got %s\n",
		   report->first_mismatch_op, report->expected, report->got);
	reply_text(r, "  %s\n", report->why);
	if (report->function)
		reply_text(r,
			   "  `%s` stands just before it, operation %" PRIu32
			   " of the history: step walks into it, goto %" PRIu64
			   " to where the ways part\n",
			   replay, report->operation, report->step);
	else
		reply_text(r, "  `%s` stands where it cannot begin\n", replay);
}

static void reply_report(const char *path, const struct verify_report *report,
			 struct reply *r)
{
	reply_text(r, "%s: kernel %s, %u of %u operation%s matched, ", path,
		   report->kernel, report->matched, report->ops,
		   plural(report->ops));
	if (report->final_equal)
		reply_text(r, "final state equal\n");
	else if (report->first_mismatch_op >= 0)
		reply_text(r, "final state not compared\n");
	else
		reply_text(r, "%u difference%s in the final state\n",
			   report->nr_differences,
			   plural(report->nr_differences));
	if (report->first_mismatch_op >= 0) {
		reply_mismatch(path, report, r);
		return;
	}
	for (unsigned i = 0; i < differences_kept(report); i++)
		reply_text(r, "  %s\n", report->differences[i]);
}

struct totals {
	unsigned files;
	unsigned equal; /* files in which everything matched */
	uint64_t ops;
	uint64_t matched;
};

static bool count_report(struct totals *totals,
			 const struct verify_report *report)
{
	bool equal = report->final_equal && report->matched == report->ops &&
		     report->first_mismatch_op < 0;

	totals->files++;
	totals->equal += equal;
	totals->ops += report->ops;
	totals->matched += report->matched;
	return equal;
}

static void reply_totals(const struct totals *totals, struct reply *r)
{
	struct json *object = json_object();

	json_add(object, "files", json_number(totals->files));
	json_add(object, "equal", json_number(totals->equal));
	json_add(object, "ops", json_number((int64_t)totals->ops));
	json_add(object, "matched", json_number((int64_t)totals->matched));
	reply_value(r, "totals", object);
	reply_text(r, "%u of %u files matched, %llu of %llu operations\n",
		   totals->equal, totals->files,
		   (unsigned long long)totals->matched,
		   (unsigned long long)totals->ops);
}

/* Verifies one file; its keys go into `object` (NULL in text mode). */
static enum status verify_one(struct session *s, const char *path,
			      struct json *object, struct totals *totals,
			      struct reply *r)
{
	struct progress progress = session_progress(s);
	struct verify_report report = { 0 };
	struct diagnosis why;
	enum outcome outcome = verify_file(path, &progress, &report, &why);

	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	if (object)
		add_report(object, path, &report);
	reply_report(path, &report, r);
	bool equal = count_report(totals, &report);

	verify_report_deinit(&report);
	return equal ? STATUS_OK : STATUS_NOT_HELD;
}

static enum status verify_all(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct totals totals = { 0 };
	struct json *files = json_array();
	enum status status = STATUS_OK;

	for (int i = 0; i < args->argc && !reply_error(r); i++) {
		struct json *object = json_object();
		enum status one =
			verify_one(s, args->argv[i], object, &totals, r);

		json_append(files, object);
		if (one != STATUS_OK)
			status = one;
	}
	if (reply_error(r)) {
		json_destroy(files);
		return status;
	}
	reply_value(r, "files", files);
	reply_totals(&totals, r);
	return status;
}

static enum status run_verify(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct totals totals = { 0 };

	if (args->argc == 0)
		return command_usage("verify", r);
	if (args->argc == 1)
		return verify_one(s, args->argv[0], reply_object(r), &totals,
				  r);
	return verify_all(s, args, r);
}

const struct command cmd_verify = {
	.name = "verify",
	.group = GROUP_FILES,
	.args = "FILE...",
	.summary = "Compare the model with recordings of real kernels",
	.help = "Runs each recording's operations in a model of its own and "
		"compares every page,\ntrace event and changed counter, and "
		"the final state.  The session stays as it\nis.  A mismatch "
		"ends a script with status 4.",
	.completes = COMPLETE_SHARED_FILES,
	.takes_long = true,
	.run = run_verify,
};
