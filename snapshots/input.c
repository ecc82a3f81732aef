/*
 * Opening a snapshot or a recording, and building the state it begins with.
 */
#include "snapshots/input_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snapshots/text_file.h"

enum { SNAPSHOT_VERSION = 1 };

/* Keys of a recording that tell how it was made. */
static const char *const circumstances[] = {
	"scenario",
	"machine",
	"checkpoint_every",
	"task",
};

static enum outcome read_named(const char *path, char **text, size_t *length,
			       struct diagnosis *why)
{
	enum outcome outcome = text_file_read(path, text, length, why);

	if (outcome != OUTCOME_NOT_FOUND)
		return outcome;
	char *installed = share_file_find(path);
	if (installed != NULL) {
		/* That there is none at the path itself matters no more. */
		why->text[0] = '\0';
		outcome = text_file_read(installed, text, length, why);
	}
	free(installed);
	return outcome;
}

static void format_read(struct input *input)
{
	struct item format = item_member(&input->top, "format");
	const char *name = item_text(&format);

	input->recording = strcmp(name, "pgoracle-1") == 0;
	input->reader.strict = !input->recording;
	if (input->recording)
		return;
	if (strcmp(name, "mmscope-snapshot") != 0)
		item_fail(&format, "must be mmscope-snapshot or pgoracle-1; "
				   "this is another kind of file");
	item_expect(&input->top, "version", SNAPSHOT_VERSION);
}

enum outcome input_open(const char *path, struct input *ret,
			struct diagnosis *why)
{
	char *text = NULL;
	size_t length = 0;

	*ret = (struct input){ .reader.why = why };
	why->text[0] = '\0';
	enum outcome outcome = read_named(path, &text, &length, why);
	if (outcome != OUTCOME_OK)
		return outcome;
	ret->root = json_parse(text, length, why);
	free(text);
	if (ret->root == NULL)
		return OUTCOME_REFUSED;
	ret->top = item_root(&ret->reader, ret->root);
	format_read(ret);
	return ret->reader.failed ? OUTCOME_REFUSED : OUTCOME_OK;
}

void input_deinit(struct input *input)
{
	json_destroy(input->root);
	input->root = NULL;
}

static void profile_read(const struct item *release, struct machine *ret)
{
	const char *text = item_text(release);

	ret->profile = profile_find(text);
	if (ret->profile == NULL || strlen(text) >= sizeof(ret->release)) {
		item_fail(release,
			  "mmscope has no allocator of kernel %s "
			  "(--help lists those it has)",
			  text);
		return;
	}
	snprintf(ret->release, sizeof(ret->release), "%s", text);
}

/* A recorder that ran out of room has lost something. */
static void overflow_read(const struct item *top)
{
	struct item overflow = item_member(top, "overflow");
	struct item count = item_first_member(&overflow);

	for (; item_present(&count); item_advance(&count))
		if (item_integer(&count, 0, INT32_MAX) != 0)
			item_fail(&count, "the recorder ran out of room, so "
					  "this recording is not complete");
}

static void recording_machine_read(struct input *input)
{
	const struct item *top = &input->top;
	struct item kernel = item_member(top, "kernel");
	struct item release = item_member(&kernel, "release");
	struct item constants = item_member(top, "constants");
	struct item sysctl = item_member(top, "sysctl");

	profile_read(&release, &input->machine);
	if (!item_present(top))
		return;
	constants_read(&constants, &input->machine, &input->types);
	sysctl_read(&sysctl, &input->machine);
	overflow_read(top);
	for (size_t i = 0; i < sizeof circumstances / sizeof circumstances[0];
	     i++)
		item_ignore(top, circumstances[i]);
}

static void snapshot_machine_read(struct input *input)
{
	const struct item *top = &input->top;
	struct item kernel = item_member(top, "kernel");
	struct item constants = item_member(top, "constants");
	struct item settings = item_member(top, "machine");

	profile_read(&kernel, &input->machine);
	if (!item_present(top))
		return;
	constants_read(&constants, &input->machine, &input->types);
	settings_read(&settings, &input->machine);
}

struct model *input_beginning(struct input *input)
{
	struct item state = item_member(&input->top,
					input->recording ? "initial" : "state");

	if (input->recording)
		recording_machine_read(input);
	else
		snapshot_machine_read(input);
	places_read(&state, &input->machine);
	/* A snapshot's operations are kept for operations_run(). */
	struct item ops = { .reader = &input->reader };
	if (input->recording)
		ops = item_optional(&input->top, "ops");
	struct model *m =
		state_read(&state, &ops, &input->machine, &input->types);
	if (!input->recording || m == NULL)
		return m;
	item_ignore(&input->top, "final");
	item_finish(&input->top);
	return m;
}

struct item input_ops(const struct input *input)
{
	struct item ops = item_optional(&input->top, "ops");

	if (!item_present(&ops))
		item_fail(&input->top, "this file holds a state and no "
				       "operations; `load` shows it");
	return ops;
}

void input_note(const struct input *input, struct diagnosis *ret)
{
	if (input->reader.ignored > 0)
		diagnose(ret,
			 "%" PRIu32 " keys that mmscope does not know "
			 "were ignored, the first is %s",
			 input->reader.ignored, input->reader.first_ignored);
}
