/*
 * What each kind of operation is called and what it works on.
 */
#include "core/operation.h"

static const struct {
	const char *name;
	enum operation_family family;
} kinds[] = {
	[OP_ALLOC] = { "alloc", FAMILY_BLOCKS },
	[OP_FREE] = { "free", FAMILY_BLOCKS },
	[OP_BULK] = { "bulk", FAMILY_BLOCKS },
	[OP_FREEBATCH] = { "freebatch", FAMILY_BLOCKS },
	[OP_SPLIT] = { "split", FAMILY_BLOCKS },
	[OP_DRAIN] = { "drain", FAMILY_PCP },
	[OP_DRAIN_ALL] = { "drain", FAMILY_PCP },
	[OP_DECAY] = { "decay", FAMILY_PCP },
	[OP_CPU] = { "cpu", FAMILY_CPU },
	[OP_GET] = { "get", FAMILY_REFERENCE },
	[OP_PUT] = { "put", FAMILY_REFERENCE },
	[OP_MAP] = { "map-page", FAMILY_PAGE_WORDS },
	[OP_UNMAP] = { "unmap-page", FAMILY_PAGE_WORDS },
	[OP_LOCK] = { "lock", FAMILY_PAGE_WORDS },
	[OP_UNLOCK] = { "unlock", FAMILY_PAGE_WORDS },
	[OP_SET_FLAG] = { "set-flag", FAMILY_PAGE_WORDS },
	[OP_CLEAR_FLAG] = { "clear-flag", FAMILY_PAGE_WORDS },
	[OP_MARK] = { "mark", FAMILY_PAGE_WORDS },
	[OP_UNMARK] = { "unmark", FAMILY_PAGE_WORDS },
	[OP_KMALLOC] = { "kmalloc", FAMILY_OBJECTS },
	[OP_KFREE] = { "kfree", FAMILY_OBJECTS },
	[OP_MODULE_LOAD] = { "module-load", FAMILY_TAGGING },
	[OP_MODULE_UNLOAD] = { "module-unload", FAMILY_TAGGING },
	[OP_MODULE_REPLACE] = { "module-replace", FAMILY_TAGGING },
	[OP_PROFILING] = { "mem_profiling", FAMILY_TAGGING },
	[OP_HOOK] = { "hook", FAMILY_TAGGING },
	[OP_UNHOOK] = { "unhook", FAMILY_TAGGING },
};

const char *operation_kind_name(enum operation_kind kind)
{
	return kinds[kind].name;
}

enum operation_family operation_family(enum operation_kind kind)
{
	return kinds[kind].family;
}
