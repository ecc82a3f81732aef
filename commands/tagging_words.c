/*
 * Operations on code tags as typed, and as the history tells of them.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/call_site.h"
#include "commands/tagging.h"
#include "core/codetag.h"

static bool take_value(const char *word, const char *key, uint64_t most,
		       uint64_t *ret)
{
	size_t length = strlen(key);

	return strncmp(word, key, length) == 0 &&
	       parse_number(word + length, ret) && *ret <= most;
}

static enum status add_site(char *word, struct operation_request *request,
			    struct reply *r)
{
	struct operation *op = &request->op;
	struct codetag site;
	enum status status = call_site_parse(word, &site, r);

	if (status != STATUS_OK)
		return status;
	request->sites = realloc(request->sites,
				 (op->nr_sites + 1) * sizeof(*request->sites));
	assert(request->sites && "out of memory");
	site.module = NULL;
	request->sites[op->nr_sites++] = site;
	op->sites = request->sites;
	return STATUS_OK;
}

static enum status parse_load(const struct arguments *args,
			      struct operation_request *request,
			      struct reply *r)
{
	struct operation *op = &request->op;
	uint64_t number = 0;
	bool counted = false;

	for (int i = 2; i < args->argc; i++) {
		if (take_value(args->argv[i], "tags=", UINT32_MAX, &number)) {
			op->count = (unsigned)number;
			counted = true;
			continue;
		}
		if (take_value(args->argv[i], "align=", UINT32_MAX, &number)) {
			op->align = (unsigned)number;
			continue;
		}
		enum status status = add_site(args->argv[i], request, r);

		if (status != STATUS_OK)
			return status;
	}
	if (!counted)
		op->count = op->nr_sites;
	if (op->count >= op->nr_sites)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "tags=%u, but %" PRIu32 " call sites are named: "
			  "leave tags= out, or name fewer",
			  op->count, op->nr_sites);
}

static bool is_name(const char *name)
{
	return name[0] && strspn(name, "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789_-") == strlen(name);
}

enum status parse_module(struct session *s, const struct arguments *args,
			 struct operation_request *request, struct reply *r)
{
	static const char *const verbs[] = { "load", "unload", "replace" };
	struct operation *op = &request->op;
	unsigned verb = 0;

	(void)s;
	while (args->argc && verb < 3 &&
	       strcmp(verbs[verb], args->argv[0]) != 0)
		verb++;
	if (args->argc < 2 || verb == 3 || (verb > 0 && args->argc > 2))
		return command_usage("module", r);
	if (!is_name(args->argv[1]))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no module's name: use letters, "
				  "digits, _ and -",
				  args->argv[1]);
	op->kind = (enum operation_kind)(OP_MODULE_LOAD + verb);
	op->module = args->argv[1];
	return verb == 0 ? parse_load(args, request, r) : STATUS_OK;
}

enum status parse_hook(struct session *s, const struct arguments *args,
		       struct operation_request *request, struct reply *r)
{
	(void)s;
	if (args->argc != 1)
		return command_usage("hook", r);
	return call_site_parse(args->argv[0], &request->op.tag, r);
}

enum status parse_unhook(struct session *s, const struct arguments *args,
			 struct operation_request *request, struct reply *r)
{
	(void)s;
	(void)request;
	return args->argc ? command_usage("unhook", r) : STATUS_OK;
}

static bool find_switch(const char *word, enum profiling_switch *ret)
{
	for (unsigned i = 0; i < NR_PROFILING_SWITCHES; i++) {
		*ret = (enum profiling_switch)i;
		if (strcmp(profiling_switch_name(*ret), word) == 0)
			return true;
	}
	return false;
}

/* Kernels without compression look at the first character only. */
static void read_as_kernel(const struct profile *profile,
			   enum profiling_switch *value)
{
	if (*value == PROFILING_COMPRESSED && !profile->tag_index_in_flags)
		*value = PROFILING_ON;
}

enum status parse_profiling(struct session *s, const struct arguments *args,
			    struct operation_request *request, struct reply *r)
{
	struct operation *op = &request->op;
	uint64_t tags = 0;

	if (args->argc < 1 || args->argc > 2)
		return command_usage("mem_profiling", r);
	if (!find_switch(args->argv[0], &op->profiling))
		return reply_fail(r, STATUS_FAILED,
				  "mem_profiling is never, 0, 1 or "
				  "1,compressed, not \"%s\"",
				  args->argv[0]);
	if (args->argc == 2 &&
	    (!take_value(args->argv[1], "kernel_tags=", UINT32_MAX, &tags) ||
	     op->profiling != PROFILING_COMPRESSED))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\": behind 1,compressed may stand "
				  "kernel_tags=N, the call sites of the kernel "
				  "image",
				  args->argv[1]);
	op->count = (unsigned)tags;
	read_as_kernel(model_machine(s->m)->profile, &op->profiling);
	return STATUS_OK;
}

static void load_words(struct text *out, const struct operation *op)
{
	text_add(out, "module load %s", op->module);
	for (uint32_t i = 0; i < op->nr_sites; i++) {
		text_add(out, " ");
		call_site_add(out, &op->sites[i]);
	}
	if (op->count != op->nr_sites)
		text_add(out, " tags=%u", op->count);
	if (op->align)
		text_add(out, " align=%u", op->align);
}

void tagging_words(struct text *out, const struct operation *op)
{
	if (op->kind == OP_MODULE_LOAD) {
		load_words(out, op);
	} else if (op->kind == OP_MODULE_UNLOAD) {
		text_add(out, "module unload %s", op->module);
	} else if (op->kind == OP_MODULE_REPLACE) {
		text_add(out, "module replace %s", op->module);
	} else if (op->kind == OP_PROFILING) {
		text_add(out, "mem_profiling %s",
			 profiling_switch_name(op->profiling));
		if (op->count)
			text_add(out, " kernel_tags=%u", op->count);
	} else if (op->kind == OP_HOOK) {
		text_add(out, "hook ");
		call_site_add(out, &op->tag);
	} else {
		text_add(out, "unhook");
	}
}
