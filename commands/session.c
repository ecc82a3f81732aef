/*
 * The session's life, and what front ends may look at.
 */
#include "commands/session.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/break_cache.h"
#include "commands/imported.h"
#include "commands/machine_spec.h"
#include "commands/session_internal.h"
#include "commands/side_by_side.h"
#include "snapshots/allocinfo.h"

enum { TITLE_SIZE = 256 };

struct session *session_boot(const struct boot_config *config, const char *name,
			     struct diagnosis *why)
{
	struct model *m = NULL;
	enum boot_refusal refusal = machine_boot(config, &m);

	if (refusal != BOOT_OK) {
		boot_refusal_explain(refusal, config, why);
		return NULL;
	}
	struct session *s = calloc(1, sizeof(*s));

	assert(s && "out of memory");
	s->next_breakpoint = 1;
	s->next_display = 1;
	s->break_cache = break_cache_create();
	settings_init(s);
	session_replace(s, m, name);
	return s;
}

struct session *session_create(const char *spec, const char *kernel,
			       enum status *status, struct diagnosis *why)
{
	struct boot_config config;
	char name[MACHINE_NAME_SIZE];

	*status = STATUS_USAGE;
	if (!machine_spec_parse(spec, kernel, &config, name, why))
		return NULL;
	struct session *s = session_boot(&config, name, why);

	if (!s)
		return NULL;
	*status = STATUS_OK;
	s->machine_spec = strdup(spec);
	return s;
}

static void forget_names(struct session *s, size_t keep)
{
	for (size_t i = keep; i < s->nr_names; i++)
		free(s->names[i].name);
	s->nr_names = keep;
}

static void forget_completions(struct session *s)
{
	for (size_t i = 0; i < s->nr_completions; i++)
		free(s->completions[i]);
	s->nr_completions = 0;
}

void session_destroy(struct session *s)
{
	if (s)
		allocinfo_destroy(s->allocinfo);
	if (!s)
		return;
	breakpoints_clear(s);
	free(s->breakpoints);
	break_cache_destroy(s->break_cache);
	stop_report_clear(&s->report);
	displays_clear(s);
	block_abandon(s);
	user_commands_clear(s);
	free(s->recording);
	slabinfo_deinit(&s->slabinfo);
	forget_names(s, 0);
	free(s->names);
	forget_completions(s);
	free(s->completions);
	annotations_deinit(&s->notes);
	comparison_destroy(s->comparison);
	imported_forget(s);
	model_destroy(s->m);
	free(s->title);
	free(s->machine_spec);
	free(s->repeat_line);
	free(s);
}

/* "64 MiB": the largest unit that leaves a whole number. */
static void print_size(uint64_t bytes, char *ret, size_t size)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB",
					     "TiB" };
	unsigned unit = 0;

	while (unit + 1 < sizeof(units) / sizeof(units[0]) && bytes >= 1024 &&
	       bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	snprintf(ret, size, "%" PRIu64 " %s", bytes, units[unit]);
}

static char *make_title(const struct model *m, const char *name)
{
	const struct machine *machine = model_machine(m);
	uint64_t pages = 0;
	char memory[32];
	char *title = malloc(TITLE_SIZE);

	assert(title && "out of memory");
	for (unsigned zone = 0; zone < nr_zones(m); zone++)
		pages += (uint64_t)zone_at(m, zone)->present_pages;
	print_size(pages << PAGE_SHIFT, memory, sizeof(memory));
	snprintf(title, TITLE_SIZE, "%s: %s, %u node%s, %u cpu%s, kernel %s",
		 name, memory, machine->nr_nodes,
		 machine->nr_nodes == 1 ? "" : "s", machine->nr_cpus,
		 machine->nr_cpus == 1 ? "" : "s", machine->release);
	return title;
}

void session_replace(struct session *s, struct model *m, const char *name)
{
	imported_forget(s);
	model_destroy(s->m);
	s->m = m;
	s->machines++;
	model_set_progress(m, session_progress(s));
	settings_apply(s);
	free(s->title);
	s->title = make_title(m, name);
	free(s->machine_spec);
	s->machine_spec = NULL;
	annotations_deinit(&s->notes);
	s->notes = (struct annotations){ 0 };
	forget_names(s, 0);
	s->last_stop = history_cursor(m);
	s->word_position = UINT64_MAX;
	s->words_walked = 0;
	s->word_home = UINT64_MAX;
	s->frame = 0;
	s->frame_position = UINT64_MAX;
	s->page = machine_first_pfn(model_machine(m));
	breakpoints_relocate(s);
	s->followed = PFN_NONE;
	s->page_position = UINT64_MAX;
	s->page_asked = PFN_NONE;
	s->map = (struct pfn_range){ 0, 0 };
	s->map_tag = 0;
	s->slab_asked = (struct slab_asked){ .cache = -1, .pfn = PFN_NONE };
	s->scratch = (struct scratch_word){ .on = false };
}

static void forget_marks_after(struct session *s, uint64_t end)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->notes.nr_marks; i++) {
		if (s->notes.marks[i].position <= end)
			s->notes.marks[kept++] = s->notes.marks[i];
		else
			free(s->notes.marks[i].name);
	}
	s->notes.nr_marks = kept;
}

void session_forget_values_after(struct session *s, uint32_t ops)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->nr_names; i++) {
		if (!s->names[i].is_page || s->names[i].ref.op <= ops)
			s->names[kept++] = s->names[i];
		else
			free(s->names[i].name);
	}
	s->nr_names = kept;
	if (s->last_stop > history_steps(s->m))
		s->last_stop = history_steps(s->m);
}

void session_forget_future(struct session *s)
{
	forget_marks_after(s, history_steps(s->m));
	session_forget_values_after(s, history_ops(s->m));
}

bool session_wants_quit(const struct session *s)
{
	return s->quit;
}

enum status session_quit_status(const struct session *s)
{
	return s->quit_status;
}

void session_set_interrupt(struct session *s, volatile sig_atomic_t *flag)
{
	s->interrupt = flag;
}

bool session_interrupted(const struct session *s)
{
	return s->interrupt && *s->interrupt;
}

void session_set_progress(struct session *s, struct progress progress)
{
	s->progress = progress;
}

bool tell_progress(const struct session *s, uint64_t done, uint64_t total)
{
	return s->progress.report &&
	       s->progress.report(s->progress.context, done, total);
}

static bool report_progress(void *context, uint64_t done, uint64_t total)
{
	const struct session *s = context;

	/* Of a script its lines are told, not what each of them does. */
	return session_interrupted(s) ||
	       (s->source_depth == 0 && tell_progress(s, done, total));
}

struct progress session_progress(struct session *s)
{
	return (struct progress){ .report = report_progress, .context = s };
}

void session_set_listener(struct session *s, reply_listener listener,
			  void *context)
{
	s->listener = listener;
	s->listener_context = context;
}

void session_set_screen(struct session *s, const struct screen_host *host)
{
	s->screen = *host;
}

const struct model *session_model(const struct session *s)
{
	return s->m;
}

const char *session_title(const struct session *s)
{
	return s->imported ? s->imported->title : s->title;
}

const char *session_layout(const struct session *s)
{
	return session_setting(s, "layout");
}

const char *session_focus(const struct session *s)
{
	return session_setting(s, "focus");
}

pfn_t session_page(const struct session *s)
{
	return s->imported ? (pfn_t)s->imported->page : s->page;
}

pfn_t session_followed(const struct session *s)
{
	return s->followed;
}

bool session_mark(const struct session *s, size_t i, struct stop_mark *ret)
{
	if (i >= s->notes.nr_marks)
		return false;
	*ret = (struct stop_mark){ .position = s->notes.marks[i].position,
				   .name = s->notes.marks[i].name };
	return true;
}
