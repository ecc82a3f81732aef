#include "core/form_internal.h"

#include "core/page_alloc_internal.h"
#include "core/page_free_internal.h"

const struct form any_form = {
	.alloc_pages = alloc_pages,
	.free_pages = free_pages,
	.release_pages = release_pages,
};
