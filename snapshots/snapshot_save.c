/*
 * Saving: the beginning of the history, its operations, and the digest at the
 * cursor.  A line for each key and operation lets people and diff read it.
 */
#include "snapshots/snapshot.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/annotations_internal.h"
#include "snapshots/file_internal.h"
#include "snapshots/operations_internal.h"
#include "snapshots/state_internal.h"

/* The state at position 0; the cursor comes back. */
static struct json *beginning_write(struct model *m)
{
	uint64_t cursor = history_cursor(m);

	history_seek(m, 0);
	struct json *state = state_write(m);
	history_seek(m, cursor);
	return state;
}

static struct json *operations_write(const struct model *m)
{
	struct json *ops = json_array();

	for (uint32_t op = 1; op <= history_ops(m); op++)
		json_append(ops, operation_write(history_op(m, op)));
	return ops;
}

static struct json *snapshot_write(struct model *m,
				   const struct annotations *notes)
{
	const struct machine *machine = model_machine(m);
	struct json *top = json_object();

	json_add(top, "format", json_string("mmscope-snapshot"));
	json_add(top, "version", json_number(1));
	json_add(top, "kernel", json_string(machine->release));
	json_add(top, "machine", settings_write(machine));
	json_add(top, "constants", constants_write(machine));
	json_add(top, "state", beginning_write(m));
	json_add(top, "ops", operations_write(m));
	json_add(top, "step", json_number((int64_t)history_cursor(m)));
	annotations_write(top, notes);
	json_add(top, "state_hash", json_hash(model_digest(m)));
	return top;
}

static void print_value(FILE *out, const struct json *value)
{
	char *text = json_print(value);

	fputs(text, out);
	free(text);
}

static void print_operations(FILE *out, const struct json *ops)
{
	const char *before = "\n";

	fputc('[', out);
	for (struct json *op = json_child(ops); op != NULL;
	     op = json_next(op)) {
		fputs(before, out);
		print_value(out, op);
		before = ",\n";
	}
	fputc(']', out);
}

static void print_members(FILE *out, const struct json *top)
{
	const char *before = "{\n";

	for (struct json *member = json_child(top); member != NULL;
	     member = json_next(member)) {
		fprintf(out, "%s\"%s\":", before, json_key(member));
		if (strcmp(json_key(member), "ops") == 0)
			print_operations(out, member);
		else
			print_value(out, member);
		before = ",\n";
	}
	fputs("\n}\n", out);
}

char *snapshot_print(struct model *m, const struct annotations *notes)
{
	char *text = NULL;
	size_t length = 0;
	struct json *top = snapshot_write(m, notes);
	FILE *out = open_memstream(&text, &length);

	assert(out != NULL && "out of memory");
	print_members(out, top);
	json_destroy(top);
	int fault = fclose(out);
	assert(fault == 0 && "out of memory");
	(void)fault;
	return text;
}

enum outcome snapshot_save(struct model *m, const struct annotations *notes,
			   const char *path, struct diagnosis *why)
{
	char *text = snapshot_print(m, notes);
	enum outcome outcome = file_save(path, text, strlen(text), why);

	free(text);
	return outcome;
}
