/*
 * What the commands that look at the model share.
 */
#ifndef MMSCOPE_COMMANDS_LOOK_INTERNAL_H
#define MMSCOPE_COMMANDS_LOOK_INTERNAL_H

#include "commands/session_internal.h"
#include "commands/text.h"
#include "core/check.h"

struct page_types;

/* Columns that text may take, so that it fits a terminal of 80. */
enum { TEXT_COLUMNS = 79 };

/* toggle.c: a plain value with these bits toggled, by flag or number. */
enum status toggle_value(const struct profile *profile,
			 const struct flags_layout *layout,
			 const struct arguments *bits, uint64_t value,
			 struct reply *r);

/* look_kpf.c: "0x400(buddy)" as one kernel has it, and the names alone. */
void kpf_add_names(struct text *out, const struct profile *profile,
		   uint64_t word);
struct json *kpf_names_json(const struct profile *profile, uint64_t word);

/* look_layout.c: lines of text. */
/* One paragraph, broken at blanks; lines after the first are indented. */
void reply_paragraph(struct reply *r, unsigned indent, const char *text);
/* A number in a column of a table; a dot for zero. */
void reply_cell(struct reply *r, int width, int64_t number);
/* "Node 0, zone Normal". */
void reply_zone_title(struct reply *r, const struct model *m, unsigned zone);
/* Object that begins with the keys node and zone. */
struct json *zone_json(const struct model *m, unsigned zone);
/* Does machine `m` have lists of this type? */
bool migratetype_exists(const struct model *m, enum migratetype type);
const char *migratetype_name(const struct model *m, enum migratetype type);

/* look_frames.c: position of the latest step of the selected frame; 0 when
 * no step leads to the cursor. */
uint64_t selected_step(const struct session *s);

/* Topics of `info`. */
typedef enum status (*info_fn)(struct session *s, const struct arguments *args,
			       struct reply *r);
/* look_machine.c */
enum status info_machine(struct session *s, const struct arguments *args,
			 struct reply *r);
enum status info_zonelist(struct session *s, const struct arguments *args,
			  struct reply *r);
/* look_memory.c */
enum status info_memory(struct session *s, const struct arguments *args,
			struct reply *r);
/* look_zones.c */
enum status info_zones(struct session *s, const struct arguments *args,
		       struct reply *r);
enum status info_watermarks(struct session *s, const struct arguments *args,
			    struct reply *r);
enum status info_pageblocks(struct session *s, const struct arguments *args,
			    struct reply *r);
/* look_free_area.c */
enum status info_free_area(struct session *s, const struct arguments *args,
			   struct reply *r);
enum status info_fragmentation(struct session *s, const struct arguments *args,
			       struct reply *r);
/* look_pcp.c */
enum status info_pcp(struct session *s, const struct arguments *args,
		     struct reply *r);
/* look_history.c */
enum status info_ops(struct session *s, const struct arguments *args,
		     struct reply *r);
/* look_frames.c */
enum status info_locals(struct session *s, const struct arguments *args,
			struct reply *r);
/* look_modules.c */
enum status info_modules(struct session *s, const struct arguments *args,
			 struct reply *r);
/* look_tags.c */
enum status info_tags(struct session *s, const struct arguments *args,
		      struct reply *r);

/* look_slabs.c */
enum status info_slabs(struct session *s, const struct arguments *args,
		       struct reply *r);
void slabinfo_print(const struct model *m, struct text *out);
/* look_cat.c: a file of /proc but the binary ones; fails where this kernel has
 * none. */
enum status proc_file_text(const struct session *s, const char *path,
			   struct text *ret, struct reply *r);

/* look_under.c: `under VERSION|all` behind a value. */
enum { MAX_PROFILES = 16 };
struct under {
	bool all;
	unsigned nr;
	const struct profile *profiles[MAX_PROFILES];
	/* The one that the keys outside of `versions` speak of: the machine's
	 * own, or the one named. */
	const struct profile *present;
};
/* The answer to a kernel whose words nobody knows. */
enum status no_words_of(const char *version, struct reply *r);
/* A word's bits, each with its name in every kernel; what differs is marked.
 * `name` gives that of a bit in the i-th kernel, NULL for none. */
typedef const char *(*under_name_fn)(const void *context, unsigned i,
				     unsigned bit);
void under_bits_text(const struct under *under, uint64_t word,
		     under_name_fn name, const void *context, struct reply *r);
/* Words from the i-th on; without them the machine's own profile. */
enum status under_parse(const struct session *s, const struct arguments *args,
			int i, struct under *ret, struct reply *r);

/* look_flag_info.c: `flags FLAG` and `flags bit N`. */
enum status flag_info(struct session *s, const struct arguments *args,
		      struct reply *r);

/* look_flags_word.c: reading a word of page->flags. */
struct json *flags_names_json(const struct flags_layout *layout,
			      uint64_t flags);
struct json *flags_aliases_json(const struct profile *profile,
				const struct flags_layout *layout,
				uint64_t flags);
struct json *flags_fields_json(const struct flags_layout *layout,
			       uint64_t flags);
/* Bits that belong to no flag and no field. */
uint64_t flags_unknown(const struct flags_layout *layout, uint64_t flags);
/* The word as a ruler: bit numbers above names and values.  `order_bits`: how
 * many at the low end hold the order of a compound page. */
void flags_add_ruler(struct text *out, const struct flags_layout *layout,
		     uint64_t flags, unsigned order_bits);
/* The flag bits, highest first in groups of four: "23 0000 0001 ...". */
void flags_add_bits(struct text *out, const struct flags_layout *layout,
		    uint64_t flags);
/* Where fields and flags lie, without a word. */
void flags_add_layout(struct text *out, const struct flags_layout *layout);

/* look_flags.c, look_gfp.c, look_page_type.c: a word taken apart, as text or
 * as the keys of an object. */
void flags_word_text(const struct profile *profile,
		     const struct flags_layout *layout, uint64_t flags,
		     struct reply *r);
void flags_word_keys(struct json *object, const struct profile *profile,
		     const struct flags_layout *layout, uint64_t flags);
void gfp_mask_text(const struct model *m, const struct profile *profile,
		   gfp_t gfp, struct reply *r);
void gfp_mask_keys(struct json *object, const struct model *m,
		   const struct profile *profile, gfp_t gfp);
void page_type_word_text(const struct page_types *types, uint32_t word,
			 struct reply *r);
void page_type_word_keys(struct json *object, const struct page_types *types,
			 uint32_t word);
/* look_page_type.c: "buddy", or several joined by |, or "none". */
void page_type_add_names(struct text *out, const struct profile *profile,
			 uint32_t word);

/* look_page.c: the page that a command's word means, or without a word the one
 * last looked at. */
enum status page_argument(struct session *s, const struct arguments *args,
			  pfn_t *ret, struct reply *r);
/* look_info.c: is this zone one of those that `info TOPIC [ZONE]` means?  The
 * word has been checked. */
bool zone_is_meant(const struct model *m, unsigned zone,
		   const struct arguments *args);

/* look_cat_zoneinfo.c */
void zoneinfo_print(const struct model *m, struct text *out);
void vmstat_print(const struct model *m, struct text *out);

#endif
