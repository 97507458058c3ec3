/*
 * import/ckan: any answer of a portal becomes files that our own reader takes apart, or a sentence.
 */
#include "adapters/yaml.h"
#include "catalog/entry.h"
#include "import/ckan.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_back(struct arena *a, const struct import_file *file)
{
	struct diagnostics *d = diagnostics_new();
	const struct source source = { file->path, file->bytes };
	struct entry_parts parts;

	if (!entry_split(&source, &parts, d))
		abort();
	/* Longer heads are refused by the reader, as a file of that size would be. */
	if (parts.fields_length <= YAML_MAX_BYTES &&
	    !yaml_read(a, &source, parts.fields, parts.fields_length, d))
		abort();
	diagnostics_free(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct code_lists *lists;
	struct diagnostics *d = diagnostics_new();

	if (!lists)
		lists = code_lists_new();
	for (unsigned repairs = 0; repairs < 2; repairs++) {
		struct import *i = import_open(&(struct import_options){ .catalog = "/nonexistent", .shown_as = "catalog",
						   .source = T("x"), .language = T("de"), .lists = lists, .repairs = repairs },
		    d);
		if (ckan_read_bytes(i, "answer.json", (struct text){ (const char *)data, size })) {
			struct import_files files = import_finish(i);
			for (size_t k = 0; k < files.n; k++)
				read_back(import_arena(i), &files.list[k]);
		}
		import_close(i);
	}
	diagnostics_free(d);
	return 0;
}
