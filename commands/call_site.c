#include "commands/call_site.h"

#include <string.h>

#include "commands/parse.h"

/* Takes "[MODULE]" off the end of a function's name. */
static const char *cut_module(char *function)
{
	size_t length = strlen(function);
	char *open = strchr(function, '[');

	if (!open || function[length - 1] != ']' || open[1] == ']')
		return NULL;
	function[length - 1] = '\0';
	*open = '\0';
	return open + 1;
}

enum status call_site_parse(char *text, struct codetag *ret, struct reply *r)
{
	char *function = strrchr(text, ':');
	char *line = NULL;
	uint64_t number = 0;

	if (function) {
		*function = '\0';
		line = strrchr(text, ':');
	}
	if (line)
		*line = '\0';
	if (!line || !text[0] || !function[1] ||
	    !parse_number(line + 1, &number) || number > INT32_MAX)
		return reply_fail(r, STATUS_FAILED,
				  "a call site must be FILE:LINE:FUNCTION, as "
				  "in mm/shmem.c:2461:shmem_alloc_folio, or in "
				  "a module drv.c:10:drv_probe[drv]");
	*ret = (struct codetag){ .file = text,
				 .module = cut_module(function + 1),
				 .function = function + 1,
				 .line = (unsigned)number };
	return STATUS_OK;
}

void call_site_add(struct text *out, const struct codetag *site)
{
	text_add(out, "%s:%u:%s", site->file, site->line, site->function);
	if (site->module)
		text_add(out, "[%s]", site->module);
}

void call_site_show(struct text *out, const struct codetag *site)
{
	text_add(out, "%s:%u ", site->file, site->line);
	if (site->module)
		text_add(out, "[%s] ", site->module);
	text_add(out, "%s", site->function);
}
