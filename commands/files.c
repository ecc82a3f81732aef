/*
 * Files: save, load and replay.
 *
 * What a session keeps beside the model (notes, marks, breakpoints) goes into
 * the file and comes back with it.  A file is taken whole or not at all.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

enum status outcome_status(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_OK:
		return STATUS_OK;
	case OUTCOME_REFUSED:
		return STATUS_REFUSED;
	case OUTCOME_NOT_FOUND:
	case OUTCOME_INTERRUPTED:
		return STATUS_FAILED;
	}
	return STATUS_FAILED;
}

static void reply_file(struct session *s, const char *path, const char *did,
		       struct reply *r)
{
	uint32_t ops = history_ops(s->m);
	uint64_t step = history_cursor(s->m);
	uint64_t hash = model_digest(s->m);

	reply_text(r,
		   "%s %s: %u operation%s, at step %" PRIu64 " of %" PRIu64
		   ", state_hash 0x%016" PRIx64 "\n",
		   did, path, ops, plural(ops), step, history_steps(s->m),
		   hash);
	reply_string(r, "file", path);
	reply_number(r, "ops", ops);
	reply_number(r, "step", (int64_t)step);
	if (reply_is_json(r))
		reply_value(r, "state_hash", json_hash(hash));
}

static char *copy_text(const char *text)
{
	char *copy = text ? strdup(text) : NULL;

	assert((copy || !text) && "out of memory");
	return copy;
}

static enum status run_save(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct diagnosis why;

	if (args->argc != 1)
		return command_usage("save", r);
	const char *path = args->argv[0];

	if (strcmp(path, "-") == 0 && reply_is_json(r))
		return reply_fail(r, STATUS_FAILED,
				  "save -: with --json standard output holds "
				  "one object per line, and a snapshot has "
				  "many: name a file");
	breakpoints_note(s);
	enum outcome outcome = snapshot_save(s->m, &s->notes, path, &why);

	breakpoints_unnote(&s->notes);
	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	/* On standard output the file itself is the answer. */
	if (strcmp(path, "-") != 0)
		reply_file(s, path, "saved", r);
	return STATUS_OK;
}

const struct command cmd_save = {
	.name = "save",
	.group = GROUP_FILES,
	.args = "FILE",
	.summary = "Write the history, notes, marks and breakpoints to a file",
	.help = "The file is written whole or not at all.  A name ending in "
		".xz is compressed,\n- is standard output, which --json "
		"does not allow.",
	.example = "save /tmp/mmscope-example.json",
	.completes = COMPLETE_FILES,
	.takes_long = true,
	.run = run_save,
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

void opened_file_deinit(struct opened_file *file)
{
	annotations_deinit(&file->notes);
	model_destroy(file->m);
	free(file->path);
	*file = (struct opened_file){ 0 };
}

/* What a file without a folder could have been, too. */
static const char *where_else(const char *path, enum outcome outcome)
{
	if (outcome != OUTCOME_NOT_FOUND || strchr(path, '/') ||
	    strcmp(path, "-") == 0)
		return "";
	return "; no recording of that name is installed either: the sources "
	       "have them in tests/vectors";
}

enum status file_open(struct session *s, const char *path,
		      struct opened_file *ret, struct reply *r)
{
	struct opened_file file = { .path = copy_text(path) };
	struct progress progress = session_progress(s);
	enum outcome outcome = snapshot_load(path, &progress, &file.m,
					     &file.notes, &file.remark);
	enum status status = STATUS_OK;

	if (outcome != OUTCOME_OK)
		status =
			reply_fail(r, outcome_status(outcome), "%s: %s%s", path,
				   file.remark.text, where_else(path, outcome));
	else
		status = notes_check(s, &file, path, r);
	if (status == STATUS_OK)
		*ret = file;
	else
		opened_file_deinit(&file);
	return status;
}

/* The session goes on with what the file holds. */
static void take_file(struct session *s, struct opened_file *file,
		      struct reply *r)
{
	session_replace(s, file->m, base_name(file->path));
	s->notes = file->notes;
	breakpoints_take(s, r);
	free(file->path);
	if (file->remark.text[0]) {
		reply_text(r, "%s\n", file->remark.text);
		reply_string(r, "remark", file->remark.text);
	}
}

static enum status run_load(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	if (args->argc != 1)
		return command_usage("load", r);
	struct opened_file file;
	enum status status = file_open(s, args->argv[0], &file, r);

	if (status != STATUS_OK)
		return status;
	take_file(s, &file, r);
	reply_file(s, args->argv[0], "loaded", r);
	return STATUS_OK;
}

const struct command cmd_load = {
	.name = "load",
	.group = GROUP_FILES,
	.args = "FILE",
	.summary = "Take the history of a file in the place of this one",
	.help = "FILE is a snapshot, or a recording, whose initial state "
		"becomes the beginning\n"
		"of a new history.  A name without a folder is also looked for "
		"among the files\n"
		"that were installed.  A file that is refused changes nothing.",
	.example = "load /tmp/mmscope-example.json",
	.completes = COMPLETE_SHARED_FILES,
	.takes_long = true,
	.of_imported = true,
	.run = run_load,
};

/* Runs the first `count` operations of the file; all when it has fewer.  A
 * snapshot has run its operations when it is loaded, a recording has not. */
static enum outcome run_operations(struct session *s, struct opened_file *file,
				   uint32_t count)
{
	struct progress progress = session_progress(s);

	history_seek(file->m, history_steps(file->m));
	if (history_ops(file->m) > 0 || count == 0)
		return OUTCOME_OK;
	return snapshot_replay(file->path, &progress, count, &file->m,
			       &file->remark);
}

/* Up to an operation, counted from 0, and that one, too, unless the model
 * refuses to begin it: its reason is the remark then. */
static enum status run_up_to(struct session *s, struct opened_file *file,
			     uint64_t operation, struct reply *r)
{
	uint32_t before =
		operation < UINT32_MAX ? (uint32_t)operation : UINT32_MAX - 1;
	enum outcome outcome = run_operations(s, file, before + 1);
	struct diagnosis why = file->remark;

	if (outcome == OUTCOME_REFUSED) {
		outcome = run_operations(s, file, before);
		if (outcome == OUTCOME_OK)
			file->remark = why;
	}
	if (outcome == OUTCOME_OK)
		return STATUS_OK;
	return reply_fail(r, outcome_status(outcome), "%s: %s", file->path,
			  file->remark.text);
}

/* Forgets what lies behind the operation, and stands just before it. */
static void stand_before(struct session *s, uint64_t operation)
{
	if (history_ops(s->m) <= operation)
		return;
	uint32_t number = (uint32_t)operation + 1;

	history_seek(s->m, history_op_end(s->m, number));
	history_drop_future(s->m);
	session_forget_future(s);
	history_seek(s->m, history_op_begin(s->m, number));
}

static enum status run_replay(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct opened_file file;
	uint64_t operation = UINT32_MAX;

	if (args->argc < 1 || args->argc > 2 ||
	    (args->argc == 2 && (!parse_number(args->argv[1], &operation) ||
				 operation > UINT32_MAX)))
		return command_usage("replay", r);
	enum status status = file_open(s, args->argv[0], &file, r);

	if (status != STATUS_OK)
		return status;
	status = run_up_to(s, &file, operation, r);
	if (status != STATUS_OK) {
		opened_file_deinit(&file);
		return status;
	}
	take_file(s, &file, r);
	stand_before(s, operation);
	reply_file(s, args->argv[0], "replayed", r);
	return STATUS_OK;
}

const struct command cmd_replay = {
	.name = "replay",
	.group = GROUP_FILES,
	.args = "FILE [OPERATION]",
	.summary = "Load a file and run its operations",
	.help = "The cursor stands at the end; goto begin, then step through "
		"what happened.\n"
		"With OPERATION, counted from 0 as verify does, only so far: "
		"the cursor stands\n"
		"just before that operation, and step walks into it.",
	.example = "replay /tmp/mmscope-example.json",
	.completes = COMPLETE_SHARED_FILES,
	.takes_long = true,
	.of_imported = true,
	.run = run_replay,
};
