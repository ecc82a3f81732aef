/*
 * What is said of an operation on code tags that has run, or cannot.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/narrate.h"
#include "commands/tagging.h"
#include "core/codetag.h"

enum { LINE_SIZE = 512 };

static void reply_steps(struct session *s, uint32_t op, struct reply *r)
{
	uint64_t steps = history_op_end(s->m, op) - history_op_begin(s->m, op);

	reply_text(r, " (%" PRIu64 " step%s)\n", steps, plural(steps));
	reply_number(r, "steps", (int64_t)steps);
}

/* The sentence of the last step of the operation at a probe; "" when there is
 * none. */
static void sentence_at(const struct model *m, uint32_t op, enum probe_id probe,
			char ret[LINE_SIZE])
{
	uint64_t begin = history_op_begin(m, op);

	ret[0] = '\0';
	if (!history_op_meets(m, op, probe))
		return;
	for (uint64_t at = history_op_end(m, op); at > begin; at--) {
		if (history_step(m, at).probe == probe) {
			narrate_step(m, at, ret, LINE_SIZE);
			return;
		}
	}
}

/* Profiling was switched off by this operation: the kernel's own words. */
static void reply_shutdown(struct session *s, uint32_t op, struct reply *r)
{
	static const enum probe_id reasons[] = { PROBE_TAG_SEC_INIT,
						 PROBE_RESERVE_ALIGN,
						 PROBE_RESERVE_TOO_MANY };
	char why[LINE_SIZE] = "";

	if (!history_op_meets(s->m, op, PROBE_SHUTDOWN_PROFILING))
		return;
	for (size_t i = 0; i < 3 && !why[0]; i++)
		sentence_at(s->m, op, reasons[i], why);
	reply_text(r, "; profiling is off until the next boot: %s", why);
	reply_string(r, "shutdown", why);
}

static void reply_load(struct session *s, uint32_t op, struct reply *r)
{
	const struct operation *operation = history_op(s->m, op);
	int id = history_result(s->m, op)->module_id;

	reply_string(r, "module", operation->module);
	reply_number(r, "tags", operation->count);
	if (id > 0)
		reply_number(r, "id", id);
	else
		reply_null(r, "id");
	if (id < 0)
		reply_text(r,
			   "module %s is not loaded: there is no place for its "
			   "%u tags",
			   operation->module, operation->count);
	else if (id == 0)
		reply_text(r,
			   "module %s is loaded, without tags and so "
			   "without an id",
			   operation->module);
	else
		reply_text(r, "module %s is loaded: id %d, %u tag%s",
			   operation->module, id, operation->count,
			   plural(operation->count));
	reply_shutdown(s, op, r);
}

/* What the last load of a module still counts. */
static struct alloc_tag_counters still_counted(const struct model *m,
					       const char *name)
{
	for (uint32_t load = nr_module_loads(m); load > 0; load--)
		if (strcmp(module_load_at(m, load)->name, name) == 0)
			return module_counters(m, load);
	return (struct alloc_tag_counters){ 0 };
}

static void reply_unload(struct session *s, uint32_t op, struct reply *r)
{
	const char *name = history_op(s->m, op)->module;
	struct alloc_tag_counters out = still_counted(s->m, name);
	bool area = model_machine(s->m)->profile->module_tag_area;

	reply_string(r, "module", name);
	reply_number(r, "bytes", out.bytes);
	reply_text(r, "module %s is unloaded", name);
	if (out.bytes != 0)
		reply_text(r,
			   ", %" PRId64 " bytes that it allocated are not "
			   "freed: %s",
			   out.bytes,
			   area ? "its tags stay in their area"
				: "its data stays in memory, for its tags");
}

static void reply_profiling(struct session *s, uint32_t op, struct reply *r)
{
	struct mem_profiling now = mem_profiling(s->m);

	reply_string(r, "mem_profiling",
		     profiling_switch_name(history_op(s->m, op)->profiling));
	reply_text(r, "mem_profiling is %s%s", now.on ? "on" : "off",
		   now.compressed ? ", references are indices in page->flags"
				  : "");
	reply_shutdown(s, op, r);
}

static void reply_hook(struct session *s, uint32_t op, struct reply *r)
{
	char why[LINE_SIZE];

	sentence_at(s->m, op,
		    history_op(s->m, op)->kind == OP_HOOK ? PROBE_HOOK
							  : PROBE_UNHOOK,
		    why);
	reply_text(r, "%s", why);
}

void reply_tagging(struct session *s, uint32_t op, struct reply *r)
{
	enum operation_kind kind = history_op(s->m, op)->kind;

	if (kind == OP_MODULE_LOAD)
		reply_load(s, op, r);
	else if (kind == OP_MODULE_UNLOAD)
		reply_unload(s, op, r);
	else if (kind == OP_MODULE_REPLACE)
		reply_text(r, "the struct module of %s has moved",
			   history_op(s->m, op)->module);
	else if (kind == OP_PROFILING)
		reply_profiling(s, op, r);
	else
		reply_hook(s, op, r);
	reply_steps(s, op, r);
}

enum status show_profiling(struct session *s, struct reply *r)
{
	struct mem_profiling now = mem_profiling(s->m);
	const char *value = now.supported ? now.on ? "1" : "0" : "never";

	if (!now.exists)
		return reply_fail(r, STATUS_FAILED,
				  "kernel %s has no memory allocation "
				  "profiling: boot one with kernel=6.12 or "
				  "kernel=7.2",
				  model_machine(s->m)->profile->series);
	reply_text(r, "mem_profiling  %s%s, references in %s\n", value,
		   now.on && now.compressed ? ",compressed" : "",
		   now.compressed ? "page->flags" : "page_ext");
	reply_string(r, "mem_profiling", value);
	reply_value(r, "compressed", json_bool(now.compressed));
	return STATUS_OK;
}

static enum status refuse_module(enum op_refusal refusal,
				 const struct operation *op, int64_t where,
				 struct reply *r)
{
	const char *name = op->module ? op->module : op->tag.module;

	if (refusal == OP_MODULE_LOADED)
		return reply_fail(r, STATUS_FAILED,
				  "a module %s is loaded already: `module "
				  "unload %s` first",
				  name, name);
	if (refusal == OP_NO_SUCH_MODULE)
		return reply_fail(r, STATUS_FAILED,
				  "no module %s is loaded: `info modules` "
				  "lists them",
				  name);
	if (refusal == OP_TOO_MANY_MODULES)
		return reply_fail(r, STATUS_FAILED,
				  "mmscope keeps at most %" PRId64 " modules "
				  "and %d areas: unload some",
				  where, MAX_TAG_AREAS);
	if (refusal == OP_BAD_ALIGN)
		return reply_fail(r, STATUS_FAILED,
				  "align=%" PRId64 " is no power of two",
				  where);
	return reply_fail(r, STATUS_FAILED,
			  "module %s has no call site %s:%u:%s: name it when "
			  "the module is loaded",
			  name, op->tag.file, op->tag.line, op->tag.function);
}

static enum status refuse_profiling(struct session *s, enum op_refusal refusal,
				    struct reply *r)
{
	const char *series = model_machine(s->m)->profile->series;

	if (refusal == OP_NO_PROFILING)
		return show_profiling(s, r);
	if (refusal == OP_NO_COMPRESSION)
		return reply_fail(r, STATUS_FAILED,
				  "kernel %s keeps no tags in page->flags: "
				  "boot one with kernel=7.2",
				  series);
	if (refusal == OP_PROFILING_GONE)
		return reply_fail(r, STATUS_FAILED,
				  "profiling is not supported any more, and "
				  "the kernel has no way back but to boot: "
				  "`goto` a place before, or `boot`");
	return reply_fail(r, STATUS_FAILED,
			  "that is a boot parameter, and modules have their "
			  "tags in place: unload them, or `boot` first");
}

/* The kernel image is taken to have every site that anybody names. */
enum status check_call_site(const struct session *s, const struct operation *op,
			    struct reply *r)
{
	const struct codetag *site = &op->tag;

	if (!site->file || !site->module || codetag_exists(s->m, site))
		return STATUS_OK;
	return refuse_module(module_find(s->m, site->module) < 0
				     ? OP_NO_SUCH_MODULE
				     : OP_NO_SUCH_SITE,
			     op, 0, r);
}

enum status tagging_refused(struct session *s, enum op_refusal refusal,
			    const struct operation *op, int64_t where,
			    struct reply *r)
{
	if (refusal == OP_NO_HOOK)
		return reply_fail(r, STATUS_FAILED,
				  "no hook is open: `hook FILE:LINE:FUNCTION` "
				  "opens one");
	if (refusal == OP_TOO_MANY_HOOKS)
		return reply_fail(r, STATUS_FAILED,
				  "%" PRId64 " hooks are open, more are not "
				  "kept: `unhook` closes the last",
				  where);
	if (refusal == OP_NO_PROFILING || refusal == OP_NO_COMPRESSION ||
	    refusal == OP_PROFILING_GONE || refusal == OP_AT_BOOT_ONLY)
		return refuse_profiling(s, refusal, r);
	return refuse_module(refusal, op, where, r);
}
