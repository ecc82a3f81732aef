/*
 * Words of what kmalloc has, by name: slabs, their objects, sheaves.  Slabs
 * and sheaves are numbered from 1.
 */
#include "core/field_internal.h"
#include "core/sheaf.h"

/* The same of an array of rows: *ret_column is the place in its row. */
static struct field_place in_rows(struct field_place place, uint32_t columns,
				  uint32_t *ret_column)
{
	*ret_column = place.index % columns;
	place.index /= columns;
	return place;
}

static struct field_place in_sheaves(const struct model *m,
				     const unsigned char *at)
{
	struct field_place place = { 0 };
	uint32_t column = 0;

	if (BEHIND(at, m->sheaves)) {
		place = in_array(at, m->sheaves, sizeof(*m->sheaves),
				 OBJECT_SHEAF);
		place.index++;
	} else if (BEHIND(at, m->barns)) {
		place = in_array(at, m->barns, sizeof(*m->barns), OBJECT_BARN);
		place = in_rows(place, m->machine.nr_nodes, &column);
		place.zone = column;
	} else if (BEHIND(at, m->cpu_sheaves)) {
		place = in_array(at, m->cpu_sheaves, sizeof(*m->cpu_sheaves),
				 OBJECT_CPU_SHEAVES);
		place = in_rows(place, m->machine.nr_cpus, &column);
		place.cpu = column;
	} else {
		place = in_array(at, m->sheaf_numbers,
				 sizeof(*m->sheaf_numbers),
				 OBJECT_SHEAF_NUMBERS);
	}
	return place;
}

struct field_place in_slabs(const struct model *m, const unsigned char *at)
{
	struct field_place place = { 0 };
	uint32_t column = 0;

	if (model_has_sheaves(m) && BEHIND(at, m->sheaf_numbers))
		return in_sheaves(m, at);
	if (BEHIND(at, m->objects)) {
		place = in_array(at, m->objects, sizeof(*m->objects),
				 OBJECT_SLAB_OBJECT);
		place = in_rows(place, SLAB_OBJECTS_LIMIT, &column);
		place.order = column;
		place.index++;
	} else if (BEHIND(at, m->slabs)) {
		place = in_array(at, m->slabs, sizeof(*m->slabs), OBJECT_SLAB);
		place.index++;
	} else if (BEHIND(at, m->cache_nodes)) {
		place = in_array(at, m->cache_nodes, sizeof(*m->cache_nodes),
				 OBJECT_CACHE_NODE);
		place = in_rows(place, m->machine.nr_nodes, &column);
		place.zone = column;
	} else if (BEHIND(at, m->cache_cpus)) {
		place = in_array(at, m->cache_cpus, sizeof(*m->cache_cpus),
				 OBJECT_CACHE_CPU);
		place = in_rows(place, m->machine.nr_cpus, &column);
		place.cpu = column;
	} else if (BEHIND(at, m->page_slabs)) {
		place = in_array(at, m->page_slabs, sizeof(*m->page_slabs),
				 OBJECT_PAGE_SLAB);
		place.index += m->first_pfn;
	} else {
		place = in_array(at, m->slab_numbers, sizeof(*m->slab_numbers),
				 OBJECT_SLAB_NUMBERS);
	}
	return place;
}

static void visit_sheaves(const struct visiting *v)
{
	const struct model *m = v->m;

	visit_array(v, OBJECT_SHEAF_NUMBERS, m->sheaf_numbers, 1,
		    sizeof(*m->sheaf_numbers));
	visit_array(v, OBJECT_CPU_SHEAVES, m->cpu_sheaves,
		    (size_t)m->caches.nr * m->machine.nr_cpus,
		    sizeof(*m->cpu_sheaves));
	visit_array(v, OBJECT_BARN, m->barns,
		    (size_t)m->caches.nr * m->machine.nr_nodes,
		    sizeof(*m->barns));
	visit_array(v, OBJECT_SHEAF, m->sheaves, nr_sheaves(m),
		    sizeof(*m->sheaves));
}

/* Pages of slabs follow from the slabs: a word that names one lies where a
 * slab says that its first page is. */
void visit_slabs(const struct visiting *v)
{
	const struct model *m = v->m;
	uint32_t nr = m->slab_numbers->nr;

	if (nr == 0)
		return;
	visit_array(v, OBJECT_SLAB_NUMBERS, m->slab_numbers, 1,
		    sizeof(*m->slab_numbers));
	visit_array(v, OBJECT_CACHE_CPU, m->cache_cpus,
		    (size_t)m->caches.nr * m->machine.nr_cpus,
		    sizeof(*m->cache_cpus));
	visit_array(v, OBJECT_CACHE_NODE, m->cache_nodes,
		    (size_t)m->caches.nr * m->machine.nr_nodes,
		    sizeof(*m->cache_nodes));
	visit_array(v, OBJECT_SLAB, m->slabs, nr, sizeof(*m->slabs));
	visit_array(v, OBJECT_SLAB_OBJECT, m->objects,
		    (size_t)nr * SLAB_OBJECTS_LIMIT, sizeof(*m->objects));
	for (uint32_t i = 0; i < nr; i++)
		if (m->slabs[i].pfn)
			visit_array(v, OBJECT_PAGE_SLAB,
				    &m->page_slabs[slab_pfn(&m->slabs[i]) -
						   m->first_pfn],
				    1, sizeof(*m->page_slabs));
	if (model_has_sheaves(m))
		visit_sheaves(v);
}
