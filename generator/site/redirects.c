#include "site/redirects.h"

#include "core/table.h"

#include <stdlib.h>

static int
compare(const void *a, const void *b)
{
	const struct redirect *x = a, *y = b;
	int order = text_compare(text_of(x->folder), text_of(y->folder));

	return order ? order : text_compare(x->from, y->from);
}

struct finding {
	struct arena *arena;
	struct redirect *list;
	size_t n;
};

static void
add_former(struct finding *f, const char *folder, const struct resource_list *list, enum property_id former_ids,
    const struct resource_list *today)
{
	struct table seen = { 0 };
	size_t n;

	for (size_t i = 0; i < f->n; i++)
		if (text_equal(text_of(f->list[i].folder), text_of(folder)))
			table_set(&seen, f->list[i].from, f);
	for (size_t i = 0; i < list->n; i++)
		for (const struct value *v = resource_values(list->list[i], former_ids, &n); n; v++, n--) {
			if ((v->flags & VALUE_INVALID) || resource_list_find(today, v->text) || table_set(&seen, v->text, f))
				continue;
			f->list[f->n++] = (struct redirect){ folder, v->text, list->list[i]->id };
		}
	table_free(&seen);
}

static size_t
count_former(const struct resource_list *list, enum property_id former_ids)
{
	size_t all = 0, n;

	for (size_t i = 0; i < list->n; i++) {
		resource_values(list->list[i], former_ids, &n);
		all += n;
	}
	return all;
}

const struct redirect *
redirects_find(struct arena *a, const struct catalog *c, size_t *n)
{
	size_t most = count_former(&c->datasets, DATASET_former_ids) + count_former(&c->withdrawn, DATASET_former_ids) +
	    count_former(&c->agents, AGENT_former_ids);
	struct finding f = { a, arena_array(a, struct redirect, most + 1), 0 };

	add_former(&f, "datasets", &c->datasets, DATASET_former_ids, &c->withdrawn);
	add_former(&f, "datasets", &c->withdrawn, DATASET_former_ids, &c->datasets);
	add_former(&f, "publishers", &c->agents, AGENT_former_ids, &c->agents);
	qsort(f.list, f.n, sizeof *f.list, compare);
	*n = f.n;
	return f.list;
}

/* --- the file ------------------------------------------------------------------------------------- */

/* "/daten" of "https://example.org/daten/" */
static struct text
path_of(struct text base_url)
{
	struct text rest = text_slice(base_url, text_find(base_url, T("://")) + 3, base_url.n);

	rest = text_slice(rest, text_find_char(rest, '/'), rest.n);
	return text_slice(rest, 0, rest.n ? rest.n - 1 : 0);
}

/* `in` is "/" or the folder of a language, "/en/". */
static void
line(struct buf *out, struct text base, const char *in, const char *folder, const struct redirect *r, const char *rest,
    const char *to_rest)
{
	buf_printf(out, "%.*s%s%s/%.*s%s %.*s%s%s/%.*s%s 301\n", TEXT_ARG(base), in, folder, TEXT_ARG(r->from), rest,
	    TEXT_ARG(base), in, folder, TEXT_ARG(r->to), to_rest);
}

static bool
has_files(const struct catalog *c, struct text id)
{
	for (size_t i = 0; i < c->n_hosted; i++)
		if (text_equal(c->hosted[i].dataset->id, id))
			return true;
	return false;
}

void
redirects_write(struct buf *out, const struct catalog *c)
{
	static const char *const documents[] = { "", ".html", ".rdf", ".ttl", ".jsonld" };
	enum { N_DOCUMENTS = sizeof documents / sizeof documents[0], N_OF_PUBLISHERS = 2 };
	struct arena *a = arena_new();
	struct text base = path_of(c->settings->base_url);
	size_t n;
	const struct redirect *list = redirects_find(a, c, &n);

	/* Few lines: GitLab Pages takes 1,000 of them. Apache takes the first two words of one. */
	buf_str(out, "# Former addresses, for hosts that read this file, and for Apache (tabularium server apache).\n");
	for (size_t i = 0; i < n; i++) {
		const struct redirect *r = &list[i];
		bool is_dataset = text_equal(text_of(r->folder), T("datasets"));
		for (size_t k = 0; k < (is_dataset ? N_DOCUMENTS : N_OF_PUBLISHERS); k++)
			line(out, base, "/", r->folder, r, documents[k], documents[k]);
		for (size_t k = 1; k < c->settings->n_languages; k++)
			line(out, base, arena_cstr(a, arena_printf(a, "/%.*s/", TEXT_ARG(c->settings->languages[k]))), r->folder, r,
			    ".html", ".html");
		if (is_dataset && has_files(c, r->to))
			line(out, base, "/", "data", r, "/*", "/:splat");
	}
	arena_free(a);
}
