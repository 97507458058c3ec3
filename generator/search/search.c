/*
 * The plan of the files, and those that are made here: the manifest and opensearch.xml.
 */
#include "search/search.h"

#include "core/die.h"
#include "core/json.h"
#include "search/index.h"

#include <stdlib.h>
#include <string.h>

struct search {
	const struct catalog *catalog;
	struct index index;
	size_t n_files;
};

/* --- names ------------------------------------------------------------------------------------- */

uint64_t
mix(uint64_t hash, struct text t)
{
	hash ^= t.n * 0x9e3779b97f4a7c15u;
	for (size_t i = 0; i < t.n; i += 8) {
		uint64_t word = 0;

		memcpy(&word, t.s + i, t.n - i < 8 ? t.n - i : 8);
		hash = (hash ^ word) * 0xff51afd7ed558ccdu;
		hash ^= hash >> 32;
	}
	return hash;
}

void
put_hash(struct buf *out, uint64_t hash)
{
	buf_printf(out, "%016llx", (unsigned long long)hash);
	out->n -= 16 - HASH_LENGTH;
}

/* --- making ------------------------------------------------------------------------------------ */

static unsigned
language_of_texts(const struct catalog *c, struct text tag)
{
	for (size_t i = 0; i < c->n_languages; i++)
		if (text_equal(c->languages[i], tag))
			return (unsigned)i;
	return 0;
}

static void
index_make(struct index *x, const struct catalog *c, size_t interface, const struct names *names, const struct lexicon *l,
    unsigned jobs)
{
	struct text language = c->settings->languages[interface];

	*x = (struct index){ .catalog = c, .interface = interface, .texts = language_of_texts(c, language),
		.first_texts = language_of_texts(c, c->settings->languages[0]), .language = language, .names = names,
		.arena = arena_new() };
	x->names_mark = mix(0, names->foreign);
	for (size_t i = 0; i < names->n; i++)
		x->names_mark = mix(mix(x->names_mark, names->own[i].key), names->own[i].text);
	documents_find(x, jobs);
	facets_find(x);
	facets_encode(x);
	index_invert(x, l, jobs);

	x->terms = mix(0, buf_view(&x->facet_values));
	for (size_t i = 0; i < x->n_facet_blocks; i++)
		x->terms = mix(x->terms, buf_view(&x->facet_blocks[i]));
	for (size_t i = 0; i < x->n_dictionary; i++)
		x->terms = mix(x->terms, buf_view(&x->dictionary[i]));
	for (size_t i = 0; i < x->n_postings; i++)
		x->terms = mix(x->terms, buf_view(&x->postings[i]));
}

/* --- the plan ---------------------------------------------------------------------------------- */

enum file { FILE_OPENSEARCH, FILE_MANIFEST, FILE_FACETS, FILE_TERMS, FILE_POSTINGS, FILE_FACET_BLOCK, FILE_ORDERS, FILE_DOCUMENTS };

static size_t
n_files(const struct index *x, enum file file)
{
	switch (file) {
	case FILE_OPENSEARCH:
	case FILE_MANIFEST:
	case FILE_FACETS: return 1;
	case FILE_TERMS: return x->n_dictionary;
	case FILE_POSTINGS: return x->n_postings;
	case FILE_FACET_BLOCK: return x->n_facet_blocks;
	case FILE_ORDERS: return x->n_orders;
	case FILE_DOCUMENTS: return documents_files(x);
	}
	return 0;
}

/* Which file it is; its number among its kind. */
static const struct index *
file_at(const struct search *s, size_t i, enum file *file, size_t *number)
{
	for (*file = 0; i >= n_files(&s->index, *file); ++*file)
		i -= n_files(&s->index, *file);
	*number = i;
	return &s->index;
}

struct search *
search_new(const struct catalog *c, size_t language, const struct names *names, unsigned jobs)
{
	struct search *s = allocate(sizeof *s);
	struct lexicon lexicon;

	*s = (struct search){ .catalog = c };
	lexicon_make(&lexicon);
	index_make(&s->index, c, language, names, &lexicon, jobs);
	for (enum file file = 0; file <= FILE_DOCUMENTS; file++)
		s->n_files += n_files(&s->index, file);
	lexicon_free(&lexicon);
	return s;
}

static void
free_bufs(struct buf *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_free(&list[i]);
}

void
search_free(struct search *s)
{
	if (!s)
		return;
	struct index *x = &s->index;
	table_free(&x->region_numbers);
	buf_free(&x->facet_values);
	free_bufs(x->dictionary, x->n_dictionary);
	free_bufs(x->postings, x->n_postings);
	free_bufs(x->facet_blocks, x->n_facet_blocks);
	free_bufs(x->orders, x->n_orders);
	for (size_t k = 0; k < x->n_blocks; k++)
		arena_free(x->arenas[k]);
	arena_free(x->arena);
	free(s);
}

size_t
search_count(const struct search *s)
{
	return s->n_files;
}

void
search_path(const struct search *s, size_t i, struct buf *path)
{
	enum file file;
	size_t number;
	const struct index *x = file_at(s, i, &file, &number);

	if (file == FILE_OPENSEARCH) {
		if (x->interface)
			buf_printf(path, "%.*s/", TEXT_ARG(x->language));
		buf_str(path, "opensearch.xml");
		return;
	}
	buf_printf(path, "search/%.*s/", TEXT_ARG(x->language));
	if (file == FILE_MANIFEST) {
		buf_str(path, "index.js");
		return;
	}
	put_hash(path, file == FILE_DOCUMENTS ? x->folders[number / FILES_A_FOLDER] : file == FILE_ORDERS ? x->orders_hash :
		     x->terms);
	switch (file) {
	case FILE_FACETS: buf_str(path, "/facets.json"); break;
	case FILE_TERMS: buf_printf(path, "/t%zu", number); break;
	case FILE_POSTINGS: buf_printf(path, "/p%zu", number); break;
	case FILE_FACET_BLOCK: buf_printf(path, "/f%zu", number); break;
	case FILE_ORDERS: buf_printf(path, "/o%zu", number); break;
	case FILE_DOCUMENTS: buf_printf(path, "/%zu.json", number); break;
	case FILE_OPENSEARCH:
	case FILE_MANIFEST: break;
	}
}

/* --- files made here --------------------------------------------------------------------------- */

static void
put_texts(struct json *j, struct text key, const struct text *list, size_t n)
{
	json_key(j, key), json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_text_value(j, list[i]);
	json_close(j, ']');
}

/* var searchIndex={ "format": 2, "n": documents, "terms": folder, "orders": folder, "stems": ["de", "en"],
 *   "stops": "aber alle …", "documents": [folder, …], "first": ["", "bau", …], "lists": ["", "a", …] }
 * first, lists: where the shards of the dictionary and of the postings begin. */
static void
render_manifest(const struct index *x, struct buf *out)
{
	static const char *const stems[] = { [STEM_GERMAN] = "de", [STEM_ENGLISH] = "en" };
	struct json j = { .out = out };
	struct buf hash = { 0 };

	buf_str(out, "var searchIndex=");
	json_open(&j, '{');
	json_key(&j, T("format")), json_unsigned(&j, 2);
	json_key(&j, T("n")), json_unsigned(&j, x->n);
	put_hash(&hash, x->terms);
	json_pair(&j, "terms", buf_view(&hash));
	hash.n = 0;
	put_hash(&hash, x->orders_hash);
	json_pair(&j, "orders", buf_view(&hash));
	json_key(&j, T("stems")), json_open(&j, '[');
	for (enum stem_language l = STEM_GERMAN; l <= STEM_ENGLISH; l++)
		if (x->has_stems[l])
			json_text_value(&j, text_of(stems[l]));
	json_close(&j, ']');
	json_pair(&j, "stops", words_stops(stem_language(x->language)));
	json_key(&j, T("documents")), json_open(&j, '[');
	for (size_t i = 0; i < x->n_folders; i++) {
		hash.n = 0;
		put_hash(&hash, x->folders[i]);
		json_text_value(&j, buf_view(&hash));
	}
	json_close(&j, ']');
	put_texts(&j, T("first"), x->first_terms, x->n_dictionary);
	put_texts(&j, T("lists"), x->first_lists, x->n_postings);
	json_close(&j, '}');
	buf_str(out, ";\n");
	buf_free(&hash);
}

static void
xml_characters(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		switch (t.s[i]) {
		case '<': buf_str(out, "&lt;"); break;
		case '>': buf_str(out, "&gt;"); break;
		case '&': buf_str(out, "&amp;"); break;
		case '"': buf_str(out, "&quot;"); break;
		default:
			if ((unsigned char)t.s[i] >= 0x20)
				buf_char(out, t.s[i]);
		}
}

/* OpenSearch 1.1, draft 6. A ShortName has at most 16 letters: the city's name mostly fits. */
static void
render_opensearch(const struct index *x, struct buf *out)
{
	const struct settings *settings = x->catalog->settings;
	struct text name = translated(&settings->name, x->interface);
	struct text brief = utf8_length(name) <= 16 ? name : settings->city;
	struct text prefix = x->interface ? x->language : T("");
	size_t at = 0, n = 0;

	while (at < brief.n && n++ < 16)
		utf8_next(brief, &at);
	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\t<ShortName>");
	xml_characters(out, brief.n ? text_slice(brief, 0, at) : T("Open Data"));
	buf_str(out, "</ShortName>\n\t<Description>");
	xml_characters(out, name);
	buf_str(out, "</Description>\n\t<InputEncoding>UTF-8</InputEncoding>\n\t<Language>");
	xml_characters(out, x->language);
	buf_str(out, "</Language>\n\t<Url type=\"text/html\" method=\"get\" template=\"");
	xml_characters(out, settings->base_url);
	xml_characters(out, prefix);
	buf_str(out, prefix.n ? "/search.html?q={searchTerms}\"/>\n" : "search.html?q={searchTerms}\"/>\n");
	buf_str(out, "</OpenSearchDescription>\n");
}

void
search_render(const struct search *s, size_t i, struct buf *out)
{
	enum file file;
	size_t number;
	const struct index *x = file_at(s, i, &file, &number);

	switch (file) {
	case FILE_OPENSEARCH: render_opensearch(x, out); break;
	case FILE_MANIFEST: render_manifest(x, out); break;
	case FILE_FACETS: buf_text(out, buf_view(&x->facet_values)); break;
	case FILE_TERMS: buf_text(out, buf_view(&x->dictionary[number])); break;
	case FILE_POSTINGS: buf_text(out, buf_view(&x->postings[number])); break;
	case FILE_FACET_BLOCK: buf_text(out, buf_view(&x->facet_blocks[number])); break;
	case FILE_ORDERS: buf_text(out, buf_view(&x->orders[number])); break;
	case FILE_DOCUMENTS: documents_render(x, number, out); break;
	}
}
