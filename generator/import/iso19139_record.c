/*
 * Looking around in records of ISO 19139, and their texts and values.
 */
#include "import/iso19139_record.h"

/* --- looking around ------------------------------------------------------------------------------- */

bool
iso_is(const struct xml_element *e)
{
	static const char *const namespaces[] = { "http://www.isotc211.org/2005/gmd",
		"http://www.isotc211.org/2005/srv", "http://www.isotc211.org/2005/gco",
		"http://www.isotc211.org/2005/gmx", "http://www.isotc211.org/2005/gmi",
		"http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml" };

	for (size_t i = 0; i < sizeof namespaces / sizeof namespaces[0]; i++)
		if (text_equal(e->namespace, text_of(namespaces[i])))
			return true;
	return false;
}

static bool
is_named(const struct xml_element *e, struct text name)
{
	return iso_is(e) && (text_equal(name, T("*")) || text_equal(e->name, name));
}

static struct hit **
collect(struct arena *a, const struct xml_element *from, struct text path, struct hit **end)
{
	size_t slash = text_find_char(path, '/');
	struct text name = text_slice(path, 0, slash), rest = text_slice(path, slash + 1, path.n);

	for (const struct xml_element *e = from ? from->first : NULL; e; e = e->next) {
		if (!is_named(e, name))
			continue;
		if (slash < path.n) {
			end = collect(a, e, rest, end);
			continue;
		}
		*end = arena_new_of(a, struct hit);
		(*end)->element = e;
		end = &(*end)->next;
	}
	return end;
}

struct hit *
iso_all(struct iso_records *r, const struct xml_element *from, const char *path)
{
	struct hit *first = NULL;

	collect(r->arena, from, text_of(path), &first);
	return first;
}

const struct xml_element *
iso_one(struct iso_records *r, const struct xml_element *from, const char *path)
{
	const struct hit *h = iso_all(r, from, path);

	return h ? h->element : NULL;
}

/* What a property element says: a code, else the characters of whatever stands in it, in the record's own
 * language. *href: the address of a gmx:Anchor. */
struct text
iso_words(const struct xml_element *e, struct text *href)
{
	const struct text *attribute;

	if (!e)
		return T("");
	if ((attribute = xml_attribute_of(e, XLINK, "href")) && href && href->n == 0)
		*href = text_trim(*attribute);
	for (const struct xml_element *child = e->first; child; child = child->next) {
		if (text_equal(child->name, T("PT_FreeText")))
			continue;
		if ((attribute = xml_attribute_of(child, XLINK, "href")) && href && href->n == 0)
			*href = text_trim(*attribute);
		if ((attribute = xml_attribute_of(child, "", "codeListValue")) && text_trim(*attribute).n)
			return text_trim(*attribute);
		struct text found = iso_words(child, href);
		if (found.n)
			return found;
	}
	return e->text;
}

struct text
iso_words_at(struct iso_records *r, const struct xml_element *from, const char *path)
{
	return iso_words(iso_one(r, from, path), NULL);
}

/* The same, or where the record's own language says nothing, the first translation. */
struct text
iso_any_words(struct iso_records *r, const struct xml_element *e)
{
	struct text own = iso_words(e, NULL);

	for (const struct hit *h = own.n || !e ? NULL : iso_all(r, e, "PT_FreeText/textGroup/*"); h && !own.n;
	     h = h->next)
		own = h->element->text;
	return own;
}

struct place
iso_place(const struct record *m, const struct xml_element *e)
{
	return (struct place){ m->source, e->line, e->line ? 1 : 0 };
}

struct found
iso_found(struct iso_records *r, const struct record *m, const struct xml_element *e, struct text text)
{
	return (struct found){ .field = arena_text(r->arena, e->name), .text = text, .language = m->language,
		.at = iso_place(m, e) };
}

/* The property of this key that the class of the draft has; N_PROPERTIES when it has none. */
enum property_id
iso_property(const struct draft *d, enum property_id p)
{
	if (p == N_PROPERTIES || properties[p].class == d->class)
		return p;
	return property_named(d->class, text_of(properties[p].key));
}

/* --- languages ------------------------------------------------------------------------------------- */

/* "#locale-eng" → "en" by the locales that the record declares. */
static struct text
locale(struct iso_records *r, const struct record *m, struct text reference)
{
	const struct text *id;

	if (text_starts(reference, T("#")))
		reference = text_slice(reference, 1, reference.n);
	for (const struct hit *h = iso_all(r, m->metadata, "locale/*"); h; h = h->next)
		if ((id = xml_attribute_of(h->element, "", "id")) && text_equal(*id, reference))
			return dcat_value_language(&r->values, iso_words_at(r, h->element, "languageCode"));
	return dcat_value_language(&r->values, reference);
}

/* A text in the language of the record and in each of its locales. */
void
iso_add_text(
    struct iso_records *r, const struct record *m, struct draft *d, enum property_id p, const struct xml_element *e)
{
	struct text own = iso_words(e, NULL);
	const struct text *reference;

	if (own.n)
		dcat_value_add(&r->values, d, p, iso_found(r, m, e, own));
	for (const struct hit *h = iso_all(r, e, "PT_FreeText/textGroup/*"); h; h = h->next) {
		struct found f = iso_found(r, m, h->element, h->element->text);
		if (!(reference = xml_attribute_of(h->element, "", "locale")) || f.text.n == 0)
			continue;
		f.language = locale(r, m, *reference);
		if (text_equal(f.language, m->language))
			continue; /* the same as the text itself */
		f.field = arena_text(r->arena, e->name);
		dcat_value_add(&r->values, d, p, f);
	}
}

/* --- values of the table ----------------------------------------------------------------------------- */

void
iso_add_value(
    struct iso_records *r, const struct record *m, struct draft *d, enum property_id p, const struct xml_element *e)
{
	struct text href = T(""), own = iso_words(e, &href);
	enum kind kind = properties[p].kind;

	if (kind == KIND_TEXT || kind == KIND_MARKDOWN) {
		iso_add_text(r, m, d, p, e);
		return;
	}
	if (href.n && (kind == KIND_IRI || kind == KIND_URL))
		own = href;
	if (href.n && kind == KIND_CONCEPT &&
	    dcat_value_concept(&r->values, (enum code_list)properties[p].target, href))
		own = href;
	if (own.n && !text_equal(own, T("unknown")))
		dcat_value_add(&r->values, d, p, iso_found(r, m, e, own));
}
