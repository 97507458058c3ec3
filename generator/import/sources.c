#include "import/sources.h"

#include "import/ckan.h"
#include "import/dcat.h"
#include "import/jkan.h"
#include "import/iso19139.h"

const struct import_source import_sources[] = {
	{ "ckan", "FILE|URL",
	    { "CKAN: Antworten der API aus einer Datei, oder die Adresse des Portals",
		"CKAN: answers of its API in a file, or the portal’s address" },
	    ckan_read, ckan_mapping, &n_ckan_mapping },
	{ "jkan", "FOLDER",
	    { "JKAN: der Ordner mit _datasets/, am besten mit der Geschichte des Repositorys",
		"JKAN: the folder with _datasets/, best with the history of its repository" },
	    jkan_read, jkan_mapping, &n_jkan_mapping },
	{ "dcat", "FILE|FOLDER|URL",
	    { "DCAT-AP und DCAT-AP.de jeder Fassung: RDF/XML, Turtle, N-Triples, JSON-LD, auch auf Seiten verteilt",
		"DCAT-AP and DCAT-AP.de of any version: RDF/XML, Turtle, N-Triples, JSON-LD, also spread over pages" },
	    dcat_read, dcat_mapping, &n_dcat_mapping },
	{ "iso19139", "FILE|FOLDER|URL",
	    { "Metadaten nach ISO 19139: Dateien, Ordner oder ein Katalogdienst (CSW)",
		"metadata of ISO 19139: files, folders or a catalogue service (CSW)" },
	    iso19139_read, iso19139_mapping, &n_iso19139_mapping },
};
const size_t n_import_sources = sizeof import_sources / sizeof import_sources[0];

const struct import_source *
import_source_named(const char *name)
{
	for (size_t i = 0; i < n_import_sources; i++)
		if (strcmp(import_sources[i].name, name) == 0)
			return &import_sources[i];
	return NULL;
}

static const char *const columns[N_INTERFACE_LANGUAGES][3] = {
	{ "Feld der Quelle", "wird zu", "Anmerkung" },
	{ "field of the source", "becomes", "note" },
};

static const char *
class_name(enum class class, enum interface_language language)
{
	return classes[class].label[language];
}

/* "a|b" as `a`, `b`: a bar ends a cell. */
static void
write_names(struct buf *out, struct text names)
{
	struct text name;

	for (bool is_first = true; text_next(&names, '|', &name); is_first = false)
		buf_printf(out, "%s`%.*s`", is_first ? "" : ", ", TEXT_ARG(name));
}

void
mapping_write(struct buf *out, const struct import_source *s, enum interface_language language)
{
	buf_printf(out, "| %s | %s | %s |\n|---|---|---|\n", columns[language][0], columns[language][1],
	    columns[language][2]);
	for (size_t i = 0; i < *s->n_mapping; i++) {
		const struct mapping *m = &s->mapping[i];
		if (!m->field)
			continue;
		buf_str(out, "| ");
		write_names(out, text_of(m->field));
		buf_str(out, " | ");
		if (m->property < N_PROPERTIES)
			buf_printf(out, "%s: `%s`", class_name(properties[m->property].class, language),
			    properties[m->property].key);
		else
			buf_str(out, "–");
		buf_printf(out, " | %s |\n", m->note[language] ? m->note[language] : "");
	}
}
