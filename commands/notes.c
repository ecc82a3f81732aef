/*
 * What a history carries beside itself: notes, and in files its marks and
 * breakpoints.
 *
 * A file's marks and breakpoints pass the same tests as typed ones, before
 * anything of the session is given up for them.  That numbers of breakpoints
 * differ is seen to where the file is read.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "commands/session_internal.h"

static char *copy_text(const char *text)
{
	char *copy = text ? strdup(text) : NULL;

	assert((copy || !text) && "out of memory");
	return copy;
}

void breakpoints_note(struct session *s)
{
	struct annotations *notes = &s->notes;

	notes->breakpoints =
		calloc(s->nr_breakpoints + 1, sizeof(*notes->breakpoints));
	assert(notes->breakpoints && "out of memory");
	for (size_t i = 0; i < s->nr_breakpoints; i++) {
		const struct breakpoint *b = &s->breakpoints[i];

		/* A file is read by the names of its own machine. */
		if (b->temporary || !breakpoint_is_here(s, b))
			continue;
		notes->breakpoints[notes->nr_breakpoints++] =
			(struct saved_breakpoint){
				.number = b->number,
				.where = b->watched.text
						 ? NULL
						 : copy_text(b->place.name),
				.watch = copy_text(b->watched.text),
				.condition = copy_text(b->condition.text),
				.enabled = b->enabled,
				.ignore = b->ignore,
				.commands =
					lines_copy(b->commands, b->nr_commands),
				.nr_commands = b->nr_commands,
			};
	}
}

void breakpoints_unnote(struct annotations *notes)
{
	for (size_t i = 0; i < notes->nr_breakpoints; i++)
		saved_breakpoint_deinit(&notes->breakpoints[i]);
	free(notes->breakpoints);
	notes->breakpoints = NULL;
	notes->nr_breakpoints = 0;
}

static void take_breakpoint(struct session *s,
			    const struct saved_breakpoint *saved,
			    struct reply *r)
{
	struct breakpoint b = {
		.number = saved->number,
		.where = copy_text(saved->where),
		.enabled = saved->enabled,
		.ignore = saved->ignore,
		.commands = lines_copy(saved->commands, saved->nr_commands),
		.nr_commands = saved->nr_commands,
	};

	if (saved->condition)
		b.condition = kept_expression_of(saved->condition);
	if (saved->watch) {
		b.watched = kept_expression_of(saved->watch);
		watchpoint_name(&b);
	} else {
		stop_place_parse(s, b.where, &b.place, r);
	}
	breakpoint_add(s, &b);
}

void breakpoints_take(struct session *s, struct reply *r)
{
	struct annotations *notes = &s->notes;

	breakpoints_clear(s);
	s->next_breakpoint = 1;
	for (size_t i = 0; i < notes->nr_breakpoints; i++)
		take_breakpoint(s, &notes->breakpoints[i], r);
	breakpoints_unnote(notes);
}

static enum status check_mark(const char *path, const struct annotations *notes,
			      size_t i, struct reply *r)
{
	const char *name = notes->marks[i].name;

	if (!is_mark_name(name))
		return reply_fail(r, STATUS_REFUSED,
				  "%s: /marks/%zu/name: \"%s\" cannot name a "
				  "mark: begin with a letter, then letters, "
				  "digits, - and _",
				  path, i, name);
	for (size_t before = 0; before < i; before++)
		if (strcmp(notes->marks[before].name, name) == 0)
			return reply_fail(r, STATUS_REFUSED,
					  "%s: /marks/%zu/name: mark %zu is "
					  "called \"%s\" already",
					  path, i, before, name);
	return STATUS_OK;
}

static enum status check_branch(const char *path,
				const struct annotations *notes, size_t i,
				struct reply *r)
{
	const char *name = notes->branches[i].name;
	bool taken = strcmp(name, notes->branch) == 0;

	for (size_t before = 0; before < i; before++)
		taken |= strcmp(notes->branches[before].name, name) == 0;
	if (!is_mark_name(name) || !is_mark_name(notes->branch))
		return reply_fail(
			r, STATUS_REFUSED,
			"%s: /branches/%zu/name: \"%s\" cannot name "
			"a branch: begin with a letter, then letters, "
			"digits, - and _",
			path, i, name);
	for (size_t k = 0; k < notes->branches[i].nr_marks; k++)
		if (!is_mark_name(notes->branches[i].marks[k].name))
			return reply_fail(r, STATUS_REFUSED,
					  "%s: /branches/%zu/marks/%zu/name: "
					  "this cannot name a mark: begin with "
					  "a letter, then letters, digits, - "
					  "and _",
					  path, i, k);
	if (taken)
		return reply_fail(r, STATUS_REFUSED,
				  "%s: /branches/%zu/name: another branch is "
				  "called \"%s\" already",
				  path, i, name);
	return STATUS_OK;
}

/* A file names pages by number: its values are not there while it is read. */
static enum status check_place(struct session *s, const char *where,
			       struct reply *r)
{
	struct stop_place place;

	if (strchr(where, '$'))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no place of a file: write the "
				  "page's number",
				  where);
	return stop_place_parse(s, where, &place, r);
}

static enum status check_breakpoint(struct session *s, const char *path,
				    const struct annotations *notes, size_t i,
				    struct reply *r)
{
	const struct saved_breakpoint *b = &notes->breakpoints[i];
	const char *key = NULL;

	if (b->where && check_place(s, b->where, r) != STATUS_OK)
		key = "where";
	else if (b->watch && expression_check(s, b->watch, r) != STATUS_OK)
		key = "watch";
	else if (b->condition &&
		 expression_check(s, b->condition, r) != STATUS_OK)
		key = "condition";
	if (!key)
		return STATUS_OK;
	return reply_fail(r, STATUS_REFUSED, "%s: /breakpoints/%zu/%s: %s",
			  path, i, key, reply_error(r));
}

enum status notes_check(struct session *s, const struct opened_file *file,
			const char *path, struct reply *r)
{
	const struct annotations *notes = &file->notes;
	struct model *present = s->m;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < notes->nr_marks && status == STATUS_OK; i++)
		status = check_mark(path, notes, i, r);
	for (size_t i = 0; i < notes->nr_branches && status == STATUS_OK; i++)
		status = check_branch(path, notes, i, r);
	/* Conditions name zones of the machine that the file brings. */
	s->m = file->m;
	for (size_t i = 0; i < notes->nr_breakpoints && status == STATUS_OK;
	     i++)
		status = check_breakpoint(s, path, notes, i, r);
	s->m = present;
	return status;
}

/* A note is kept as it can be shown, so that its file can be read, too. */
static char *displayable_copy(const char *text)
{
	/* A byte becomes four at most: \xNN. */
	size_t size = 4 * strlen(text) + 1;
	char *copy = malloc(size);

	assert(copy && "out of memory");
	text_displayable(text, strlen(text), copy, size);
	return copy;
}

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

	if (args->rest[0] == '\0') {
		list_notes(s, r);
		return STATUS_OK;
	}
	notes->notes = realloc(notes->notes,
			       (notes->nr_notes + 1) * sizeof(*notes->notes));
	assert(notes->notes && "out of memory");
	notes->notes[notes->nr_notes++] = displayable_copy(args->rest);
	reply_number(r, "notes", (int64_t)notes->nr_notes);
	return STATUS_OK;
}

const struct command cmd_note = {
	.name = "note",
	.group = GROUP_FILES,
	.args = "[TEXT]",
	.summary = "Keep a remark with the history",
	.help = "TEXT is the rest of the line as it stands.  Without TEXT: "
		"list the notes.",
	.example = "note the first split",
	.takes_text = true,
	.run = run_note,
};
