/*
 * Fuzzer of snapshot_load: any bytes at all, as a file.
 *
 * What is refused must say why.  What is accepted must hold all invariants,
 * and must come out of a second loading as the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/check.h"
#include "snapshots/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PATIENCE = 200 };

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_snapshot: %s\n", what);
	abort();
}

/* Long histories cost time and find nothing new. */
static bool too_long(void *context, uint64_t done, uint64_t total)
{
	int *asked = context;

	(void)done;
	(void)total;
	return ++*asked > PATIENCE;
}

static enum outcome load(const void *data, size_t size, struct model **m,
			 struct annotations *notes)
{
	char name[] = "/tmp/mmscope-fuzz-XXXXXX";
	int fd = mkstemp(name);
	int asked = 0;
	struct progress progress = { .report = too_long, .context = &asked };
	struct diagnosis why = { .text = "" };

	must(fd >= 0, "no temporary file");
	must(write(fd, data, size) == (ssize_t)size,
	     "temporary file too short");
	close(fd);
	enum outcome outcome = snapshot_load(name, &progress, m, notes, &why);

	unlink(name);
	must(outcome == OUTCOME_OK || outcome == OUTCOME_INTERRUPTED ||
		     why.text[0],
	     "refused without a reason");
	must(outcome == OUTCOME_OK || *m == NULL, "refused, yet a model");
	return outcome;
}

static void reload(struct model *m, const struct annotations *notes)
{
	char *text = snapshot_print(m, notes);
	struct model *again = NULL;
	struct annotations same_notes = { .notes = NULL };

	must(text != NULL, "a loaded state cannot be printed");
	enum outcome outcome = load(text, strlen(text), &again, &same_notes);

	must(outcome != OUTCOME_REFUSED, "own file refused");
	if (outcome == OUTCOME_OK) {
		char *same = snapshot_print(again, &same_notes);

		must(same && strcmp(text, same) == 0, "saved twice, differs");
		must(model_digest(m) == model_digest(again),
		     "the same file, another state");
		free(same);
		model_destroy(again);
		annotations_deinit(&same_notes);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *m = NULL;
	struct annotations notes = { .notes = NULL };
	struct check_report report;

	if (load(data, size, &m, &notes) != OUTCOME_OK)
		return 0;
	model_check(m, &report);
	must(report.broken == 0, "a broken state was accepted");
	reload(m, &notes);
	model_destroy(m);
	annotations_deinit(&notes);
	return 0;
}
