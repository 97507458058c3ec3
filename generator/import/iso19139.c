/*
 * Which records there are, and what becomes of each: the order of the parts.
 */
#include "catalog/reader.h"
#include "core/die.h"
#include "import/iso19139_record.h"

#include <stdlib.h>

enum how { VALUE, BY_HAND, IGNORED };

static const struct row {
	const char *path;
	enum property_id property;
	enum how how;
} rows[] = {
#define ISO(path_, property_, how_, ...) { path_, property_, how_ },
#include "import/iso19139.def"
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

const struct mapping iso19139_mapping[] = {
#define ISO(path_, property_, how_, de_, en_) { path_, property_, { de_, en_ } },
#include "import/iso19139.def"
};
const size_t n_iso19139_mapping = N_ROWS;

/* --- records -------------------------------------------------------------------------------------- */

struct iso_records *
iso_records_open(struct import *i)
{
	struct iso_records *r = allocate(sizeof *r);

	*r = (struct iso_records){ .import = i, .arena = import_arena(i) };
	values_open(&r->values, i);
	return r;
}

void
iso_records_close(struct iso_records *r)
{
	values_close(&r->values);
	table_free(&r->by_identifier);
	free(r);
}

/* --- entries ------------------------------------------------------------------------------------------------ */

static void
add_identifiers(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id identifier = iso_property(d, DATASET_identifier);

	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/citation/*/identifier/*"); h;
	     h = h->next) {
		struct text href = T(""), code = iso_words(iso_one(r, h->element, "code"), &href),
			    space = iso_words_at(r, h->element, "codeSpace");
		if (code.n && space.n && text_find(code, T("://")) == code.n)
			code = arena_printf(r->arena, "%.*s%s%.*s", TEXT_ARG(space),
			    text_ends(space, T("/")) || text_ends(space, T("#")) || text_ends(space, T(":")) ? ""
													     : "/",
			    TEXT_ARG(code));
		draft_add(d, identifier, href.n && code.n == 0 ? href : code);
	}
	if (!draft_has(d, identifier))
		draft_add(d, identifier, m->file_id);
	else if (d->class == CLASS_DATASET && m->file_id.n && !text_equal(draft_text(d, identifier), m->file_id))
		draft_add(draft_part(d, DATASET_other_identifier), IDENTIFIER_notation, m->file_id);
}

/* Does a row of the table begin with this path? */
static bool
is_known_path(struct text path)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		struct text row = text_of(rows[i].path);
		if (text_starts(row, path) && (row.n == path.n || row.s[path.n] == '/'))
			return true;
	}
	return false;
}

static void
report_unmapped(struct iso_records *r, const struct record *m, const struct xml_element *below, const char *path)
{
	for (const struct xml_element *e = below ? below->first : NULL; e; e = e->next) {
		struct text word = iso_words(e, NULL);
		if (word.n && !is_known_path(arena_printf(r->arena, "%s%.*s", path, TEXT_ARG(e->name))))
			import_unmapped(r->import, iso_place(m, e), e->name, word);
	}
}

static void
fill(struct iso_records *r, const struct record *m)
{
	struct draft *d = m->draft;

	d->modified = text_slice(dcat_value_date(&r->values, iso_words_at(r, m->metadata, "dateStamp")), 0, 10);
	for (size_t i = 0; i < N_ROWS; i++) {
		enum property_id p = rows[i].how == VALUE ? iso_property(d, rows[i].property) : N_PROPERTIES;
		for (const struct hit *h = p < N_PROPERTIES ? iso_all(r, m->metadata, rows[i].path) : NULL; h;
		     h = h->next)
			iso_add_value(r, m, d, p, h->element);
	}
	add_identifiers(r, m, d);
	iso_add_dates(r, m, d);
	iso_add_parties(r, m, d);
	iso_add_keywords(r, m, d);
	iso_add_constraints(r, m, d);
	iso_add_extents(r, m, d);
	iso_add_resolution(r, m, d);
	iso_add_quality(r, m, d);
	if (d->class == CLASS_SERVICE) {
		iso_add_service_facts(r, m, d);
	} else {
		draft_add(d, DATASET_release, T("public"));
		iso_add_dataset_addresses(r, m, d);
	}
	report_unmapped(r, m, m->metadata, "");
	report_unmapped(r, m, iso_one(r, m->metadata, "identificationInfo/*"), "identificationInfo/*/");
	report_unmapped(
	    r, m, iso_one(r, m->metadata, "identificationInfo/*/citation/*"), "identificationInfo/*/citation/*/");
}

static void
begin(struct iso_records *r, struct record *m)
{
	struct party publisher = iso_publisher(r, m);
	struct text folder = T("");

	if (m->class == CLASS_DATASET && publisher.name.n)
		folder = iso_agent(r, m, &publisher);
	m->draft = import_entry(
	    r->import, m->class, m->file_id.n ? m->file_id : m->title, m->title, is_id(folder) ? folder : T(""));
	if (m->file_id.n)
		table_set(&r->by_identifier, m->file_id, m);
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/citation/*/identifier/*/code"); h;
	     h = h->next) {
		struct text href = T(""), code = iso_words(h->element, &href);
		if (code.n)
			table_set(&r->by_identifier, code, m);
		if (iso_uuid_at_end(code).n)
			table_set(&r->by_identifier, iso_uuid_at_end(code), m);
		if (href.n)
			table_set(&r->by_identifier, href, m);
	}
}

void
iso_records_import(struct iso_records *r)
{
	if (!r->first)
		diagnose(import_diagnostics(r->import), IMPORT_NOTHING, (struct place){ 0 }, T("gmd:MD_Metadata"));
	for (struct record *m = r->first; m; m = m->next)
		begin(r, m);
	for (struct record *m = r->first; m; m = m->next)
		if (m->class == CLASS_SERVICE && m->draft)
			iso_couple(r, m);
	for (struct record *m = r->first; m; m = m->next)
		if (m->draft)
			fill(r, m);
}

/* --- documents ---------------------------------------------------------------------------------------------- */

static void
add_record(struct iso_records *r, const struct source *source, const struct xml_element *e)
{
	struct record *m = arena_new_of(r->arena, struct record);
	struct text level = iso_words_at(r, e, "hierarchyLevel");
	const struct xml_element *info = iso_one(r, e, "identificationInfo/*");

	*m = (struct record){ .metadata = e, .source = source, .class = CLASS_DATASET };
	if (text_equal(level, T("service")) || (info && text_equal(info->name, T("SV_ServiceIdentification"))))
		m->class = CLASS_SERVICE;
	m->file_id = iso_words_at(r, e, "fileIdentifier");
	m->title = iso_any_words(r, iso_one(r, e, "identificationInfo/*/citation/*/title"));
	m->language = dcat_value_language(&r->values, iso_words_at(r, e, "language"));
	if (!info || (m->file_id.n == 0 && m->title.n == 0)) {
		diagnose(import_diagnostics(r->import), IMPORT_ODD, iso_place(m, e),
		    T("gmd:MD_Metadata: gmd:fileIdentifier, gmd:title?"));
		return;
	}
	if (r->last)
		r->last->next = m;
	else
		r->first = m;
	r->last = m;
}

static void
find_records(struct iso_records *r, const struct source *source, const struct xml_element *e)
{
	if (iso_is(e) && (text_equal(e->name, T("MD_Metadata")) || text_equal(e->name, T("MI_Metadata")))) {
		add_record(r, source, e);
		return;
	}
	for (const struct xml_element *child = e->first; child; child = child->next)
		find_records(r, source, child);
}

/* "nextRecord" of csw:SearchResults; 0 where there is none behind this one. */
static uint64_t
next_record(const struct xml_element *root)
{
	uint64_t next = 0, matched = 0;

	for (const struct xml_element *e = root->first; e; e = e->next) {
		const struct text *n = xml_attribute_of(e, "", "nextRecord"),
				  *all_of = xml_attribute_of(e, "", "numberOfRecordsMatched");
		if (text_equal(e->name, T("SearchResults")) && n && text_number(*n, UINT32_MAX, &next) &&
		    (!all_of || !text_number(*all_of, UINT32_MAX, &matched) || next <= matched))
			return next;
	}
	return 0;
}

bool
iso_records_read(struct iso_records *r, const struct source *source, uint64_t *next)
{
	struct buf message = { 0 };
	uint32_t line;
	const struct xml_element *root = xml_tree_read(r->arena, source->bytes, &message, &line);

	*next = 0;
	if (root && text_equal(root->name, T("ExceptionReport"))) {
		struct text href = T("");
		buf_text(&message, iso_words(root, &href));
		line = root->line;
		root = NULL;
	}
	if (!root)
		diagnose(import_diagnostics(r->import), IMPORT_UNREADABLE,
		    (struct place){ source, line, line ? 1 : 0 }, buf_view(&message));
	buf_free(&message);
	if (!root)
		return false;
	find_records(r, source, root);
	*next = next_record(root);
	return true;
}
