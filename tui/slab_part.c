#include "tui/slab_part.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/slab_picture.h"
#include "core/sheaf.h"

/* Slabs listed; `slab CACHE` lists more. */
enum {
	SLABS_SHOWN = 32,
	MAX_CELLS_PER_LINE = 64,
	MIN_CELLS_PER_LINE = 16,
	CELLS_COL = 7,
	MAX_WRITTEN = 64, /* slabs that one step writes to */
};

/* What the last step wrote of slabs, looked up once for a drawing. */
struct slab_writes {
	uint32_t slabs[MAX_WRITTEN]; /* words of their own */
	unsigned nr;
	bool objects[SLAB_OBJECTS_LIMIT]; /* words of the chosen slab's */
	struct field_place sheaves[MAX_WRITTEN]; /* and their owners */
	unsigned nr_sheaves;
};

static enum change own_change(const struct slab_writes *w, uint32_t slab)
{
	for (unsigned i = 0; i < w->nr; i++)
		if (w->slabs[i] == slab)
			return CHANGE_LAST_STEP;
	return CHANGE_NONE;
}

static enum change object_change(const struct slab_writes *w, unsigned index)
{
	return w->objects[index] ? CHANGE_LAST_STEP : CHANGE_NONE;
}

static void note_write(struct slab_writes *w, const struct field_place *field,
		       uint32_t chosen)
{
	if (field->object == OBJECT_SLAB_OBJECT && field->index == chosen)
		w->objects[field->order] = true;
	else if (field->object == OBJECT_SLAB && w->nr < MAX_WRITTEN &&
		 !own_change(w, field->index))
		w->slabs[w->nr++] = field->index;
	else if ((field->object == OBJECT_SHEAF ||
		  field->object == OBJECT_CPU_SHEAVES ||
		  field->object == OBJECT_BARN) &&
		 w->nr_sheaves < MAX_WRITTEN)
		w->sheaves[w->nr_sheaves++] = *field;
}

static struct slab_writes writes_of_step(const struct view *v, uint32_t chosen)
{
	struct slab_writes w = { .nr = 0 };
	unsigned writes =
		v->position > 0 ? history_nr_writes(v->model, v->position) : 0;

	for (unsigned i = 0; i < writes; i++) {
		struct field_place field =
			history_write(v->model, v->position, i).field;

		note_write(&w, &field, chosen);
	}
	return w;
}

static void write_slab(const struct view *v, struct sheet *sh, uint32_t slab,
		       bool chosen, const struct slab_writes *w)
{
	pfn_t pfn = slab_pfn(slab_at(v->model, slab));
	struct text state;
	char page[32];

	snprintf(page, sizeof(page), "page %" PRIu32, pfn);
	sheet_text(sh, chosen ? "▶" : " ");
	sheet_link(sh);
	sheet_changed(sh, v, own_change(w, slab), page);
	if (view_follows(v, pfn,
			 (uint64_t)pages_in(slab_at(v->model, slab)->order)))
		sheet_text(sh, FOLLOW_SIGN);
	sheet_leads(sh, "%s", page);
	sheet_text(sh, ": ");
	text_init(&state);
	slab_state_add(&state, v->model, slab);
	sheet_link(sh);
	sheet_wrap(sh, 4, state.start);
	sheet_leads(sh, "slab %" PRIu32, pfn);
	text_deinit(&state);
	sheet_next_row(sh);
}

static void write_slabs(const struct view *v, struct sheet *sh,
			struct chosen_slab chosen, const struct slab_writes *w)
{
	unsigned cache = (unsigned)chosen.cache;
	uint32_t nr = 0;

	for (uint32_t slab = cache_slab_next(v->model, cache, 0); slab;
	     slab = cache_slab_next(v->model, cache, slab))
		if (nr++ < SLABS_SHOWN)
			write_slab(v, sh, slab, slab == chosen.slab, w);
	if (nr <= SLABS_SHOWN)
		return;
	sheet_link(sh);
	sheet_print(sh, "  … and %" PRIu32 " more: `slab %s`", nr - SLABS_SHOWN,
		    model_caches(v->model)->caches[cache].name);
	sheet_leads(sh, "slab %s", model_caches(v->model)->caches[cache].name);
	sheet_next_row(sh);
}

/* A row of objects, each a letter; what changed is marked. */
static void write_cells(struct sheet *sh, const struct slab_picture *p,
			const struct slab_writes *w)
{
	unsigned width = MAX_CELLS_PER_LINE;

	while (width > MIN_CELLS_PER_LINE && (int)width > sh->cols - CELLS_COL)
		width /= 2;
	for (unsigned i = 0; i < p->nr; i++) {
		char cell[2] = { p->cells[i], '\0' };

		if (i % width == 0) {
			if (i > 0)
				sheet_next_row(sh);
			sheet_print(sh, "  %3u  ", i);
		}
		sheet_style(sh, change_attributes(object_change(w, i)),
			    ROLE_TEXT);
		sheet_text(sh, cell);
		sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	}
	sheet_next_row(sh);
}

/* The same in words, for where reverse does not show. */
static void write_changed_objects(const struct view *v, struct sheet *sh,
				  unsigned nr, const struct slab_writes *w)
{
	bool any = false;

	for (unsigned i = 0; i < nr; i++) {
		unsigned first = i;
		char numbers[32];

		if (!w->objects[i])
			continue;
		while (i + 1 < nr && w->objects[i + 1])
			i++;
		if (!any)
			sheet_text(sh, "  the step wrote object");
		snprintf(numbers, sizeof(numbers),
			 i > first ? "%u to %u" : "%u", first, i);
		sheet_need(sh, 1 + (int)strlen(numbers), 4);
		sheet_changed(sh, v, CHANGE_LAST_STEP, numbers);
		any = true;
	}
	if (any)
		sheet_next_row(sh);
}

static void write_line(struct sheet *sh, const char *label, const char *text)
{
	sheet_print(sh, "  %s", label);
	sheet_wrap(sh, 4, text);
	sheet_next_row(sh);
}

/* With a star where the last step changed it. */
static void write_marked(const struct view *v, struct sheet *sh,
			 const char *text, enum change change)
{
	sheet_text(sh, " ");
	sheet_changed(sh, v, change, "");
	sheet_wrap(sh, 4, text);
	sheet_next_row(sh);
}

static void write_words(const struct view *v, struct sheet *sh, uint32_t slab,
			enum change change)
{
	struct text words;

	text_init(&words);
	slab_counters_add(&words, v->model, slab);
	write_marked(v, sh, words.start, change);
	text_deinit(&words);
}

static void write_vector(const struct view *v, struct sheet *sh, uint32_t slab)
{
	object_ref vector = slab_at(v->model, slab)->exts;
	struct text words;

	if (!vector)
		return;
	text_init(&words);
	slab_vector_add(&words, v->model, slab);
	sheet_text(sh, "  ");
	sheet_link(sh);
	sheet_wrap(sh, 4, words.start);
	sheet_leads(sh, "slab %" PRIu32,
		    slab_pfn(slab_at(v->model, slab_of_object(vector))));
	sheet_next_row(sh);
	text_deinit(&words);
}

static void write_picture(const struct view *v, struct sheet *sh, uint32_t slab,
			  const struct slab_writes *w)
{
	struct slab_picture p;

	slab_picture_take(v->model, slab, &p);
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_print(sh, "slab pfn %" PRIu32, slab_pfn(slab_at(v->model, slab)));
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
	write_words(v, sh, slab, own_change(w, slab));
	write_cells(sh, &p, w);
	sheet_style(sh, ATTR_DIM, ROLE_TEXT);
	write_line(sh, "", p.legend);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	write_changed_objects(v, sh, p.nr, w);
	write_line(sh, "slab freelist: ", p.slab_list.start);
	if (p.where.place == SLAB_OF_CPU)
		write_line(sh, "cpu freelist:  ", p.cpu_list.start);
	write_vector(v, sh, slab);
	slab_picture_deinit(&p);
}

/* Did the step write to a CPU's sheaves, or to which they are? */
static enum change cpu_sheaves_change(const struct model *m,
				      const struct slab_writes *w,
				      unsigned cache, unsigned cpu)
{
	for (unsigned i = 0; i < w->nr_sheaves; i++) {
		const struct field_place *at = &w->sheaves[i];
		bool of_cpu = at->object == OBJECT_CPU_SHEAVES &&
			      at->index == cache && at->cpu == cpu;
		bool in_sheaf = at->object == OBJECT_SHEAF &&
				(at->index == main_sheaf(m, cache, cpu) ||
				 at->index == spare_sheaf(m, cache, cpu));

		if (of_cpu || in_sheaf)
			return CHANGE_LAST_STEP;
	}
	return CHANGE_NONE;
}

static enum change barn_change(const struct slab_writes *w, unsigned cache,
			       unsigned node)
{
	for (unsigned i = 0; i < w->nr_sheaves; i++)
		if (w->sheaves[i].object == OBJECT_BARN &&
		    w->sheaves[i].index == cache && w->sheaves[i].zone == node)
			return CHANGE_LAST_STEP;
	return CHANGE_NONE;
}

/* What stands in front of the slabs, in kernels that have sheaves. */
static void write_sheaves(const struct view *v, struct sheet *sh,
			  unsigned cache, const struct slab_writes *w)
{
	const struct machine *machine = model_machine(v->model);
	struct text line;

	if (!model_has_sheaves(v->model))
		return;
	for (unsigned cpu = 0; cpu < machine->nr_cpus; cpu++) {
		text_init(&line);
		sheaves_of_cpu_add(&line, v->model, cache, cpu);
		write_marked(v, sh, line.start,
			     cpu_sheaves_change(v->model, w, cache, cpu));
		text_deinit(&line);
	}
	for (unsigned node = 0; node < machine->nr_nodes; node++) {
		text_init(&line);
		barn_add(&line, v->model, cache, node);
		write_marked(v, sh, line.start, barn_change(w, cache, node));
		text_deinit(&line);
	}
}

void slab_part_write(const struct view *v, struct sheet *sh,
		     struct chosen_slab chosen)
{
	struct slab_writes writes = writes_of_step(v, chosen.slab);
	struct text line;

	text_init(&line);
	slab_cache_add(&line, v->model, (unsigned)chosen.cache);
	sheet_style(sh, ATTR_BOLD, ROLE_TEXT);
	sheet_wrap(sh, 4, line.start);
	sheet_style(sh, ATTR_NORMAL, ROLE_TEXT);
	sheet_next_row(sh);
	text_deinit(&line);
	write_sheaves(v, sh, (unsigned)chosen.cache, &writes);
	write_slabs(v, sh, chosen, &writes);
	if (chosen.slab)
		write_picture(v, sh, chosen.slab, &writes);
}
