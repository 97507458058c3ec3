/*
 * libFuzzer target: yaml_read() answers every text, with a node or with an error, and every view
 *and place lies in the source.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "adapters/yaml.h"

#include <stdlib.h>

static void
check(const struct source *source, const struct yaml_node *node, unsigned depth)
{
	size_t n = 0;

	if (depth >= YAML_MAX_DEPTH + 1 || node->at.source != source || node->at.line == 0 ||
	    node->at.column == 0)
		abort();
	if (node->kind == YAML_SCALAR && !utf8_is_valid(node->text))
		abort();
	for (const struct yaml_node *child = node->first; child; child = child->next, n++)
		check(source, child, depth + 1);
	if (n != (node->kind == YAML_MAPPING ? 2 * node->n : node->n))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The first byte: how much stands before the text. */
	size_t from = size && size > data[0] ? data[0] : 0;
	struct source source = { T("fuzz.md"), { (const char *)data, size } };
	struct arena *a = arena_new();
	struct diagnostics *d = diagnostics_new();
	struct yaml_node *root = yaml_read(a, &source, from, size - from, d);

	if (!root && d->n_errors == 0)
		abort();
	if (root)
		check(&source, root, 0);
	struct buf out = { 0 };
	for (size_t i = 0; i < d->n; i++) {
		const struct message *m = &messages[d->list[i].id];
		if (d->list[i].at.line == 0 || d->list[i].at.column == 0)
			abort();
		if (!message_fill(&out, m->sentence[GERMAN], d->list[i].words))
			abort();
		if (m->hint[ENGLISH])
			message_fill(&out, m->hint[ENGLISH], d->list[i].words);
	}
	buf_free(&out);
	diagnostics_free(d);
	arena_free(a);
	return 0;
}
