/*
 * Commands for code tags: module, hook, unhook, mem_profiling.
 */
#include "commands/tagging.h"

#define TAGGING(id, word)                                                      \
	static enum status run_##id(struct session *s,                         \
				    const struct arguments *args,              \
				    struct reply *r)                           \
	{                                                                      \
		return operation_command_run(s, word, args, r);                \
	}

TAGGING(module, "module")
TAGGING(hook, "hook")
TAGGING(unhook, "unhook")

static enum status run_mem_profiling(struct session *s,
				     const struct arguments *args,
				     struct reply *r)
{
	return args->argc ? operation_command_run(s, "mem_profiling", args, r)
			  : show_profiling(s, r);
}

const struct command cmd_module = {
	.name = "module",
	.group = GROUP_OPERATIONS,
	.args = "load NAME [SITE...] [tags=N] [align=N] | unload NAME | "
		"replace NAME",
	.summary = "Load or unload a module with its code tags",
	.help = "SITE is FILE:LINE:FUNCTION; `alloc ... tag=SITE` then "
		"charges that tag.  tags=N\nmakes the section larger.  Tags "
		"are registered under the lowest free id.  Where\nmemory is "
		"still charged at unload, Linux 6.12 keeps the module's data, "
		"later\nkernels its piece of the module tag area.  replace "
		"moves struct module, as the\nloader does.  `info modules` "
		"shows ids, areas and what is still out.",
	.example = "module load drv drv.c:10:drv_probe drv.c:20:drv_ring",
	.completes = COMPLETE_WORDS,
	.words = "load unload replace",
	.run = run_module,
};

const struct command cmd_hook = {
	.name = "hook",
	.group = GROUP_OPERATIONS,
	.args = "FILE:LINE:FUNCTION[[MODULE]]",
	.summary = "Open a call site: later allocations are charged to it",
	.help = "As alloc_hooks() does around a call: current->alloc_tag is "
		"kept aside until\n`unhook`.  Hooks nest, and the innermost is "
		"charged; so is the tag= of an\noperation inside.",
	.example = "hook mm/slub.c:2345:alloc_slab_page",
	.run = run_hook,
};

const struct command cmd_unhook = {
	.name = "unhook",
	.group = GROUP_OPERATIONS,
	.args = "",
	.summary = "Close the call site that `hook` opened last",
	.example = "hook a.c:1:f\nunhook",
	.run = run_unhook,
};

const struct command cmd_mem_profiling = {
	.name = "mem_profiling",
	.group = GROUP_OPERATIONS,
	.args = "[never | 0 | 1 | 1,compressed [kernel_tags=N]]",
	.summary = "Switch memory allocation profiling, as vm.mem_profiling",
	.help = "0 and 1 are the sysctl: nothing freed while it is 0 is taken "
		"off a tag.  never\n"
		"and 1,compressed are boot parameters; the state becomes what "
		"it would be with\n"
		"them.  Compressed, a page's tag is an index in the free bits "
		"of page->flags;\n"
		"too many tags for them switch profiling off.  `set "
		"mem_profiling VALUE` is the\n"
		"same.",
	.example = "mem_profiling 0",
	.completes = COMPLETE_WORDS,
	.words = "never 0 1 1,compressed",
	.run = run_mem_profiling,
};
