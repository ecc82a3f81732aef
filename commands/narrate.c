/*
 * Narration of steps: fills the sentences of core/probes.def with operands.
 *
 * A template copies itself out, except that `{name}` becomes the operand in
 * the manner of its kind and `{name?yes|no}` becomes one of two templates.  A
 * page is "no" when there is none; every other operand when it is zero.
 * `{name#page|pages}` becomes the form that goes with a count.
 */
#include "commands/narrate.h"

#include <inttypes.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/text.h"
#include "core/codetag.h"
#include "core/gfp.h"

struct sentence {
	const struct model *m;
	const struct probe *probe;
	const int64_t *args;
	struct text *out;
};

char migratetype_letter(const struct model *m, enum migratetype type)
{
	if (type >= MIGRATE_TYPES)
		return '?';
	return model_machine(m)->profile->migratetype_letters[type];
}

static void add_zone(struct text *out, const struct model *m, int64_t zone)
{
	if (zone < 0 || zone >= nr_zones(m)) {
		text_add(out, "none");
		return;
	}

	const struct zone *own = zone_at(m, (unsigned)zone);
	bool shared = false;

	for (unsigned other = 0; other < nr_zones(m); other++)
		shared = shared || (other != zone &&
				    zone_at(m, other)->kind == own->kind);
	text_add(out, "%s", zone_name(m, (unsigned)zone));
	if (shared)
		text_add(out, " (node %u)", own->node);
}

static void add_alloc_flags(struct text *out, const struct profile *profile,
			    uint64_t flags)
{
	static const char *const marks[] = { "ALLOC_WMARK_MIN",
					     "ALLOC_WMARK_LOW",
					     "ALLOC_WMARK_HIGH",
					     "ALLOC_WMARK_PROMO" };
	uint64_t rest = flags & ~(uint64_t)ALLOC_WMARK_MASK;

	text_add(out, "%s", marks[flags & ALLOC_WMARK_MASK]);
	for (const struct alloc_flag_name *flag = profile->alloc_flags;
	     flag->name; flag++) {
		if ((flag->value & ~(unsigned)ALLOC_WMARK_MASK) == 0 ||
		    (rest & flag->value) != flag->value)
			continue;
		text_add(out, "|ALLOC_%s", flag->name);
		rest &= ~(uint64_t)flag->value;
	}
	if (rest)
		text_add(out, "|0x%" PRIx64, rest);
}

static void add_gfp(struct text *out, const struct profile *profile, gfp_t gfp)
{
	const char *joint = "";

	if (gfp == 0)
		text_add(out, "none");
	for (const struct gfp_name *entry = profile->gfp_names;
	     gfp && entry->name; entry++) {
		if (entry->mask == 0 || (gfp & entry->mask) != entry->mask)
			continue;
		text_add(out, "%s%s", joint, entry->name);
		joint = "|";
		gfp &= ~entry->mask;
	}
	if (gfp)
		text_add(out, "%s0x%x", joint, gfp);
}

/* The names of the kernel's enumerations, by value. */
static const char *const *names_of(enum arg_kind kind)
{
	static const char *const modes[] = { "NORMAL", "CMA", "CLAIM", "STEAL",
					     NULL };
	static const char *const marks[] = { "min", "low", "high", "promo",
					     NULL };
	static const char *const priorities[] = { "SYNC_FULL", "SYNC_LIGHT",
						  "ASYNC", NULL };
	static const char *const results[] = {
		"NOT_SUITABLE_ZONE", "SKIPPED",
		"DEFERRED",          "NO_SUITABLE_PAGE",
		"CONTINUE",          "COMPLETE",
		"PARTIAL_SKIPPED",   "CONTENDED",
		"SUCCESS",           NULL,
	};

	if (kind == ARG_MODE)
		return modes;
	if (kind == ARG_MARK)
		return marks;
	return kind == ARG_PRIORITY ? priorities : results;
}

static void add_chosen(struct text *out, enum arg_kind kind, int64_t value)
{
	const char *const *name = names_of(kind);
	int64_t left = value;

	while (left > 0 && *name) {
		name++;
		left--;
	}
	if (left == 0 && *name)
		text_add(out, "%s", *name);
	else
		text_add(out, "%" PRId64, value);
}

static void add_page(struct text *out, int64_t pfn)
{
	if (pfn == PFN_NONE)
		text_add(out, "none");
	else
		text_add(out, "%" PRId64, pfn);
}

static void add_list(struct text *out, const struct model *m, unsigned pindex)
{
	text_add(out, "order %u %c", pcp_list_order(m, pindex),
		 migratetype_letter(m, pcp_list_migratetype(pindex)));
}

static void add_tag(struct text *out, const struct model *m, int64_t tag)
{
	struct codetag site;

	if (tag < 0) {
		text_add(out, "none");
		return;
	}
	site = alloc_tag_site(m, (uint32_t)tag);
	call_site_show(out, &site);
}

/* Of what has a name of its own. */
static const char *name_of_arg(const struct model *m, enum arg_kind kind,
			       int64_t value)
{
	if (kind == ARG_FLAG)
		return pageflag_name((enum pageflag)value);
	if (kind == ARG_PAGE_TYPE)
		return page_mark_name((enum page_mark)value);
	if (kind == ARG_CACHE)
		return model_caches(m)->caches[value].name;
	return module_load_at(m, (uint32_t)value)->name;
}

static void add_arg(struct text *out, const struct model *m, enum arg_kind kind,
		    int64_t value)
{
	switch (kind) {
	case ARG_NUMBER:
	case ARG_PAGES:
	case ARG_ORDER:
	case ARG_NODE:
	case ARG_CPU:
		text_add(out, "%" PRId64, value);
		break;
	case ARG_PFN:
		add_page(out, value);
		break;
	case ARG_TYPE:
		text_add(out, "%c",
			 migratetype_letter(m, (enum migratetype)value));
		break;
	case ARG_ZONE:
		add_zone(out, m, value);
		break;
	case ARG_YES:
		text_add(out, value ? "yes" : "no");
		break;
	case ARG_GFP:
		add_gfp(out, model_machine(m)->profile, (gfp_t)value);
		break;
	case ARG_ALLOC_FLAGS:
		add_alloc_flags(out, model_machine(m)->profile,
				(uint64_t)value);
		break;
	case ARG_MODE:
	case ARG_MARK:
	case ARG_COMPACTION:
	case ARG_PRIORITY:
		add_chosen(out, kind, value);
		break;
	case ARG_FLAG:
	case ARG_PAGE_TYPE:
	case ARG_CACHE:
	case ARG_MODULE:
		text_add(out, "%s", name_of_arg(m, kind, value));
		break;
	case ARG_WORD:
		text_add(out, "0x%08" PRIx32, (uint32_t)value);
		break;
	case ARG_LIST:
		add_list(out, m, (unsigned)value);
		break;
	case ARG_TAG:
		add_tag(out, m, value);
		break;
	case ARG_PROFILING:
		text_add(out, "%s",
			 profiling_switch_name((enum profiling_switch)value));
		break;
	}
}

/* Index of the operand that a template names; -1 when there is none. */
static int find_arg(const struct probe *probe, const char *name, size_t length)
{
	for (unsigned i = 0; i < probe->nr_args; i++) {
		const char *own = probe->args[i].name;

		if (strlen(own) == length && memcmp(own, name, length) == 0)
			return (int)i;
	}
	return -1;
}

/* First `wanted` in [from, end) that stands outside of inner braces. */
static const char *find_outside(const char *from, const char *end, char wanted)
{
	unsigned depth = 0;

	for (const char *at = from; at < end; at++) {
		if (depth == 0 && *at == wanted)
			return at;
		if (*at == '{')
			depth++;
		else if (*at == '}' && depth > 0)
			depth--;
	}
	return end;
}

static void add_template(const struct sentence *s, const char *from,
			 const char *end);

/* "a>b": is the one operand larger than the other? */
static bool is_larger(const struct sentence *s, const char *from,
		      const char *versus, const char *end)
{
	int left = find_arg(s->probe, from, (size_t)(versus - from));
	int right = find_arg(s->probe, versus + 1, (size_t)(end - versus - 1));

	return left >= 0 && right >= 0 && s->args[left] > s->args[right];
}

/* Does an operand choose the first of two templates?  `mark` says by what. */
static bool chooses_first(char mark, enum arg_kind kind, int64_t value)
{
	if (mark == '#')
		return value == 1;
	return kind == ARG_PFN ? value != PFN_NONE : value != 0;
}

/* What stands between two braces: a name, or a name and two templates. */
static void add_braces(const struct sentence *s, const char *from,
		       const char *end)
{
	const char *mark = find_outside(from, end, '?');

	mark = find_outside(from, mark, '#');

	const char *versus = find_outside(from, mark, '>');
	int arg = find_arg(s->probe, from, (size_t)(versus - from));

	/* A name that the probe lacks stays visible: it is a mistake. */
	if (arg < 0) {
		text_add_bytes(s->out, from - 1, (size_t)(end - from) + 2);
		return;
	}

	enum arg_kind kind = s->probe->args[arg].kind;
	int64_t value = s->args[arg];

	if (mark == end) {
		add_arg(s->out, s->m, kind, value);
		return;
	}

	const char *bar = find_outside(mark + 1, end, '|');
	bool first = versus < mark ? is_larger(s, from, versus, mark)
				   : chooses_first(*mark, kind, value);

	if (first)
		add_template(s, mark + 1, bar);
	else if (bar < end)
		add_template(s, bar + 1, end);
}

static void add_template(const struct sentence *s, const char *from,
			 const char *end)
{
	while (from < end) {
		const char *open = memchr(from, '{', (size_t)(end - from));

		if (!open)
			open = end;
		text_add_bytes(s->out, from, (size_t)(open - from));
		if (open == end)
			return;

		const char *close = find_outside(open + 1, end, '}');

		add_braces(s, open + 1, close);
		from = close < end ? close + 1 : end;
	}
}

size_t narrate_step(const struct model *m, uint64_t position, char *ret,
		    size_t size)
{
	struct step step = history_step(m, position);

	return narrate_this_step(m, &step, ret, size);
}

size_t narrate_this_step(const struct model *m, const struct step *step,
			 char *ret, size_t size)
{
	const struct probe *probe = probe_in(m, step->probe);
	struct text out;

	text_init_fixed(&out, ret, size);

	struct sentence sentence = { m, probe, step->args, &out };

	add_template(&sentence, probe->sentence,
		     probe->sentence + strlen(probe->sentence));
	return out.length;
}

size_t narrate_arg(const struct model *m, enum arg_kind kind, int64_t value,
		   char *ret, size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	add_arg(&out, m, kind, value);
	return out.length;
}

size_t narrate_gfp(const struct profile *profile, gfp_t gfp, char *ret,
		   size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	add_gfp(&out, profile, gfp);
	return out.length;
}
