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

static void
write_rows(struct buf *out, const struct form *f, bool is_needed)
{
	const struct class_facts *c = &classes[f->class];

	for (unsigned k = 0; k < c->n; k++) {
		enum property_id p = (enum property_id)(c->first + k);
		const struct property *row = &properties[p];
		const struct text *value = value_of(f, p);
		bool is_first = value || row->obligation == MANDATORY;

		if (has_own_place(p) || is_first != is_needed ||
		    !(is_first || row->obligation == RECOMMENDED || is_usual(p)))
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
		buf_printf(out, "#    format: %.*s\n", file && file->format.n ? (int)file->format.n : 3,
		    file && file->format.n ? file->format.s : "CSV");
		if (file && file->byte_size)
			buf_printf(out, "#    byte_size: %llu\n", (unsigned long long)file->byte_size);
		return;
	}
	buf_str(out, "distributions:\n  - title: ");
	if (file->title.n)
		entry_scalar(out, file->title, false);
	else
		buf_printf(out, is_german ? "Datei (%.*s)" : "File (%.*s)", TEXT_ARG(file->format));
	buf_printf(out, "\n    %s: ", file->hosted.n ? "file" : file->service.n ? "access_url" : "download_url");
	entry_scalar(out, file->hosted.n ? file->hosted : file->address, false);
	if (file->format.n)
		buf_printf(out, "\n    format: %.*s", TEXT_ARG(file->format));
	if (file->byte_size && !file->service.n && !file->hosted.n)
		buf_printf(out, "\n    byte_size: %llu", (unsigned long long)file->byte_size);
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
