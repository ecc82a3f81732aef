/*
 * info free_area and info fragmentation: the buddy lists of each zone.
 *
 * Without a zone free_area counts blocks; with one it also walks the lists,
 * head to tail.  The two indices follow mm/vmstat.c (__fragmentation_index,
 * unusable_free_index): thousandths.
 */
#include <inttypes.h>

#include "commands/look_internal.h"
#include "commands/narrate.h"
#include "core/survey.h"

/* "R Reclaimable" is the longest label. */
enum { BLOCKS_SHOWN = 64, TABLE_COLS = 80, LABEL_COLS = 13, MAX_CELL = 6 };

static struct json *pfns_json(const struct model *m,
			      const struct list_head *list)
{
	struct json *pfns = json_array();

	for (pfn_t pfn = list_first(m, list); pfn != PFN_NONE;
	     pfn = list_next(m, list, pfn))
		json_append(pfns, json_number(pfn));
	return pfns;
}

static struct json *order_json(const struct model *m, const struct zone *zone,
			       unsigned order)
{
	const struct free_area *area = &zone->free_area[order];
	struct json *object = json_object();
	struct json *lists = json_object();

	for (unsigned type = 0; type < MIGRATE_TYPES; type++)
		json_add(lists, migratetype_name(m, (enum migratetype)type),
			 pfns_json(m, &area->free_list[type]));
	json_add(object, "order", json_number(order));
	json_add(object, "nr_free", json_number(area->nr_free));
	json_add(object, "lists", lists);
	return object;
}

static struct json *free_area_json(const struct model *m, unsigned index)
{
	const struct zone *zone = zone_at(m, index);
	struct json *object = zone_json(m, index);
	struct json *orders = json_array();

	for (unsigned order = 0; order <= model_machine(m)->max_order; order++)
		json_append(orders, order_json(m, zone, order));
	json_add(object, "free", json_number(zone->vm_stat_free));
	json_add(object, "free_exact", json_number(zone_free_exact(m, index)));
	json_add(object, "free_area", orders);
	return object;
}

static int cell_width(const struct model *m)
{
	int orders = (int)model_machine(m)->max_order + 1;
	int cell = (TABLE_COLS - LABEL_COLS) / orders;

	return cell < MAX_CELL ? cell : MAX_CELL;
}

static void order_heading(const struct model *m, const char *title,
			  struct reply *r)
{
	reply_text(r, "%-*s", LABEL_COLS, title);
	for (unsigned order = 0; order <= model_machine(m)->max_order; order++)
		reply_text(r, "%*u", cell_width(m), order);
	reply_text(r, "\n");
}

static void counts_text(const struct model *m, unsigned index, struct reply *r)
{
	const struct zone *zone = zone_at(m, index);
	unsigned max_order = model_machine(m)->max_order;

	reply_zone_title(r, m, index);
	reply_text(r, ": %" PRId64 " page%s free (%" PRId64 " exactly)\n",
		   zone->vm_stat_free, plural((uint64_t)zone->vm_stat_free),
		   zone_free_exact(m, index));
	order_heading(m, "order", r);
	for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
		if (!migratetype_exists(m, (enum migratetype)type))
			continue;
		reply_text(r, "%c %-*s",
			   migratetype_letter(m, (enum migratetype)type),
			   LABEL_COLS - 2,
			   migratetype_name(m, (enum migratetype)type));
		for (unsigned order = 0; order <= max_order; order++)
			reply_cell(r, cell_width(m),
				   zone->free_area[order].free_list[type].nr);
		reply_text(r, "\n");
	}
	reply_text(r, "%-*s", LABEL_COLS, "nr_free");
	for (unsigned order = 0; order <= max_order; order++)
		reply_cell(r, cell_width(m), zone->free_area[order].nr_free);
	reply_text(r, "\n");
}

static void list_text(const struct model *m, const struct list_head *list,
		      const char *title, struct reply *r)
{
	struct text line;
	unsigned shown = 0;

	text_init(&line);
	text_add(&line, "%s", title);
	for (pfn_t pfn = list_first(m, list);
	     pfn != PFN_NONE && shown < BLOCKS_SHOWN;
	     pfn = list_next(m, list, pfn), shown++)
		text_add(&line, " %" PRIu32, pfn);
	if (list->nr > shown)
		text_add(&line, " ... (%" PRIu32 " blocks)", list->nr);
	reply_paragraph(r, 12, line.start);
	text_deinit(&line);
}

static void lists_text(const struct model *m, unsigned index, struct reply *r)
{
	const struct zone *zone = zone_at(m, index);

	reply_text(r, "Lists, head to tail:\n");
	for (unsigned order = 0; order <= model_machine(m)->max_order;
	     order++) {
		for (unsigned type = 0; type < MIGRATE_TYPES; type++) {
			const struct list_head *list =
				&zone->free_area[order].free_list[type];
			char title[24];
			struct text out;

			if (list->nr == 0)
				continue;
			text_init_fixed(&out, title, sizeof(title));
			text_add(&out, "order %2u %c:", order,
				 migratetype_letter(m, (enum migratetype)type));
			list_text(m, list, title, r);
		}
	}
}

enum status info_free_area(struct session *s, const struct arguments *args,
			   struct reply *r)
{
	bool is_named = args->argc > 1;
	struct json *zones = json_array();

	for (unsigned zone = 0; zone < nr_zones(s->m); zone++) {
		if (!zone_is_meant(s->m, zone, args))
			continue;
		counts_text(s->m, zone, r);
		if (is_named && !reply_is_json(r))
			lists_text(s->m, zone, r);
		if (reply_is_json(r))
			json_append(zones, free_area_json(s->m, zone));
	}
	reply_value(r, "zones", zones);
	return STATUS_OK;
}

/* The indices of a zone, each a row of its own. */
static const struct fragmentation_row {
	const char *title;
	int64_t (*index)(const struct contig_info *info, unsigned order);
} fragmentation_rows[] = {
	{ "unusable", unusable_index },
	{ "fragm.", fragmentation_index },
};

enum { NR_FRAGMENTATION_ROWS = 2 };

static void index_row(const struct model *m, unsigned zone,
		      const struct fragmentation_row *row, struct reply *r)
{
	reply_text(r, "%-*s", LABEL_COLS, row->title);
	for (unsigned order = 0; order <= model_machine(m)->max_order;
	     order++) {
		struct contig_info info =
			contig_info_of(m, zone_at(m, zone), order);

		reply_text(r, "%*" PRId64, cell_width(m),
			   row->index(&info, order));
	}
	reply_text(r, "\n");
}

static struct json *fragmentation_json(const struct model *m, unsigned zone)
{
	struct json *object = zone_json(m, zone);
	struct json *orders = json_array();

	for (unsigned order = 0; order <= model_machine(m)->max_order;
	     order++) {
		struct contig_info info =
			contig_info_of(m, zone_at(m, zone), order);
		struct json *row = json_object();

		json_add(row, "order", json_number(order));
		json_add(row, "suitable", json_number(info.suitable));
		json_add(row, "unusable_index",
			 json_number(unusable_index(&info, order)));
		json_add(row, "fragmentation_index",
			 json_number(fragmentation_index(&info, order)));
		json_append(orders, row);
	}
	json_add(object, "orders", orders);
	return object;
}

enum status info_fragmentation(struct session *s, const struct arguments *args,
			       struct reply *r)
{
	struct json *zones = json_array();

	for (unsigned zone = 0; zone < nr_zones(s->m); zone++) {
		if (!zone_is_meant(s->m, zone, args))
			continue;
		reply_zone_title(r, s->m, zone);
		reply_text(r, "\n");
		order_heading(s->m, "order", r);
		for (unsigned i = 0; i < NR_FRAGMENTATION_ROWS; i++)
			index_row(s->m, zone, &fragmentation_rows[i], r);
		json_append(zones, fragmentation_json(s->m, zone));
	}
	reply_text(r, "\nThousandths. unusable: free memory that a request of "
		      "the order cannot use.\nfragm.: -1000 the request can be "
		      "met; near 0 memory lacks, near 1000 it is\nthere but "
		      "scattered.\n");
	reply_value(r, "zones", zones);
	return STATUS_OK;
}
