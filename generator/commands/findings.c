#include "commands/findings.h"

#include "catalog/catalog.h"
#include "check/report.h"

void
print_findings(FILE *to, struct diagnostics *d, const struct snapshot *snapshot, const struct options *o,
    bool is_check)
{
	struct buf out = { 0 };

	diagnostics_sort(d);
	if (o->quiet ? d->n_errors == 0 : d->n == 0 && !is_check)
		return;
	struct arena *a = arena_new();
	catalog_load_sources(snapshot, d, a);
	report_text(&out, d, o->language, to == stdout && o->colour);
	fwrite(out.s, 1, out.n, to);
	buf_free(&out);
	arena_free(a);
}
