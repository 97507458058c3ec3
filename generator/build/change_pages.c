#include "build/change_pages.h"

#include "core/die.h"
#include "core/work.h"

#include <stdlib.h>
#include <string.h>

/* To be changed whenever the same activities make other bytes of a page. */
#define FORM "page 1"
enum { DIGITS = 16 };

static const char *const views[N_CHANGE_VIEWS] = { [VIEW_HISTORY] = "history", [VIEW_LATEST] = "latest" };

/* --- names --------------------------------------------------------------------------------------------- */

struct digest
entity_digest(const struct rdf_entity *e)
{
	struct digest_state *state = digest_begin();

	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		digest_add(state, rdf_entity_text(e, (enum stream_syntax)s));
	return digest_finish(state);
}

static struct digest
digest_titles(const struct catalog *c)
{
	struct digest_state *state = digest_begin();
	size_t n;
	const struct value *v = resource_values(c->self, CATALOG_title, &n);

	digest_add(state, T(FORM));
	for (; n--; v++) {
		digest_add(state, c->languages[v->language]);
		digest_add(state, v->text);
	}
	return digest_finish(state);
}

void
change_pages_open(struct change_pages *p, const struct change_list *l, struct writer *w, const struct rdf *rdf)
{
	*p = (struct change_pages){ .arena = arena_new(), .list = l, .writer = w, .rdf = rdf,
		.titles = digest_titles(rdf_catalog(rdf)) };
}

void
change_pages_close(struct change_pages *p)
{
	table_free(&p->written);
	arena_free(p->arena);
}

static struct digest_state *
begin_name(const struct change_pages *p)
{
	struct digest_state *state = digest_begin();

	digest_add(state, (struct text){ (const char *)p->titles.bytes, sizeof p->titles.bytes });
	return state;
}

static struct text
end_name(struct arena *a, struct digest_state *state)
{
	struct digest digest = digest_finish(state);
	struct buf name = { 0 };

	digest_write(&name, &digest);
	struct text kept = arena_text(a, text_slice(buf_view(&name), 0, DIGITS));
	buf_free(&name);
	return kept;
}

static struct text
base_url(const struct change_pages *p)
{
	return rdf_catalog(p->rdf)->settings->base_url;
}

static struct text
page_path(struct arena *a, struct text name, enum stream_syntax syntax)
{
	return arena_printf(a, "ldes/%.*s/page.%s", TEXT_ARG(name), stream_syntaxes[syntax].extension);
}

struct text
change_view_path(struct arena *a, enum change_view view, enum stream_syntax syntax)
{
	return arena_printf(a, "ldes/%s.%s", views[view], stream_syntaxes[syntax].extension);
}

static struct text
absolute(const struct change_pages *p, struct arena *a, struct text path)
{
	return arena_printf(a, "%.*s%.*s", TEXT_ARG(base_url(p)), TEXT_ARG(path));
}

static bool
is_offered(const struct change_pages *p, enum change_view view)
{
	enum change_feed_views offered = rdf_catalog(p->rdf)->settings->change_feed;

	return offered == CHANGE_FEED_FULL || (offered == CHANGE_FEED_LATEST && view == VIEW_LATEST);
}

/* --- pages of activities --------------------------------------------------------------------------------- */

struct members {
	const struct activity *list[ACTIVITIES_A_PAGE];
	struct text iris[ACTIVITIES_A_PAGE];
	size_t n;
	struct text name; /* of the page; empty: there is none */
};

static bool
is_in_view(const struct change_list *l, size_t i, enum change_view view)
{
	const struct activity *a = &l->list[i];

	return view == VIEW_LATEST ? a->entity->last == i : a->kind == ACTIVITY_DELETE || a->entity->is_told;
}

static void
find_members(const struct change_pages *p, struct arena *a, size_t from, size_t to, enum change_view view,
    struct members *m)
{
	struct buf iri = { 0 };

	m->n = 0;
	m->name = T("");
	for (size_t i = from; i < to; i++) {
		if (!is_in_view(p->list, i, view))
			continue;
		iri.n = 0;
		buf_text(&iri, base_url(p));
		activity_iri(&iri, &p->list->list[i]);
		m->list[m->n] = &p->list->list[i];
		m->iris[m->n++] = arena_text(a, buf_view(&iri));
	}
	buf_free(&iri);
	if (!m->n)
		return;
	struct digest_state *state = begin_name(p);
	for (size_t i = 0; i < m->n; i++) {
		digest_add(state, m->iris[i]);
		digest_add(state, T("\n"));
	}
	m->name = end_name(a, state);
}

static bool
keep(const struct change_pages *p, struct text path)
{
	return writer_has(p->writer, path) || writer_keep(p->writer, path);
}

static bool
keep_members(const struct change_pages *p, struct arena *a, const struct members *m)
{
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		if (!keep(p, page_path(a, m->name, (enum stream_syntax)s)))
			return false;
	return true;
}

static void
write_members(const struct change_pages *p, struct arena *a, const struct members *m,
    const struct buf activities[N_STREAM_SYNTAXES])
{
	struct buf out = { 0 };

	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++) {
		struct text path = page_path(a, m->name, (enum stream_syntax)s);
		if (keep(p, path))
			continue;
		out.n = 0;
		stream_page_write(&out, (enum stream_syntax)s, p->rdf,
		    &(struct stream_page){ .self = absolute(p, a, path), .stream = absolute(p, a, T("changes#feed")),
			.members = m->iris, .n_members = m->n }, buf_view(&activities[s]));
		writer_file(p->writer, path, buf_view(&out));
	}
	buf_free(&out);
}

void
change_page_write(struct change_pages *p, size_t from, size_t to, enum change_view view,
    const struct buf activities[N_STREAM_SYNTAXES])
{
	struct arena *a = arena_new();
	struct members m = { .n = 0 };

	if (is_offered(p, view))
		find_members(p, a, from, to, view, &m);
	if (m.n && !table_get(&p->written, m.name)) {
		table_set(&p->written, arena_text(p->arena, m.name), p);
		write_members(p, a, &m, activities);
	}
	arena_free(a);
}

bool
change_page_keep(struct change_pages *p, size_t from, size_t to, enum change_view view)
{
	struct arena *a = arena_new();
	struct members m = { .n = 0 };
	bool is_kept = true;

	if (is_offered(p, view))
		find_members(p, a, from, to, view, &m);
	if (m.n && !table_get(&p->written, m.name)) {
		is_kept = keep_members(p, a, &m);
		if (is_kept)
			table_set(&p->written, arena_text(p->arena, m.name), p);
	}
	arena_free(a);
	return is_kept;
}

/* --- the latest activities ------------------------------------------------------------------------------- */

struct latest {
	const struct change_pages *pages;
	size_t *from, n; /* where pages begin; one more than there are */
	struct rdf_entity **entities; /* one a thread */
};

static void
write_latest(void *context, size_t number, unsigned worker)
{
	const struct latest *l = context;
	const struct change_pages *p = l->pages;
	struct buf activities[N_STREAM_SYNTAXES] = { { 0 } }, object = { 0 };
	struct arena *a = arena_new();
	struct members m;

	find_members(p, a, l->from[number], l->from[number + 1], VIEW_LATEST, &m);
	bool is_there = !m.n || table_get(&p->written, m.name) || keep_members(p, a, &m);
	for (size_t i = 0; !is_there && i < m.n; i++) {
		const struct activity *activity = m.list[i];
		const struct resource *shown =
		    activity->kind == ACTIVITY_DELETE ? NULL : entity_shown(rdf_catalog(p->rdf), activity->entity);
		object.n = 0;
		buf_text(&object, base_url(p));
		buf_text(&object, activity->entity->iri);
		if (shown)
			rdf_entity_render(l->entities[worker], shown);
		for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
			activity_write(&activities[s], (enum stream_syntax)s,
			    &(struct activity_facts){ m.iris[i], buf_view(&object), activity->kind, activity->published },
			    shown ? rdf_entity_text(l->entities[worker], (enum stream_syntax)s) : T(""));
	}
	if (!is_there)
		write_members(p, a, &m, activities);
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		buf_free(&activities[s]);
	buf_free(&object);
	arena_free(a);
}

static size_t *
page_starts(const struct change_pages *p, size_t *n)
{
	size_t *from = allocate((p->list->n + 1) * sizeof *from);

	*n = 0;
	for (size_t i = 0; i < p->list->n; i = page_end(p->list, i))
		from[(*n)++] = i;
	from[*n] = p->list->n;
	return from;
}

void
change_pages_write_latest(struct change_pages *p, unsigned jobs)
{
	struct latest l = { .pages = p, .entities = allocate(jobs * sizeof *l.entities) };

	l.from = page_starts(p, &l.n);
	for (unsigned k = 0; k < jobs; k++)
		l.entities[k] = rdf_entity_new(p->rdf);
	work(jobs, l.n, write_latest, &l);
	for (unsigned k = 0; k < jobs; k++)
		rdf_entity_free(l.entities[k]);
	free(l.entities);
	free(l.from);
}

/* --- what leads to them ---------------------------------------------------------------------------------- */

struct child {
	struct text name;
	int64_t from, to;
};

struct children {
	struct child *list;
	size_t n;
};

static void
write_node(struct change_pages *p, struct arena *a, struct text path, enum stream_syntax syntax,
    const struct children *children, bool is_latest_only)
{
	struct stream_relation *relations = arena_array(a, struct stream_relation, children->n);
	struct buf out = { 0 };

	for (size_t i = 0; i < children->n; i++)
		relations[i] = (struct stream_relation){
			absolute(p, a, page_path(a, children->list[i].name, syntax)), children->list[i].from,
			children->list[i].to };
	stream_page_write(&out, syntax, p->rdf,
	    &(struct stream_page){ .self = absolute(p, a, path), .stream = absolute(p, a, T("changes#feed")),
		.is_latest_only = is_latest_only, .relations = relations, .n_relations = children->n }, T(""));
	writer_file(p->writer, path, buf_view(&out));
	buf_free(&out);
}

/* A node of the year, unless another view has it already. */
static void
add_year(struct change_pages *p, struct arena *a, int year, const struct children *pages, struct children *years)
{
	struct digest_state *state = begin_name(p);
	struct buf bounds = { 0 };

	if (!pages->n) {
		digest_finish(state);
		return;
	}
	digest_add(state, T("year\n"));
	for (size_t i = 0; i < pages->n; i++) {
		bounds.n = 0;
		buf_text(&bounds, pages->list[i].name);
		write_moment(&bounds, pages->list[i].from);
		write_moment(&bounds, pages->list[i].to);
		digest_add(state, buf_view(&bounds));
	}
	buf_free(&bounds);
	struct text name = end_name(a, state);
	years->list[years->n++] = (struct child){ name, start_of_year(year), start_of_year(year + 1) };
	if (table_get(&p->written, name))
		return;
	table_set(&p->written, arena_text(p->arena, name), p);
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		write_node(p, a, page_path(a, name, (enum stream_syntax)s), (enum stream_syntax)s, pages, false);
}

static void
write_view(struct change_pages *p, enum change_view view)
{
	const struct activity *list = p->list->list;
	struct arena *a = arena_new();
	size_t n;
	size_t *from = page_starts(p, &n);
	struct children pages = { arena_array(a, struct child, n), 0 }, years = { arena_array(a, struct child, n), 0 };

	for (size_t i = 0; i < n; i++) {
		struct members m;
		int year = year_of(list[from[i]].published);
		bool is_last = i + 1 == n || year_of(list[from[i + 1]].published) != year;

		find_members(p, a, from[i], from[i + 1], view, &m);
		if (m.n)
			pages.list[pages.n++] = (struct child){ m.name, list[from[i]].published,
				is_last ? start_of_year(year + 1) : list[from[i + 1]].published };
		if (!is_last)
			continue;
		add_year(p, a, year, &pages, &years);
		pages.n = 0;
	}
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		write_node(p, a, change_view_path(a, view, (enum stream_syntax)s), (enum stream_syntax)s, &years,
		    view == VIEW_LATEST);
	free(from);
	arena_free(a);
}

void
change_pages_write_nodes(struct change_pages *p)
{
	for (size_t view = 0; view < N_CHANGE_VIEWS; view++)
		if (is_offered(p, (enum change_view)view))
			write_view(p, (enum change_view)view);
}
