#include "commands/pasted_meaning.h"

#include <inttypes.h>

#include "commands/look_internal.h"

enum { VMEMMAP_PAGE_SIZE = 64 };

/* Where x86_64 keeps its struct pages, unless randomised. */
#define VMEMMAP_BASE 0xffffea0000000000U

static void decode_mapping(uint64_t value, struct text *out)
{
	static const char *const kinds[] = {
		"file: an address_space",
		"anonymous: an anon_vma",
		"non-LRU movable page: its driver's operations",
		"KSM: a stable node",
	};

	if (value == 0)
		text_add(out, "no mapping");
	else
		text_add(out, "%s at 0x%" PRIx64, kinds[value & 3],
			 value & ~(uint64_t)3);
}

static void decode_count(const struct pasted *pasted, int64_t value,
			 struct text *out)
{
	if (pasted->kind == PASTED_REFCOUNT && value == 0)
		text_add(out, "nobody holds it: free, frozen, or a tail");
	else if (pasted->kind == PASTED_REFCOUNT)
		text_add(out, "%" PRId64 " reference%s", value,
			 value == 1 ? "" : "s");
	else if (value == 0)
		text_add(out, "not mapped");
	else if (value < -1)
		text_add(out,
			 "no count: as a word 0x%08" PRIx32 ", see page_type",
			 (uint32_t)(value - 1));
	else
		text_add(out, "%" PRId64 " mapping%s", value,
			 value == 1 ? "" : "s");
}

static void decode_page(uint64_t value, struct text *out)
{
	if (value < VMEMMAP_BASE || value % VMEMMAP_PAGE_SIZE)
		text_add(out, "address of a struct page");
	else
		text_add(out,
			 "struct page of pfn 0x%" PRIx64
			 ", if vmemmap begins at 0xffffea0000000000",
			 (value - VMEMMAP_BASE) / VMEMMAP_PAGE_SIZE);
}

static void decode_order(uint64_t value, struct text *out)
{
	if (value > OP_ORDER_MAX / 8)
		text_add(out, "no order that a kernel has");
	else
		text_add(out, "%" PRIu64 " page%s", (uint64_t)1 << value,
			 value == 0 ? "" : "s");
}

void pasted_meaning(const struct model *m, const struct pasted *pasted,
		    uint64_t value, struct text *out)
{
	switch (pasted->kind) {
	case PASTED_FLAGS:
	case PASTED_TYPE:
	case PASTED_GFP:
	case PASTED_COMPOUND:
	case PASTED_RAW:
		break;
	case PASTED_PAGE:
		decode_page(value, out);
		break;
	case PASTED_REFCOUNT:
	case PASTED_MAPCOUNT:
		decode_count(pasted, (int64_t)value, out);
		break;
	case PASTED_MAPPING:
		decode_mapping(value, out);
		break;
	case PASTED_INDEX:
		text_add(out,
			 "page offset; of anonymous memory usually "
			 "address 0x%" PRIx64,
			 value << PAGE_SHIFT);
		break;
	case PASTED_PFN:
		text_add(out,
			 "frame %" PRIu64 " at physical address 0x%" PRIx64,
			 value, value << PAGE_SHIFT);
		break;
	case PASTED_ORDER:
		decode_order(value, out);
		break;
	case PASTED_MIGRATETYPE:
		if (value < MIGRATE_TYPES)
			text_add(out, "%s",
				 migratetype_name(m, (enum migratetype)value));
		break;
	}
}
