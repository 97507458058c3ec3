/*
 * The reference: one walk over classes, their rows and the code lists; three forms of output.
 */
#include "dcat/reference.h"

#include "adapters/xml.h"

/* Lists up to this length are printed in full. */
enum { SHORT_LIST = 40, WIDTH = 80, INDENT = 4 };

/* --- words ----------------------------------------------------------------------------------- */

enum word {
	W_KEY, W_ALSO, W_DUTY, W_VALUE, W_MEANING, W_EXAMPLE, W_CODE_LISTS, W_CODE, W_LABEL, W_SCHEME,
	W_VERSION, W_SOURCE, W_CODES, W_INSTEAD, W_REFERENCE, N_SAID
};

static const char *const words[N_SAID][2] = {
	[W_KEY]        = { "Schlüssel", "Key" },
	[W_ALSO]       = { "auch", "also" },
	[W_DUTY]       = { "Pflicht", "Obligation" },
	[W_VALUE]      = { "Wert", "Value" },
	[W_MEANING]    = { "Bedeutung", "Meaning" },
	[W_EXAMPLE]    = { "Beispiel", "Example" },
	[W_CODE_LISTS] = { "Code-Listen", "Code lists" },
	[W_CODE]       = { "Code", "Code" },
	[W_LABEL]      = { "Bezeichnung", "Label" },
	[W_SCHEME]     = { "Kennung", "Identifier" },
	[W_VERSION]    = { "Fassung", "Version" },
	[W_SOURCE]     = { "Quelle", "Source" },
	[W_CODES]      = { "Codes", "Codes" },
	[W_INSTEAD]    = { "gelesen als", "read as" },
	[W_REFERENCE]  = { "Was in einer Beschreibung stehen kann", "What a description can hold" },
};

static const char *const obligations[][2] = {
	[MANDATORY]   = { "Pflicht", "mandatory" },
	[RECOMMENDED] = { "empfohlen", "recommended" },
	[OPTIONAL]    = { "freiwillig", "optional" },
	[DEPRECATED]  = { "veraltet", "deprecated" },
	[OWN]         = { "eigene Angabe", "our own" },
};

/* What stands behind CONCEPT, REFERENCE and NODE is the name of their target. */
static const char *const kinds[][2] = {
	[KIND_TEXT]      = { "Text, je Sprache", "text, per language" },
	[KIND_MARKDOWN]  = { "Markdown, je Sprache", "Markdown, per language" },
	[KIND_STRING]    = { "Zeichenkette", "string" },
	[KIND_DATE]      = { "Jahr, Monat, Tag oder Zeitpunkt", "year, month, day or time" },
	[KIND_INTEGER]   = { "ganze Zahl", "whole number" },
	[KIND_DECIMAL]   = { "Zahl", "number" },
	[KIND_DURATION]  = { "Dauer (ISO 8601)", "duration (ISO 8601)" },
	[KIND_HEX]       = { "hexadezimale Ziffern", "hexadecimal digits" },
	[KIND_BBOX]      = { "[West, Süd, Ost, Nord]", "[west, south, east, north]" },
	[KIND_POINT]     = { "[Länge, Breite]", "[longitude, latitude]" },
	[KIND_GEOMETRY]  = { "WKT", "WKT" },
	[KIND_IRI]       = { "IRI", "IRI" },
	[KIND_URL]       = { "Web-Adresse", "web address" },
	[KIND_EMAIL]     = { "E-Mail-Adresse", "email address" },
	[KIND_TELEPHONE] = { "Telefonnummer", "telephone number" },
	[KIND_CONCEPT]   = { "Code: ", "code: " },
	[KIND_REFERENCE] = { "Kennung oder IRI: ", "id or IRI: " },
	[KIND_NODE]      = { "Angaben: ", "fields: " },
	[KIND_FILE]      = { "Datei unter catalog/", "file below catalog/" },
	[KIND_ID]        = { "Kennung", "id" },
	[KIND_RELEASE]   = { "public, internal, draft, withdrawn", "public, internal, draft, withdrawn" },
};

static const char *
cardinality(const struct property *p)
{
	return p->is_required ? (p->is_repeatable ? "1..n" : "1") : p->is_repeatable ? "0..n" : "0..1";
}

/* --- names ----------------------------------------------------------------------------------- */

static const char *const class_names[N_CLASSES] = {
	[CLASS_NONE] = "",
#define CLASS(name, ...) [CLASS_##name] = #name,
#define PROPERTY(...)
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
};

/* CONTACT_ADDRESS → "contact-address" */
static void
write_anchor(struct buf *out, enum class class)
{
	for (const char *s = class_names[class]; *s; s++)
		buf_char(out, *s == '_' ? '-' : (char)(*s - 'A' + 'a'));
}

enum class
reference_class_named(struct text name)
{
	struct buf anchor = { 0 };
	enum class found = CLASS_NONE;

	for (unsigned c = CLASS_NONE + 1; c < N_CLASSES; c++) {
		anchor.n = 0;
		write_anchor(&anchor, (enum class)c);
		if (text_equal(buf_view(&anchor), name))
			found = (enum class)c;
	}
	buf_free(&anchor);
	return found;
}

/* --- a reference under way ---------------------------------------------------------------------- */

struct reference {
	struct buf *out;
	const struct code_lists *lists;
	enum interface_language language;
};

struct form {
	const char *name;
	void (*begin)(struct reference *r); /* before the first of all classes */
	void (*class)(struct reference *r, enum class class);
	void (*property)(struct reference *r, const struct property *p);
	void (*class_end)(struct reference *r);
	void (*lists)(struct reference *r); /* the heading above them */
	void (*list)(struct reference *r, enum code_list list);
	/* Around and for the codes of a short list. */
	void (*codes)(struct reference *r);
	void (*code)(struct reference *r, const struct concept *c);
	void (*codes_end)(struct reference *r);
};

static const char *
say(const struct reference *r, enum word word)
{
	return words[word][r->language];
}

/* The label of what a value refers to; NULL when its kind says all. */
static const char *
target_label(const struct reference *r, const struct property *p)
{
	if (p->kind == KIND_CONCEPT) {
		const struct code_list_facts *list = &code_list_facts[p->target];
		return r->language == GERMAN ? list->de : list->en;
	}
	return p->kind == KIND_REFERENCE || p->kind == KIND_NODE ? classes[p->target].label[r->language] :
								    NULL;
}

static const char *
list_label(const struct reference *r, enum code_list list)
{
	return r->language == GERMAN ? code_list_facts[list].de : code_list_facts[list].en;
}

/* The row that an old key's values are read into, or NULL. */
static const struct property *
successor(const struct property *p)
{
	enum property_id self = (enum property_id)(p - properties), now = property_successor(self);

	return now == self ? NULL : &properties[now];
}

/* --- text ----------------------------------------------------------------------------------- */

/* In lines of WIDTH, all but the first indented; the first one has `used` columns. */
static void
fold(struct buf *out, struct text t, size_t used)
{
	struct text word;
	bool is_first = true;

	while (text_next(&t, ' ', &word)) {
		size_t width = utf8_length(word);
		if (!is_first && used + 1 + width > WIDTH) {
			buf_printf(out, "\n%*s", INDENT, "");
			used = INDENT;
		} else if (!is_first) {
			buf_char(out, ' ');
			used++;
		}
		buf_text(out, word);
		used += width;
		is_first = false;
	}
	buf_char(out, '\n');
}

/* A paragraph of its own, indented. */
static void
folded(struct reference *r, struct buf *line)
{
	buf_printf(r->out, "%*s", INDENT, "");
	fold(r->out, buf_view(line), INDENT);
	line->n = 0;
}

static void
underline(struct reference *r, struct buf *heading, char with)
{
	buf_text(r->out, buf_view(heading));
	buf_char(r->out, '\n');
	for (size_t n = utf8_length(buf_view(heading)); n--;)
		buf_char(r->out, with);
	buf_str(r->out, "\n\n");
	heading->n = 0;
}

static void
write_aliases(struct buf *out, const char *aliases)
{
	struct text rest = text_of(aliases), alias;

	for (size_t n = 0; text_next(&rest, '|', &alias); n++)
		buf_printf(out, "%s%.*s", n ? ", " : "", TEXT_ARG(alias));
}

static void
text_class(struct reference *r, enum class class)
{
	struct buf heading = { 0 };

	buf_str(&heading, classes[class].label[r->language]);
	if (classes[class].iri)
		buf_printf(&heading, " (%s)", classes[class].iri);
	underline(r, &heading, '=');
	buf_free(&heading);
}

static void
text_property(struct reference *r, const struct property *p)
{
	const char *target = target_label(r, p);
	struct buf line = { 0 };

	buf_printf(r->out, "%s – %s\n", p->key, p->label[r->language]);
	buf_printf(&line, "%s, %s; %s%s", obligations[p->obligation][r->language], cardinality(p),
	    kinds[p->kind][r->language], target ? target : "");
	if (p->predicate)
		buf_printf(&line, "; %s", p->predicate);
	folded(r, &line);
	if (*p->aliases) {
		buf_printf(&line, "%s: ", say(r, W_ALSO));
		write_aliases(&line, p->aliases);
		folded(r, &line);
	}
	if (successor(p)) {
		buf_printf(&line, "%s: %s", say(r, W_INSTEAD), successor(p)->key);
		folded(r, &line);
	}
	buf_str(&line, p->help[r->language]);
	folded(r, &line);
	buf_printf(r->out, "%*s%s: %s\n\n", INDENT, "", p->key, p->example);
	buf_free(&line);
}

static void
text_lists(struct reference *r)
{
	struct buf heading = { 0 };

	buf_str(&heading, say(r, W_CODE_LISTS));
	underline(r, &heading, '=');
	buf_free(&heading);
}

static void
text_list(struct reference *r, enum code_list list)
{
	const struct code_list_facts *facts = &code_list_facts[list];
	struct buf line = { 0 };

	buf_printf(r->out, "%s (%s)\n", list_label(r, list), facts->name);
	buf_printf(&line, "%s %s, %zu %s; %s: %s", say(r, W_VERSION), facts->version,
	    code_lists_count(r->lists, list), say(r, W_CODES), say(r, W_SOURCE), facts->source);
	folded(r, &line);
	if (facts->scheme)
		buf_printf(r->out, "%*s%s\n", INDENT, "", facts->scheme);
	buf_char(r->out, '\n');
	buf_free(&line);
}

static void
text_code(struct reference *r, const struct concept *c)
{
	struct text label = concept_label(c, r->language == GERMAN), code = text_of(c->code);
	size_t width = utf8_length(code), pad = width < 20 ? 20 - width : 0;

	buf_printf(r->out, "%*s%s%*s ", INDENT, "", c->code, (int)pad, "");
	fold(r->out, label, INDENT + width + pad + 1);
}

static void
text_codes_end(struct reference *r)
{
	buf_char(r->out, '\n');
}

/* --- Markdown ----------------------------------------------------------------------------------- */

/* In a cell of a pipe table: nothing in it is markup. */
static void
markdown_cell(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (text_find_char(T("\\`*_[]<>|#"), t.s[i]) < 10)
			buf_char(out, '\\');
		buf_char(out, t.s[i]);
	}
}

/* Between backticks, where the bar alone must be escaped. */
static void
markdown_code(struct buf *out, const char *code)
{
	buf_char(out, '`');
	for (; *code; code++)
		buf_printf(out, *code == '|' ? "\\%c" : "%c", *code);
	buf_char(out, '`');
}

static void
markdown_class(struct reference *r, enum class class)
{
	buf_printf(r->out, "## %s", classes[class].label[r->language]);
	if (classes[class].iri)
		buf_printf(r->out, " (`%s`)", classes[class].iri);
	buf_printf(r->out, "\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", say(r, W_KEY), say(r, W_DUTY),
	    say(r, W_VALUE), say(r, W_MEANING));
}

static void
markdown_property(struct reference *r, const struct property *p)
{
	const char *target = target_label(r, p);
	struct text rest = text_of(p->aliases), alias;
	struct buf line = { 0 };

	buf_str(r->out, "| ");
	markdown_code(r->out, p->key);
	buf_printf(r->out, " %s", p->label[r->language]);
	if (*p->aliases)
		buf_printf(r->out, "; %s", say(r, W_ALSO));
	for (size_t n = 0; text_next(&rest, '|', &alias); n++)
		buf_printf(r->out, "%s `%.*s`", n ? "," : "", TEXT_ARG(alias));
	buf_printf(r->out, " | %s, %s | ", obligations[p->obligation][r->language], cardinality(p));
	buf_printf(&line, "%s%s", kinds[p->kind][r->language], target ? target : "");
	markdown_cell(r->out, buf_view(&line));
	if (p->predicate)
		buf_printf(r->out, " `%s`", p->predicate);
	buf_str(r->out, " | ");
	if (successor(p))
		buf_printf(r->out, "(%s `%s`) ", say(r, W_INSTEAD), successor(p)->key);
	markdown_cell(r->out, text_of(p->help[r->language]));
	line.n = 0;
	buf_printf(&line, "%s: %s", p->key, p->example);
	buf_printf(r->out, " %s: ", say(r, W_EXAMPLE));
	markdown_code(r->out, buf_cstr(&line));
	buf_str(r->out, " |\n");
	buf_free(&line);
}

static void
markdown_end(struct reference *r)
{
	buf_char(r->out, '\n');
}

static void
markdown_lists(struct reference *r)
{
	buf_printf(r->out, "## %s\n\n", say(r, W_CODE_LISTS));
}

static void
markdown_list(struct reference *r, enum code_list list)
{
	const struct code_list_facts *facts = &code_list_facts[list];

	buf_printf(r->out, "### %s (`%s`)\n\n%s %s, %zu %s. %s: %s.", list_label(r, list), facts->name,
	    say(r, W_VERSION), facts->version, code_lists_count(r->lists, list), say(r, W_CODES),
	    say(r, W_SOURCE), facts->source);
	if (facts->scheme)
		buf_printf(r->out, " <%s>", facts->scheme);
	buf_str(r->out, "\n\n");
}

static void
markdown_codes(struct reference *r)
{
	buf_printf(r->out, "| %s | %s |\n|---|---|\n", say(r, W_CODE), say(r, W_LABEL));
}

static void
markdown_concept(struct reference *r, const struct concept *c)
{
	buf_str(r->out, "| ");
	markdown_code(r->out, c->code);
	buf_str(r->out, " | ");
	markdown_cell(r->out, concept_label(c, r->language == GERMAN));
	buf_str(r->out, " |\n");
}

/* --- HTML --------------------------------------------------------------------------------------- */

static void
html_element(struct buf *out, const char *name, const char *content)
{
	buf_printf(out, "<%s>", name);
	xml_text(out, text_of(content));
	buf_printf(out, "</%s>", name);
}

/* Each heading of a table names its column. */
static void
html_table(struct reference *r, const enum word *columns, size_t n)
{
	buf_str(r->out, "<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n<tr>");
	for (size_t i = 0; i < n; i++)
		buf_printf(r->out, "<th scope=\"col\">%s</th>", say(r, columns[i]));
	buf_str(r->out, "</tr>\n</thead>\n<tbody>\n");
}

static void
html_table_end(struct reference *r)
{
	buf_str(r->out, "</tbody>\n</table></div>\n");
}

static void
html_begin(struct reference *r)
{
	buf_printf(r->out, "<h2 id=\"reference\">%s</h2>\n<p>", say(r, W_REFERENCE));
	for (unsigned c = CLASS_NONE + 1; c < N_CLASSES; c++) {
		buf_str(r->out, "<a href=\"#");
		write_anchor(r->out, (enum class)c);
		buf_str(r->out, "\">");
		xml_text(r->out, text_of(classes[c].label[r->language]));
		buf_str(r->out, "</a> · ");
	}
	buf_printf(r->out, "<a href=\"#code-lists\">%s</a></p>\n", say(r, W_CODE_LISTS));
}

static void
html_class(struct reference *r, enum class class)
{
	static const enum word columns[] = { W_KEY, W_DUTY, W_VALUE, W_MEANING };

	buf_str(r->out, "<h2 id=\"");
	write_anchor(r->out, class);
	buf_str(r->out, "\">");
	xml_text(r->out, text_of(classes[class].label[r->language]));
	if (classes[class].iri) {
		buf_char(r->out, ' ');
		html_element(r->out, "code", classes[class].iri);
	}
	buf_str(r->out, "</h2>\n");
	html_table(r, columns, sizeof columns / sizeof columns[0]);
}

static void
html_value(struct reference *r, const struct property *p)
{
	const char *target = target_label(r, p);

	xml_text(r->out, text_of(kinds[p->kind][r->language]));
	if (target) {
		buf_str(r->out, "<a href=\"#");
		if (p->kind == KIND_CONCEPT)
			buf_printf(r->out, "list-%s", code_list_facts[p->target].name);
		else
			write_anchor(r->out, (enum class)p->target);
		buf_str(r->out, "\">");
		xml_text(r->out, text_of(target));
		buf_str(r->out, "</a>");
	}
	if (p->predicate) {
		buf_str(r->out, "<br>");
		html_element(r->out, "code", p->predicate);
	}
}

static void
html_property(struct reference *r, const struct property *p)
{
	struct text rest = text_of(p->aliases), alias;

	buf_str(r->out, "<tr id=\"");
	write_anchor(r->out, p->class);
	buf_printf(r->out, "-%s\"><th scope=\"row\"><code>%s</code> ", p->key, p->key);
	xml_text(r->out, text_of(p->label[r->language]));
	buf_printf(r->out, "</th><td>%s, %s</td><td>", obligations[p->obligation][r->language],
	    cardinality(p));
	html_value(r, p);
	buf_str(r->out, "</td><td>");
	xml_text(r->out, text_of(p->help[r->language]));
	buf_printf(r->out, "<br>%s: <code>%s: ", say(r, W_EXAMPLE), p->key);
	xml_text(r->out, text_of(p->example));
	buf_str(r->out, "</code>");
	for (size_t n = 0; text_next(&rest, '|', &alias); n++) {
		if (n == 0)
			buf_printf(r->out, "<br>%s: ", say(r, W_ALSO));
		else
			buf_str(r->out, ", ");
		buf_str(r->out, "<code>");
		xml_text(r->out, alias);
		buf_str(r->out, "</code>");
	}
	if (successor(p))
		buf_printf(r->out, "<br>%s: <code>%s</code>", say(r, W_INSTEAD), successor(p)->key);
	buf_str(r->out, "</td></tr>\n");
}

static void
html_lists(struct reference *r)
{
	buf_printf(r->out, "<h2 id=\"code-lists\">%s</h2>\n", say(r, W_CODE_LISTS));
}

static void
html_list(struct reference *r, enum code_list list)
{
	const struct code_list_facts *facts = &code_list_facts[list];

	buf_printf(r->out, "<h3 id=\"list-%s\">", facts->name);
	xml_text(r->out, text_of(list_label(r, list)));
	buf_printf(r->out, "</h3>\n<p>%s ", say(r, W_VERSION));
	xml_text(r->out, text_of(facts->version));
	buf_printf(r->out, ", %zu %s. %s: ", code_lists_count(r->lists, list), say(r, W_CODES),
	    say(r, W_SOURCE));
	xml_text(r->out, text_of(facts->source));
	if (facts->scheme) {
		buf_str(r->out, ". ");
		html_element(r->out, "code", facts->scheme);
	}
	buf_str(r->out, "</p>\n");
}

static void
html_codes(struct reference *r)
{
	static const enum word columns[] = { W_CODE, W_LABEL };

	html_table(r, columns, sizeof columns / sizeof columns[0]);
}

static void
html_code(struct reference *r, const struct concept *c)
{
	buf_str(r->out, "<tr><th scope=\"row\">");
	html_element(r->out, "code", c->code);
	buf_str(r->out, "</th><td>");
	xml_text(r->out, concept_label(c, r->language == GERMAN));
	buf_str(r->out, "</td></tr>\n");
}

/* --- the walk ----------------------------------------------------------------------------------- */

static void
nothing(struct reference *r)
{
	(void)r;
}

static const struct form forms[N_REFERENCE_FORMATS] = {
	[REFERENCE_TEXT] = { "text", nothing, text_class, text_property, nothing, text_lists, text_list, nothing,
		text_code, text_codes_end },
	[REFERENCE_MARKDOWN] = { "markdown", nothing, markdown_class, markdown_property, markdown_end,
		markdown_lists, markdown_list, markdown_codes, markdown_concept, markdown_end },
	[REFERENCE_HTML] = { "html", html_begin, html_class, html_property, html_table_end, html_lists, html_list,
		html_codes, html_code, html_table_end },
};

enum reference_format
reference_format_named(struct text name)
{
	size_t f = 0;

	while (f < N_REFERENCE_FORMATS && !text_equal(text_of(forms[f].name), name))
		f++;
	return (enum reference_format)f;
}

static void
write_list(struct reference *r, const struct form *form, enum code_list list)
{
	size_t n = code_lists_count(r->lists, list);

	form->list(r, list);
	if (n > SHORT_LIST)
		return;
	form->codes(r);
	for (size_t i = 0; i < n; i++)
		form->code(r, code_lists_at(r->lists, list, i));
	form->codes_end(r);
}

void
reference_write(struct buf *out, const struct code_lists *lists, enum class class,
    enum reference_format format, enum interface_language language)
{
	const struct form *form = &forms[format];
	struct reference r = { out, lists, language };
	bool is_used[N_CODE_LISTS] = { false }, any = false;

	if (class == CLASS_NONE)
		form->begin(&r);
	for (unsigned c = CLASS_NONE + 1; c < N_CLASSES; c++) {
		if (class != CLASS_NONE && c != class)
			continue;
		form->class(&r, (enum class)c);
		for (unsigned i = 0; i < classes[c].n; i++) {
			const struct property *p = &properties[classes[c].first + i];
			form->property(&r, p);
			if (p->kind == KIND_CONCEPT)
				is_used[p->target] = any = true;
		}
		form->class_end(&r);
	}
	if (any)
		form->lists(&r);
	for (size_t list = 0; list < N_CODE_LISTS; list++)
		if (is_used[list])
			write_list(&r, form, (enum code_list)list);
}
