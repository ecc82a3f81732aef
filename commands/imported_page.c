/*
 * page, over imported memory: what the words of a frame tell, and what they
 * leave open.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/imported.h"
#include "commands/look_internal.h"

/* The largest of x86-64; a file does not tell it. */
enum { IMPORTED_MAX_ORDER = 10 };

static uint64_t word_of(const struct imported *imported, uint64_t pfn)
{
	return imported->memory.flags[pfn];
}

static void state_line(const struct imported *imported, uint64_t pfn,
		       struct text *out)
{
	text_add(out, "page %" PRIu64 ": %s", pfn,
		 kpageflags_reading(imported->memory.profile,
				    word_of(imported, pfn)));
}

static void word_line(const struct imported *imported, uint64_t pfn,
		      struct text *out)
{
	kpf_add_names(out, imported->memory.profile, word_of(imported, pfn));
}

static void mapped_line(const struct imported *imported, uint64_t pfn,
			struct text *out)
{
	const struct kpage_memory *memory = &imported->memory;

	if (memory->nr_counts == 0)
		text_add(out, "unknown how often: kpagecount was not imported");
	else if (pfn >= memory->nr_counts)
		text_add(out, "unknown how often: kpagecount ends before it");
	else
		text_add(out, "%" PRIu64 " time%s, by kpagecount",
			 memory->counts[pfn], plural(memory->counts[pfn]));
}

static void add_run(const struct kpage_run *run, struct text *out)
{
	if (run->end - run->first == 1)
		text_add(out, "page %" PRIu64 " alone", run->first);
	else
		text_add(out, "pages %" PRIu64 " to %" PRIu64, run->first,
			 run->end - 1);
}

static unsigned order_of(const struct kpage_run *run)
{
	unsigned order = 0;

	while ((uint64_t)2 << order <= run->end - run->first)
		order++;
	return order;
}

static void free_line(const struct imported *imported, uint64_t pfn,
		      struct text *out)
{
	const struct profile *profile = imported->memory.profile;
	struct kpage_run block =
		kpage_memory_block(&imported->memory, pfn, IMPORTED_MAX_ORDER);

	if (profile->kpageflags_buddy_first_only) {
		text_add(out,
			 "first of a free block whose order is unknown: this "
			 "kernel marks no other page of it");
		return;
	}
	add_run(&block, out);
	text_add(out,
		 ", order %u: the largest aligned block that is all free, and "
		 "the buddy's own unless two did not merge",
		 order_of(&block));
}

static void together_line(const struct imported *imported, uint64_t pfn,
			  struct text *out)
{
	uint64_t word = word_of(imported, pfn);
	struct kpage_run block = kpage_memory_compound(&imported->memory, pfn);

	if (kpageflags_has(word, KPF_BUDDY)) {
		free_line(imported, pfn, out);
	} else if (block.end - block.first > 1) {
		add_run(&block, out);
		text_add(out, ", compound, order %u", order_of(&block));
	} else if (kpageflags_has(word, KPF_NOPAGE)) {
		text_add(out, "none");
	} else {
		text_add(out, "unknown: pages of a block that is not compound "
			      "do not tell of each other");
	}
}

static void run_line(const struct imported *imported, uint64_t pfn,
		     struct text *out)
{
	struct kpage_run run = kpage_memory_run(&imported->memory, pfn);

	add_run(&run, out);
	text_add(out, ", %" PRIu64 " KiB: %s", (run.end - run.first) * 4,
		 kpage_use_name(kpage_memory_use(&imported->memory, pfn)));
}

static void unknown_line(const struct imported *imported, uint64_t pfn,
			 struct text *out)
{
	(void)imported;
	(void)pfn;
	text_add(out, "refcount, private, mapping and list, node, zone and "
		      "migratetype: these files do not hold them");
}

static const struct {
	const char *label;
	void (*write)(const struct imported *imported, uint64_t pfn,
		      struct text *out);
} lines[] = {
	{ "", state_line },         { "kpageflags", word_line },
	{ "mapped", mapped_line },  { "block", together_line },
	{ "use around", run_line }, { "unknown", unknown_line },
};

bool imported_line(const struct imported *imported, uint64_t pfn, unsigned nth,
		   const char **ret_label, struct text *out)
{
	if (nth >= sizeof(lines) / sizeof(lines[0]))
		return false;
	*ret_label = lines[nth].label;
	lines[nth].write(imported, pfn, out);
	return true;
}

enum status imported_frame(const struct imported *imported, const char *word,
			   uint64_t *ret, struct reply *r)
{
	uint64_t pfn = 0;

	if (!parse_number(word, &pfn))
		return reply_fail(r, STATUS_FAILED,
				  "\"%s\" is no page of imported memory: write "
				  "a pfn; values as $1 belong to the modelled "
				  "machine",
				  word);
	if (pfn >= imported->memory.nr)
		return reply_fail(r, STATUS_FAILED,
				  "pfn %s is outside of %s, whose pages are 0 "
				  "to %" PRIu64,
				  word, imported->file,
				  imported->memory.nr - 1);
	*ret = pfn;
	return STATUS_OK;
}

/* In the words that `page` has for a modelled page's state. */
static const char *state_key(enum kpage_use use, uint64_t word)
{
	if (use == KPAGE_FREE)
		return "buddy";
	if (use == KPAGE_HOLE || use == KPAGE_SLAB || use == KPAGE_RESERVED)
		return kpage_use_name(use);
	if (kpageflags_has(word, KPF_COMPOUND_HEAD))
		return "head";
	if (kpageflags_has(word, KPF_COMPOUND_TAIL))
		return "tail";
	return use == KPAGE_UNTOLD ? NULL : "allocated";
}

static void unknown_keys(struct reply *r)
{
	static const char *const keys[] = {
		"flags",     "flag_names",     "fields",      "refcount",
		"page_type", "page_type_name", "private",     "tag",
		"node",      "zone",           "migratetype",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		reply_null(r, keys[i]);
}

static void page_keys(const struct imported *imported, uint64_t pfn,
		      struct reply *r)
{
	const struct kpage_memory *memory = &imported->memory;
	uint64_t word = word_of(imported, pfn);
	enum kpage_use use = kpage_memory_use(memory, pfn);
	struct kpage_run block = kpage_memory_compound(memory, pfn);
	const char *state = state_key(use, word);
	bool compound = block.end - block.first > 1;

	reply_number(r, "pfn", (int64_t)pfn);
	reply_value(r, "state", state ? json_string(state) : json_null());
	reply_string(r, "use", kpage_use_name(use));
	reply_word(r, "kpageflags", word);
	reply_value(r, "kpageflags_names",
		    kpf_names_json(memory->profile, word));
	reply_value(r, "mapcount",
		    pfn < memory->nr_counts
			    ? json_number((int64_t)memory->counts[pfn])
			    : json_null());
	reply_value(r, "order",
		    compound ? json_number(order_of(&block)) : json_null());
	reply_value(r, "head",
		    compound ? json_number((int64_t)block.first) : json_null());
	unknown_keys(r);
}

enum status imported_page(struct session *s, const struct arguments *args,
			  struct reply *r)
{
	struct imported *imported = s->imported;
	enum status status = STATUS_OK;
	const char *label = "";
	struct text line;

	if (args->argc > 1)
		return command_usage("page", r);
	if (args->argc == 1)
		status = imported_frame(imported, args->argv[0],
					&imported->page, r);
	if (status != STATUS_OK)
		return status;
	for (unsigned i = 0;; i++) {
		struct text fact;

		text_init(&line);
		text_init(&fact);
		bool more = imported_line(imported, imported->page, i, &label,
					  &fact);

		if (more) {
			text_add(&line, *label ? "%-10s %s" : "%s%s", label,
				 fact.start);
			reply_paragraph(r, 11, line.start);
		}
		text_deinit(&fact);
		text_deinit(&line);
		if (!more)
			break;
	}
	if (reply_is_json(r))
		page_keys(imported, imported->page, r);
	return STATUS_OK;
}
