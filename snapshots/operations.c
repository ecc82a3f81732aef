/*
 * Running the operations of a file on a model.
 */
#include "snapshots/operations_internal.h"

#include <inttypes.h>

enum { PROGRESS_EVERY = 256 }; /* operations */

static const char *const refusals[] = {
	[OP_POSSIBLE] = "nothing is wrong",
	[OP_NO_SUCH_CPU] = "the machine has no such CPU",
	[OP_NO_SUCH_NODE] = "the machine has no such node",
	[OP_BAD_ZONE_MODIFIERS] = "the GFP mask names two zones",
	[OP_BAD_MOBILITY] = "the GFP mask is movable and reclaimable at once",
	[OP_NO_SUCH_PAGE] = "the machine has no such page",
	[OP_PAGE_FREE] = "the page is free already",
	[OP_PAGE_ON_PCP] = "the page is free already and waits on a pcp list",
	[OP_PAGE_RESERVED] = "the page is reserved",
	[OP_PAGE_IS_TAIL] = "the page lies inside an allocated block",
	[OP_WRONG_ORDER] = "the block has another order",
	[OP_MISALIGNED] = "no block of that order begins at the page",
	[OP_ORDER_TOO_LARGE] = "the order is above the largest",
	[OP_ORDER_UNKNOWN] = "nothing tells the order of the block",
	[OP_BLOCK_NOT_IN_USE] = "a page of the block is free",
	[OP_SPLIT_COMPOUND] = "a compound page cannot be split",
	[OP_GIVEN_TWICE] = "a block is named twice",
	[OP_TOO_MANY] = "more pages than one operation may have",
	[OP_NOTHING_ASKED] = "it asks for no page",
	[OP_NOT_A_FOLIO] = "a block that is not compound would lose pages",
	[OP_NO_COLD_FREES] = "this kernel has no cold frees",
	[OP_REFCOUNT_UNKNOWN] = "nothing tells the page's references",
	[OP_INTERRUPTED] = "it was interrupted",
	[OP_REFCOUNT_ZERO] = "the page has no reference",
	[OP_REFCOUNT_FROZEN] = "the slab page has no references to count",
	[OP_REFCOUNT_FULL] = "the page has all the references that fit",
	[OP_LOCKED] = "the page is locked",
	[OP_NOT_LOCKED] = "the page is not locked",
	[OP_NOT_MAPPED] = "the page is not mapped",
	[OP_TYPED_MAPPING] = "a page with a type cannot be mapped",
	[OP_NO_SUCH_FLAG] = "the kernel has no such flag",
	[OP_FLAG_OF_COMPOUND] = "only making a compound page sets that flag",
	[OP_FLAG_NOT_ON_TAIL] = "that flag is not for tails",
	[OP_FLAG_NOT_ON_COMPOUND] = "that flag is not for compound pages",
	[OP_NO_SUCH_TYPE] = "the kernel has no such page type",
	[OP_TYPE_TAKEN] = "the page is mapped or has a type",
	[OP_NO_TYPE] = "the page has no type",
	[OP_BAD_MAPCOUNT] = "a page to be freed is mapped or has a type",
	[OP_PAGE_IS_SLAB] = "the page belongs to a slab",
	[OP_NO_SUCH_OBJECT] = "the slab has fewer objects",
	[OP_OBJECT_FREE] = "the object is free already",
	[OP_NOT_KMALLOC] = "kmalloc did not give it",
	[OP_TOO_MANY_SLABS] = "there is no number left for a slab",
	[OP_NO_PROFILING] = "the kernel has no memory allocation profiling",
	[OP_NO_COMPRESSION] = "the kernel keeps no tags in page->flags",
	[OP_PROFILING_GONE] = "profiling is not supported any more",
	[OP_AT_BOOT_ONLY] = "a boot parameter comes before modules",
	[OP_MODULE_LOADED] = "a module of that name is loaded",
	[OP_NO_SUCH_MODULE] = "no module of that name is loaded",
	[OP_NO_SUCH_SITE] = "the module has no such call site",
	[OP_TOO_MANY_MODULES] = "there are too many modules",
	[OP_BAD_ALIGN] = "the alignment is no power of two",
	[OP_TOO_MANY_HOOKS] = "too many hooks are open",
	[OP_NO_HOOK] = "no hook is open",
	[OP_BAD_FLAGS] = "a page to be freed has flags that forbid it",
};

const char *refusal_text(enum op_refusal refusal)
{
	size_t i = (size_t)refusal;

	if (i < sizeof refusals / sizeof refusals[0] && refusals[i] != NULL)
		return refusals[i];
	return "the model refuses it";
}

bool progress_interrupts(const struct progress *progress, uint64_t done,
			 uint64_t total)
{
	return progress != NULL && progress->report != NULL &&
	       done % PROGRESS_EVERY == 0 &&
	       progress->report(progress->context, done, total);
}

static void operation_run_item(const struct item *object, struct model *m)
{
	struct operation_in_file read = operation_read(object);
	int64_t where = 0;

	if (item_present(object)) {
		enum op_refusal refusal = operation_run(m, &read.op, &where);
		if (refusal != OP_POSSIBLE)
			item_fail(object,
				  "this operation is not possible here: %s "
				  "(%" PRId64 ")",
				  refusal_text(refusal), where);
	}
	operation_in_file_deinit(&read);
}

enum outcome operations_run(const struct item *ops, size_t max, struct model *m,
			    const struct progress *progress)
{
	size_t length = item_length(ops);
	uint64_t total = length < max ? length : max;
	struct item object = item_first(ops);

	for (; object.index < max && item_present(&object);
	     item_advance(&object)) {
		if (progress_interrupts(progress, object.index, total)) {
			diagnose(ops->reader->why,
				 "interrupted after %zu of %" PRIu64
				 " operations; nothing has changed",
				 object.index, total);
			return OUTCOME_INTERRUPTED;
		}
		operation_run_item(&object, m);
	}
	return ops->reader->failed ? OUTCOME_REFUSED : OUTCOME_OK;
}
