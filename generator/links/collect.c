#include "links/links.h"

#include "adapters/markdown.h"
#include "core/table.h"
#include "dcat/iri.h"

#include <stdio.h>
#include <stdlib.h>

struct collecting {
	struct arena *arena;
	const struct catalog *catalog;
	struct table known; /* address → struct link * */
	struct buf html;
};

static void
add(struct collecting *c, struct text url, struct place at, enum link_kind kind, const struct concept *format)
{
	url = text_slice(url, 0, text_find_char(url, '#'));
	/* What the portal itself delivers is there when it is published. */
	if (text_starts(url, c->catalog->settings->base_url) || (!text_starts(url, T("http://")) && !text_starts(url, T("https://"))))
		return;
	struct link *link = table_get(&c->known, url);
	if (!link) {
		link = arena_new_of(c->arena, struct link);
		*link = (struct link){ .url = arena_cstr(c->arena, url), .host = iri_host(url), .kind = kind, .format = format };
		table_set(&c->known, text_of(link->url), link);
	}
	if (kind > link->kind)
		link->kind = kind;
	struct link_place *place = arena_new_of(c->arena, struct link_place);
	*place = (struct link_place){ at, link->places };
	link->places = place;
}

/* `&amp;` is the only thing that may be escaped in what was an address. */
static struct text
unescaped(struct arena *a, struct text t)
{
	char *s = arena_array(a, char, t.n);
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++) {
		s[n++] = t.s[i];
		if (text_starts(text_slice(t, i, t.n), T("&amp;")))
			i += strlen("amp;");
	}
	return (struct text){ s, n };
}

static void
add_of_markdown(struct collecting *c, const struct value *v)
{
	struct text rest;

	c->html.n = 0;
	markdown_html(&c->html, v->text, 0, T(""));
	rest = buf_view(&c->html);
	for (size_t at; (at = text_find(rest, T("href=\"http"))) < rest.n;) {
		rest = text_slice(rest, at + strlen("href=\""), rest.n);
		struct text url = unescaped(c->arena, text_slice(rest, 0, text_find_char(rest, '"')));
		size_t written = text_find(v->text, url);
		add(c, url, written < v->text.n ? place_after(v->at, text_slice(v->text, 0, written)) : v->at, LINK_PAGE, NULL);
	}
}

static void
add_of_value(struct collecting *c, const struct resource *r, const struct value *v)
{
	const struct property *p = &properties[v->property];

	if (v->flags & VALUE_INVALID)
		return;
	if (p->kind == KIND_MARKDOWN)
		add_of_markdown(c, v);
	else if (v->property == SERVICE_endpoint_url)
		add(c, v->text, v->at, LINK_ENDPOINT, NULL);
	else if (v->property == DISTRIBUTION_download_url && !(v->flags & VALUE_COMPUTED))
		add(c, v->text, v->at, LINK_DATA, resource_concept(r, DISTRIBUTION_format));
	else if (v->property == DISTRIBUTION_access_url && resource_has(r, DISTRIBUTION_access_service))
		return; /* the service's own */
	else if (p->kind == KIND_URL && !(v->flags & VALUE_COMPUTED))
		add(c, v->text, v->at, LINK_PAGE, NULL);
	else if (p->kind == KIND_CONCEPT && p->target == LIST_license && v->concept && v->concept->url &&
		 !table_get(&c->known, text_of(v->concept->url))) /* of our own lists: one finding is enough */
		add(c, text_of(v->concept->url), v->at, LINK_PAGE, NULL);
}

static void
add_of_resource(struct collecting *c, const struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];
		add_of_value(c, r, v);
		if (properties[v->property].kind == KIND_NODE && v->resource && v->resource->owner == r &&
		    !(v->flags & (VALUE_INVALID | VALUE_COMPUTED)))
			add_of_resource(c, v->resource);
	}
}

static void
add_of_list(struct collecting *c, const struct resource_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!list->list[i]->owner && !list->list[i]->is_unreadable)
			add_of_resource(c, list->list[i]);
}

static bool
add_named(struct collecting *c, const char *id)
{
	const struct resource_list *lists[] = { &c->catalog->datasets, &c->catalog->services, &c->catalog->series, &c->catalog->agents };
	bool is_known = false;

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		const struct resource *r = resource_list_find(lists[i], text_of(id));
		if (r && !r->is_unreadable) {
			add_of_resource(c, r);
			is_known = true;
		}
	}
	if (!is_known)
		fprintf(stderr, "tabularium: there is no entry “%s” that can be read\n", id);
	return is_known;
}

static int
by_host(const void *left, const void *right)
{
	const struct link *a = left, *b = right;
	int order = text_compare(a->host, b->host);

	return order ? order : strcmp(a->url, b->url);
}

bool
links_collect(struct links *l, struct arena *a, const struct links_wanted *wanted)
{
	const struct catalog *catalog = wanted->n_ids ? catalog_all(wanted->owner) : catalog_public(wanted->owner);
	struct collecting c = { .arena = a, .catalog = catalog };
	bool are_known = true;

	for (size_t i = 0; i < wanted->n_ids; i++)
		are_known &= add_named(&c, wanted->ids[i]);
	if (!wanted->n_ids) {
		if (catalog->self)
			add_of_resource(&c, catalog->self);
		add_of_list(&c, &catalog->datasets);
		add_of_list(&c, &catalog->services);
		add_of_list(&c, &catalog->series);
		add_of_list(&c, &catalog->agents);
	}
	*l = (struct links){ .list = arena_array(a, struct link, c.known.n), .n = c.known.n };
	for (size_t i = 0; i < l->n; i++)
		l->list[i] = *(struct link *)c.known.entries[i].value;
	if (l->n)
		qsort(l->list, l->n, sizeof *l->list, by_host);
	for (size_t i = 0; i < l->n; i++)
		l->n_hosts += i == 0 || !text_equal(l->list[i].host, l->list[i - 1].host);
	table_free(&c.known);
	buf_free(&c.html);
	return are_known;
}
