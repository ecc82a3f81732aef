#include "tests/eventful.h"

#include <stdlib.h>
#include <string.h>

#include "core/operation.h"
#include "tests/harness.h"
#include "tests/scratch.h"

struct model *eventful_history(void)
{
	struct boot_config config = preset("small");
	config.nr_cpus = 2;
	struct model *m = boot(&config);
	gfp_t gfp = gfp_named(m, "GFP_KERNEL");
	struct codetag tag = { "a file.c", "a_function", "a_module", 77 };

	const struct operation takes[] = {
		{ .kind = OP_ALLOC, .gfp = gfp, .order = 4, .tag = tag },
		{ .kind = OP_ALLOC,
		  .gfp = gfp | gfp_named(m, "__GFP_COMP"),
		  .order = 2 },
		{ .kind = OP_BULK, .gfp = gfp, .count = 20 },
		{ .kind = OP_ALLOC, .gfp = gfp, .order = 60 },
	};
	for (size_t i = 0; i < sizeof takes / sizeof takes[0]; i++)
		run(m, &takes[i]);
	pfn_t large = history_result(m, 1)->pfn;
	pfn_t compound = history_result(m, 2)->pfn;
	const struct op_result *bulk = history_result(m, 3);
	struct block batch[] = { { bulk->pfns[0], 0 }, { bulk->pfns[1], 0 } };

	const struct operation rest[] = {
		{ .kind = OP_SPLIT, .pfn = large, .order = 4 },
		{ .kind = OP_FREE, .pfn = large, .order = 0 },
		{ .kind = OP_GET, .pfn = compound },
		{ .kind = OP_PUT, .pfn = compound },
		{ .kind = OP_CPU, .cpu = 1 },
		{ .kind = OP_FREEBATCH, .cpu = 1, .count = 2, .blocks = batch },
		{ .kind = OP_DECAY, .cpu = 1 },
		{ .kind = OP_DRAIN, .cpu = 1 },
		{ .kind = OP_DRAIN_ALL, .cpu = 1 },
		{ .kind = OP_SET_FLAG, .pfn = compound, .flag = PG_dirty },
		{ .kind = OP_MAP, .pfn = compound },
		{ .kind = OP_LOCK, .pfn = compound },
		{ .kind = OP_UNLOCK, .pfn = compound },
		{ .kind = OP_UNMAP, .pfn = compound },
		{ .kind = OP_MARK, .pfn = compound, .mark = MARK_TABLE },
		{ .kind = OP_UNMARK, .pfn = compound },
		{ .kind = OP_CLEAR_FLAG, .pfn = compound, .flag = PG_dirty },
		{ .kind = OP_FREE, .cpu = 1, .pfn = compound, .order = 2 },
		{ .kind = OP_MODULE_LOAD,
		  .module = "some",
		  .count = 3,
		  .align = 16,
		  .sites = &tag,
		  .nr_sites = 1 },
		{ .kind = OP_HOOK, .tag = tag },
		{ .kind = OP_UNHOOK },
		{ .kind = OP_MODULE_REPLACE, .module = "some" },
		{ .kind = OP_MODULE_UNLOAD, .module = "some" },
		{ .kind = OP_PROFILING, .profiling = PROFILING_OFF },
	};
	for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
		run(m, &rest[i]);
	history_seek(m, history_op_begin(m, 7) + 3);
	return m;
}

/* Annotations that belong to the test, not to the heap. */
struct annotations some_annotations(void)
{
	static char *notes[] = { "first note", "caf\xc3\xa9" };
	static struct mark marks[] = { { "here", 5 }, { "start", 0 } };
	static char *lines[] = { "silent", "print free" };
	static struct saved_breakpoint breakpoints[] = {
		{ .number = 1, .where = "__free_one_page", .enabled = true },
		{ .number = 3,
		  .where = "rmqueue_bulk",
		  .condition = "order > 2",
		  .ignore = 7 },
		{ .number = 4,
		  .watch = "zone(Normal).free",
		  .enabled = true,
		  .commands = lines,
		  .nr_commands = 2 },
	};

	return (struct annotations){
		.notes = notes,
		.nr_notes = 2,
		.marks = marks,
		.nr_marks = 2,
		.breakpoints = breakpoints,
		.nr_breakpoints = 3,
	};
}

char *eventful_text(void)
{
	struct model *m = eventful_history();
	struct annotations notes = some_annotations();
	char *text = snapshot_print(m, &notes);

	model_destroy(m);
	return text;
}

enum outcome load_text(const char *text, struct model **m,
		       struct annotations *notes, struct diagnosis *why)
{
	struct scratch s;

	scratch_init(&s);
	enum outcome outcome = snapshot_load(
		scratch_file(&s, "given.json", text), NULL, m, notes, why);
	scratch_deinit(&s);
	return outcome;
}

void assert_text_refused(const char *text, const char *reason)
{
	struct model *m = NULL;
	struct annotations notes = { 0 };
	struct diagnosis why = { .text = "" };

	assert_int_equal(load_text(text, &m, &notes, &why), OUTCOME_REFUSED);
	assert_null(m);
	assert_int_equal(notes.nr_notes, 0);
	if (strstr(why.text, reason) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", why.text, reason);
	for (const char *c = why.text; *c != '\0'; c++)
		assert_false(*c > 0 && *c < ' ');
}

void assert_changed_refused(const char *const change[3], const char *reason)
{
	char *text = eventful_text();
	char *changed = with_change(text, change[0], change[1], change[2]);

	assert_text_refused(changed, reason);
	free(changed);
	free(text);
}
