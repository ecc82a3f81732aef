/*
 * map tag: which frames a call site's tag is charged for.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/chosen.h"
#include "commands/imported.h"
#include "commands/map_tag.h"
#include "commands/session_internal.h"

/* FILE:LINE:FUNCTION as typed, or its beginning up to a colon. */
static bool site_is(const struct codetag *site, const char *word)
{
	size_t length = strlen(word);
	struct text typed;

	text_init(&typed);
	call_site_add(&typed, site);
	bool same = strncmp(typed.start, word, length) == 0 &&
		    (typed.start[length] == ':' || typed.start[length] == '\0');

	text_deinit(&typed);
	return same;
}

static enum status find_site(const struct model *m, const char *word,
			     uint32_t *ret, struct reply *r)
{
	uint32_t found = 0;

	for (uint32_t tag = 0; tag < nr_alloc_tags(m); tag++) {
		struct codetag site = alloc_tag_site(m, tag);

		if (!site_is(&site, word))
			continue;
		if (found++ == 0)
			*ret = tag;
	}
	if (found == 1)
		return STATUS_OK;
	if (found > 1)
		return reply_fail(r, STATUS_FAILED,
				  "map tag: %" PRIu32 " tags are at %s: write "
				  "the number of one, as in `info tags "
				  "filter=%s`",
				  found, word, word);
	return reply_fail(r, STATUS_FAILED,
			  "map tag: there is no tag %s; `info tags` lists "
			  "their numbers and call sites",
			  word);
}

static void choose(struct session *s, uint32_t tag)
{
	s->map_tag = tag + 1;
	s->map_site = alloc_tag_site(s->m, tag);
}

enum status map_tag_choose(struct session *s, const char *word, struct reply *r)
{
	uint64_t number = 0;
	uint32_t tag = 0;

	if (s->imported)
		return reply_fail(r, STATUS_FAILED,
				  "map tag: %s does not tell who is charged; "
				  "`import off` goes back to the model",
				  s->imported->file);
	if (strcmp(word, "off") == 0) {
		s->map_tag = 0;
		return STATUS_OK;
	}
	if (parse_number(word, &number) && number < nr_alloc_tags(s->m)) {
		choose(s, (uint32_t)number);
		return STATUS_OK;
	}
	enum status status = find_site(s->m, word, &tag, r);

	if (status == STATUS_OK)
		choose(s, tag);
	return status;
}

static bool is_chosen(const struct session *s, uint32_t tag)
{
	struct codetag site = alloc_tag_site(s->m, tag);

	return same_codetag(&site, &s->map_site);
}

uint32_t chosen_map_tag(const struct session *s)
{
	uint32_t nr = nr_alloc_tags(s->m);

	if (s->imported || s->map_tag == 0)
		return 0;
	if (s->map_tag <= nr && is_chosen(s, s->map_tag - 1))
		return s->map_tag;
	/* In another future the site may have another number. */
	for (uint32_t tag = 0; tag < nr; tag++)
		if (is_chosen(s, tag))
			return tag + 1;
	return 0;
}

void map_tag_add(struct text *out, const struct session *s)
{
	uint32_t tag = chosen_map_tag(s);

	if (tag == 0)
		return;
	struct codetag site = alloc_tag_site(s->m, tag - 1);

	text_add(out, "T all, t partly charged to tag %" PRIu32 ", ", tag - 1);
	call_site_show(out, &site);
}
