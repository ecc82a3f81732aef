/*
 * Following a page: whatever the steps speak of, the inspector stays with it,
 * and each move tells what became of it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/narrate.h"
#include "commands/session_internal.h"
#include "commands/text.h"

/* The pcp list that a block is on: the lists are looked through. */
static bool find_on_pcp(const struct model *m, unsigned zone, pfn_t head,
			struct text *out)
{
	for (unsigned cpu = 0; cpu < model_machine(m)->nr_cpus; cpu++) {
		const struct per_cpu_pages *pcp = pcp_at(m, zone, cpu);
		unsigned lists = machine_pcp_lists(model_machine(m));

		for (unsigned i = 0; pcp->count > 0 && i < lists; i++) {
			pfn_t pfn = list_first(m, &pcp->lists[i]);

			while (pfn != PFN_NONE && pfn != head)
				pfn = list_next(m, &pcp->lists[i], pfn);
			if (pfn == PFN_NONE)
				continue;
			text_add(out, "on pcp list %c%u of cpu %u",
				 migratetype_letter(m, pcp_list_migratetype(i)),
				 pcp_list_order(m, i), cpu);
			return true;
		}
	}
	return false;
}

/* The list that a free block is on: some kernels go by what the page says,
 * others keep pageblocks and lists together. */
static char free_list_letter(const struct model *m, pfn_t head)
{
	if (model_machine(m)->profile->list_type_is_remembered)
		return migratetype_letter(
			m, (enum migratetype)page_at(m, head)->list_type);
	return migratetype_letter(m, pageblock_type(m, head));
}

/* Of a block that is on no list. */
static const char *use_words(const struct model *m,
			     const struct page_view *view)
{
	switch (view->state) {
	case PAGE_STATE_ALLOCATED:
		/* Out of one list, and not yet on another or handed out. */
		if (page_at(m, view->head)->use == PAGE_IDLE)
			return "on no list";
		return "allocated";
	case PAGE_STATE_HEAD:
		return "allocated, head of a compound page";
	case PAGE_STATE_TAIL:
		return "allocated, tail of a compound page";
	case PAGE_STATE_SLAB:
		return "in a slab";
	case PAGE_STATE_RESERVED:
		return "reserved";
	case PAGE_STATE_HOLE:
		return "in a hole";
	case PAGE_STATE_BUDDY:
	case PAGE_STATE_PCP:
		break;
	}
	return "free";
}

static void add_state(const struct model *m, pfn_t pfn, struct text *out)
{
	struct page_view view = page_view(m, pfn);
	int zone = zone_of_pfn(m, pfn);

	if (view.state == PAGE_STATE_PCP && zone >= 0 &&
	    find_on_pcp(m, (unsigned)zone, view.head, out))
		return;
	if (view.state == PAGE_STATE_BUDDY && view.order >= 0)
		text_add(out, "free, list %d %c", view.order,
			 free_list_letter(m, view.head));
	else
		text_add(out, "%s", use_words(m, &view));
	if (view.order > 0)
		text_add(out, ", block %" PRIu32 " of order %d", view.head,
			 view.order);
}

void page_place_words(const struct model *m, pfn_t pfn, char *ret, size_t size)
{
	struct text out;

	text_init_fixed(&out, ret, size);
	add_state(m, pfn, &out);
}

void followed_state(const struct session *s, struct followed_state *ret)
{
	ret->pfn = s->followed;
	if (ret->pfn != PFN_NONE)
		page_place_words(s->m, ret->pfn, ret->words,
				 sizeof(ret->words));
}

void reply_followed(const struct session *s,
		    const struct followed_state *before, struct reply *r)
{
	struct followed_state now;

	followed_state(s, &now);
	if (now.pfn == PFN_NONE || now.pfn != before->pfn ||
	    strcmp(before->words, now.words) == 0 || reply_error(r))
		return;
	reply_text(r, "page %" PRIu32 ": %s -> %s\n", now.pfn, before->words,
		   now.words);
	if (!reply_is_json(r))
		return;
	struct json *object = json_object();

	json_add(object, "pfn", json_number(s->followed));
	json_add(object, "from", json_string(before->words));
	json_add(object, "to", json_string(now.words));
	reply_value(r, "followed", object);
}

static enum status show_followed(const struct session *s, struct reply *r)
{
	struct followed_state state;

	followed_state(s, &state);
	if (state.pfn == PFN_NONE) {
		reply_text(r, "following no page\n");
		reply_null(r, "pfn");
		return STATUS_OK;
	}
	reply_text(r, "following page %" PRIu32 ": %s\n", state.pfn,
		   state.words);
	reply_number(r, "pfn", state.pfn);
	reply_string(r, "state", state.words);
	return STATUS_OK;
}

static enum status run_follow(struct session *s, const struct arguments *args,
			      struct reply *r)
{
	struct page_ref ref = { .pfn = PFN_NONE };

	if (args->argc > 1)
		return command_usage("follow", r);
	if (args->argc == 1 && strcmp(args->argv[0], "off") != 0) {
		enum status status = parse_ref(s, args->argv[0], &ref, r);

		if (status != STATUS_OK)
			return status;
	}
	if (args->argc == 1)
		s->followed = ref.pfn;
	return show_followed(s, r);
}

const struct command cmd_follow = {
	.name = "follow",
	.group = GROUP_LOOKING,
	.args = "[REF|off]",
	.summary = "Stay with a page, and tell what becomes of it",
	.help = "The inspector shows it whatever the step speaks of, & marks "
		"it on the map and in\nlists, and a move that changes its "
		"state says so: \"page 512: allocated -> on pcp\nlist M0 of "
		"cpu 0\".  Without a word: say which page is followed.",
	.example = "follow 0",
	.completes = COMPLETE_WORDS,
	.words = "off",
	.run = run_follow,
};
