/*
 * RDF: a catalogue made by the property table itself, so that every row is written once. Run with
 * a folder as argument, it writes that catalogue there in all syntaxes, for the judges.
 */
#include "rdf/rdf.h"

#include "adapters/xml.h"
#include "rdf/serializer.h"
#include "rdf/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- a catalogue ----------------------------------------------------------------------------- */

enum { N_DATASETS = 4, N_AGENTS = 3, MAX_VALUES = 160 };

struct sample {
	struct arena *arena;
	struct settings settings;
	struct code_lists *lists;
	struct catalog catalog;
	struct record_dates records[N_DATASETS];
	struct resource *datasets[N_DATASETS], *agents[N_AGENTS], *series, *service, *self, *hidden;
};

static struct resource *
make(struct sample *s, enum class class, struct text id, struct text iri,
    const struct resource *owner)
{
	struct resource *r = arena_new_of(s->arena, struct resource);

	*r = (struct resource){ .class = class, .release = RELEASE_PUBLIC, .id = id, .iri = iri,
		.owner = owner };
	r->values = arena_array(s->arena, struct value, MAX_VALUES);
	return r;
}

static struct value *
add(struct resource *r, enum property_id p, struct text t)
{
	assert_true(r->n_values < MAX_VALUES);
	uint32_t at = r->n_values++;
	while (at > 0 && r->values[at - 1].property > p) {
		r->values[at] = r->values[at - 1];
		at--;
	}
	r->values[at] = (struct value){ .text = t, .property = (uint16_t)p };
	return &r->values[at];
}

static void
add_resource(struct resource *r, enum property_id p, const struct resource *to)
{
	add(r, p, to->id)->resource = to;
}

static void
add_concept(struct sample *s, struct resource *r, enum property_id p, const char *code)
{
	const struct concept *c =
	    code_lists_find(s->lists, (enum code_list)properties[p].target, text_of(code));

	if (!c)
		fail_msg("no concept %s for %s", code, properties[p].key);
	add(r, p, text_of(code))->concept = c;
}

static const char *const codes[N_CODE_LISTS] = {
	[LIST_access_right] = "PUBLIC",
	[LIST_adms_status] = "Completed",
	[LIST_checksum_algorithm] = "sha256",
	[LIST_contributor] = "govData",
	[LIST_data_theme] = "ENVI",
	[LIST_dataset_type] = "STATISTICAL",
	[LIST_distribution_status] = "COMPLETED",
	[LIST_file_type] = "CSV",
	[LIST_frequency] = "ANNUAL",
	[LIST_geocoding_level] = "municipality",
	[LIST_hvd_category] = "c_ac64a52d",
	[LIST_language] = "DEU",
	[LIST_license] = "dl-by-de/2.0",
	[LIST_media_type] = "text/csv",
	[LIST_planned_availability] = "STABLE",
	[LIST_publisher_type] = "LocalAuthority",
	[LIST_reference_system] = "EPSG:25833",
	[LIST_representation_technique] = "vector",
	[LIST_resource_type] = "dataset",
	[LIST_service_type] = "WFS",
	[LIST_spatial_service_type] = "view",
	[LIST_topic_category] = "planningCadastre",
};

static const char *const plain_values[] = {
	[KIND_STRING] = "2.0",
	[KIND_INTEGER] = "12345",
	[KIND_DECIMAL] = "0.5",
	[KIND_DURATION] = "P1Y",
	[KIND_HEX] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	[KIND_BBOX] = "POLYGON((12.23 51.23,12.55 51.23,12.55 51.45,12.23 51.45,12.23 51.23))",
	[KIND_POINT] = "POINT(12.37 51.34)",
	[KIND_GEOMETRY] = "LINESTRING(12.37 51.34,12.38 51.35)",
	[KIND_IRI] = "https://example.org/etwas?a=1&b=2",
	[KIND_URL] = "https://example.org/straße?a=1&b=2",
	[KIND_EMAIL] = "mailto:stelle@example.org",
	[KIND_TELEPHONE] = "tel:+493411234567",
};

/* Values whose targets nobody can describe in a feed, so that no shape would ever accept them. */
static bool
is_left_out(enum property_id p)
{
	return p == CATALOG_has_part || p == CATALOG_is_part_of || p == CATALOG_catalog ||
	    p == CATALOG_theme_taxonomy || p == DATASET_political_geocoding;
}

static void fill(struct sample *s, struct resource *r);

static void
add_part(struct sample *s, struct resource *r, enum property_id p)
{
	enum class class = (enum class)properties[p].target;
	struct buf id = { 0 };

	if (r->owner) {
		buf_text(&id, r->id);
		buf_char(&id, '-');
	}
	buf_str(&id, properties[p].key);
	struct text base = text_slice(r->iri, 0, text_find_char(r->iri, '#'));
	struct text part_id = arena_text(s->arena, buf_view(&id));
	buf_free(&id);
	struct resource *part = make(s, class, part_id,
	    arena_printf(s->arena, "%.*s#%.*s", TEXT_ARG(base), TEXT_ARG(part_id)), r);
	fill(s, part);
	add_resource(r, p, part);
	if (class == CLASS_LOCATION) {
		struct text key = T("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/14713000");
		add_resource(r, p, make(s, class, key, key, r));
	}
}

static void
add_text(struct sample *s, struct resource *r, enum property_id p)
{
	static const char *const texts[] = { "%s: „Bäume“ <&> \"x\\y\"", "%s: 'trees' ]]> </script>" };

	for (uint8_t i = 0; i < 2; i++)
		add(r, p, arena_printf(s->arena, texts[i], properties[p].key))->language = i;
}

static void
add_reference(struct sample *s, struct resource *r, enum property_id p)
{
	size_t n;
	const struct value *distribution;

	switch ((enum class)properties[p].target) {
	case CLASS_AGENT:
		if (r->class != CLASS_AGENT)
			add_resource(r, p, s->agents[1]);
		break;
	case CLASS_DATASET:
		add_resource(r, p, s->datasets[2]);
		add_resource(r, p, s->hidden);
		break;
	case CLASS_SERIES:
		add_resource(r, p, s->series);
		break;
	case CLASS_SERVICE:
		add_resource(r, p, s->service);
		break;
	case CLASS_DISTRIBUTION:
		distribution = resource_values(r, DATASET_distributions, &n);
		if (distribution)
			add_resource(r, p, distribution->resource);
		break;
	default:
		fail_msg("no entry for %s", properties[p].key);
	}
}

/* One value or two of every row. */
static void
fill(struct sample *s, struct resource *r)
{
	static const char *const dates[] = { "2015", "2015-06", "2015-06-30",
		"2016-01-30T10:00:00+01:00" };
	const struct class_facts *class = &classes[r->class];

	/* Distributions first, for adms:sample; add() puts all in their order. */
	for (unsigned i = class->n; i--;) {
		enum property_id p = (enum property_id)(class->first + i);
		const struct property *row = &properties[p];

		if (is_left_out(p))
			continue;
		switch (row->kind) {
		case KIND_TEXT:
			add_text(s, r, p);
			break;
		case KIND_MARKDOWN:
			add(r, p, T("Alle **Bäume** der Stadt.\n\n- erstens\n- zweitens\n"));
			add(r, p, T("All *trees* of the [city](https://example.org/)."))->language = 1;
			break;
		case KIND_DATE:
			add(r, p, text_of(dates[p == PERIOD_to ? 3 : p % 3]));
			break;
		case KIND_CONCEPT:
			if (codes[row->target])
				add_concept(s, r, p, codes[row->target]);
			break;
		case KIND_REFERENCE:
			add_reference(s, r, p);
			break;
		case KIND_NODE:
			if (classes[row->target].iri && row->target != CLASS_SERVICE)
				add_part(s, r, p);
			break;
		case KIND_FILE: case KIND_ID: case KIND_RELEASE:
			break;
		case KIND_IRI:
			if (row->predicate && strcmp(row->predicate, "dcatap:applicableLegislation") == 0) {
				add(r, p, T("http://data.europa.eu/eli/reg_impl/2023/138/oj"));
				add(r, p, T("http://data.europa.eu/eli/dir/2019/1024/oj"));
				break;
			}
			/* fallthrough */
		default:
			if (strcmp(row->key, "identifier") != 0 && p != LOCATION_uri)
				add(r, p, text_of(plain_values[row->kind]));
		}
	}
}

static struct resource_list
list_of(struct sample *s, struct resource **from, size_t n)
{
	struct resource_list l = { arena_array(s->arena, const struct resource *, n), n };

	for (size_t i = 0; i < n; i++) {
		l.list[i] = from[i];
		from[i]->number = (uint32_t)i;
	}
	return l;
}

static struct sample *
sample_new(void)
{
	struct arena *a = arena_new();
	struct sample *s = arena_new_of(a, struct sample);

	s->arena = a;
	s->lists = code_lists_new();
	s->settings.base_url = T("https://daten.example.de/");
	s->self = make(s, CLASS_CATALOG, T("catalog"), T("catalog"), NULL);
	s->series = make(s, CLASS_SERIES, T("vornamen"), T("series/vornamen"), NULL);
	s->service = make(s, CLASS_SERVICE, T("wfs"), T("services/wfs"), NULL);
	for (int i = 0; i < N_AGENTS; i++) {
		struct text id = arena_printf(a, "agent-%d", i);
		s->agents[i] = make(s, CLASS_AGENT, id, arena_printf(a, "publishers/%s", id.s), NULL);
	}
	for (int i = 0; i < N_DATASETS; i++) {
		struct text id = arena_printf(a, "dataset-%d", i);
		s->datasets[i] = make(s, CLASS_DATASET, id, arena_printf(a, "datasets/%s", id.s), NULL);
	}
	s->hidden = make(s, CLASS_DATASET, T("secret"), T("datasets/secret"), NULL);
	s->hidden->release = RELEASE_INTERNAL;

	for (int i = 0; i < N_AGENTS; i++)
		fill(s, s->agents[i]);
	add_resource(s->agents[1], AGENT_part_of, s->agents[0]);
	fill(s, s->self);
	fill(s, s->series);
	fill(s, s->service);
	for (int i = 0; i < N_DATASETS; i++)
		fill(s, s->datasets[i]);
	struct resource *inline_service = make(s, CLASS_SERVICE, T("service-1"),
	    T("datasets/dataset-0#service-1"), s->datasets[0]);
	fill(s, inline_service);
	add_resource(s->datasets[0], DATASET_services, inline_service);
	add_resource(inline_service, SERVICE_serves_dataset, s->datasets[0]);
	add(s->datasets[1], DATASET_identifier, T("https://anderswo.example/1"));
	add(s->datasets[1], DATASET_source, T("https://anderswo.example/quelle"));
	for (int i = 0; i < N_DATASETS - 1; i++) /* of the last one no history is known */
		s->records[i] = (struct record_dates){ 1456790400 + i, 1768464000 + i };

	s->catalog = (struct catalog){ .settings = &s->settings, .lists = s->lists, .self = s->self,
		.languages = { T("de"), T("en") }, .n_languages = 2,
		.datasets = list_of(s, s->datasets, N_DATASETS),
		.agents = list_of(s, s->agents, N_AGENTS),
		.series = list_of(s, &s->series, 1), .services = list_of(s, &s->service, 1),
		.records = s->records };
	return s;
}

static void
sample_free(struct sample *s)
{
	code_lists_free(s->lists);
	arena_free(s->arena);
}

/* --- rendering ------------------------------------------------------------------------------- */

/* The whole catalogue, as its callers put it together. */
static void
whole(struct buf out[N_SYNTAXES], const struct rdf *r, const struct catalog *c)
{
	struct rdf_fragment *f = rdf_fragment_new(r);
	struct rdf_used *all = rdf_used_new(r), *shard = rdf_used_new(r);

	for (enum syntax i = 0; i < N_SYNTAXES; i++)
		rdf_catalog_head(&out[i], i, r);
	for (size_t d = 0; d < c->datasets.n; d++) {
		rdf_fragment_render(f, c->datasets.list[d]);
		rdf_used_add(d % 2 ? shard : all, f);
		for (enum syntax i = 0; i < N_SYNTAXES; i++)
			buf_text(&out[i], rdf_fragment_text(f, i));
	}
	rdf_used_merge(all, shard);
	for (enum syntax i = 0; i < N_SYNTAXES; i++)
		rdf_catalog_tail(&out[i], i, r, all);
	rdf_used_free(all);
	rdf_used_free(shard);
	rdf_fragment_free(f);
}

static struct text
document_as(struct buf *out, const struct sample *s, enum profile profile, enum syntax syntax,
    const struct resource *dataset)
{
	struct rdf *r = rdf_new_as(&s->catalog, profile);
	struct rdf_fragment *f = rdf_fragment_new(r);

	out->n = 0;
	rdf_fragment_render(f, dataset);
	rdf_document(out, syntax, f);
	rdf_fragment_free(f);
	rdf_free(r);
	return buf_view(out);
}

static struct text
document(struct buf *out, const struct sample *s, enum syntax syntax,
    const struct resource *dataset)
{
	return document_as(out, s, s->settings.profiles[0], syntax, dataset);
}

static bool
holds_text(struct text t, const char *what)
{
	return text_find(t, text_of(what)) < t.n;
}

static size_t
count(struct text t, const char *what)
{
	size_t n = 0, at;

	while ((at = text_find(t, text_of(what))) < t.n) {
		t = text_slice(t, at + 1, t.n);
		n++;
	}
	return n;
}

#define assert_holds(t, what)                                                                      \
	do {                                                                                       \
		if (!holds_text((t), (what)))                                                      \
			fail_msg("%s is missing in:\n%.*s", (what), TEXT_ARG(t));                  \
	} while (0)
#define assert_lacks(t, what)                                                                      \
	do {                                                                                       \
		if (holds_text((t), (what)))                                                       \
			fail_msg("%s must not stand in:\n%.*s", (what), TEXT_ARG(t));              \
	} while (0)

/* --- tests ----------------------------------------------------------------------------------- */

#define TEST(name) cmocka_unit_test(test_##name)

static void
assert_escaped(void (*escaper)(struct buf *, struct text), struct text from, const char *to)
{
	struct buf b = { 0 };

	escaper(&b, from);
	assert_string_equal(buf_cstr(&b), to);
	buf_free(&b);
}

static void
test_escapers(void **state)
{
	(void)state;
	assert_escaped(turtle_literal, T("a\"b\\c\nd\re\tf ü"), "a\\\"b\\\\c\\nd\\re\\tf ü");
	assert_escaped(xml_text, T("a<b>&\"'\n\t\r]]>"), "a&lt;b&gt;&amp;\"'\n\t&#13;]]&gt;");
	assert_escaped(xml_text, T("\x01 \xEF\xBF\xBF \xC3 ü"),
	    "\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD ü");
	assert_escaped(xml_attribute_value, T("<\"&\n\t>"), "&lt;&quot;&amp;&#10;&#9;&gt;");
}

/* What no syntax can carry becomes U+FFFD in all of them alike. */
static void
test_bad_text(void **state)
{
	static const char *const plain[N_SYNTAXES] = {
		[RDFXML]   = ">a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD<",
		[TURTLE]   = "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD\"@de",
		[JSONLD]   = "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD\"",
		[NTRIPLES] = "\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD" "c\xEF\xBF\xBD\"@de",
	};
	struct sample *s = sample_new();
	struct buf out = { 0 };

	(void)state;
	add(s->datasets[3], DATASET_title, T("a\x1b" "b\xEF\xBF\xBE" "c\xff"));
	for (enum syntax i = 0; i < N_SYNTAXES; i++)
		assert_holds(document(&out, s, i, s->datasets[3]), plain[i]);
	buf_free(&out);
	sample_free(s);
}

/* A bad IRI costs its triple, not the dataset. */
static void
test_bad_iri(void **state)
{
	static const char *const bad[] = { "https://example.org/a b", "https://example.org/a\tb",
		"https://example.org/<b>", "https://example.org/a|b", "https://example.org/a\\b",
		"https://example.org/{b}", "https://example.org/a^b", "https://example.org/a`b",
		"https://example.org/\"", "https://example.org/\x7f", " https://example.org/" };
	struct sample *s = sample_new();
	struct buf out = { 0 };

	(void)state;
	size_t before = count(document(&out, s, NTRIPLES, s->datasets[3]), " .\n");
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		add(s->datasets[3], i % 2 ? DATASET_relation : DATASET_conforms_to, text_of(bad[i]));
	assert_int_equal(count(document(&out, s, NTRIPLES, s->datasets[3]), " .\n"), before);
	buf_free(&out);
	sample_free(s);
}

static void
test_invalid_value(void **state)
{
	struct sample *s = sample_new();
	struct buf out = { 0 };

	(void)state;
	add(s->datasets[3], DATASET_keywords, T("Unfug"))->flags = VALUE_INVALID;
	add(s->datasets[3], DATASET_keywords, T("Fug"));
	add(s->datasets[3], DATASET_creator, T("niemand"));
	add(s->datasets[3], DATASET_themes, T("QUATSCH"));
	struct text t = document(&out, s, TURTLE, s->datasets[3]);
	assert_lacks(t, "Unfug");
	assert_lacks(t, "niemand");
	assert_lacks(t, "QUATSCH");
	assert_holds(t, "\"Fug\"@de");
	buf_free(&out);
	sample_free(s);
}

/* Nothing but the public set, whatever refers to it. */
static void
test_hidden(void **state)
{
	struct sample *s = sample_new();
	struct rdf *r = rdf_new(&s->catalog);
	struct buf out[N_SYNTAXES] = { 0 };

	(void)state;
	struct resource *stranger = make(s, CLASS_AGENT, T("stranger"), T("publishers/stranger"), NULL);
	stranger->number = UINT32_MAX;
	add_resource(s->datasets[0], DATASET_contributor, stranger);
	add_resource(s->agents[2], AGENT_part_of, stranger);
	add_resource(s->datasets[0], DATASET_contributor, s->agents[2]);
	whole(out, r, &s->catalog);
	for (size_t i = 0; i < N_SYNTAXES; i++) {
		assert_lacks(buf_view(&out[i]), "secret");
		assert_lacks(buf_view(&out[i]), "stranger");
		assert_holds(buf_view(&out[i]), "publishers/agent-2");
		buf_free(&out[i]);
	}
	rdf_free(r);
	sample_free(s);
}

/* Does the profile make a statement of all values of the row? */
static bool
is_stated(const struct rdf *r, enum property_id p)
{
	enum class class = properties[p].class;

	for (size_t i = 0; i < r->statements->n[class]; i++) {
		const struct statement *s = &r->statements->list[class][i];
		if (s->row == p && s->supply == NOT_SUPPLIED && s->values == ALL_VALUES &&
		    s->predicate == &r->names->properties[p])
			return true;
	}
	return false;
}

static void
assert_rows(const struct rdf *r, const struct buf out[N_SYNTAXES])
{
	struct buf iri = { 0 };

	for (size_t p = 0; p < N_PROPERTIES; p++) {
		const char *predicate = properties[p].predicate;

		if (!predicate || is_left_out((enum property_id)p) || properties[p].class == CLASS_RECORD)
			continue;
		iri.n = 0;
		buf_char(&iri, '<');
		prefixed_iri(&iri, predicate);
		buf_char(&iri, '>');
		if (!profile_knows(r->profile, predicate))
			assert_lacks(buf_view(&out[NTRIPLES]), buf_cstr(&iri));
		else if (is_stated(r, (enum property_id)p) && properties[p].class != CLASS_SERIES &&
		    properties[p].class != CLASS_CHECKSUM) {
			assert_holds(buf_view(&out[NTRIPLES]), buf_cstr(&iri));
			assert_holds(buf_view(&out[TURTLE]), predicate);
			assert_holds(buf_view(&out[JSONLD]), predicate);
			assert_holds(buf_view(&out[RDFXML]), predicate);
		}
	}
	buf_free(&iri);
}

/* Every row that has a value shows in the profiles that know it, and in no other; and each is known
 * to one, but for dct:hasVersion. */
static void
test_every_row(void **state)
{
	struct sample *s = sample_new();

	(void)state;
	for (enum profile p = 0; p < N_PROFILES; p++) {
		struct rdf *r = rdf_new_as(&s->catalog, p);
		struct buf out[N_SYNTAXES] = { 0 };

		whole(out, r, &s->catalog);
		assert_rows(r, out);
		for (size_t i = 0; i < N_SYNTAXES; i++)
			buf_free(&out[i]);
		rdf_free(r);
	}
	for (size_t row = 0; row < N_PROPERTIES; row++) {
		unsigned n = 0;
		for (enum profile p = 0; properties[row].predicate && p < N_PROFILES; p++)
			n += profile_knows(p, properties[row].predicate);
		if (properties[row].predicate && n == 0 && row != DATASET_dct_has_version)
			fail_msg("no profile knows %s", properties[row].predicate);
	}
	sample_free(s);
}

/* Rules name rows that their profiles know, and prefixes that exist. */
static void
test_rules(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_profile_rows; i++) {
		const struct profile_row *row = &profile_rows[i];
		const char *predicate = properties[row->row].predicate;

		if (row->rule == RULE_INSTEAD || row->rule == RULE_BESIDE)
			for (enum profile p = 0; p < N_PROFILES; p++)
				if (row->profiles & 1u << p && !profile_knows(p, predicate))
					fail_msg("%s does not know %s", profiles[p].name, predicate);
		if (row->rule == RULE_INSTEAD || row->rule == RULE_BESIDE)
			assert_int_equal(properties[row->row].class, properties[row->from].class);
	}
	for (enum profile p = 0; p < N_PROFILES; p++)
		assert_int_equal(profile_named(text_of(profiles[p].name)), p);
	assert_int_equal(profile_named(T("dcat-ap")), N_PROFILES);
	assert_string_equal(profile_nearest(T("dcat-ap-4")), "dcat-ap-3");
}

/* DCAT-AP.de 2.0: the old names follow from what stewards write. */
static void
test_old_names(void **state)
{
	struct sample *s = sample_new();
	struct buf out = { 0 };
	struct resource *dataset = make(s, CLASS_DATASET, T("dataset-2"), T("datasets/dataset-2"), NULL);
	struct resource *place = make(s, CLASS_LOCATION, T("location"), T("datasets/dataset-2#location"), dataset);
	struct text key = T("http://dcat-ap.de/def/politicalGeocoding/municipalityKey/14713000");

	(void)state;
	dataset->number = 2;
	add(place, LOCATION_name, T("Umland"));
	add_resource(dataset, DATASET_spatial, place);
	add_resource(dataset, DATASET_spatial, make(s, CLASS_LOCATION, key, key, dataset));
	add_resource(dataset, DATASET_custodian, s->agents[1]);
	add_resource(dataset, DATASET_originator, s->agents[2]);
	add(dataset, DATASET_version, T("1.2"));
	add(dataset, DATASET_applicable_legislation, T("http://data.europa.eu/eli/dir/2019/1024/oj"));
	s->catalog.datasets.list[2] = dataset;
	struct text t = document_as(&out, s, DCAT_AP_DE_2, TURTLE, dataset);
	assert_holds(t, "dcatde:politicalGeocodingURI <http://dcat-ap.de/def/politicalGeocoding/municipalityKey/14713000> ;");
	assert_holds(t, "dct:spatial <http://dcat-ap.de/def/politicalGeocoding/municipalityKey/14713000> ;");
	assert_holds(t, "dcatde:geocodingDescription \"Umland\"@de");
	assert_holds(t, "dcatde:maintainer <https://daten.example.de/publishers/agent-1>");
	assert_holds(t, "dcatde:originator <https://daten.example.de/publishers/agent-2>");
	assert_holds(t, "owl:versionInfo \"1.2\"");
	assert_holds(t, "dcatde:legalBasis \"http://data.europa.eu/eli/dir/2019/1024/oj\"");
	assert_lacks(t, "  geodcatap:");
	assert_lacks(t, "#location");
	add(dataset, DATASET_legal_basis, T("Gesetz über Bäume"));
	t = document_as(&out, s, DCAT_AP_DE_2, TURTLE, dataset);
	assert_holds(t, "dcatde:legalBasis \"Gesetz über Bäume\"@de ;");
	t = document_as(&out, s, DCAT_AP_DE_3, TURTLE, dataset);
	assert_lacks(t, "  dcatde:");
	assert_lacks(t, "  owl:");
	assert_holds(t, "geodcatap:custodian");
	assert_lacks(document_as(&out, s, DCAT_AP_3, TURTLE, dataset), "  geodcatap:");
	buf_free(&out);
	sample_free(s);
}

/* A record says when the description changed; its dataset says nothing of it. */
static void
test_records(void **state)
{
	struct sample *s = sample_new();
	struct rdf *r = rdf_new(&s->catalog);
	struct buf out[N_SYNTAXES] = { 0 }, one = { 0 };

	(void)state;
	whole(out, r, &s->catalog);
	struct text t = buf_view(&out[TURTLE]);
	assert_holds(t, "dcat:record <https://daten.example.de/datasets/dataset-0#record>, "
			"<https://daten.example.de/datasets/dataset-1#record>, "
			"<https://daten.example.de/datasets/dataset-2#record> ;");
	assert_holds(t, "\n<https://daten.example.de/datasets/dataset-0#record> a dcat:CatalogRecord ;\n"
			"  foaf:primaryTopic <https://daten.example.de/datasets/dataset-0> ;\n"
			"  dct:modified \"2026-01-15T08:00:00Z\"^^xsd:dateTime ;\n"
			"  dct:issued \"2016-03-01T00:00:00Z\"^^xsd:dateTime ;\n"
			"  dct:conformsTo <http://dcat-ap.de/def/dcatde/3.0/> ;\n");
	assert_holds(t, "\n<https://daten.example.de/datasets/dataset-0> a dcat:Dataset, dcat:Resource ;");
	assert_holds(t, "\n<https://daten.example.de/datasets/dataset-3> a dcat:Dataset ;");
	assert_int_equal(count(t, "#record> a "), 3);
	assert_holds(document_as(&one, s, DCAT_AP_3, TURTLE, s->datasets[0]),
	    "adms:status <http://purl.org/adms/status/Completed>");
	for (size_t i = 0; i < N_SYNTAXES; i++)
		buf_free(&out[i]);
	buf_free(&one);
	rdf_free(r);
	sample_free(s);
}

/* Harvesters take whatever is called a dataset for one. */
static void
test_outside(void **state)
{
	struct sample *s = sample_new();
	struct buf out = { 0 };
	struct text t = document(&out, s, TURTLE, s->datasets[1]);

	(void)state;
	assert_holds(t, "dct:relation <https://example.org/etwas?a=1&b=2>, <https://anderswo.example/quelle>");
	assert_holds(t, "dct:source <https://daten.example.de/datasets/dataset-2> ;");
	assert_lacks(t, "<https://anderswo.example/quelle> a ");
	/* A dataset that the document only names: what it is, but no parts. */
	assert_holds(t, "\n<https://daten.example.de/datasets/dataset-2> a dcat:Dataset ;");
	assert_lacks(t, "dataset-2#");
	buf_free(&out);
	sample_free(s);
}

static void
test_series(void **state)
{
	static const char *const from[] = { "2021", "2019-06", "", "2021-01-01" };
	struct sample *s = sample_new();
	struct buf out[N_SYNTAXES] = { 0 };

	(void)state;
	for (int i = 0; i < N_DATASETS; i++) {
		struct resource *dataset = s->datasets[i];
		struct resource *period = make(s, CLASS_PERIOD, T("p"), T("datasets/x#p"), dataset);
		uint32_t kept = 0;

		for (uint32_t k = 0; k < dataset->n_values; k++)
			if (dataset->values[k].property != DATASET_temporal)
				dataset->values[kept++] = dataset->values[k];
		dataset->n_values = kept;
		add(period, PERIOD_from, text_of(from[i]));
		add_resource(dataset, DATASET_temporal, period);
	}
	struct rdf *r = rdf_new_as(&s->catalog, DCAT_AP_3);
	whole(out, r, &s->catalog);
	struct text t = buf_view(&out[NTRIPLES]);
#define D "<https://daten.example.de/datasets/dataset-"
#define DCAT "<http://www.w3.org/ns/dcat#"
	assert_holds(t, "<https://daten.example.de/series/vornamen> " DCAT "first> " D "2> .");
	assert_holds(t, "<https://daten.example.de/series/vornamen> " DCAT "last> " D "3> .");
	assert_holds(t, D "1> " DCAT "prev> " D "2> .");
	assert_holds(t, D "0> " DCAT "prev> " D "1> .");
	assert_holds(t, D "3> " DCAT "prev> " D "0> .");
	assert_int_equal(count(t, DCAT "prev>"), 3);
	for (size_t i = 0; i < N_SYNTAXES; i++)
		buf_free(&out[i]);
	rdf_free(r);
	sample_free(s);
}

/* Some datasets, without the catalogue. */
static void
test_selection(void **state)
{
	struct sample *s = sample_new();
	struct rdf *r = rdf_new(&s->catalog);
	struct rdf_fragment *f = rdf_fragment_new_in(r, 1u << JSONLD | 1u << TURTLE);
	const struct resource *chosen[] = { s->datasets[3], s->datasets[1] };
	struct buf out[N_SYNTAXES] = { 0 };

	(void)state;
	for (enum syntax i = TURTLE; i <= JSONLD; i++) {
		rdf_selection_head(&out[i], i, r);
		for (size_t d = 0; d < 2; d++) {
			rdf_fragment_render(f, chosen[d]);
			rdf_selection_add(&out[i], i, f, d == 0);
		}
		rdf_selection_tail(&out[i], i, r, chosen, 2);
	}
	struct text t = buf_view(&out[TURTLE]);
	assert_int_equal(count(t, "dcat:distribution "), 2);
	assert_lacks(t, "dcat:servesDataset"); /* it serves another one */
	assert_lacks(t, "dcat:Catalog ");
	assert_holds(t, "\n<https://daten.example.de/datasets/dataset-2> a dcat:Dataset ;"); /* their source */
	assert_lacks(t, "datasets/dataset-0> a ");
	assert_lacks(buf_view(&out[JSONLD]), "[,");
	for (size_t i = 0; i < N_SYNTAXES; i++)
		buf_free(&out[i]);
	rdf_fragment_free(f);
	rdf_free(r);
	sample_free(s);
}

/* JSON has one key a predicate, so a class may name a predicate in one row only. */
static void
test_one_row_a_predicate(void **state)
{
	(void)state;
	for (size_t p = 0; p < N_PROPERTIES; p++)
		for (size_t q = p + 1; q < N_PROPERTIES; q++)
			if (properties[p].class == properties[q].class && properties[p].predicate &&
			    properties[q].predicate && strcmp(properties[p].predicate, properties[q].predicate) == 0)
				fail_msg("%s and %s are both %s", properties[p].key, properties[q].key,
				    properties[p].predicate);
}

static void
test_identifier(void **state)
{
	struct sample *s = sample_new();
	struct buf out = { 0 };

	(void)state;
	assert_holds(document(&out, s, TURTLE, s->datasets[0]),
	    "dct:identifier \"https://daten.example.de/datasets/dataset-0\"");
	struct text t = document(&out, s, TURTLE, s->datasets[1]);
	t = text_slice(t, text_find(t, T("\n<https://daten.example.de/datasets/dataset-1> a ")), t.n);
	t = text_slice(t, 0, text_find(t, T(" .\n")));
	assert_holds(t, "dct:identifier \"https://anderswo.example/1\"");
	assert_int_equal(count(t, "dct:identifier"), 1);
	buf_free(&out);
	sample_free(s);
}

static void
test_dates(void **state)
{
	static const struct {
		const char *text, *literal;
	} cases[] = {
		{ "2025", "\"2025\"^^xsd:gYear" },
		{ "2025-02", "\"2025-02\"^^xsd:gYearMonth" },
		{ "2025-02-28", "\"2025-02-28\"^^xsd:date" },
		{ "2025-02-28T10:00:00Z", "\"2025-02-28T10:00:00Z\"^^xsd:dateTime" },
		{ "2025-02-28T10:00:00+01:00", "\"2025-02-28T10:00:00+01:00\"^^xsd:dateTime" },
	};
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct sample *s = sample_new();
		add(s->datasets[0], DATASET_issued, text_of(cases[i].text));
		assert_holds(document(&out, s, TURTLE, s->datasets[0]), cases[i].literal);
		sample_free(s);
	}
	buf_free(&out);
}

/* A document says what it refers to, and nothing of other datasets. */
static void
test_document(void **state)
{
	struct sample *s = sample_new();
	struct buf out = { 0 };
	struct text t = document(&out, s, TURTLE, s->datasets[2]);

	(void)state;
	assert_holds(t, "\n<https://daten.example.de/publishers/agent-1> a foaf:Agent, foaf:Organization");
	assert_holds(t, "\n<https://daten.example.de/publishers/agent-0> a foaf:Agent"); /* its whole */
	assert_holds(t, "org:subOrganizationOf <https://daten.example.de/publishers/agent-0>");
	assert_lacks(t, "publishers/agent-2");
	assert_holds(t, "\n<https://daten.example.de/services/wfs> a dcat:DataService");
	assert_holds(t, "\n<https://daten.example.de/series/vornamen> a dcat:DatasetSeries");
	assert_holds(t, "skos:prefLabel \"Umwelt\"@de, \"Environment\"@en");
	assert_int_equal(count(t, " a dcat:Dataset, "), 1);
	assert_lacks(t, "dcat:Catalog ");
	assert_lacks(t, "_:");
	assert_lacks(t, "[");
	buf_free(&out);
	sample_free(s);
}

/* The same catalogue gives the same bytes; a fragment does not depend on the one before. */
static void
test_same_bytes(void **state)
{
	struct sample *s = sample_new();
	struct rdf *r = rdf_new(&s->catalog);
	struct rdf_fragment *f = rdf_fragment_new(r), *g = rdf_fragment_new(r);

	(void)state;
	rdf_fragment_render(f, s->datasets[0]);
	rdf_fragment_render(f, s->datasets[3]);
	rdf_fragment_render(g, s->datasets[3]);
	for (enum syntax i = 0; i < N_SYNTAXES; i++) {
		struct buf a = { 0 }, b = { 0 };
		rdf_document(&a, i, f);
		rdf_document(&b, i, g);
		assert_true(text_equal(buf_view(&a), buf_view(&b)));
		assert_true(text_equal(rdf_fragment_text(f, i), rdf_fragment_text(g, i)));
		buf_free(&a);
		buf_free(&b);
	}
	rdf_fragment_free(f);
	rdf_fragment_free(g);
	rdf_free(r);
	sample_free(s);
}

/* More foreign IRIs than are looked through one by one. */
static void
test_many_externals(void **state)
{
	struct sample *s = sample_new();
	struct buf out = { 0 };

	(void)state;
	for (int i = 0; i < 60; i++)
		add(s->datasets[0], DATASET_conforms_to,
		    arena_printf(s->arena, "https://example.org/standard/%d.", i % 50));
	struct text t = document(&out, s, TURTLE, s->datasets[0]);
	for (int i = 0; i < 50; i++) {
		char subject[80];
		snprintf(subject, sizeof subject, "\n<https://example.org/standard/%d.> a dct:Standard .", i);
		assert_int_equal(count(t, subject), 1);
	}
	buf_free(&out);
	sample_free(s);
}

/* --- for the judges -------------------------------------------------------------------------- */

static void
write_file(const char *folder, const char *name, const char *extension, struct text t)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/%s.%s", folder, name, extension);
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(t.s, 1, t.n, file) != t.n || fclose(file) != 0) {
		perror(path);
		exit(2);
	}
}

static void
write_profile(const char *folder, const struct sample *s, enum profile profile)
{
	struct rdf *r = rdf_new_as(&s->catalog, profile);
	struct buf out[N_SYNTAXES] = { 0 }, one = { 0 };
	char name[64];

	whole(out, r, &s->catalog);
	for (enum syntax i = 0; i < N_SYNTAXES; i++) {
		snprintf(name, sizeof name, "%s-catalog", profiles[profile].name);
		write_file(folder, name, syntaxes[i].extension, buf_view(&out[i]));
		snprintf(name, sizeof name, "%s-dataset", profiles[profile].name);
		write_file(folder, name, syntaxes[i].extension,
		    document_as(&one, s, profile, i, s->datasets[0]));
		buf_free(&out[i]);
	}
	buf_free(&one);
	rdf_free(r);
}

static int
write_all(const char *folder)
{
	struct sample *s = sample_new();

	for (enum profile p = 0; p < N_PROFILES; p++)
		write_profile(folder, s, p);
	sample_free(s);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(escapers),
		TEST(bad_text),
		TEST(bad_iri),
		TEST(invalid_value),
		TEST(hidden),
		TEST(every_row),
		TEST(rules),
		TEST(old_names),
		TEST(records),
		TEST(outside),
		TEST(series),
		TEST(selection),
		TEST(one_row_a_predicate),
		TEST(identifier),
		TEST(dates),
		TEST(document),
		TEST(same_bytes),
		TEST(many_externals),
	};

	xml_init();
	if (argc == 2)
		return write_all(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
