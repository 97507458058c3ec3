/* What can be seen of a file or a service without asking anybody. */
#include "import/form.h"

#include "adapters/xml_tree.h"
#include "core/column.h"
#include "import/draft.h"

static void
cell(struct buf *out, struct text t)
{
	buf_char(out, ' ');
	for (size_t k = 0; k < t.n; k++) {
		if (strchr("|\\`*_[]<>", t.s[k]))
			buf_char(out, '\\');
		buf_char(out, (unsigned char)t.s[k] < ' ' ? ' ' : t.s[k]);
	}
	buf_str(out, " |");
}

static const struct xml_element *
child(const struct xml_element *e, const char *name)
{
	for (const struct xml_element *c = e ? e->first : NULL; c; c = c->next)
		if (text_equal(c->name, text_of(name)))
			return c;
	return NULL;
}

static struct text
child_text(const struct xml_element *e, const char *name)
{
	const struct xml_element *c = child(e, name);

	return c ? c->text : T("");
}

/* Layers may lie in layers; the depth is guarded by the reader. */
static void
list_layers(struct buf *out, const struct xml_element *e)
{
	for (const struct xml_element *c = e->first; c; c = c->next) {
		if (!text_equal(c->name, T("Layer")) && !text_equal(c->name, T("FeatureType")) &&
		    !text_equal(c->name, T("FeatureTypeList")) && !text_equal(c->name, T("Capability")))
			continue;
		struct text name = child_text(c, "Name");
		if (name.n) {
			buf_char(out, '|');
			cell(out, name);
			cell(out, child_text(c, "Title"));
			buf_char(out, '\n');
		}
		list_layers(out, c);
	}
}

/* The title of a service stands in Service (WMS, WFS 1.0) or ServiceIdentification (WFS 1.1 and 2.0). */
static bool
look_at_service(struct arena *a, struct text bytes, enum interface_language language, struct form_file *found)
{
	struct buf message = { 0 }, out = { 0 };
	uint32_t line;
	const struct xml_element *root = xml_tree_read(a, bytes, &message, &line);

	buf_free(&message);
	if (!root || !text_ends(root->name, T("_Capabilities")))
		return false;
	bool is_wfs = text_starts(root->name, T("WFS"));
	const struct xml_element *about = child(root, "Service");
	if (!about)
		about = child(root, "ServiceIdentification");
	if (!is_wfs && !text_starts(root->name, T("WM")))
		return false;
	found->service = is_wfs ? T("WFS") : T("WMS");
	found->format = is_wfs ? T("WFS_SRVC") : T("WMS_SRVC");
	found->title = draft_clean(a, child_text(about, "Title"));
	found->description = draft_clean(a, child_text(about, "Abstract"));
	buf_str(&out, language == GERMAN ? "| Ebene | Titel |\n|---|---|\n" : "| Layer | Title |\n|---|---|\n");
	list_layers(&out, root);
	found->contents = arena_text(a, buf_view(&out));
	buf_free(&out);
	return true;
}

static void
look_at_table(struct arena *a, struct text bytes, enum interface_language language, struct form_file *found)
{
	static const char *const types[N_COLUMN_TYPES][2] = {
		[COLUMN_EMPTY] = { "leer", "empty" }, [COLUMN_BOOLEAN] = { "ja/nein", "yes/no" },
		[COLUMN_INTEGER] = { "ganze Zahl", "integer" }, [COLUMN_YEAR] = { "Jahr", "year" },
		[COLUMN_NUMBER] = { "Zahl", "number" }, [COLUMN_MONTH] = { "Monat", "month" },
		[COLUMN_DATE] = { "Datum", "date" }, [COLUMN_DATETIME] = { "Zeitpunkt", "date and time" },
		[COLUMN_STRING] = { "Text", "text" },
	};
	struct table_profile profile;
	enum csv_fault fault;
	uint64_t line;
	struct buf out = { 0 };

	if (!table_profile(a, bytes, &profile, &fault, &line) || !profile.has_names)
		return;
	buf_str(&out, language == GERMAN ? "| Spalte | Art | Bedeutung |\n|---|---|---|\n" : "| Column | Kind | Meaning |\n|---|---|---|\n");
	for (size_t k = 0; k < profile.n_columns; k++) {
		buf_char(&out, '|');
		cell(&out, profile.columns[k].name);
		cell(&out, text_of(types[profile.columns[k].type][language]));
		buf_str(&out, " … |\n");
	}
	found->contents = arena_text(a, buf_view(&out));
	buf_free(&out);
}

/* "csv" of "https://example.org/a/b.csv?x=1" */
static struct text
ending(struct text where)
{
	struct text path = text_slice(where, 0, text_find_char(where, '?'));
	size_t at = path.n;

	while (at && path.s[at - 1] != '.' && path.s[at - 1] != '/')
		at--;
	return at && path.s[at - 1] == '.' ? text_slice(path, at, path.n) : T("");
}

void
form_look(struct arena *a, struct text where, struct text bytes, enum interface_language language,
    const struct code_lists *lists, struct form_file *found)
{
	if (look_at_service(a, bytes, language, found))
		return;
	const struct concept *format = code_lists_find(lists, LIST_file_type, ending(where));
	if (format)
		found->format = text_of(format->code);
	found->byte_size = bytes.n;
	if (format && strcmp(format->code, "CSV") == 0)
		look_at_table(a, bytes, language, found);
}
