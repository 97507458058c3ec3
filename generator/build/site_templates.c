#include "build/site_templates.h"

#include "build/share.h"

#include <string.h>

const struct template_file *
site_templates(struct arena *a, const struct snapshot *snapshot, size_t *n)
{
	struct shared_files shipped = share_templates(a);
	struct snapshot_files files = snapshot_files(snapshot);
	struct snapshot_reader *reader = snapshot_reader_open(snapshot);
	struct template_file *list = arena_array(a, struct template_file, shipped.n + files.n);

	*n = 0;
	for (size_t i = 0; i < files.n; i++) {
		struct snapshot_file *f = &files.list[i];
		struct text name = text_slice(f->source.path, strlen("site/"), f->source.path.n);

		if (text_starts(f->source.path, T("site/templates/")))
			name = text_slice(name, strlen("templates/"), name.n);
		else if (!text_starts(f->source.path, T("site/labels/")))
			continue;
		f->source.bytes = snapshot_read(reader, f, a);
		list[(*n)++] = (struct template_file){ name, &f->source };
	}
	snapshot_reader_close(reader);
	for (size_t i = 0; i < shipped.n; i++) {
		struct source *source = arena_new_of(a, struct source);
		*source = (struct source){ arena_printf(a, "templates/%.*s", TEXT_ARG(shipped.list[i].name)),
			shipped.list[i].bytes };
		list[(*n)++] = (struct template_file){ shipped.list[i].name, source };
	}
	return list;
}

void
check_templates(struct arena *a, const struct catalog *c, const struct snapshot *snapshot, struct diagnostics *d)
{
	struct pages_options o = { 0 };

	o.templates = site_templates(a, snapshot, &o.n_templates);
	pages_check(c, &o, d);
}
