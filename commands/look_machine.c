/*
 * info machine and info zonelist: what never changes after boot, and what the
 * present request makes of the zonelist.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "commands/zonelist_walk.h"

static const char *yes_no(bool value)
{
	return value ? "yes" : "no";
}

static void cpus_text(const struct machine *machine, struct reply *r)
{
	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		struct text cpus;

		text_init(&cpus);
		text_add(&cpus, "node %-19u CPUs", node);
		for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++) {
			if (machine->cpu_node[cpu] == node)
				text_add(&cpus, " %u", cpu);
		}
		reply_paragraph(r, 25, cpus.start);
		text_deinit(&cpus);
	}
}

static void machine_text(const struct session *s, struct reply *r)
{
	const struct machine *machine = model_machine(s->m);

	reply_text(r, "%s\n", s->title);
	reply_text(r, "%-24s %s\n", "kernel", machine->release);
	reply_text(r, "%-24s 0 to %u\n", "orders", machine->max_order);
	reply_text(r, "%-24s %u (%" PRId64 " pages)\n", "pageblock order",
		   machine->pageblock_order,
		   pages_in(machine->pageblock_order));
	reply_text(r, "%-24s %" PRIu32 " to %" PRIu32 "\n", "page frames",
		   machine_first_pfn(machine), machine_end_pfn(machine) - 1);
	cpus_text(machine, r);
	for (unsigned zone = 0; zone < nr_zones(s->m); zone++)
		reply_text(r, "zone %-19s node %u, page %" PRId64 " on\n",
			   zone_name(s->m, zone), zone_at(s->m, zone)->node,
			   zone_at(s->m, zone)->zone_start_pfn);
	reply_text(r, "%-24s %u\n", "min_free_kbytes",
		   machine->min_free_kbytes);
	reply_text(r, "%-24s %u\n", "watermark_scale_factor",
		   machine->watermark_scale_factor);
	reply_text(r, "%-24s %u\n", "watermark_boost_factor",
		   machine->watermark_boost_factor);
	reply_text(r, "%-24s %u\n", "pcp lists per CPU",
		   machine_pcp_lists(machine));
	reply_text(r, "%-24s %s\n", "huge page lists (thp)",
		   yes_no(machine->thp));
	reply_text(r, "%-24s %s\n", "CMA", yes_no(machine->cma));
	reply_text(r, "%-24s %s\n", "grouped by mobility",
		   yes_no(!machine->mobility_disabled));
	reply_text(r, "%-24s %u\n", "current CPU", model_current_cpu(s->m));
	reply_text(r, "%-24s %zu bytes\n", "history", history_bytes(s->m));
}

enum status info_machine(struct session *s, const struct arguments *args,
			 struct reply *r)
{
	const struct machine *machine = model_machine(s->m);
	struct json *cpu_nodes = json_array();

	(void)args;
	machine_text(s, r);
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++)
		json_append(cpu_nodes, json_number(machine->cpu_node[cpu]));
	reply_string(r, "title", s->title);
	reply_string(r, "kernel", machine->release);
	reply_number(r, "max_order", machine->max_order);
	reply_number(r, "pageblock_order", machine->pageblock_order);
	reply_number(r, "first_pfn", machine_first_pfn(machine));
	reply_number(r, "end_pfn", machine_end_pfn(machine));
	reply_number(r, "nodes", machine->nr_nodes);
	reply_number(r, "cpus", machine->nr_cpus);
	reply_value(r, "cpu_nodes", cpu_nodes);
	reply_number(r, "min_free_kbytes", machine->min_free_kbytes);
	reply_number(r, "watermark_scale_factor",
		     machine->watermark_scale_factor);
	reply_number(r, "watermark_boost_factor",
		     machine->watermark_boost_factor);
	reply_number(r, "pcp_lists", machine_pcp_lists(machine));
	reply_value(r, "thp", json_bool(machine->thp));
	reply_value(r, "cma", json_bool(machine->cma));
	reply_value(r, "mobility_disabled",
		    json_bool(machine->mobility_disabled));
	reply_number(r, "current_cpu", model_current_cpu(s->m));
	reply_number(r, "history_bytes", (int64_t)history_bytes(s->m));
	return STATUS_OK;
}

static struct json *zonelist_json(const struct model *m, unsigned node,
				  enum zonelist_kind kind)
{
	const struct zonelist *list = &model_machine(m)->zonelists[node][kind];
	struct json *zones = json_array();

	for (unsigned i = 0; i < list->nr; i++) {
		struct json *entry = zone_json(m, list->refs[i].zone);

		json_add(entry, "zone_idx", json_number(list->refs[i].zone_id));
		json_append(zones, entry);
	}
	return zones;
}

static void zonelist_text(const struct model *m, unsigned node,
			  enum zonelist_kind kind, struct reply *r)
{
	static const char *const names[NR_ZONELISTS] = {
		[ZONELIST_FALLBACK] = "fallback",
		[ZONELIST_NOFALLBACK] = "nofallback",
	};
	const struct zonelist *list = &model_machine(m)->zonelists[node][kind];
	struct text line;

	text_init(&line);
	text_add(&line, "Node %u, %-10s", node, names[kind]);
	for (unsigned i = 0; i < list->nr; i++)
		text_add(&line, "%s %s/%u", i ? " >" : "",
			 zone_name(m, list->refs[i].zone),
			 zone_at(m, list->refs[i].zone)->node);
	reply_paragraph(r, 19, line.start);
	text_deinit(&line);
}

static struct json *trial_json(const struct model *m,
			       const struct zone_trial *trial)
{
	struct json *object = zone_json(m, trial->zone);

	json_add(object, "verdict",
		 json_string(zone_verdict_name(trial->verdict)));
	json_add(object, "step",
		 trial->step ? json_number((int64_t)trial->step) : json_null());
	if (trial->tested) {
		json_add(object, "mark", json_number(trial->mark));
		json_add(object, "usable", json_number(trial->usable));
		json_add(object, "reserve", json_number(trial->reserve));
		json_add(object, "holds", json_bool(trial->holds));
	}
	json_add(object, "pfn",
		 trial->page == PFN_NONE ? json_null()
					 : json_number(trial->page));
	return object;
}

/* What the request at the cursor has found out about each zone. */
static void reply_walk(const struct model *m, struct reply *r)
{
	struct zonelist_walk walk;
	struct json *trials = json_array();
	char words[256];

	if (!zonelist_walk_at(m, history_cursor(m), &walk)) {
		reply_text(r, "No request has come to its zonelist at this "
			      "step.\n");
		reply_value(r, "request", trials);
		return;
	}
	struct text line;

	text_init(&line);
	zonelist_request_words(m, &walk, words, sizeof(words));
	text_add(&line, "The request here: %s.", words);
	reply_paragraph(r, 2, line.start);
	text_deinit(&line);
	for (unsigned i = 0; i < walk.nr; i++) {
		const struct zone_trial *trial = &walk.trials[i];

		zone_trial_words(m, trial, words, sizeof(words));
		reply_text(r, "  %s/%u  %s\n", zone_name(m, trial->zone),
			   zone_at(m, trial->zone)->node, words);
		json_append(trials, trial_json(m, trial));
	}
	reply_value(r, "request", trials);
}

enum status info_zonelist(struct session *s, const struct arguments *args,
			  struct reply *r)
{
	const struct machine *machine = model_machine(s->m);
	struct json *nodes = json_array();

	(void)args;
	reply_text(r, "Zones in the order in which they are tried "
		      "(zone/node):\n");
	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		struct json *object = json_object();

		zonelist_text(s->m, node, ZONELIST_FALLBACK, r);
		zonelist_text(s->m, node, ZONELIST_NOFALLBACK, r);
		json_add(object, "node", json_number(node));
		json_add(object, "fallback",
			 zonelist_json(s->m, node, ZONELIST_FALLBACK));
		json_add(object, "nofallback",
			 zonelist_json(s->m, node, ZONELIST_NOFALLBACK));
		json_append(nodes, object);
	}
	reply_value(r, "nodes", nodes);
	reply_walk(s->m, r);
	return STATUS_OK;
}
