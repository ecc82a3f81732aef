#include "core/profile_internal.h"

#include <string.h>

static const struct profile *const profiles[] = {
	&profile_4_1, &profile_4_9,  &profile_5_4, &profile_5_10,
	&profile_6_1, &profile_6_12, &profile_7_2, NULL,
};

const struct alloc_flag_name alloc_flags_since_6_1[] = {
	{ "NO_WATERMARKS", ALLOC_NO_WATERMARKS },
	{ "OOM", ALLOC_OOM },
	{ "NON_BLOCK", ALLOC_NON_BLOCK },
	{ "MIN_RESERVE", ALLOC_MIN_RESERVE },
	{ "CPUSET", ALLOC_CPUSET },
	{ "CMA", ALLOC_CMA },
	{ "NOFRAGMENT", ALLOC_NOFRAGMENT },
	{ "HIGHATOMIC", ALLOC_HIGHATOMIC },
	{ "KSWAPD", ALLOC_KSWAPD_SINCE_5_10 },
	ALLOC_FLAGS_END,
};

const struct profile *profile_nth(size_t i)
{
	size_t nr = 0;

	while (nr < i && profiles[nr])
		nr++;
	return profiles[nr];
}

/* "6.12" itself, or a release of that series. */
static bool is_of_series(const struct profile *profile, const char *version)
{
	size_t length = strlen(profile->series);

	return strncmp(version, profile->series, length) == 0 &&
	       (version[length] == '\0' || version[length] == '.');
}

const struct profile *profile_find(const char *version)
{
	for (size_t i = 0; profile_nth(i); i++)
		if (is_of_series(profile_nth(i), version))
			return profile_nth(i);
	return NULL;
}

bool flag_always(const struct flags_config *config)
{
	(void)config;
	return true;
}

bool flag_on_64_bits(const struct flags_config *config)
{
	return config->bits == 64;
}

bool flag_with_pat(const struct flags_config *config)
{
	return config->arch == ARCH_X86_64 && config->pat;
}

bool flag_with_memory_failure(const struct flags_config *config)
{
	return config->memory_failure;
}

bool flag_with_idle_tracking(const struct flags_config *config)
{
	/* On 32 bits they are kept in page_ext. */
	return config->idle_page_tracking && config->bits == 64;
}

bool flag_with_huge_pages(const struct flags_config *config)
{
	return config->transparent_hugepage;
}

/* CONFIG_PAGEFLAGS_EXTENDED: bits enough for head and tail apart. */
bool flag_if_extended(const struct flags_config *config)
{
	return config->bits == 64 || config->memmodel != MEMMODEL_SPARSE;
}

bool flag_unless_extended(const struct flags_config *config)
{
	return !flag_if_extended(config);
}

bool flag_with_hw_tags(const struct flags_config *config)
{
	return config->kasan == KASAN_HW_TAGS;
}

bool flag_with_pat_or_hw_tags(const struct flags_config *config)
{
	/* arm64 has it with MTE only. */
	return flag_with_pat(config) || flag_with_hw_tags(config);
}

bool flag_on_arm64_with_hw_tags(const struct flags_config *config)
{
	return config->arch == ARCH_ARM64 && flag_with_hw_tags(config);
}
