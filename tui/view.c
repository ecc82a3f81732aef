#include "tui/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/chosen.h"
#include "core/sheaf.h"

/* Writes looked at for what changed since the base, so that one drawing costs
 * no more however long the history is; the legend says so, and `changes` looks
 * at all. */
enum { CHANGES_BUDGET = 16384 };

static void raise_to(uint8_t *cell, enum change change)
{
	if (*cell < change)
		*cell = (uint8_t)change;
}

static void note_change(struct changes *c, const struct field_place *field,
			enum change change)
{
	uint8_t *cell = NULL;

	if (field->object == OBJECT_FREE_LIST)
		cell = &c->lists[field->zone][field->order][field->migratetype];
	else if (field->object == OBJECT_FREE_AREA)
		cell = &c->nr_free[field->zone][field->order];
	else if (field->id == FIELD_NR_FREE_PAGES)
		cell = &c->free[field->zone];
	else if (field->object == OBJECT_ZONE)
		cell = &c->watermarks[field->zone];
	else if (field->object == OBJECT_PCP ||
		 field->object == OBJECT_PCP_LIST)
		cell = &c->pcp[field->zone][field->cpu];
	if (cell)
		raise_to(cell, change);
}

/* The cache that a word is of; -1: none, or of a slab that is no more. */
static int cache_of_word(const struct model *m, const struct field_place *field)
{
	if (field->object == OBJECT_CACHE_CPU ||
	    field->object == OBJECT_CACHE_NODE ||
	    field->object == OBJECT_CPU_SHEAVES || field->object == OBJECT_BARN)
		return (int)field->index;
	if (field->object == OBJECT_SHEAF && field->index <= nr_sheaves(m))
		return cache_of_sheaf(m, field->index);
	if ((field->object == OBJECT_SLAB ||
	     field->object == OBJECT_SLAB_OBJECT) &&
	    field->index <= nr_slabs(m) && slab_at(m, field->index)->pfn)
		return slab_at(m, field->index)->cache;
	return -1;
}

/* The column of the table that a word counts in. */
static enum cache_part cache_part_of(enum field_id id)
{
	switch ((int)id) {
	case FIELD_SLAB_COUNTERS:
		return CACHE_ACTIVE;
	case FIELD_CACHE_NR_SLABS:
	case FIELD_CACHE_TOTAL_OBJECTS:
		return CACHE_SLABS;
	case FIELD_CACHE_CPU_SLAB:
	case FIELD_CACHE_CPU_PARTIAL:
		return CACHE_OF_CPU;
	case FIELD_CACHE_NR_PARTIAL:
	case FIELD_CACHE_PARTIAL_FIRST:
	case FIELD_CACHE_PARTIAL_LAST:
		return CACHE_OF_NODE;
	default:
		return CACHE_WORDS;
	}
}

static void note_cache(struct changes *c, const struct model *m,
		       const struct field_place *field, enum change change)
{
	int cache = cache_of_word(m, field);

	if (cache < 0)
		return;
	raise_to(&c->caches[cache][CACHE_WORDS], change);
	raise_to(&c->caches[cache][cache_part_of(field->id)], change);
}

/* Words on their way into the table of changes. */
struct noting {
	const struct model *m;
	struct changes *changes;
	enum change change;
	unsigned left; /* words to look at */
};

static bool note_word(void *context, const struct field_place *word)
{
	struct noting *n = context;

	if (n->left == 0)
		return false;
	n->left--;
	note_change(n->changes, word, n->change);
	note_cache(n->changes, n->m, word, n->change);
	return true;
}

/* True when there were more words than may be looked at. */
static bool note_between(struct view *v, uint64_t from, uint64_t to,
			 enum change change)
{
	struct noting noting = { v->model, &v->changes, change,
				 CHANGES_BUDGET };
	struct word_visitor visitor = { note_word, &noting };

	history_words_between(v->model, from, to, &visitor);
	return noting.left == 0;
}

/* The base lies in the past after a step, in the future after a step back;
 * what differs is the same. */
static void note_since_base(struct view *v, uint64_t base)
{
	uint64_t from = base < v->position ? base : v->position;
	uint64_t to = base < v->position ? v->position : base;

	if (to > v->steps)
		to = v->steps;
	v->changes_cut = note_between(v, from, to, CHANGE_SINCE_BASE);
}

/* The last operand of a kind that the frames at the cursor have named. */
static bool find_operand(const struct view *v, enum arg_kind kind, int64_t *ret)
{
	for (unsigned level = 0; level < v->nr_frames; level++) {
		struct step step = history_step(v->model, v->frames[level]);
		const struct probe *probe = probe_in(v->model, step.probe);

		for (unsigned i = probe->nr_args; i-- > 0;) {
			if (probe->args[i].kind != kind || step.args[i] < 0)
				continue;
			*ret = step.args[i];
			return true;
		}
	}
	return false;
}

static void note_why(struct view *v)
{
	const struct why_question q = { .to = v->position, .page = PFN_NONE };

	if (v->position > 0)
		v->nr_why = why_tree_fill(v->model, &q, v->why, WHY_NODES);
}

/* Where requests of the first CPU begin. */
static unsigned largest_zone_of_first_node(const struct model *m)
{
	unsigned best = 0;

	for (unsigned zone = 1; zone < nr_zones(m); zone++)
		if (zone_at(m, zone)->node == zone_at(m, best)->node &&
		    zone_at(m, zone)->managed_pages >
			    zone_at(m, best)->managed_pages)
			best = zone;
	return best;
}

/* Of the step, else of its operation, else where one would begin. */
static unsigned choose_zone(const struct view *v)
{
	const struct model *m = v->model;
	int64_t zone = chosen_zone(v->session);

	if (zone >= 0)
		return (unsigned)zone;
	if (find_operand(v, ARG_ZONE, &zone) && zone < nr_zones(m))
		return (unsigned)zone;
	if (find_operand(v, ARG_PFN, &zone) && zone < PFN_NONE &&
	    zone_of_pfn(m, (pfn_t)zone) >= 0)
		return (unsigned)zone_of_pfn(m, (pfn_t)zone);
	if (v->op > 0 && history_result(m, v->op)->zone >= 0)
		return (unsigned)history_result(m, v->op)->zone;
	return largest_zone_of_first_node(m);
}

/* The list that the last step wrote, in the zone in view. */
static bool list_written(const struct view *v, struct list_choice *ret)
{
	unsigned writes =
		v->position > 0 ? history_nr_writes(v->model, v->position) : 0;

	for (unsigned i = writes; i-- > 0;) {
		struct write write = history_write(v->model, v->position, i);
		if (write.field.object != OBJECT_FREE_LIST ||
		    write.field.zone != v->zone)
			continue;
		ret->order = write.field.order;
		ret->type = (enum migratetype)write.field.migratetype;
		return true;
	}
	return false;
}

static struct list_choice fullest_list(const struct view *v)
{
	const struct zone *zone = zone_at(v->model, v->zone);
	struct list_choice choice = { 0, MIGRATE_UNMOVABLE };

	for (unsigned o = model_machine(v->model)->max_order + 1; o-- > 0;) {
		for (unsigned t = 0; t < MIGRATE_TYPES; t++) {
			if (zone->free_area[o].free_list[t].nr == 0)
				continue;
			return (struct list_choice){ o, (enum migratetype)t };
		}
	}
	return choice;
}

/* What the last step wrote, else what the step speaks of, else where the
 * largest free block is. */
static struct list_choice choose_list(const struct view *v)
{
	struct list_choice choice = { 0 };
	int64_t order = 0;
	int64_t type = 0;

	if (chosen_free_list(v->session, &choice.order, &choice.type))
		return choice;
	if (list_written(v, &choice))
		return choice;
	if (find_operand(v, ARG_ORDER, &order) &&
	    find_operand(v, ARG_TYPE, &type) &&
	    order <= model_machine(v->model)->max_order && type < MIGRATE_TYPES)
		return (struct list_choice){ (unsigned)order,
					     (enum migratetype)type };
	return fullest_list(v);
}

/* The page followed, else the one asked for here, else the one that the step
 * speaks of, else the last one; layout `page` stays with what `page` asked
 * for. */
static pfn_t choose_page(const struct view *v)
{
	pfn_t last = session_page(v->session);
	pfn_t asked = asked_page(v->session);
	int64_t pfn = PFN_NONE;

	if (v->imported)
		return last;
	if (v->followed != PFN_NONE)
		return v->followed;
	if (chosen_page(v->session, &last))
		return last;
	if (strcmp(session_layout(v->session), "page") == 0 &&
	    asked != PFN_NONE && pfn_valid(v->model, asked))
		return asked;
	if (find_operand(v, ARG_PFN, &pfn) && pfn < PFN_NONE &&
	    pfn_valid(v->model, (pfn_t)pfn))
		return (pfn_t)pfn;
	if (last != PFN_NONE && pfn_valid(v->model, last))
		return last;
	return machine_first_pfn(model_machine(v->model));
}

void view_take(const struct session *s, bool stars, struct view *ret)
{
	const struct model *m = session_model(s);

	memset(ret, 0, sizeof(*ret));
	ret->session = s;
	ret->model = m;
	ret->imported = session_imported(s);
	ret->stars = stars;
	ret->position = history_cursor(m);
	ret->steps = history_steps(m);
	ret->ops = history_ops(m);
	ret->op = history_op_at(m, ret->position);
	ret->nr_frames = frames_at(m, ret->position, ret->frames);
	ret->asked = zonelist_walk_at(m, ret->position, &ret->walk);
	note_why(ret);
	ret->level = chosen_level(s) < ret->nr_frames ? chosen_level(s) : 0;
	ret->zone = choose_zone(ret);
	ret->one_zone = chosen_zone(s) >= 0;
	ret->all_zones = chosen_zone(s) == ZONE_EACH;
	note_since_base(ret, session_changes_base(s));
	if (ret->position > 0)
		note_between(ret, ret->position - 1, ret->position,
			     CHANGE_LAST_STEP);
	ret->list = choose_list(ret);
	ret->followed = session_followed(s);
	ret->page = choose_page(ret);
}

bool view_follows(const struct view *v, uint64_t first, uint64_t pages)
{
	return v->followed != PFN_NONE && v->followed >= first &&
	       v->followed - first < pages;
}

unsigned change_attributes(enum change change)
{
	switch (change) {
	case CHANGE_NONE:
		return ATTR_NORMAL;
	case CHANGE_SINCE_BASE:
		return ATTR_BOLD;
	case CHANGE_LAST_STEP:
		return ATTR_REVERSE;
	}
	return ATTR_NORMAL;
}

const char *change_star(const struct view *v, enum change change)
{
	return v->stars && change == CHANGE_LAST_STEP ? "*" : " ";
}

enum color_role role_of_type(const struct model *m, enum migratetype type)
{
	const struct profile *profile = model_machine(m)->profile;

	if (type == profile->movable)
		return ROLE_MOVABLE;
	if (type == profile->reclaimable)
		return ROLE_RECLAIMABLE;
	return (enum color_role)(ROLE_UNMOVABLE + (int)type);
}

void format_count(int64_t count, int cols, char ret[24])
{
	static const char units[] = "kMGT";

	int length = snprintf(ret, 24, "%" PRId64, count);
	for (size_t i = 0; length > cols && units[i]; i++) {
		count /= 1000;
		length = snprintf(ret, 24, "%" PRId64 "%c", count, units[i]);
	}
}
