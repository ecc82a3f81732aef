#include "core/profile.h"

#include <string.h>

static const struct profile *const profiles[] = {
	&profile_6_12,
};

const struct profile *profile_nth(size_t i)
{
	return i < sizeof(profiles) / sizeof(*profiles) ? profiles[i] : NULL;
}

const struct profile *profile_find(const char *version)
{
	for (size_t i = 0; profile_nth(i); i++) {
		const struct profile *profile = profile_nth(i);
		size_t length = strlen(profile->series);

		if (strncmp(version, profile->series, length) != 0)
			continue;
		/* "6.12" itself, or a release of that series. */
		if (version[length] == '\0' || version[length] == '.')
			return profile;
	}
	return NULL;
}
