/*
 * Files: save, load, replay and notes.
 *
 * What a session keeps beside the model (notes, marks, breakpoints) goes into
 * the file and comes back with it.  A file is taken whole or not at all.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"
#include "snapshots/text_file.h"

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

/* Copies for the file; temporary ones are not kept beyond the session. */
static void breakpoints_note(struct session *s)
{
	struct annotations *notes = &s->notes;

	notes->breakpoints =
		calloc(s->nr_breakpoints + 1, sizeof(*notes->breakpoints));
	assert(notes->breakpoints && "out of memory");
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		const struct breakpoint *b = &s->breakpoints[i];

		if (b->temporary)
			continue;
		notes->breakpoints[notes->nr_breakpoints++] =
			(struct saved_breakpoint){
				.number = b->number,
				.where = copy_text(b->where),
				.condition = copy_text(b->condition),
				.enabled = b->enabled,
			};
	}
}

static void breakpoints_unnote(struct annotations *notes)
{
	for (size_t i = 0; i < notes->nr_breakpoints; i++) {
		free(notes->breakpoints[i].where);
		free(notes->breakpoints[i].condition);
	}
	free(notes->breakpoints);
	notes->breakpoints = NULL;
	notes->nr_breakpoints = 0;
}

static enum status run_save(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct diagnosis why;

	if (args->argc != 1)
		return command_usage("save", r);
	const char *path = args->argv[0];

	breakpoints_note(s);
	enum outcome outcome = snapshot_save(s->m, &s->notes, path, &why);

	breakpoints_unnote(&s->notes);
	if (outcome != OUTCOME_OK)
		return reply_fail(r, outcome_status(outcome), "%s: %s", path,
				  why.text);
	/* On standard output the file itself is the answer. */
	if (strcmp(path, "-") != 0 || reply_is_json(r))
		reply_file(s, path, "saved", r);
	return STATUS_OK;
}

const struct command cmd_save = {
	.name = "save",
	.group = GROUP_FILES,
	.args = "FILE",
	.summary = "Write the history, notes, marks and breakpoints to a file",
	.help = "The file is written whole or not at all.  A name ending in "
		".xz is compressed,\n- is standard output.",
	.example = "save /tmp/mmscope-example.json",
	.completes = COMPLETE_FILES,
	.run = run_save,
};

/* Where a file's breakpoints stand in the code; refused when one does not. */
static enum status check_breakpoints(const char *path,
				     const struct annotations *notes,
				     struct reply *r)
{
	struct location location;

	for (size_t i = 0; i < notes->nr_breakpoints; i++) {
		const char *where = notes->breakpoints[i].where;

		if (location_parse(where, &location, r) != STATUS_OK)
			return reply_fail(r, STATUS_REFUSED,
					  "%s: /breakpoints/%zu: \"%s\" is no "
					  "function or label of the allocator",
					  path, i, where);
	}
	return STATUS_OK;
}

static void take_breakpoints(struct session *s, struct reply *r)
{
	struct annotations *notes = &s->notes;

	breakpoints_clear(s);
	s->next_breakpoint = 1;
	for (size_t i = 0; i < notes->nr_breakpoints; i++) {
		struct saved_breakpoint *saved = &notes->breakpoints[i];
		struct breakpoint b = {
			.number = saved->number,
			.where = saved->where,
			.condition = saved->condition,
			.enabled = saved->enabled,
		};

		saved->where = NULL;
		saved->condition = NULL;
		location_parse(b.where, &b.location, r);
		breakpoint_add(s, &b);
	}
	breakpoints_unnote(notes);
}

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

/* By its path, else by its name among the installed files. */
static enum outcome load_somewhere(struct session *s, struct opened_file *file)
{
	struct progress progress = session_progress(s);
	enum outcome outcome = snapshot_load(file->path, &progress, &file->m,
					     &file->notes, &file->remark);

	if (outcome != OUTCOME_NOT_FOUND || strchr(file->path, '/'))
		return outcome;
	char *shared = share_file_find(file->path);

	if (!shared)
		return outcome;
	free(file->path);
	file->path = shared;
	return snapshot_load(shared, &progress, &file->m, &file->notes,
			     &file->remark);
}

enum status file_open(struct session *s, const char *path,
		      struct opened_file *ret, struct reply *r)
{
	struct opened_file file = { .path = copy_text(path) };
	enum outcome outcome = load_somewhere(s, &file);
	enum status status = STATUS_OK;

	if (outcome != OUTCOME_OK)
		status = reply_fail(r, outcome_status(outcome), "%s: %s", path,
				    file.remark.text);
	else
		status = check_breakpoints(path, &file.notes, r);
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
	take_breakpoints(s, r);
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
		"becomes the beginning of a\nnew history.  A name without a "
		"folder is also looked for among the files that were\n"
		"installed.  A file that is refused changes nothing.",
	.example = "load /tmp/mmscope-example.json",
	.completes = COMPLETE_FILES,
	.run = run_load,
};

/* A snapshot has run its operations when it is loaded; a recording has not. */
static enum status run_operations(struct session *s, struct opened_file *file,
				  struct reply *r)
{
	struct progress progress = session_progress(s);
	uint32_t ops = 0;

	history_seek(file->m, history_steps(file->m));
	if (history_ops(file->m) > 0)
		return STATUS_OK;
	enum outcome outcome = snapshot_replay(file->path, &progress, &file->m,
					       &ops, &file->remark);

	if (outcome == OUTCOME_OK)
		return STATUS_OK;
	return reply_fail(r, outcome_status(outcome), "%s: %s", file->path,
			  file->remark.text);
}

static enum status run_replay(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct opened_file file;

	if (args->argc != 1)
		return command_usage("replay", r);
	enum status status = file_open(s, args->argv[0], &file, r);

	if (status != STATUS_OK)
		return status;
	status = run_operations(s, &file, r);
	if (status != STATUS_OK) {
		opened_file_deinit(&file);
		return status;
	}
	take_file(s, &file, r);
	reply_file(s, args->argv[0], "replayed", r);
	return STATUS_OK;
}

const struct command cmd_replay = {
	.name = "replay",
	.group = GROUP_FILES,
	.args = "FILE",
	.summary = "Load a file and run all its operations",
	.help = "The cursor stands at the end; goto begin, then step through "
		"what happened.",
	.example = "replay /tmp/mmscope-example.json",
	.completes = COMPLETE_FILES,
	.run = run_replay,
};

static void list_notes(struct session *s, struct reply *r)
{
	struct json *notes = json_array();

	for (size_t i = 0; i < s->notes.nr_notes; i++) {
		json_append(notes, json_string(s->notes.notes[i]));
		reply_text(r, "%s\n", s->notes.notes[i]);
	}
	if (s->notes.nr_notes == 0)
		reply_text(r, "no notes: `note TEXT` adds one\n");
	reply_value(r, "notes", notes);
}

static enum status run_note(struct session *s, const struct arguments *args,
			    struct reply *r)
{
	struct annotations *notes = &s->notes;

	if (args->argc == 0) {
		list_notes(s, r);
		return STATUS_OK;
	}
	notes->notes = realloc(notes->notes,
			       (notes->nr_notes + 1) * sizeof(*notes->notes));
	assert(notes->notes && "out of memory");
	notes->notes[notes->nr_notes++] = copy_text(args->rest);
	reply_number(r, "notes", (int64_t)notes->nr_notes);
	return STATUS_OK;
}

const struct command cmd_note = {
	.name = "note",
	.group = GROUP_FILES,
	.args = "[TEXT]",
	.summary = "Keep a remark with the history",
	.help = "Without TEXT: list the notes.",
	.example = "note the first split",
	.run = run_note,
};
