/*
 * info pcp: the per-CPU page lists.
 *
 * Text shows the CPUs that hold or have held pages; JSON shows all.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "commands/pcp_words.h"

enum { BLOCKS_SHOWN = 32 };

static struct json *list_json(const struct model *m,
			      const struct per_cpu_pages *pcp, unsigned pindex)
{
	const struct list_head *list = &pcp->lists[pindex];
	struct json *object = json_object();
	struct json *pfns = json_array();

	for (pfn_t pfn = list_first(m, list); pfn != PFN_NONE;
	     pfn = list_next(m, list, pfn))
		json_append(pfns, json_number(pfn));
	json_add(object, "order", json_number(pcp_list_order(m, pindex)));
	json_add(
		object, "migratetype",
		json_string(migratetype_name(m, pcp_list_migratetype(pindex))));
	json_add(object, "pfns", pfns);
	return object;
}

/* Words that only some kernels keep. */
static void add_rule_words(struct json *object, const struct per_cpu_pages *pcp,
			   enum pcp_rule rule)
{
	switch (rule) {
	case PCP_BATCH:
		return;
	case PCP_FACTOR:
		json_add(object, "free_factor", json_number(pcp->free_factor));
		break;
	case PCP_AUTO:
		json_add(object, "high_min", json_number(pcp->high_min));
		json_add(object, "high_max", json_number(pcp->high_max));
		json_add(object, "flags", json_word(pcp->flags));
		json_add(object, "alloc_factor",
			 json_number(pcp->alloc_factor));
		json_add(object, "free_count", json_number(pcp->free_count));
		break;
	}
	json_add(object, "expire", json_number(pcp->expire));
}

static struct json *cpu_json(const struct model *m, unsigned zone, unsigned cpu)
{
	const struct per_cpu_pages *pcp = pcp_at(m, zone, cpu);
	struct json *object = json_object();
	struct json *lists = json_array();

	for (unsigned i = 0; i < machine_pcp_lists(model_machine(m)); i++)
		json_append(lists, list_json(m, pcp, i));
	json_add(object, "cpu", json_number(cpu));
	json_add(object, "count", json_number(pcp->count));
	json_add(object, "high", json_number(pcp->high));
	json_add(object, "batch", json_number(pcp->batch));
	add_rule_words(object, pcp, model_machine(m)->profile->pcp_rule);
	json_add(object, "stat_threshold", json_number(pcp->stat_threshold));
	json_add(object, "vm_stat_diff_free",
		 json_number(pcp->vm_stat_diff_free));
	json_add(object, "lists", lists);
	return object;
}

static struct json *zone_pcps_json(const struct model *m, unsigned zone)
{
	struct json *object = zone_json(m, zone);
	struct json *cpus = json_array();

	for (unsigned cpu = 0; cpu < model_machine(m)->nr_cpus; cpu++)
		json_append(cpus, cpu_json(m, zone, cpu));
	json_add(object, "cpus", cpus);
	return object;
}

static void list_text(const struct model *m, const struct per_cpu_pages *pcp,
		      unsigned pindex, struct reply *r)
{
	const struct list_head *list = &pcp->lists[pindex];
	struct text line;
	unsigned shown = 0;

	if (list->nr == 0)
		return;
	text_init(&line);
	text_add(&line, "       order %u %c:", pcp_list_order(m, pindex),
		 migratetype_letter(m, pcp_list_migratetype(pindex)));
	for (pfn_t pfn = list_first(m, list);
	     pfn != PFN_NONE && shown < BLOCKS_SHOWN;
	     pfn = list_next(m, list, pfn), shown++)
		text_add(&line, " %" PRIu32, pfn);
	if (list->nr > shown)
		text_add(&line, " ... (%" PRIu32 " blocks)", list->nr);
	reply_paragraph(r, 18, line.start);
	text_deinit(&line);
}

/* A row of the table; its titles where there is no pcp. */
static void row_text(const struct model *m, const struct per_cpu_pages *pcp,
		     struct reply *r)
{
	struct pcp_word word;

	for (unsigned i = 0; pcp_word_nth(m, pcp, i, &word); i++) {
		if (pcp)
			reply_text(r, " %*" PRId64, word.width, word.value);
		else
			reply_text(r, " %*s", word.width, word.name);
	}
	reply_text(r, "\n");
}

static void cpu_text(const struct model *m, unsigned zone, unsigned cpu,
		     struct reply *r)
{
	const struct per_cpu_pages *pcp = pcp_at(m, zone, cpu);

	reply_text(r, "%4u", cpu);
	row_text(m, pcp, r);
	for (unsigned i = 0; i < machine_pcp_lists(model_machine(m)); i++)
		list_text(m, pcp, i, r);
}

static void zone_pcps_text(const struct model *m, unsigned zone,
			   struct reply *r)
{
	unsigned nr_cpus = model_machine(m)->nr_cpus;
	unsigned idle = 0;

	reply_zone_title(r, m, zone);
	reply_text(r, "\n%4s", "cpu");
	row_text(m, NULL, r);
	for (unsigned cpu = 0; cpu < nr_cpus; cpu++) {
		/* The first CPU stands for those that were never used. */
		if (cpu == 0 || pcp_was_used(m, zone, cpu))
			cpu_text(m, zone, cpu, r);
		else
			idle++;
	}
	if (idle)
		reply_text(r, "     %u CPU%s more: never used\n", idle,
			   plural(idle));
}

enum status info_pcp(struct session *s, const struct arguments *args,
		     struct reply *r)
{
	struct json *zones = json_array();

	for (unsigned zone = 0; zone < nr_zones(s->m); zone++) {
		if (!zone_is_meant(s->m, zone, args))
			continue;
		if (reply_is_json(r))
			json_append(zones, zone_pcps_json(s->m, zone));
		else
			zone_pcps_text(s->m, zone, r);
	}
	reply_value(r, "zones", zones);
	return STATUS_OK;
}
