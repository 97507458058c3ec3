/*
 * What changed: a page for each dataset that changed since it was published, one for the whole portal,
 * and the same as Atom (RFC 4287), also for each publisher and theme.
 */
#include "pages/portal.h"

#include "adapters/xml.h"
#include "core/date.h"
#include "core/json.h"

#include <stdlib.h>

enum { MOST_CHANGES = 100, MOST_AS_JSON = 1000, SECONDS_A_DAY = 24 * 60 * 60 };

/* A change and whose it is. */
struct told {
	const struct resource *dataset;
	const struct dataset_change *change;
	const struct dataset_change *since; /* where several in a row changed nothing but data: the first of them */
	size_t n;           /* how many; else 1 */
	struct text id;     /* what the dataset was called then */
	unsigned n_before;  /* changes of the dataset in the same second, before `since` */
};

struct told_list {
	struct told *list;
	size_t n, capacity;
	bool is_cut; /* there were more */
};

struct dataset_changes
dataset_history(const struct pages *p, const struct resource *dataset)
{
	const struct changes *all = p->changes;

	if (!all)
		return (struct dataset_changes){ NULL, 0 };
	return dataset->release == RELEASE_WITHDRAWN ? all->withdrawn[dataset->number] : all->datasets[dataset->number];
}

bool
has_history(const struct pages *p, const struct resource *dataset)
{
	struct dataset_changes changes = dataset_history(p, dataset);

	return changes.n > 1 || (changes.n && changes.list[0].event != EVENT_PUBLISHED);
}

/* --- collecting ------------------------------------------------------------------------------------ */

enum telling {
	TELL_NEWS,       /* neither typing errors, nor each time that a file is new */
	TELL_EVERYTHING,
};

/* Nothing but a file and the dates that go with it. */
static bool
is_of_data(const struct dataset_change *change)
{
	static const char *const fields[] = { "modified", "distributions.file", "distributions.modified",
		"distributions.byte_size" };
	bool is_of_data = change->event == EVENT_CHANGED && change->n;

	for (size_t i = 0; is_of_data && i < change->n; i++) {
		is_of_data = false;
		for (size_t k = 0; k < sizeof fields / sizeof fields[0]; k++)
			is_of_data |= text_equal(change->fields[i], text_of(fields[k]));
	}
	return is_of_data;
}

static unsigned
count_before(const struct dataset_changes *changes, size_t i)
{
	unsigned n = 0;

	for (size_t k = i + 1; k < changes->n; k++)
		n += changes->list[k].time == changes->list[i].time;
	return n;
}

static void
add_told(struct page_writer *w, struct told_list *l, const struct told *told)
{
	if (l->n == l->capacity) {
		size_t capacity = l->capacity ? 2 * l->capacity : 64;
		struct told *list = arena_array(w->scratch, struct told, capacity);
		for (size_t k = 0; k < l->n; k++)
			list[k] = l->list[k];
		l->list = list;
		l->capacity = capacity;
	}
	l->list[l->n++] = *told;
}

static void
tell(struct page_writer *w, struct told_list *l, const struct resource *dataset, enum telling telling)
{
	struct dataset_changes changes = dataset_history(w->pages, dataset);
	struct text id = dataset->id;
	bool is_run = false; /* what was added last may have others before it */

	for (size_t i = 0; i < changes.n; i++) {
		const struct dataset_change *change = &changes.list[i];
		if (!change->time || (change->is_minor && telling == TELL_NEWS))
			continue;
		struct told told = { dataset, change, change, 1, id, count_before(&changes, i) };
		bool is_data = telling == TELL_NEWS && is_of_data(change);
		struct told *newest = is_data && is_run ? &l->list[l->n - 1] : NULL;
		if (newest && newest->change->is_confirmed == change->is_confirmed) {
			newest->since = change;
			newest->n++;
			newest->n_before = told.n_before;
		} else {
			add_told(w, l, &told);
		}
		is_run = is_data;
		if (change->former_id.n)
			id = change->former_id;
	}
}

/* The newest first; of one moment by id. */
static int
newest_first(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	if (x->change->time != y->change->time)
		return x->change->time < y->change->time ? 1 : -1;
	int order = text_compare(x->dataset->id, y->dataset->id);
	return order ? order : (x->change > y->change) - (x->change < y->change);
}

static void
keep_newest(struct told_list *l, size_t most)
{
	if (l->n)
		qsort(l->list, l->n, sizeof *l->list, newest_first);
	l->is_cut = l->n > most;
	if (l->is_cut)
		l->n = most;
}

static struct told_list
all_changes(struct page_writer *w, enum telling telling, size_t most)
{
	const struct catalog *c = w->catalog;
	struct told_list l = { .n = 0 };

	for (size_t i = 0; i < c->datasets.n; i++)
		tell(w, &l, c->datasets.list[i], telling);
	for (size_t i = 0; i < c->withdrawn.n; i++)
		tell(w, &l, c->withdrawn.list[i], telling);
	keep_newest(&l, most);
	return l;
}

static struct told_list
changes_of_portal(struct page_writer *w)
{
	return all_changes(w, TELL_NEWS, MOST_CHANGES);
}

/* Groups hold what is public; whoever follows one learns what was withdrawn from it, too. */
static struct told_list
changes_of_group(struct page_writer *w, enum facet_id id, size_t number)
{
	const struct facets *facets = &w->pages->facets;
	const struct facet_group *group = &facets->list[id].groups[number];
	const struct resource_list *withdrawn = &w->catalog->withdrawn;
	struct told_list l = { .n = 0 };

	for (size_t i = 0; i < group->n; i++)
		tell(w, &l, w->catalog->datasets.list[group->datasets[i]], TELL_NEWS);
	for (size_t i = 0; i < withdrawn->n; i++)
		if (facet_holds(facets, w->catalog, withdrawn->list[i], id, number))
			tell(w, &l, withdrawn->list[i], TELL_NEWS);
	keep_newest(&l, MOST_CHANGES);
	return l;
}

/* --- words ----------------------------------------------------------------------------------------- */

static struct text
event_text(struct page_writer *w, const struct told *t)
{
	const struct dataset_change *change = t->change;

	if (is_of_data(change))
		return t->n == 1 ? SAID(w, event_data) :
				   FILLED(w, event_data_often, { "n", number_text(w, t->n) },
				       { "date", date_of_days(w, t->since->time / SECONDS_A_DAY) });
	switch (change->event) {
	case EVENT_PUBLISHED: return SAID(w, event_published);
	case EVENT_CHANGED: return SAID(w, event_changed);
	case EVENT_RENAMED: return FILLED(w, event_renamed, { "id", change->former_id });
	case EVENT_WITHDRAWN: return SAID(w, event_withdrawn);
	case EVENT_RETURNED: break;
	}
	return SAID(w, event_returned);
}

static const struct text *
sentences(const struct page_writer *w, const struct dataset_change *change)
{
	return change->sentences[w->page->language];
}

/* The language that they are in, when it is not the page's. */
static struct text
language_of_sentences(const struct page_writer *w)
{
	return w->pages->voices[w->page->language].foreign;
}

struct text
iso_day(struct page_writer *w, int64_t seconds)
{
	struct date date = date_from_days(seconds / SECONDS_A_DAY);

	date_write(&w->buf, &date);
	return taken(w);
}

/* Who wrote it and what they said, where the city wants that shown. */
static void
commit_details(struct page_writer *w, struct template_words *item, const struct commit_details *d)
{
	if (d->name.n)
		SET(SECTION(item, CHANGE_AUTHOR), CHANGE_AUTHOR_TEXT, FILLED(w, change_author, { "name", d->name }));
	if (d->email.n)
		SET(SECTION(item, CHANGE_EMAIL), CHANGE_EMAIL_TEXT, d->email);
	if (d->message.n)
		SET(SECTION(item, CHANGE_MESSAGE), CHANGE_MESSAGE_TEXT, FILLED(w, change_message, { "message", d->message }));
}

/* --- pages ----------------------------------------------------------------------------------------- */

/* In a list that is folded. */
static void
minor_item(struct page_writer *w, struct template_words *list, const struct dataset_change *change)
{
	struct template_words *item = SECTION(list, MINOR_CHANGE);

	SET(item, MINOR_DATE, iso_day(w, change->time));
	SET(item, MINOR_DATE_TEXT, date_of_days(w, change->time / SECONDS_A_DAY));
	for (size_t i = 0; i < change->n; i++) {
		struct template_words *s = SECTION(item, MINOR_DETAIL);
		SET(s, MINOR_DETAIL_HTML, sentences(w, change)[i]);
		SET_LANGUAGE(s, MINOR_DETAIL, language_of_sentences(w));
	}
}

/* The others of a row of new data. */
static void
earlier_items(struct page_writer *w, struct template_words *item, const struct told *t)
{
	struct template_words *earlier = SECTION(item, MINOR);

	SET(earlier, MINOR_TEXT, FILLED(w, event_data_earlier, { "n", number_text(w, t->n - 1) }));
	for (const struct dataset_change *change = t->change + 1; change <= t->since; change++)
		if (!change->is_minor)
			minor_item(w, earlier, change);
}

static void
change_item(struct page_writer *w, struct template_words *list, const struct told *t, bool names_dataset)
{
	struct template_words *item = SECTION(list, CHANGE), *details = NULL;

	SET(item, CHANGE_DATE, iso_day(w, t->change->time));
	SET(item, CHANGE_DATE_TEXT, date_of_days(w, t->change->time / SECONDS_A_DAY));
	SET(item, CHANGE_EVENT, event_text(w, t));
	if (t->change->office) {
		struct template_words *office = SECTION(item, CHANGE_OFFICE);
		struct text language;
		SET(office, CHANGE_OFFICE_NAME, title_of(w, t->change->office, &language));
		SET_LANGUAGE(office, CHANGE_OFFICE, language);
	}
	if (t->change->is_confirmed)
		SHOW(item, CHANGE_SIGNED);
	if (!names_dataset && t->n <= 1) /* not of several in one */
		commit_details(w, item, &t->change->commit);
	if (names_dataset) {
		struct template_words *of = SECTION(item, CHANGE_OF);
		struct text language;
		SET(of, CHANGE_HREF, link_dataset(w, t->dataset));
		SET(of, CHANGE_TITLE, title_of(w, t->dataset, &language));
		SET_LANGUAGE(of, CHANGE, language);
	}
	for (size_t i = 0; i < t->change->n; i++) {
		if (!details)
			details = SECTION(item, CHANGE_DETAILS);
		struct template_words *s = SECTION(details, CHANGE_DETAIL);
		SET(s, CHANGE_DETAIL_HTML, sentences(w, t->change)[i]);
		SET_LANGUAGE(s, CHANGE_DETAIL, language_of_sentences(w));
	}
	if (t->n > 1 && !names_dataset)
		earlier_items(w, item, t);
}

static void
subscribe(struct page_writer *w, struct text href)
{
	struct template_words *feed = SECTION(w->words, FEED);

	SET(SECTION(w->words, SUBSCRIBE), SUBSCRIBE_HREF, href);
	SET(feed, FEED_HREF, href);
	SET(feed, FEED_TYPE, T("application/atom+xml"));
	SET(feed, FEED_TITLE, T("Atom"));
}

/* Signed tags: a state stands above the changes it holds, and none below the first. */
static size_t
state_items(struct page_writer *w, struct template_words *list, size_t next, int64_t until)
{
	const struct changes *all = w->pages->changes;

	for (; next < all->n_tags && all->tags[next].time >= until; next++) {
		struct template_words *item = SECTION(list, CHANGE);
		SET(item, CHANGE_DATE, iso_day(w, all->tags[next].time));
		SET(item, CHANGE_DATE_TEXT, date_of_days(w, all->tags[next].time / SECONDS_A_DAY));
		SET(item, CHANGE_EVENT, FILLED(w, event_state, { "name", all->tags[next].name }));
		SHOW(item, CHANGE_SIGNED);
	}
	return next;
}

void
history_page(struct page_writer *w, struct buf *out)
{
	const struct resource *dataset = w->page->subject;
	struct dataset_changes changes = dataset_history(w->pages, dataset);
	struct text language, title = title_of(w, dataset, &language);
	struct template_words *list = NULL, *minor = NULL;
	struct told_list news = { NULL, 0, 0 };
	size_t n_minor = 0, n_states = 0;

	layout(w, &(struct layout){ .title = FILLED(w, history_title, { "title", title }), .navigation = N_MARKERS,
		      .foreign = language, .part = title,
		      .description = FILLED(w, history_description, { "title", title }) });
	breadcrumb(w, link_dataset(w, dataset), title, language);
	SET(w->words, LEAD_TEXT, SAID(w, history_lead));
	subscribe(w, joined(w, w->root, T("datasets/"), joined(w, dataset->id, T("/changes.atom"), T(""))));
	tell(w, &news, dataset, TELL_NEWS);
	for (size_t i = 0; i < news.n; i++) {
		list = list ? list : SECTION(w->words, CHANGES);
		n_states = state_items(w, list, n_states, news.list[i].change->time);
		change_item(w, list, &news.list[i], false);
	}
	for (size_t i = 0; i < changes.n; i++) {
		if (!changes.list[i].is_minor)
			continue;
		minor = minor ? minor : SECTION(w->words, MINOR);
		minor_item(w, minor, &changes.list[i]);
		n_minor++;
	}
	if (minor)
		SET(minor, MINOR_TEXT, FILLED(w, minor_changes, { "n", number_text(w, n_minor) }));
	expand(w, TEMPLATE_CHANGES, out);
}

static void
withdrawal_item(struct page_writer *w, struct template_words *list, const struct resource *r)
{
	const struct value *v = withdrawal_of(r);
	struct template_words *item = SECTION(list, WITHDRAWAL);
	struct text language;

	SET(item, WITHDRAWAL_HREF, link_entry(w, r));
	SET(item, WITHDRAWAL_TITLE, title_of(w, r, &language));
	SET_LANGUAGE(item, WITHDRAWAL, language);
	if (r->class != CLASS_DATASET)
		SET(SECTION(item, WITHDRAWAL_OF), WITHDRAWAL_KIND,
		    r->class == CLASS_SERIES ? SAID(w, search_kind_series) : SAID(w, service));
	if (v && v->resource)
		SET(item, WITHDRAWAL_DATE_TEXT, date_text(w, resource_text(v->resource, WITHDRAWAL_on)));
}

static void
withdrawals(struct page_writer *w)
{
	const struct catalog *c = w->catalog;
	const struct resource_list *lists[] = { &c->withdrawn, &c->withdrawn_series, &c->withdrawn_services };
	struct template_words *items = NULL;

	for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
		for (size_t i = 0; i < lists[k]->n; i++) {
			items = items ? items : SECTION(w->words, WITHDRAWALS);
			withdrawal_item(w, items, lists[k]->list[i]);
		}
}

void
changes_page(struct page_writer *w, struct buf *out)
{
	struct told_list l = changes_of_portal(w);

	layout(w, &(struct layout){ .title = SAID(w, changes_title), .navigation = N_MARKERS,
		      .description = SAID(w, changes_lead) });
	SET(w->words, LEAD_TEXT, SAID(w, changes_lead));
	subscribe(w, T("changes.atom"));
	change_feeds(w);
	struct template_words *list = l.n ? SECTION(w->words, CHANGES) : NULL;
	for (size_t i = 0; i < l.n; i++)
		change_item(w, list, &l.list[i], true);
	if (!l.n)
		SHOW(w->words, NOTHING);
	if (l.is_cut)
		SET(SECTION(w->words, CHANGES_CUT), CHANGES_CUT_TEXT, FILLED(w, changes_cut, { "n", number_text(w, l.n) }));
	withdrawals(w);
	expand(w, TEMPLATE_CHANGES, out);
}

/* --- Atom ------------------------------------------------------------------------------------------ */

static void
element(struct buf *out, const char *name, struct text content)
{
	buf_printf(out, "<%s>", name);
	xml_text(out, content);
	buf_printf(out, "</%s>\n", name);
}

static void
moment(struct buf *out, const char *name, int64_t seconds)
{
	buf_printf(out, "<%s>", name);
	date_write_seconds(out, seconds);
	buf_printf(out, "</%s>\n", name);
}

static void
link_element(struct page_writer *w, struct buf *out, const char *relation, const char *type, struct text path)
{
	buf_printf(out, "<link rel=\"%s\" type=\"%s\" href=\"", relation, type);
	xml_text(out, absolute(w, path));
	buf_str(out, "\"/>\n");
}

/* The id holds for ever, also when the dataset has got another one since: the IRI that it had, and the moment.
 * Whatever is added to a row of new data is news of the same entry. */
static void
entry(struct page_writer *w, struct buf *out, const struct told *t)
{
	struct text path = joined(w, w->ui->prefix, T("datasets/"), joined(w, t->dataset->id, T(".html"), T("")));

	buf_str(out, "<entry>\n<id>");
	xml_text(out, absolute(w, joined(w, T("datasets/"), t->id, T(""))));
	buf_str(out, "#change-");
	date_write_seconds(out, t->since->time);
	if (t->n_before)
		buf_printf(out, "-%u", t->n_before + 1);
	buf_str(out, "</id>\n");
	element(out, "title", joined(w, title_of(w, t->dataset, NULL), T(": "), event_text(w, t)));
	moment(out, "updated", t->change->time);
	if (t->change->office) {
		buf_str(out, "<author>\n");
		element(out, "name", title_of(w, t->change->office, NULL));
		buf_str(out, "</author>\n");
	}
	link_element(w, out, "alternate", "text/html", path);
	if (t->change->n) {
		struct text language = language_of_sentences(w);
		buf_str(out, "<content type=\"html\"");
		if (language.n)
			buf_printf(out, " xml:lang=\"%.*s\"", TEXT_ARG(language));
		buf_str(out, ">&lt;ul>");
		for (size_t i = 0; i < t->change->n; i++) {
			buf_str(out, "&lt;li>");
			xml_text(out, sentences(w, t->change)[i]);
			buf_str(out, "&lt;/li>");
		}
		buf_str(out, "&lt;/ul></content>\n");
	}
	buf_str(out, "</entry>\n");
}

/* Of the portal, of a publisher or theme, of a dataset; the plan says which (enum atom_scope). */
void
changes_atom(struct page_writer *w, struct buf *out)
{
	const struct settings *settings = w->catalog->settings;
	struct text portal = translated(&settings->name, w->page->language), title;
	struct told_list l = { .n = 0 };

	if (w->page->number == ATOM_OF_DATASET) {
		tell(w, &l, w->page->subject, TELL_NEWS);
		keep_newest(&l, MOST_CHANGES);
		title = joined(w, title_of(w, w->page->subject, NULL), T(" – "), portal);
	} else if (w->page->number == ATOM_OF_GROUP) {
		const struct facet_group *group = w->page->subject;
		enum facet_id id = (enum facet_id)w->page->facet;
		size_t number = (size_t)(group - w->pages->facets.list[id].groups);
		l = changes_of_group(w, id, number);
		title = joined(w, value_title(w, id, number, NULL), T(" – "), portal);
	} else {
		l = changes_of_portal(w);
		title = joined(w, SAID(w, changes_title), T(" – "), portal);
	}
	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
	xml_text(out, w->ui->language);
	buf_str(out, "\">\n");
	element(out, "id", absolute(w, w->page->path));
	element(out, "title", title);
	/* The newest change: the feed says nothing of when it was made. */
	moment(out, "updated", l.n ? l.list[0].change->time : 0);
	buf_str(out, "<author>\n");
	element(out, "name", portal);
	buf_str(out, "</author>\n");
	link_element(w, out, "self", "application/atom+xml", w->page->path);
	link_element(w, out, "alternate", "text/html", joined(w, w->ui->prefix, T("changes.html"), T("")));
	for (size_t i = 0; i < l.n; i++)
		entry(w, out, &l.list[i]);
	buf_str(out, "</feed>\n");
}

/* --- JSON ------------------------------------------------------------------------------------------ */

static void
json_change(struct page_writer *w, struct json *j, const struct told *t)
{
	static const char *const events[] = {
		[EVENT_PUBLISHED] = "published", [EVENT_CHANGED] = "changed", [EVENT_RENAMED] = "renamed",
		[EVENT_WITHDRAWN] = "withdrawn", [EVENT_RETURNED] = "returned",
	};
	const struct dataset_change *change = t->change;
	struct buf date = { 0 };

	date_write_seconds(&date, change->time);
	json_open(j, '{');
	json_pair(j, "id", t->dataset->id);
	json_pair(j, "title", title_of(w, t->dataset, NULL));
	json_pair(j, "change", text_of(events[change->event]));
	json_pair(j, "date", buf_view(&date));
	json_pair(j, "former_id", change->former_id);
	json_key(j, T("minor"));
	json_bool(j, change->is_minor);
	json_key(j, T("fields"));
	json_open(j, '[');
	for (size_t i = 0; i < change->n; i++) {
		bool is_known = false;
		for (size_t k = 0; k < i; k++)
			is_known |= text_equal(change->fields[k], change->fields[i]);
		if (!is_known)
			json_text_value(j, change->fields[i]);
	}
	json_close(j, ']');
	json_pair(j, "address", absolute(w, t->dataset->iri));
	json_close(j, '}');
	buf_free(&date);
}

/* The newest changes for whoever does not want to know RDF; all of them are in the change feed. */
void
changes_json(struct page_writer *w, struct buf *out)
{
	struct told_list l = all_changes(w, TELL_EVERYTHING, MOST_AS_JSON);
	struct json j = { .out = out, .is_indented = true };

	json_open(&j, '{');
	json_pair(&j, "portal", translated(&w->catalog->settings->name, 0));
	json_pair(&j, "base_url", w->catalog->settings->base_url);
	json_key(&j, T("changes"));
	json_open(&j, '[');
	for (size_t i = 0; i < l.n; i++)
		json_change(w, &j, &l.list[i]);
	json_close(&j, ']');
	json_close(&j, '}');
	buf_char(out, '\n');
}
