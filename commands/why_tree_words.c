/*
 * The nodes of a why-tree in words and as JSON.
 */
#include <inttypes.h>

#include "commands/narrate.h"
#include "commands/text.h"
#include "commands/why_tree.h"

enum { SENTENCE_SIZE = 1024 };

size_t why_node_text(const struct model *m, const struct why_node *node,
		     char *ret, size_t size)
{
	char sentence[SENTENCE_SIZE];
	struct text out;

	text_init_fixed(&out, ret, size);
	if (node->gap_end) {
		uint64_t nr = node->gap_end - node->step + 1;

		text_add(&out, "… %" PRIu64 " more step%s, to %" PRIu64, nr,
			 nr == 1 ? "" : "s", node->gap_end);
		return out.length;
	}
	const struct probe *probe =
		probe_in(m, history_step(m, node->step).probe);

	narrate_step(m, node->step, sentence, sizeof(sentence));
	if (node->begins_call)
		text_add(&out, "%s: ", probe->function);
	text_add(&out, "%s", sentence);
	return out.length;
}

static struct json *node_json(const struct model *m,
			      const struct why_node *node)
{
	struct json *object = json_object();
	const char *mark = why_mark_word((enum why_mark)node->mark);
	char sentence[SENTENCE_SIZE];

	json_add(object, "step", json_number((int64_t)node->step));
	if (node->gap_end) {
		json_add(object, "gap_end",
			 json_number((int64_t)node->gap_end));
		return object;
	}
	const struct probe *probe =
		probe_in(m, history_step(m, node->step).probe);

	narrate_step(m, node->step, sentence, sizeof(sentence));
	json_add(object, "function", json_string(probe->function));
	json_add(object, "label", json_string(probe->label));
	json_add(object, "why", json_string(sentence));
	json_add(object, "mark", mark ? json_string(mark) : json_null());
	return object;
}

/* The nodes from *at on that lie at this level or below. */
static struct json *children_json(const struct model *m,
				  const struct why_tree *tree, size_t *at,
				  unsigned level)
{
	struct json *array = json_array();

	while (*at < tree->nr && tree->nodes[*at].level >= level) {
		const struct why_node *node = &tree->nodes[(*at)++];
		struct json *object = node_json(m, node);

		if (!node->gap_end)
			json_add(object, "children",
				 children_json(m, tree, at, node->level + 1U));
		json_append(array, object);
	}
	return array;
}

struct json *why_tree_json(const struct model *m, const struct why_tree *tree)
{
	size_t at = 0;

	return children_json(m, tree, &at, 0);
}
