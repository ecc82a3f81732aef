/*
 * cat /proc/kpageflags and kpagecount: the real files are bare words, one per
 * frame, so a table of equal neighbours stands for them here; `export` writes
 * the files themselves.
 */
#include <inttypes.h>
#include <string.h>

#include "commands/kpage_source.h"
#include "commands/look_internal.h"

struct table {
	/* Are the words of two frames alike? */
	bool (*same)(const struct kpage_source *source, uint64_t a, uint64_t b);
	void (*write)(const struct kpage_source *source, uint64_t pfn,
		      struct text *out);
};

static uint64_t unknown_at(const struct kpage_source *source, uint64_t pfn)
{
	return source->unknown ? source->unknown[pfn] : 0;
}

static bool same_flags(const struct kpage_source *source, uint64_t a,
		       uint64_t b)
{
	return source->memory.flags[a] == source->memory.flags[b] &&
	       unknown_at(source, a) == unknown_at(source, b);
}

static bool same_count(const struct kpage_source *source, uint64_t a,
		       uint64_t b)
{
	return source->memory.counts[a] == source->memory.counts[b] &&
	       !unknown_at(source, a) == !unknown_at(source, b);
}

static void write_flags(const struct kpage_source *source, uint64_t pfn,
			struct text *out)
{
	uint64_t unknown = unknown_at(source, pfn);

	if (~unknown == 0) {
		text_add(out, "unknown: in no zone");
		return;
	}
	kpf_add_names(out, source->memory.profile, source->memory.flags[pfn]);
	if (!unknown)
		return;
	text_add(out, " unknown ");
	kpf_add_names(out, source->memory.profile, unknown);
}

static void write_count(const struct kpage_source *source, uint64_t pfn,
			struct text *out)
{
	if (unknown_at(source, pfn))
		text_add(out, "unknown");
	else
		text_add(out, "%" PRIu64, source->memory.counts[pfn]);
}

static void table_print(const struct table *table,
			const struct kpage_source *source, struct text *out)
{
	for (uint64_t pfn = 0, end = 0; pfn < source->memory.nr; pfn = end) {
		char frames[48];
		struct text range;

		for (end = pfn + 1;
		     end < source->memory.nr && table->same(source, pfn, end);
		     end++)
			;
		text_init_fixed(&range, frames, sizeof(frames));
		text_add(&range, "%" PRIu64, pfn);
		if (end > pfn + 1)
			text_add(&range, "-%" PRIu64, end - 1);
		text_add(out, "%-17s ", frames);
		table->write(source, pfn, out);
		text_add(out, "\n");
	}
}

static enum status print_table(const struct table *table, struct session *s,
			       const char *file, struct reply *r)
{
	struct kpage_source source;
	struct text out;
	enum status status = kpage_source_open(s, "cat", &source, r);

	if (status != STATUS_OK)
		return status;
	if (source.memory.nr_counts == 0 && table->same == same_count) {
		kpage_source_close(&source);
		return reply_fail(r, STATUS_FAILED,
				  "cat: kpagecount was not imported: name it, "
				  "too, in `import kpageflags FILE kpagecount "
				  "FILE`");
	}
	text_init(&out);
	text_add(&out,
		 "%s: a real one holds 8 bytes per frame; `export %s "
		 "FILE` writes it.\n",
		 file, file);
	table_print(table, &source, &out);
	reply_text(r, "%s", out.start);
	if (reply_is_json(r))
		reply_value(r, "text", json_multiline(out.start));
	text_deinit(&out);
	kpage_source_close(&source);
	return STATUS_OK;
}

enum status cat_kpageflags(struct session *s, struct reply *r)
{
	const struct table table = { .same = same_flags, .write = write_flags };

	return print_table(&table, s, "kpageflags", r);
}

enum status cat_kpagecount(struct session *s, struct reply *r)
{
	const struct table table = { .same = same_count, .write = write_count };

	return print_table(&table, s, "kpagecount", r);
}
