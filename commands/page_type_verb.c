/*
 * Setting, testing and clearing a page type, shown as arithmetic on the word
 * with the condition that the kernel checks.
 */
#include "commands/page_type_verb.h"

#include <inttypes.h>
#include <string.h>

enum { TYPE_SHIFT = 24 };

/* What must hold of the word, or the kernel stops with a VM_BUG_ON. */
static void condition_text(const struct page_types *types, uint32_t word,
			   struct reply *r)
{
	uint32_t base = page_types_base(types);

	if (page_types_scheme(types) == PAGE_TYPE_BITS)
		reply_text(r,
			   "  require    0x%08" PRIx32 " & 0x%08" PRIx32
			   " == 0x%08" PRIx32 "\n",
			   word, base, base);
	else
		reply_text(r, "  require    0x%08" PRIx32 " == 0xffffffff\n",
			   word);
}

static void test_text(const struct page_types *types, uint32_t word, unsigned i,
		      struct reply *r)
{
	uint32_t base = page_types_base(types);
	uint32_t value = page_types_value(types, i);
	const char *verdict = page_types_test(types, word, i) ? "yes" : "no";

	switch (page_types_scheme(types)) {
	case PAGE_TYPE_VALUE:
		reply_text(r,
			   "  test       0x%08" PRIx32 " == 0x%08" PRIx32
			   ": %s\n",
			   word, value, verdict);
		break;
	case PAGE_TYPE_BITS:
		reply_text(r,
			   "  test       0x%08" PRIx32 " & 0x%08" PRIx32
			   " = 0x%08" PRIx32 " == 0x%08" PRIx32 ": %s\n",
			   word, base | value, word & (base | value), base,
			   verdict);
		break;
	case PAGE_TYPE_BYTE:
		reply_text(r,
			   "  test       0x%08" PRIx32 " >> 24 = 0x%02" PRIx32
			   " == 0x%02" PRIx32 ": %s\n",
			   word, word >> TYPE_SHIFT, value, verdict);
		break;
	}
}

static void change_text(const struct page_types *types, uint32_t word,
			uint32_t after, const struct type_request *request,
			struct reply *r)
{
	bool sets = request->verb == TYPE_VERB_SET;
	int i = page_types_lookup(types, request->type);
	uint32_t value = page_types_value(types, (unsigned)i);

	reply_text(r, "  %-5s      ", sets ? "set" : "clear");
	if (page_types_scheme(types) == PAGE_TYPE_BITS)
		reply_text(r, "0x%08" PRIx32 " %s0x%08" PRIx32 " = ", word,
			   sets ? "& ~" : "| ", value);
	else if (page_types_scheme(types) == PAGE_TYPE_BYTE && sets)
		reply_text(r, "0x%02" PRIx32 " << 24 = ", value);
	reply_text(r, "0x%08" PRIx32 "\n", after);
}

/* The verb as arithmetic; true with the word afterwards in *ret. */
bool type_verb_text(const struct page_types *types,
		    const struct type_request *request, uint32_t *ret,
		    struct reply *r)
{
	int i = page_types_lookup(types, request->type);
	uint32_t word = request->word;
	bool done = true;

	*ret = word;
	if (i < 0) {
		reply_text(r, "  %s: no type of this kernel\n", request->type);
		return false;
	}
	if (request->verb == TYPE_VERB_SET) {
		condition_text(types, word, r);
		done = page_types_set(types, (unsigned)i, ret);
	} else {
		test_text(types, word, (unsigned)i, r);
		if (request->verb == TYPE_VERB_CLEAR)
			done = page_types_clear(types, (unsigned)i, ret);
	}
	if (!done)
		reply_text(r, "  that does not hold: VM_BUG_ON_PAGE() stops "
			      "the kernel here\n");
	else if (request->verb != TYPE_VERB_TEST)
		change_text(types, word, *ret, request, r);
	return done;
}

void type_verb_keys(struct json *object, const struct page_types *types,
		    const struct type_request *request)
{
	int i = page_types_lookup(types, request->type);
	uint32_t after = request->word;
	bool done = i >= 0;

	if (i >= 0 && request->verb == TYPE_VERB_SET)
		done = page_types_set(types, (unsigned)i, &after);
	if (i >= 0 && request->verb == TYPE_VERB_CLEAR)
		done = page_types_clear(types, (unsigned)i, &after);
	json_add(object, "allowed", json_bool(done));
	json_add(object, "result", done ? json_word(after) : json_null());
	json_add(object, "test",
		 i < 0 ? json_null()
		       : json_bool(page_types_test(types, request->word,
						   (unsigned)i)));
}

/* `set TYPE` and so on; *ret_words: how many words that took. */
enum status type_verb_parse(const struct arguments *args,
			    struct type_request *request, int *ret_words,
			    struct reply *r)
{
	static const char *const verbs[] = { NULL, "set", "test", "clear" };
	bool known = false;

	*ret_words = 1;
	if (args->argc < 2)
		return STATUS_OK;
	for (int i = TYPE_VERB_SET; i <= TYPE_VERB_CLEAR; i++)
		if (strcmp(args->argv[1], verbs[i]) == 0)
			request->verb = (enum type_verb)i;
	if (request->verb == TYPE_VERB_NONE)
		return STATUS_OK;
	*ret_words = 3;
	request->type = args->argc > 2 ? args->argv[2] : "";
	for (size_t i = 0; page_types_nth(i); i++)
		known |= page_types_lookup(page_types_nth(i), request->type) >=
			 0;
	if (known)
		return STATUS_OK;
	return reply_fail(r, STATUS_FAILED,
			  "page_type: \"%s\" is no page type: name one, such "
			  "as buddy, offline, table or guard",
			  request->type);
}
