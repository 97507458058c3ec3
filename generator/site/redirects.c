#include "site/redirects.h"

#include "catalog/former.h"

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
	/* The last ones are what people subscribe to and link, where the history is known. */
	static const char *const of_datasets[] = { "", ".html", ".rdf", ".ttl", ".jsonld", "/history.html", "/changes.atom", NULL };
	static const char *const of_publishers[] = { "", ".html", ".atom", NULL };
	static const char *const of_others[] = { "", ".html", ".rdf", ".ttl", ".jsonld", NULL };
	struct arena *a = arena_new();
	struct text base = path_of(c->settings->base_url);
	size_t n;
	const struct redirect *list = redirects_find(a, c, &n);

	/* Few lines: GitLab Pages takes 1,000 of them. Apache takes the first two words of one. */
	buf_str(out, "# Former addresses, for hosts that read this file, and for Apache (tabularium server apache).\n");
	for (size_t i = 0; i < n; i++) {
		const struct redirect *r = &list[i];
		bool is_dataset = text_equal(text_of(r->folder), T("datasets"));
		bool is_publisher = text_equal(text_of(r->folder), T("publishers"));
		const char *const *documents = is_dataset ? of_datasets : is_publisher ? of_publishers : of_others;
		for (size_t k = 0; documents[k]; k++)
			line(out, base, "/", r->folder, r, documents[k], documents[k]);
		for (size_t k = 1; k < c->settings->n_languages; k++) {
			const char *in = arena_cstr(a, arena_printf(a, "/%.*s/", TEXT_ARG(c->settings->languages[k])));
			line(out, base, in, r->folder, r, ".html", ".html");
			if (is_dataset)
				line(out, base, in, r->folder, r, "/history.html", "/history.html");
		}
		if (is_dataset && has_files(c, r->to))
			line(out, base, "/", "data", r, "/*", "/:splat");
	}
	arena_free(a);
}
