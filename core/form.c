#include "core/form_internal.h"

#include "core/page_alloc_internal.h"
#include "core/page_free_internal.h"

const struct form any_form = {
	.alloc_pages = alloc_pages,
	.free_pages = free_pages,
	.release_pages = release_pages,
};

static const struct {
	const struct profile *profile;
	const struct form *form;
} plain_forms[] = {
	{ &profile_4_1, &plain_form_4_1 }, { &profile_4_9, &plain_form_4_9 },
	{ &profile_5_4, &plain_form_5_4 }, { &profile_5_10, &plain_form_5_10 },
	{ &profile_6_1, &plain_form_6_1 }, { &profile_6_12, &plain_form_6_12 },
	{ &profile_7_2, &plain_form_7_2 },
};

const struct form *plain_form_of(const struct profile *profile)
{
	size_t nr = sizeof(plain_forms) / sizeof(plain_forms[0]);

	for (size_t i = 0; i < nr; i++)
		if (plain_forms[i].profile == profile)
			return plain_forms[i].form;
	return &any_form;
}
