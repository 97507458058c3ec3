#include "import/repair.h"

#include "adapters/unicode.h"
#include "catalog/completion.h"
#include "catalog/value.h"
#include "core/date.h"
#include "dcat/iri.h"
#include "import/value.h"

#include <string.h>

struct repair {
	struct import *i;
	struct arena *arena;
	struct draft *entry;
};

static void
report_fallback(struct repair *r, enum property_id p, struct text value)
{
	diagnose(import_diagnostics(r->i), IMPORT_FALLBACK, r->entry->at, text_of(properties[p].key), value);
}

static void
fall_back(struct repair *r, struct draft *d, enum property_id p, struct text value)
{
	if (value.n && draft_add(d, p, value))
		report_fallback(r, p, value);
}

static void
lose(struct repair *r, struct draft *d, const struct draft_value *v)
{
	import_lost(r->i, r->entry->at, text_of(properties[v->property].key), v->text, v->property);
	draft_remove_value(d, v);
}

static void
change(struct repair *r, struct draft_value *v, struct text better)
{
	import_changed(r->i, r->entry->at, text_of(properties[v->property].key), v->text, better);
	v->text = better;
}

/* --- one value ------------------------------------------------------------------------------------- */

/* Would the catalogue's reader take it? */
static bool
is_readable(struct repair *r, const struct draft_value *v)
{
	struct diagnostics *d = diagnostics_new();
	struct reader reader = { r->arena, r->arena, d, import_options(r->i)->lists, NULL, NULL, 0 };
	const struct property *p = &properties[v->property];
	struct source *source = arena_new_of(r->arena, struct source);
	struct text rest = v->text, number;
	struct yaml_node node = { .kind = YAML_SCALAR, .text = v->text, .at = { source, 1, 1 } };
	struct resource resource = { .class = p->class };
	struct value value = { 0 };
	bool good;

	if (p->kind == KIND_BBOX || p->kind == KIND_POINT) {
		struct yaml_node **end = &node.first;
		for (node.kind = YAML_SEQUENCE; text_next(&rest, ',', &number); node.n++) {
			*end = arena_new_of(r->arena, struct yaml_node);
			**end = (struct yaml_node){ .kind = YAML_SCALAR, .text = text_trim(number), .at = node.at };
			end = &(*end)->next;
		}
		good = p->kind == KIND_BBOX ? value_bbox(&reader, &node, &value) : value_point(&reader, &node, &value);
	} else if (p->kind == KIND_TEXT || p->kind == KIND_MARKDOWN || p->kind == KIND_NODE) {
		good = true;
	} else {
		good = value_scalar(&reader, &resource, p, &node, &value);
	}
	diagnostics_free(d);
	return good;
}

/* A blank becomes %20, any other character that no IRI may have its bytes in hexadecimal. */
static struct text
mended_iri(struct arena *a, struct text t)
{
	struct buf out = { 0 };
	size_t at = 0;

	t = text_trim(t);
	while (iri_check(t, &at) == IRI_BAD_CHARACTER || iri_check(t, &at) == IRI_BAD_PERCENT) {
		size_t end = at;
		utf8_next(t, &end);
		out.n = 0;
		buf_text(&out, text_slice(t, 0, at));
		for (size_t k = at; k < end; k++)
			buf_printf(&out, "%%%02X", (unsigned)(unsigned char)t.s[k]);
		buf_text(&out, text_slice(t, end, t.n));
		t = arena_text(a, buf_view(&out));
	}
	buf_free(&out);
	/* The regulation on high-value data, with another ending: nothing else begins so. */
	size_t act = text_find(t, T("/eli/reg_impl/2023/138"));
	if (act < t.n && text_find(t, T("data.europa.eu")) < act)
		return T(HVD_LEGISLATION);
	return t;
}

static void
repair_address(struct repair *r, struct draft *d, struct draft_value *v)
{
	struct text better = mended_iri(r->arena, v->text);

	if (!text_equal(better, v->text))
		change(r, v, better);
	if (!is_readable(r, v))
		lose(r, d, v);
}

/* A licence in words that no list knows says something all the same: it stays as a statement of rights. */
static void
keep_as_rights(struct repair *r, struct draft *d, const struct draft_value *v)
{
	enum property_id p = d->class == CLASS_DATASET ? DATASET_rights :
			     d->class == CLASS_DISTRIBUTION ? DISTRIBUTION_rights : N_PROPERTIES;

	if (p < N_PROPERTIES && v->text.n)
		value_add(r->i, draft_part(d, p), RIGHTS_STATEMENT_label, T("license"), v->text);
}

static void repair_values(struct repair *r, struct draft *d);

static void
repair_value(struct repair *r, struct draft *d, struct draft_value *v)
{
	switch (properties[v->property].kind) {
	case KIND_IRI:
	case KIND_URL: repair_address(r, d, v); break;
	case KIND_NODE:
		if (v->part)
			repair_values(r, v->part);
		break;
	default:
		if (is_readable(r, v))
			break;
		if (properties[v->property].target == LIST_license && properties[v->property].kind == KIND_CONCEPT)
			keep_as_rights(r, d, v);
		lose(r, d, v);
		break;
	}
}

static void
repair_values(struct repair *r, struct draft *d)
{
	for (struct draft_value *v = d->first, *next; v; v = next) {
		next = v->next;
		repair_value(r, d, v);
	}
}

/* --- dates ----------------------------------------------------------------------------------------- */

static bool
is_before(struct text a, struct text b)
{
	struct date x, y;

	return date_parse(a, &x) && date_parse(b, &y) && date_last_days(&x) < date_days(&y);
}

static void
repair_dates(struct repair *r, struct draft *d, enum property_id issued, enum property_id modified)
{
	struct draft_value *i = draft_value(d, issued), *m = draft_value(d, modified);

	/* What was changed before it came out was not issued then. */
	if (i && m && is_before(m->text, i->text))
		lose(r, d, i);
}

static void
repair_period(struct repair *r, struct draft *period)
{
	struct draft_value *from = draft_value(period, PERIOD_from), *to = draft_value(period, PERIOD_to);

	if (!from || !to || !is_before(to->text, from->text))
		return;
	struct text first = from->text;
	change(r, from, to->text);
	to->text = first;
}

/* --- services -------------------------------------------------------------------------------------- */

/* The kind of service that a distribution is, when it leads to a description of one. */
static struct text
service_type(struct repair *r, const struct draft *d)
{
	const struct code_lists *lists = import_options(r->i)->lists;
	struct text address = draft_has(d, DISTRIBUTION_access_url) ? draft_text(d, DISTRIBUTION_access_url) :
								      draft_text(d, DISTRIBUTION_download_url);
	struct text format = draft_text(d, DISTRIBUTION_format);
	struct buf lower = { 0 };

	for (size_t k = 0; k < address.n; k++)
		buf_char(&lower, address.s[k] >= 'A' && address.s[k] <= 'Z' ? (char)(address.s[k] - 'A' + 'a') : address.s[k]);
	bool is_description = text_find(buf_view(&lower), T("capabilities")) < lower.n;
	buf_free(&lower);
	const struct concept *type = code_lists_find(lists, LIST_service_type, format);
	for (size_t k = 0; !type && (type = code_lists_at(lists, LIST_service_type, k)); k++)
		if (type->broader && text_equal(text_of(type->broader), format))
			break;
		else
			type = NULL;
	return is_description && type ? text_of(type->code) : T("");
}

static bool
is_api(const struct draft *d)
{
	struct text address = draft_has(d, DISTRIBUTION_access_url) ? draft_text(d, DISTRIBUTION_access_url) :
								      draft_text(d, DISTRIBUTION_download_url);

	return text_find(address, T("/api/")) < address.n;
}

static void
make_service(struct repair *r, const struct draft *distribution, struct text type)
{
	struct draft *s = draft_part(r->entry, DATASET_services);
	struct text address = draft_has(distribution, DISTRIBUTION_access_url) ?
	    draft_text(distribution, DISTRIBUTION_access_url) : draft_text(distribution, DISTRIBUTION_download_url);
	struct text title = draft_text(distribution, DISTRIBUTION_title);
	struct text license = draft_text(distribution, DISTRIBUTION_license);

	draft_add(s, SERVICE_title, title.n ? title : type);
	draft_add(s, SERVICE_type, type);
	draft_add(s, SERVICE_endpoint_url, text_slice(address, 0, text_find_char(address, '?')));
	if (text_find_char(address, '?') < address.n)
		draft_add(s, SERVICE_endpoint_description, address);
	draft_add(s, SERVICE_description, draft_text(distribution, DISTRIBUTION_description));
	draft_add(s, SERVICE_license, license);
	for (const struct draft_value *v = draft_value(distribution, DISTRIBUTION_page); v; v = draft_next(v))
		draft_add(s, SERVICE_page, v->text);
	if (!draft_has(s, SERVICE_page))
		fall_back(r, s, SERVICE_page, r->entry->page);
}

/* Files that are none: what leads to the description of a service is that service. */
static void
repair_services(struct repair *r)
{
	for (struct draft_value *v = draft_value(r->entry, DATASET_distributions), *next; v; v = next) {
		next = draft_next(v);
		struct text type = service_type(r, v->part);
		if (type.n == 0)
			continue;
		make_service(r, v->part, type);
		import_changed(r->i, r->entry->at, T("distributions"), draft_text(v->part, DISTRIBUTION_format),
		    arena_printf(r->arena, "services: type: %.*s", TEXT_ARG(type)));
		draft_remove_value(r->entry, v);
	}
}

/* --- files ----------------------------------------------------------------------------------------- */

/* "application/zip" of a CSV file says that it is packed. */
static void
repair_media_type(struct repair *r, struct draft *d)
{
	struct draft_value *type = draft_value(d, DISTRIBUTION_media_type);
	struct text format = draft_text(d, DISTRIBUTION_format);

	if (!type || !text_equal(type->text, T("application/zip")) || format.n == 0 || text_equal(format, T("ZIP")))
		return;
	draft_add(d, DISTRIBUTION_package_format, type->text);
	import_changed(r->i, r->entry->at, T("media_type"), type->text, T("package_format: application/zip"));
	draft_remove_value(d, type);
}

static void
repair_distributions(struct repair *r)
{
	for (struct draft_value *v = draft_value(r->entry, DATASET_distributions), *next; v; v = next) {
		next = draft_next(v);
		struct draft *d = v->part;
		if (!draft_has(d, DISTRIBUTION_access_url) && !draft_has(d, DISTRIBUTION_download_url) &&
		    !draft_has(d, DISTRIBUTION_file)) {
			import_lost(r->i, r->entry->at, T("distributions"), draft_text(d, DISTRIBUTION_title),
			    DISTRIBUTION_access_url);
			draft_remove_value(r->entry, v);
			continue;
		}
		repair_media_type(r, d);
		repair_dates(r, d, DISTRIBUTION_issued, DISTRIBUTION_modified);
	}
}

/* --- licences -------------------------------------------------------------------------------------- */

static bool
asks_for_attribution(struct repair *r, struct text license)
{
	const struct concept *c = code_lists_find(import_options(r->i)->lists, LIST_license, license);

	return c && (c->flags & ATTRIBUTION_REQUIRED);
}

/* The licence that all licensed files share is that of the others; without one it is other-closed. */
static void
repair_licence(struct repair *r)
{
	struct text shared = T("");
	bool is_missing = !draft_has(r->entry, DATASET_distributions), differ = false;

	if (draft_has(r->entry, DATASET_license))
		return;
	for (const struct draft_value *v = draft_value(r->entry, DATASET_distributions); v; v = draft_next(v)) {
		struct text license = draft_text(v->part, DISTRIBUTION_license);
		if (license.n == 0)
			is_missing = true;
		else if (shared.n == 0)
			shared = license;
		else
			differ |= !text_equal(shared, license);
	}
	if (is_missing)
		fall_back(r, r->entry, DATASET_license, shared.n && !differ ? shared : T("other-closed"));
	for (const struct draft_value *v = draft_value(r->entry, DATASET_services); v; v = draft_next(v))
		if (v->part && !draft_has(v->part, SERVICE_license) && !draft_has(r->entry, DATASET_license))
			fall_back(r, v->part, SERVICE_license, T("other-closed"));
}

static void
repair_attribution(struct repair *r)
{
	struct text source = import_agent_name(r->i, draft_text(r->entry, DATASET_publisher));
	bool is_asked = asks_for_attribution(r, draft_text(r->entry, DATASET_license));

	if (draft_has(r->entry, DATASET_attribution))
		return;
	for (const struct draft_value *v = draft_value(r->entry, DATASET_services); v; v = draft_next(v))
		is_asked |= v->part && asks_for_attribution(r, draft_text(v->part, SERVICE_license));
	for (const struct draft_value *v = draft_value(r->entry, DATASET_distributions); v; v = draft_next(v))
		is_asked |= asks_for_attribution(r, draft_text(v->part, DISTRIBUTION_license)) &&
			    !draft_has(v->part, DISTRIBUTION_attribution);
	if (is_asked)
		fall_back(r, r->entry, DATASET_attribution, source);
}

/* --- high-value data ------------------------------------------------------------------------------- */

static void
remove_regulation(struct repair *r, struct draft *d, enum property_id p)
{
	for (struct draft_value *v = draft_value(d, p), *next; v; v = next) {
		next = draft_next(v);
		if (text_equal(v->text, T(HVD_LEGISLATION)))
			lose(r, d, v);
	}
}

/* The regulation asks for a category and an API. Who claims it without them claims too much. */
static void
repair_high_value(struct repair *r)
{
	const struct draft_value *distribution = draft_value(r->entry, DATASET_distributions);

	if (draft_has(r->entry, DATASET_hvd) && !draft_has(r->entry, DATASET_services)) {
		while (distribution && !is_api(distribution->part))
			distribution = draft_next(distribution);
		if (distribution)
			make_service(r, distribution->part, T("API"));
	}
	if (draft_has(r->entry, DATASET_hvd) && draft_has(r->entry, DATASET_services))
		return;
	while (draft_has(r->entry, DATASET_hvd))
		lose(r, r->entry, draft_value(r->entry, DATASET_hvd));
	remove_regulation(r, r->entry, DATASET_applicable_legislation);
	for (const struct draft_value *v = draft_value(r->entry, DATASET_distributions); v; v = draft_next(v))
		remove_regulation(r, v->part, DISTRIBUTION_applicable_legislation);
}

/* --- what an entry must say ------------------------------------------------------------------------ */

/* The same but for the case of letters. */
static void
repair_keywords(struct repair *r)
{
	struct table seen = { 0 };

	for (struct draft_value *v = draft_value(r->entry, DATASET_keywords), *next; v; v = next) {
		next = draft_next(v);
		if (v->language.n)
			continue;
		struct text folded = unicode_fold(r->arena, v->text);
		if (table_get(&seen, folded))
			draft_remove_value(r->entry, v);
		else
			table_set(&seen, folded, v);
	}
	table_free(&seen);
}

static void
repair_contact(struct repair *r)
{
	bool is_new = !draft_has(r->entry, DATASET_contact);

	/* One that answers is enough; nothing is made up where the source shows no page. */
	if (is_new && r->entry->page.n == 0)
		return;
	struct draft *contact = draft_only_part(r->entry, DATASET_contact);
	if (!draft_has(contact, KIND_email) && !draft_has(contact, KIND_url))
		fall_back(r, contact, KIND_url, r->entry->page);
	if (!draft_has(contact, KIND_email) && !draft_has(contact, KIND_url)) {
		import_lost(r->i, r->entry->at, T("contact"), draft_text(contact, KIND_name), KIND_email);
		draft_remove(r->entry, DATASET_contact);
		return;
	}
	if (!draft_has(contact, KIND_name))
		fall_back(r, contact, KIND_name, import_agent_name(r->i, draft_text(r->entry, DATASET_publisher)));
}

static void
repair_description(struct repair *r)
{
	const struct text language = import_options(r->i)->language;
	struct text title = draft_text(r->entry, DATASET_title);

	if (draft_has(r->entry, DATASET_description))
		return;
	fall_back(r, r->entry, DATASET_description, arena_printf(r->arena, text_starts(language, T("de")) ?
	    "Die Quelle beschreibt „%.*s“ nicht näher; mehr weiß die Stelle, die die Daten herausgibt." :
	    "The source does not describe “%.*s” any further; the body that publishes the data knows more.", TEXT_ARG(title)));
}

static void
repair_dataset(struct repair *r)
{
	struct draft *d = r->entry;

	if (!draft_has(d, DATASET_title))
		fall_back(r, d, DATASET_title, d->id);
	repair_description(r);
	repair_keywords(r);
	repair_contact(r);
	if (!draft_has(d, DATASET_issued) && !draft_has(d, DATASET_modified)) {
		fall_back(r, d, DATASET_issued, d->issued);
		fall_back(r, d, DATASET_modified, d->modified);
	}
	repair_dates(r, d, DATASET_issued, DATASET_modified);
	for (const struct draft_value *v = draft_value(d, DATASET_temporal); v; v = draft_next(v))
		repair_period(r, v->part);
	repair_distributions(r);
	repair_high_value(r);
	repair_licence(r);
	repair_attribution(r);
}

void
repair_entry(struct import *i, struct draft *entry)
{
	struct repair r = { i, import_arena(i), entry };

	/* First: some formats are those of services only. */
	if (entry->class == CLASS_DATASET)
		repair_services(&r);
	repair_values(&r, entry);
	if (entry->class == CLASS_DATASET)
		repair_dataset(&r);
}
