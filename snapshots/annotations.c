/*
 * What people add to a history: notes, marks and breakpoints.
 */
#include "snapshots/annotations_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void saved_breakpoint_deinit(struct saved_breakpoint *b)
{
	for (size_t i = 0; i < b->nr_commands; i++)
		free(b->commands[i]);
	free(b->commands);
	free(b->where);
	free(b->watch);
	free(b->condition);
}

void branch_deinit(struct branch *branch)
{
	for (size_t i = 0; i < branch->nr_marks; i++)
		free(branch->marks[i].name);
	free(branch->marks);
	free(branch->name);
	op_log_release(branch->log);
	*branch = (struct branch){ 0 };
}

void annotations_deinit(struct annotations *a)
{
	for (size_t i = 0; i < a->nr_notes; i++)
		free(a->notes[i]);
	for (size_t i = 0; i < a->nr_marks; i++)
		free(a->marks[i].name);
	for (size_t i = 0; i < a->nr_breakpoints; i++)
		saved_breakpoint_deinit(&a->breakpoints[i]);
	for (size_t i = 0; i < a->nr_branches; i++)
		branch_deinit(&a->branches[i]);
	free(a->notes);
	free(a->marks);
	free(a->breakpoints);
	free(a->branch);
	free(a->branches);
	*a = (struct annotations){ 0 };
}

static char *copy_of(const char *text)
{
	char *copy = strdup(text);

	assert(copy != NULL && "out of memory");
	return copy;
}

/* Zeroed room for the elements of an array; NULL for none. */
static void *room_for(const struct item *array, size_t size)
{
	size_t length = item_length(array);
	void *room = length > 0 ? calloc(length, size) : NULL;

	assert((length == 0 || room != NULL) && "out of memory");
	return room;
}

static void notes_read(const struct item *notes, struct annotations *ret)
{
	struct item note = item_first(notes);

	ret->notes = room_for(notes, sizeof(*ret->notes));
	for (; item_present(&note); item_advance(&note))
		ret->notes[ret->nr_notes++] = copy_of(item_text(&note));
}

/* A name that no place of a history could be called by is refused here; what
 * else a name may not be is for whoever types names. */
static char *mark_name_read(const struct item *mark)
{
	struct item name = item_member(mark, "name");
	const char *text = item_text(&name);

	if (item_present(&name) && text[0] == '\0')
		item_fail(&name, "a mark needs a name");
	if (item_present(&name) && text[0] >= '0' && text[0] <= '9')
		item_fail(&name,
			  "%s would be read as a number; let the name begin "
			  "with a letter",
			  text);
	if (item_present(&name) && !json_was_displayable(name.json))
		item_fail(&name, "this name holds characters that cannot be "
				 "shown; use letters and digits");
	return copy_of(text);
}

void marks_read(const struct item *marks, uint64_t steps,
		struct annotations *ret)
{
	struct item mark = item_first(marks);

	ret->marks = room_for(marks, sizeof(*ret->marks));
	for (; item_present(&mark); item_advance(&mark)) {
		ret->marks[ret->nr_marks++] = (struct mark){
			.name = mark_name_read(&mark),
			.position = (uint64_t)item_get(&mark, "step", 0,
						       (int64_t)steps),
		};
		item_finish(&mark);
	}
}

static uint32_t breakpoint_number_read(const struct item *object,
				       const struct annotations *before)
{
	struct item member = item_member(object, "number");
	uint32_t number = (uint32_t)item_integer(&member, 1, INT32_MAX);

	for (size_t i = 0; i < before->nr_breakpoints; i++)
		if (before->breakpoints[i].number == number)
			item_fail(&member,
				  "breakpoint %zu of this list has number "
				  "%" PRIu32 " already",
				  i, number);
	return number;
}

/* NULL when the member is missing or null. */
static char *optional_text(const struct item *object, const char *key)
{
	struct item member = item_optional(object, key);

	return item_present(&member) ? copy_of(item_text(&member)) : NULL;
}

static void commands_read(const struct item *commands,
			  struct saved_breakpoint *ret)
{
	struct item line = item_first(commands);

	ret->commands = room_for(commands, sizeof(*ret->commands));
	for (; item_present(&line); item_advance(&line))
		ret->commands[ret->nr_commands++] = copy_of(item_text(&line));
}

/* It has a place, or an expression to watch: exactly one of them. */
static void check_what(const struct item *object,
		       const struct saved_breakpoint *b)
{
	if (!b->where && !b->watch)
		item_fail(object, "a breakpoint needs \"where\" or \"watch\"");
	else if (b->where && b->watch)
		item_fail(object, "a breakpoint has \"where\" or \"watch\", "
				  "not both");
}

static struct saved_breakpoint breakpoint_read(const struct item *object,
					       const struct annotations *before)
{
	struct item enabled = item_member(object, "enabled");
	struct item ignore = item_optional(object, "ignore");
	struct item commands = item_optional(object, "commands");
	struct saved_breakpoint breakpoint = {
		.number = breakpoint_number_read(object, before),
		.where = optional_text(object, "where"),
		.watch = optional_text(object, "watch"),
		.condition = optional_text(object, "condition"),
		.enabled = item_bool(&enabled),
	};

	if (item_present(&ignore))
		breakpoint.ignore =
			(uint64_t)item_integer(&ignore, 1, SAVED_IGNORE_MAX);
	if (item_present(&commands))
		commands_read(&commands, &breakpoint);
	check_what(object, &breakpoint);
	item_finish(object);
	return breakpoint;
}

static void breakpoints_read(const struct item *breakpoints,
			     struct annotations *ret)
{
	struct item object = item_first(breakpoints);

	ret->breakpoints = room_for(breakpoints, sizeof(*ret->breakpoints));
	for (; item_present(&object); item_advance(&object))
		ret->breakpoints[ret->nr_breakpoints++] =
			breakpoint_read(&object, ret);
}

void annotations_read(const struct item *top, uint64_t steps,
		      struct annotations *ret)
{
	struct item notes = item_member(top, "notes");
	struct item marks = item_member(top, "marks");
	struct item breakpoints = item_member(top, "breakpoints");

	*ret = (struct annotations){ 0 };
	notes_read(&notes, ret);
	marks_read(&marks, steps, ret);
	breakpoints_read(&breakpoints, ret);
}

static struct json *mark_write(const struct mark *mark)
{
	struct json *object = json_object();

	json_add(object, "name", json_string(mark->name));
	json_add(object, "step", json_number((int64_t)mark->position));
	return object;
}

struct json *marks_write(const struct mark *marks, size_t nr)
{
	struct json *array = json_array();

	for (size_t i = 0; i < nr; i++)
		json_append(array, mark_write(&marks[i]));
	return array;
}

/* What most breakpoints do not have is written only where it is there. */
static struct json *breakpoint_write(const struct saved_breakpoint *breakpoint)
{
	struct json *object = json_object();
	struct json *commands = json_array();
	const char *condition = breakpoint->condition;
	const char *watch = breakpoint->watch;

	json_add(object, "number", json_number(breakpoint->number));
	json_add(object, watch ? "watch" : "where",
		 json_string(watch ? watch : breakpoint->where));
	json_add(object, "condition",
		 condition != NULL ? json_string(condition) : json_null());
	json_add(object, "enabled", json_bool(breakpoint->enabled));
	if (breakpoint->ignore > 0)
		json_add(object, "ignore",
			 json_number((int64_t)breakpoint->ignore));
	for (size_t i = 0; i < breakpoint->nr_commands; i++)
		json_append(commands, json_string(breakpoint->commands[i]));
	if (breakpoint->nr_commands > 0)
		json_add(object, "commands", commands);
	else
		json_destroy(commands);
	return object;
}

void annotations_write(struct json *top, const struct annotations *a)
{
	struct json *notes = json_array();
	struct json *breakpoints = json_array();

	for (size_t i = 0; i < a->nr_notes; i++)
		json_append(notes, json_string(a->notes[i]));
	for (size_t i = 0; i < a->nr_breakpoints; i++)
		json_append(breakpoints, breakpoint_write(&a->breakpoints[i]));
	json_add(top, "notes", notes);
	json_add(top, "marks", marks_write(a->marks, a->nr_marks));
	json_add(top, "breakpoints", breakpoints);
	branches_write(top, a);
}
