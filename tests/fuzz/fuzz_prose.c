/*
 * import/prose: whatever a portal's editor wrote, the Markdown made of it passes our own check, and plain text
 * has no tags in it that it had not.
 */
#include "adapters/markdown.h"
#include "import/prose.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diagnostics *d = diagnostics_new();
	struct draft *draft = draft_new(a, CLASS_DATASET, (struct place){ 0 });
	struct text lost;

	/* A draft takes the control characters and bad UTF-8 away before anything is written. */
	draft_add(draft, DATASET_title, arena_text(a, (struct text){ (const char *)data, size }));
	struct text t = draft_text(draft, DATASET_title);
	struct text markdown = prose_markdown(a, t, &lost);
	const struct source source = { T("x.md"), markdown };
	if (!markdown_check(&source, 0, markdown.n, d))
		abort();
	prose_plain(a, t);
	diagnostics_free(d);
	arena_free(a);
	return 0;
}
