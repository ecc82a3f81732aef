/*
 * Comparing the pages and tags of two images.
 */
#include "snapshots/image_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/field.h"

static const char *const use_names[] = {
	[PAGE_IDLE] = "idle",
	[PAGE_ON_PCP] = "on_pcp",
	[PAGE_ALLOCATED] = "allocated",
	[PAGE_UNKNOWN] = "unknown",
};

static void page_change(struct json *changes, pfn_t pfn, enum field_id field,
			struct json *const pair[2])
{
	struct json *object = json_object();

	json_add(object, "kind", json_string("page"));
	json_add(object, "pfn", json_number(pfn));
	json_add(object, "word", json_string(field_name(field)));
	json_add(object, "from", pair[0]);
	json_add(object, "to", pair[1]);
	json_append(changes, object);
}

static void diff_word(struct json *changes, pfn_t pfn, enum field_id field,
		      const uint64_t pair[2])
{
	if (pair[0] != pair[1])
		page_change(changes, pfn, field,
			    (struct json *const[]){ json_word(pair[0]),
						    json_word(pair[1]) });
}

static void diff_number(struct json *changes, pfn_t pfn, enum field_id field,
			const int64_t pair[2])
{
	if (pair[0] != pair[1])
		page_change(changes, pfn, field,
			    (struct json *const[]){ json_number(pair[0]),
						    json_number(pair[1]) });
}

static void diff_use(struct json *changes, pfn_t pfn, const struct page *a,
		     const struct page *b)
{
	if (a->use != b->use)
		page_change(changes, pfn, FIELD_PAGE_USE,
			    (struct json *const[]){
				    json_string(use_names[a->use]),
				    json_string(use_names[b->use]) });
}

/* Links tell only what the lists tell, but for the tails of compound pages. */
static int64_t compound_link(const struct page *page)
{
	bool tail = (page->lru_next & LINK_COMPOUND) != 0 &&
		    (page->lru_next & LINK_HEAD) == 0;

	return tail ? (int64_t)page->lru_next : 0;
}

static void diff_page(struct json *changes, const struct image_page *a,
		      const struct image_page *b)
{
	const struct page *from = &a->words;
	const struct page *to = &b->words;
	pfn_t pfn = a->pfn;

	diff_word(changes, pfn, FIELD_PAGE_FLAGS,
		  (const uint64_t[]){ from->flags_diff ^ a->idle_flags,
				      to->flags_diff ^ b->idle_flags });
	diff_word(changes, pfn, FIELD_PAGE_TYPE,
		  (const uint64_t[]){ (uint32_t)~from->page_type_inverted,
				      (uint32_t)~to->page_type_inverted });
	diff_word(changes, pfn, FIELD_PAGE_LRU_NEXT,
		  (const uint64_t[]){ (uint64_t)compound_link(from),
				      (uint64_t)compound_link(to) });
	diff_number(changes, pfn, FIELD_PAGE_REFCOUNT,
		    (const int64_t[]){ from->refcount, to->refcount });
	diff_number(changes, pfn, FIELD_PAGE_PRIVATE,
		    (const int64_t[]){ from->private, to->private });
	diff_number(changes, pfn, FIELD_PAGE_TAG,
		    (const int64_t[]){ from->tag, to->tag });
	diff_use(changes, pfn, from, to);
	diff_number(changes, pfn, FIELD_PAGE_USE_ORDER,
		    (const int64_t[]){ from->use_order, to->use_order });
}

void image_diff_pages(const struct image *a, const struct image *b,
		      struct json *changes)
{
	size_t i = 0;
	size_t j = 0;

	while (i < a->nr_pages || j < b->nr_pages) {
		pfn_t left = i < a->nr_pages ? a->pages[i].pfn : PFN_NONE;
		pfn_t right = j < b->nr_pages ? b->pages[j].pfn : PFN_NONE;
		const struct image_page *from =
			left <= right ? &a->pages[i++] : NULL;
		const struct image_page *to =
			right <= left ? &b->pages[j++] : NULL;
		/* An image leaves idle pages out. */
		struct image_page idle = from != NULL ? *from : *to;
		memset(&idle.words, 0, sizeof(idle.words));
		diff_page(changes, from != NULL ? from : &idle,
			  to != NULL ? to : &idle);
	}
}

struct codetag image_tag_site(const struct image_tag *tag)
{
	return (struct codetag){ .module = tag->module,
				 .file = tag->file,
				 .function = tag->function,
				 .line = tag->line };
}

static void diff_tag_word(struct json *changes, const struct image_tag *tag,
			  enum field_id field, const int64_t pair[2])
{
	char where[256] = "tag ";

	if (pair[0] == pair[1])
		return;
	struct codetag site = image_tag_site(tag);

	image_site_words(&site, where + 4, sizeof(where) - 4);
	struct json *object = json_object();
	json_add(object, "kind", json_string("tag"));
	json_add(object, "object", json_string(where));
	json_add(object, "name", json_string(field_name(field)));
	json_add(object, "from", json_number(pair[0]));
	json_add(object, "to", json_number(pair[1]));
	json_append(changes, object);
}

bool image_same_site(const struct image_tag *a, const struct image_tag *b)
{
	struct codetag left = image_tag_site(a);
	struct codetag right = image_tag_site(b);

	return same_codetag(&left, &right);
}

/* The tag of that site; NULL: it has none.  Tags have their numbers by first
 * use, so it mostly has the same number, but not on another branch. */
static const struct image_tag *tag_of(const struct image *image, size_t number,
				      const struct image_tag *site)
{
	if (number < image->nr_tags &&
	    image_same_site(&image->tags[number], site))
		return &image->tags[number];
	for (size_t i = 0; i < image->nr_tags; i++)
		if (image_same_site(&image->tags[i], site))
			return &image->tags[i];
	return NULL;
}

static void diff_tag(struct json *changes, const struct image_tag *site,
		     const struct alloc_tag_counters *from,
		     const struct alloc_tag_counters *to)
{
	diff_tag_word(changes, site, FIELD_TAG_BYTES,
		      (const int64_t[]){ from->bytes, to->bytes });
	diff_tag_word(changes, site, FIELD_TAG_CALLS,
		      (const int64_t[]){ from->calls, to->calls });
}

void image_diff_tags(const struct image *a, const struct image *b,
		     struct json *changes)
{
	static const struct alloc_tag_counters none;

	for (size_t i = 0; i < a->nr_tags; i++) {
		const struct image_tag *to = tag_of(b, i, &a->tags[i]);

		diff_tag(changes, &a->tags[i], &a->tags[i].counters,
			 to ? &to->counters : &none);
	}
	for (size_t i = 0; i < b->nr_tags; i++)
		if (tag_of(a, i, &b->tags[i]) == NULL)
			diff_tag(changes, &b->tags[i], &none,
				 &b->tags[i].counters);
}
