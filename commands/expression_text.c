/*
 * Expressions as texts: where one ends before an `if`, and how one reads with
 * everything written out that depends on where the cursor stands.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/expression_internal.h"
#include "commands/text.h"

size_t expression_length_before_if(const char *text)
{
	struct token token = token_at(text);

	while (token.kind != TOKEN_END) {
		if (token.kind == TOKEN_NAME && token_is(&token, "if"))
			return (size_t)(token.start - text);
		/* A byte that is not understood is passed over. */
		token = token_at(token.start +
				 (token.length ? token.length : 1));
	}
	return strlen(text);
}

/* "zone(Normal).", with the node where there are several. */
static void add_zone(struct text *out, const struct model *m, unsigned zone)
{
	text_add(out, "zone(%s", zone_name(m, zone));
	if (model_machine(m)->nr_nodes > 1)
		text_add(out, ",%" PRIu32, zone_at(m, zone)->node);
	text_add(out, ").");
}

/* What goes before a node's text, or (true) in its place. */
static bool add_bound(struct evaluation *v, const struct node *node,
		      struct text *out)
{
	if (node->kind == NODE_NAME && name_is_zone_word_here(v, node->name))
		add_zone(out, v->m, (unsigned)current_zone(v));
	if (node->kind != NODE_REF || node->token.length != 1)
		return false;
	uint32_t op = last_value_op(v->m);

	if (op)
		text_add(out, "$%" PRIu32, history_values(v->m, op));
	return op != 0;
}

char *expression_bound(struct session *s, const char *text)
{
	char reason[EXPRESSION_REASON_SIZE];
	struct evaluation v = { .s = s, .m = s->m, .reason = reason };
	struct expression *e = expression_parse(&v, text);
	struct text out;
	size_t done = 0;

	if (!e)
		return NULL;
	v.checking = false;
	text_init(&out);
	/* Names and references became nodes in the order of the text. */
	for (uint32_t i = 0; i < e->nr_nodes; i++) {
		const struct node *node = &e->nodes[i];
		size_t at = (size_t)(node->token.start - e->text);

		if (node->kind != NODE_NAME && node->kind != NODE_REF)
			continue;
		text_add_bytes(&out, text + done, at - done);
		done = at;
		if (add_bound(&v, node, &out))
			done += node->token.length;
	}
	text_add_bytes(&out, text + done, strlen(text + done));
	expression_destroy(e);
	return out.start;
}
