/*
 * libFuzzer target: records of ISO 19139 as anybody may send them: read or refused with words, and what
 * is made of them is UTF-8.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "adapters/xml.h"
#include "import/iso19139.h"

#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	xml_init();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct code_lists *lists;
	uint64_t next;

	if (!lists)
		lists = code_lists_new();
	struct diagnostics *d = diagnostics_new();
	struct import *i = import_open(&(struct import_options){ .catalog = "/nonexistent", .shown_as = "catalog",
					   .source = T("fuzz"), .language = T("de"), .lists = lists }, d);
	struct source source = { T("fuzz.xml"), { (const char *)data, size } };
	struct iso_records *r = iso_records_open(i);

	if (iso_records_read(r, &source, &next))
		iso_records_import(r);
	else if (d->n_errors == 0)
		abort();
	struct import_files files = import_finish(i);
	for (size_t k = 0; k < files.n; k++)
		if (!utf8_is_valid(files.list[k].bytes))
			abort();
	iso_records_close(r);
	import_close(i);
	diagnostics_free(d);
	return 0;
}
