#include "core/field.h"

#include "core/codetag.h"
#include "core/field_internal.h"

struct field_row {
	enum field_object object;
	uint16_t offset; /* within its structure */
	uint16_t size;   /* of the member; of all elements of an array */
	uint16_t element_size;
	bool is_signed;
	const char *name;
};

static const struct field_row fields[] = {
#define FIELD(id, object, structure, member, name, is_signed)                  \
	[FIELD_##id] = { object,                                               \
			 offsetof(struct structure, member),                   \
			 sizeof(((struct structure *)0)->member),              \
			 sizeof(((struct structure *)0)->member),              \
			 is_signed,                                            \
			 name },
#define FIELD_ARRAY(id, object, structure, member, name, is_signed)            \
	[FIELD_##id] = { object,                                               \
			 offsetof(struct structure, member),                   \
			 sizeof(((struct structure *)0)->member),              \
			 sizeof(((struct structure *)0)->member[0]),           \
			 is_signed,                                            \
			 name },
#include "core/fields.def"
#undef FIELD_ARRAY
#undef FIELD
};

const char *field_name(enum field_id id)
{
	return fields[id].name;
}

bool field_is_signed(enum field_id id)
{
	return fields[id].is_signed;
}

/* Which member begins at an offset of an object, so that searches of a long
 * history need not look for it; 0 where none does. */
enum { LARGEST_OFFSET = 512 };

static const uint8_t member_at[NR_FIELD_OBJECTS][LARGEST_OFFSET] = {
#define FIELD(id, object, structure, member, name, is_signed)                  \
	[object][offsetof(struct structure, member)] = FIELD_##id,
#define FIELD_ARRAY(id, object, structure, member, name, is_signed)            \
	[object][offsetof(struct structure, member)] = FIELD_##id,
#include "core/fields.def"
#undef FIELD_ARRAY
#undef FIELD
};

/* Completes a place by the member that lies at `offset` of its object. */
static struct field_place named(struct field_place place, size_t offset)
{
	unsigned begins =
		offset < LARGEST_OFFSET ? member_at[place.object][offset] : 0;

	if (fields[begins].object == place.object &&
	    fields[begins].offset == offset) {
		place.id = (enum field_id)begins;
		return place;
	}
	for (unsigned id = 0; id < NR_FIELDS; id++) {
		const struct field_row *row = &fields[id];

		if (row->object != place.object || offset < row->offset ||
		    offset >= (size_t)row->offset + row->size)
			continue;
		place.id = (enum field_id)id;
		place.element =
			(uint32_t)((offset - row->offset) / row->element_size);
		return place;
	}
	assert(!"a word without a name: add it to fields.def");
	return place;
}

static struct field_place in_zone(size_t offset)
{
	struct field_place place = {
		.object = OBJECT_ZONE,
		.zone = (uint32_t)(offset / sizeof(struct zone)),
	};

	offset %= sizeof(struct zone);
	if (offset < offsetof(struct zone, free_area))
		return named(place, offset);
	offset -= offsetof(struct zone, free_area);
	place.order = (uint32_t)(offset / sizeof(struct free_area));
	offset %= sizeof(struct free_area);
	if (offset >= offsetof(struct free_area, nr_free)) {
		place.object = OBJECT_FREE_AREA;
		return named(place, offset);
	}
	place.object = OBJECT_FREE_LIST;
	place.migratetype = (uint32_t)(offset / sizeof(struct list_head));
	return named(place, offset % sizeof(struct list_head));
}

static struct field_place in_pcp(const struct model *m, size_t offset)
{
	size_t index = offset / sizeof(struct per_cpu_pages);
	struct field_place place = {
		.object = OBJECT_PCP,
		.zone = (uint32_t)(index / m->machine.nr_cpus),
		.cpu = (uint32_t)(index % m->machine.nr_cpus),
	};

	offset %= sizeof(struct per_cpu_pages);
	if (offset < offsetof(struct per_cpu_pages, lists))
		return named(place, offset);
	offset -= offsetof(struct per_cpu_pages, lists);
	place.object = OBJECT_PCP_LIST;
	place.order = (uint32_t)(offset / sizeof(struct list_head));
	return named(place, offset % sizeof(struct list_head));
}

/* Words of an object that is one of an array. */
struct field_place in_array(const unsigned char *at, const void *array,
			    size_t size, enum field_object object)
{
	size_t distance = (size_t)(at - (const unsigned char *)array);
	struct field_place place = { .object = object,
				     .index = (uint32_t)(distance / size) };

	return named(place, distance % size);
}

static struct field_place in_tag_of_cpu(const struct model *m,
					const unsigned char *at)
{
	struct field_place place =
		in_array(at, m->tags_elsewhere, sizeof(*m->tags_elsewhere),
			 OBJECT_TAG_CPU);
	uint32_t others = m->machine.nr_cpus - 1;

	place.cpu = place.index % others + 1;
	place.index /= others;
	return place;
}

/* What lies behind the pages. */
static struct field_place behind_the_pages(const struct model *m,
					   const unsigned char *at)
{
	if (BEHIND(at, m->areas))
		return in_array(at, m->areas, sizeof(*m->areas),
				OBJECT_TAG_AREA);
	if (BEHIND(at, m->modules))
		return in_array(at, m->modules, sizeof(*m->modules),
				OBJECT_MODULE);
	if (BEHIND(at, m->tag_accounts))
		return in_array(at, m->tag_accounts, sizeof(*m->tag_accounts),
				OBJECT_TAG_ACCOUNT);
	return in_tag_of_cpu(m, at);
}

struct field_place field_at_offset(const struct model *m, uint64_t offset)
{
	const unsigned char *at = m->arena.words + offset;
	struct field_place place = { 0 };

	if (BEHIND(at, m->slab_numbers))
		return in_slabs(m, at);
	if (BEHIND(at, m->tags_elsewhere))
		return behind_the_pages(m, at);
	if (BEHIND(at, m->pages)) {
		place = in_array(at, m->pages, sizeof(*m->pages), OBJECT_PAGE);
		place.index += m->first_pfn;
		return place;
	}
	if (BEHIND(at, m->tags))
		return in_array(at, m->tags, sizeof(*m->tags), OBJECT_TAG);
	if (BEHIND(at, m->blocks)) {
		size_t distance =
			(size_t)(at - (const unsigned char *)m->blocks);

		place.object = OBJECT_PAGEBLOCK;
		place.index = (pfn_t)(m->first_block +
				      distance / sizeof(struct pageblock))
			      << m->machine.pageblock_order;
		return named(place, distance % sizeof(struct pageblock));
	}
	if (BEHIND(at, m->pcps))
		return in_pcp(m, (size_t)(at - (const unsigned char *)m->pcps));
	if (BEHIND(at, m->zones))
		return in_zone((size_t)(at - (const unsigned char *)m->zones));
	place.object = OBJECT_GLOBAL;
	if (BEHIND(at, m->nodes)) {
		size_t distance =
			(size_t)(at - (const unsigned char *)m->nodes);

		place.object = OBJECT_NODE;
		place.zone = (uint32_t)(distance / sizeof(struct pglist_data));
		return named(place, distance % sizeof(struct pglist_data));
	}
	return named(place, (size_t)offset);
}

/* Words of one kind of object, by their place in it. */
struct object_words {
	unsigned nr;
	struct {
		uint16_t offset;
		uint16_t size;
	} words[64];
};

static struct object_words words_of(enum field_object object)
{
	struct object_words list = { 0 };

	for (unsigned id = 0; id < NR_FIELDS; id++) {
		const struct field_row *row = &fields[id];

		if (row->object != object)
			continue;
		for (unsigned at = 0; at < row->size; at += row->element_size) {
			list.words[list.nr].offset =
				(uint16_t)(row->offset + at);
			list.words[list.nr++].size = row->element_size;
		}
	}
	return list;
}

static uint64_t offset_of(const struct visiting *v, const void *object)
{
	return (uint64_t)((const unsigned char *)object - v->m->arena.words);
}

void visit_array(const struct visiting *v, enum field_object object,
		 const void *array, size_t count, size_t size)
{
	struct object_words list = words_of(object);
	uint64_t first = offset_of(v, array);

	for (size_t i = 0; i < count; i++) {
		uint64_t at = first + i * size;

		for (unsigned w = 0; w < list.nr; w++)
			v->visit(v->context, at + list.words[w].offset,
				 list.words[w].size);
	}
}

static void visit_zone(const struct visiting *v, const struct zone *zone)
{
	visit_array(v, OBJECT_ZONE, zone, 1, sizeof(*zone));
	for (unsigned order = 0; order < NR_PAGE_ORDERS_LIMIT; order++) {
		const struct free_area *area = &zone->free_area[order];

		visit_array(v, OBJECT_FREE_AREA, area, 1, sizeof(*area));
		visit_array(v, OBJECT_FREE_LIST, area->free_list, MIGRATE_TYPES,
			    sizeof(*area->free_list));
	}
	for (unsigned cpu = 0; cpu < v->m->machine.nr_cpus; cpu++) {
		const struct per_cpu_pages *pcp = pcp_of(v->m, zone, cpu);

		visit_array(v, OBJECT_PCP, pcp, 1, sizeof(*pcp));
		visit_array(v, OBJECT_PCP_LIST, pcp->lists, NR_PCP_LISTS,
			    sizeof(*pcp->lists));
	}
}

static void visit_pages(const struct visiting *v)
{
	struct object_words list = words_of(OBJECT_PAGE);

	for (pfn_t pfn = page_touched_next(v->m, v->m->first_pfn);
	     pfn != PFN_NONE; pfn = page_touched_next(v->m, pfn + 1)) {
		uint64_t at = offset_of(v, page_of(v->m, pfn));

		for (unsigned w = 0; w < list.nr; w++)
			v->visit(v->context, at + list.words[w].offset,
				 list.words[w].size);
	}
}

void for_each_touched_word(const struct model *m,
			   void (*visit)(void *context, uint64_t offset,
					 size_t size),
			   void *context)
{
	struct visiting v = { .m = m, .visit = visit, .context = context };
	size_t blocks = ((m->end_pfn - 1) >> m->machine.pageblock_order) -
			m->first_block + 1;

	visit_array(&v, OBJECT_GLOBAL, m->globals, 1, sizeof(*m->globals));
	visit_array(&v, OBJECT_NODE, m->nodes, m->machine.nr_nodes,
		    sizeof(*m->nodes));
	for (unsigned i = 0; i < m->machine.nr_zones; i++)
		visit_zone(&v, &m->zones[i]);
	visit_array(&v, OBJECT_PAGEBLOCK, m->blocks, blocks,
		    sizeof(*m->blocks));
	visit_array(&v, OBJECT_TAG, m->tags, m->globals->nr_tags,
		    sizeof(*m->tags));
	visit_pages(&v);
	visit_array(&v, OBJECT_TAG_CPU, m->tags_elsewhere,
		    (size_t)m->globals->nr_tags * (m->machine.nr_cpus - 1),
		    sizeof(*m->tags_elsewhere));
	visit_array(&v, OBJECT_TAG_ACCOUNT, m->tag_accounts,
		    m->globals->nr_tags, sizeof(*m->tag_accounts));
	visit_array(&v, OBJECT_MODULE, m->modules, MAX_MODULES,
		    sizeof(*m->modules));
	visit_array(&v, OBJECT_TAG_AREA, m->areas, MAX_TAG_AREAS,
		    sizeof(*m->areas));
	visit_slabs(&v);
}
