#include "import/form.h"

#include "import/entry_text.h"

enum { WIDTH = 110 };

/* Optional, and yet mostly wanted: a public dataset needs a date, and most have a rhythm. */
static const enum property_id usual[] = { DATASET_license, DATASET_attribution, DATASET_modified, DATASET_frequency };

static bool
is_usual(enum property_id p)
{
	for (size_t k = 0; k < sizeof usual / sizeof usual[0]; k++)
		if (usual[k] == p)
			return true;
	return false;
}

/* What the file says in another place: below the fields, and as files. */
static bool
has_own_place(enum property_id p)
{
	return p == DATASET_description || p == SERIES_description || p == SERVICE_description || p == AGENT_description ||
	       p == DATASET_distributions;
}

static void
comment(struct buf *out, const char *words)
{
	struct text rest = text_of(words), word;
	size_t column = 0;

	while (text_next(&rest, ' ', &word)) {
		if (column == 0 || column + 1 + word.n > WIDTH) {
			buf_str(out, column ? "\n# " : "# ");
			column = 2;
		} else {
			buf_char(out, ' ');
			column++;
		}
		buf_text(out, word);
		column += word.n;
	}
	buf_char(out, '\n');
}

static const struct text *
value_of(const struct form *f, enum property_id p)
{
	for (size_t k = 0; k < f->n_values; k++)
		if (f->values[k].property == p && f->values[k].text.n)
			return &f->values[k].text;
	return NULL;
}

static bool
is_inherited(const struct form *f, enum property_id p)
{
	return f->is_inherited && f->is_inherited[p];
}

static bool
is_offered(const struct form *f, enum property_id p)
{
	return !has_own_place(p) && (value_of(f, p) || properties[p].obligation == MANDATORY ||
				     properties[p].obligation == RECOMMENDED || is_usual(p));
}

/* What every dataset has already needs no line, and an example in its place would be another city's. */
static void
name_inherited(struct buf *out, const struct form *f)
{
	const struct class_facts *c = &classes[f->class];
	struct buf names = { 0 };

	for (unsigned k = 0; k < c->n; k++) {
		enum property_id p = (enum property_id)(c->first + k);
		if (is_offered(f, p) && is_inherited(f, p) && !value_of(f, p))
			buf_printf(&names, "%s%s", names.n ? ", " : "", properties[p].key);
	}
	if (names.n) {
		buf_char(&names, '.');
		struct buf words = { 0 };
		buf_str(&words, f->language == GERMAN ? "Aus den Vorgaben in catalog.yaml kommt schon: " :
							"The defaults in catalog.yaml give already: ");
		buf_text(&words, buf_view(&names));
		comment(out, buf_cstr(&words));
		buf_free(&words);
	}
	buf_free(&names);
}

static void
write_rows(struct buf *out, const struct form *f, bool is_needed)
{
	const struct class_facts *c = &classes[f->class];

	for (unsigned k = 0; k < c->n; k++) {
		enum property_id p = (enum property_id)(c->first + k);
		const struct property *row = &properties[p];
		const struct text *value = value_of(f, p);
		bool is_first = value || row->obligation == MANDATORY;

		if (!is_offered(f, p) || is_first != is_needed || (!value && is_inherited(f, p)))
			continue;
		comment(out, row->help[f->language]);
		buf_printf(out, "%s%s: ", value ? "" : "#", row->key);
		if (value)
			entry_scalar(out, *value, false);
		else
			buf_str(out, row->example);
		buf_char(out, '\n');
	}
}

static void
write_file(struct buf *out, const struct form *f)
{
	const struct form_file *file = f->file;
	bool is_german = f->language == GERMAN;

	comment(out, properties[DATASET_distributions].help[f->language]);
	if (!file || (file->address.n == 0 && file->hosted.n == 0)) {
		buf_printf(out, "#distributions:\n#  - title: %s\n#    download_url: %s\n",
		    properties[DISTRIBUTION_title].example, properties[DISTRIBUTION_download_url].example);
		buf_printf(out, "#    format: %.*s\n", TEXT_ARG(file && file->format.n ? file->format : T("CSV")));
		return;
	}
	if (file->is_elsewhere)
		comment(out, is_german ? "Die Datei liegt noch nicht im Katalog: Kopieren Sie sie an die Stelle, die hier genannt ist, und löschen Sie die #. "
					 "Oder nennen Sie statt „file“ ihre Adresse im Netz: download_url: https://…" :
					 "The file is not in the catalogue yet: copy it to the place named here and delete the #. "
					 "Or name its address on the web instead of “file”: download_url: https://…");
	const char *line = file->is_elsewhere ? "\n#   " : "\n   ";
	buf_printf(out, "%sdistributions:%s- title: ", file->is_elsewhere ? "#" : "", file->is_elsewhere ? "\n#  " : "\n  ");
	if (file->title.n)
		entry_scalar(out, file->title, false);
	else
		buf_printf(out, is_german ? "Datei (%.*s)" : "File (%.*s)", TEXT_ARG(file->format));
	buf_printf(out, "%s %s: ", line, file->hosted.n ? "file" : file->service.n ? "access_url" : "download_url");
	entry_scalar(out, file->hosted.n ? file->hosted : file->address, false);
	if (file->format.n)
		buf_printf(out, "%s format: %.*s", line, TEXT_ARG(file->format));
	if (file->byte_size && !file->service.n && !file->hosted.n)
		buf_printf(out, "%s byte_size: %llu", line, (unsigned long long)file->byte_size);
	buf_char(out, '\n');
}

void
form_write(struct buf *out, const struct form *f)
{
	buf_str(out, "---\n");
	write_rows(out, f, true);
	if (f->class == CLASS_DATASET)
		write_file(out, f);
	buf_char(out, '\n');
	comment(out, f->language == GERMAN ? "Empfohlen: das # am Anfang einer Zeile löschen und den Wert ersetzen. Alle Schlüssel: tabularium properties" :
					     "Recommended: delete the # at the start of a line and replace the value. All keys: tabularium properties");
	write_rows(out, f, false);
	name_inherited(out, f);
	buf_str(out, "---\n");
	if (f->file && f->file->description.n)
		buf_text(out, f->file->description);
	else
		buf_str(out, f->language == GERMAN ? "Hier steht die Beschreibung, in ganzen Sätzen und in Alltagssprache." :
						     "Here stands the description, in whole sentences and plain words.");
	buf_char(out, '\n');
	if (f->file && f->file->contents.n) {
		buf_char(out, '\n');
		buf_text(out, f->file->contents);
	}
}
