#include "build/archive.h"

#include "catalog/catalog.h"
#include "core/date.h"

/* What is said of the archive. */
struct facts {
	struct text portal, base_url, commit, day, time, name;
	size_t n_datasets;
};

/* "opendata.example.org-2025-12-31-1a2b3c4d5e6f": host, day of the commit, its id. */
static struct text
bag_name(struct arena *a, const struct facts *f)
{
	struct text host = f->base_url;
	size_t scheme = text_find(host, T("://"));

	host = text_slice(host, scheme == host.n ? 0 : scheme + 3, host.n);
	host = text_slice(host, 0, text_find_char(host, '/'));
	struct text name = arena_printf(a, "%.*s-%.*s-%.*s", TEXT_ARG(host), TEXT_ARG(f->day),
	    TEXT_ARG(text_slice(f->commit, 0, 12)));
	char *plain = arena_array(a, char, name.n);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
		plain[i] = is_plain ? c : '_'; /* a port, an address of IPv6 */
	}
	return (struct text){ plain, name.n };
}

static struct facts
find_facts(struct arena *a, const struct catalog *c)
{
	struct buf time = { 0 };

	date_write_seconds(&time, c->commit_time);
	struct facts f = { .portal = translated(&c->settings->name, 0), .base_url = c->settings->base_url,
		.commit = c->commit, .time = arena_printf(a, "%.*s", TEXT_ARG(buf_view(&time))),
		.n_datasets = c->datasets.n };
	f.day = text_slice(f.time, 0, 10);
	f.name = bag_name(a, &f);
	buf_free(&time);
	return f;
}

/* Both are filled with the same facts in the same order. */
#define GERMAN_README \
	"LIESMICH                                                 (English below)\n" \
	"\n" \
	"Dies ist das Open-Data-Portal „%.*s“ mit dem Stand vom %.*s.\n" \
	"\n" \
	"    Adresse      %.*s\n" \
	"    Stand        %.*s (Zeitpunkt des Commits)\n" \
	"    Commit       %.*s\n" \
	"    Datensätze   %zu\n" \
	"    erzeugt mit  Tabularium " VERSION "\n" \
	"\n" \
	"Was darin ist\n" \
	"  data/portal/index.html    das Portal; jeder Browser öffnet es ohne Server und ohne Netz\n" \
	"  data/portal/catalog.*     der ganze Katalog nach DCAT-AP als RDF/XML, Turtle, JSON-LD, N-Triples\n" \
	"  data/portal/datasets/     jeder Datensatz: Seite, Metadaten und, wo es ihn gibt, sein Verlauf\n" \
	"  data/portal/data/         die Dateien, die mit dem Katalog veröffentlicht sind\n" \
	"  data/portal/manifest.json jede Datei des Portals mit Größe und SHA-256\n" \
	"\n" \
	"Was nicht darin ist\n" \
	"  Daten, die das Portal nur verlinkt; interne Einträge und Entwürfe; die Quelldateien des Katalogs\n" \
	"  und ihre Geschichte, denn sie enthalten auch, was nicht öffentlich ist.\n" \
	"\n" \
	"Wie man prüft, dass nichts verändert ist (in diesem Ordner)\n" \
	"  sha256sum --check --quiet manifest-sha256.txt tagmanifest-sha256.txt\n" \
	"\n" \
	"Der Aufbau folgt BagIt 1.0 (RFC 8493). Mit derselben Version von Tabularium entsteht aus demselben\n" \
	"Commit immer wieder dieses Archiv, Byte für Byte: tabularium archive --rev %.*s\n" \
	"Deshalb steht darin auch nicht, wann es angelegt wurde.\n" \
	"\n" \
	"\n"

#define ENGLISH_README \
	"README\n" \
	"\n" \
	"This is the open-data portal “%.*s” as of %.*s.\n" \
	"\n" \
	"    Address      %.*s\n" \
	"    As of        %.*s (time of the commit)\n" \
	"    Commit       %.*s\n" \
	"    Datasets     %zu\n" \
	"    Made with    Tabularium " VERSION "\n" \
	"\n" \
	"What is in it\n" \
	"  data/portal/index.html    the portal; any browser opens it, without a server or network\n" \
	"  data/portal/catalog.*     the whole catalogue in DCAT-AP as RDF/XML, Turtle, JSON-LD, N-Triples\n" \
	"  data/portal/datasets/     each dataset: its page, metadata and, where there is one, its history\n" \
	"  data/portal/data/         the files that are published with the catalogue\n" \
	"  data/portal/manifest.json each file of the portal with size and SHA-256\n" \
	"\n" \
	"What is not in it\n" \
	"  Data to which the portal only links; internal entries and drafts; the catalogue's source files\n" \
	"  and their history, since these hold what is not public, too.\n" \
	"\n" \
	"How to check that nothing was changed (in this folder)\n" \
	"  sha256sum --check --quiet manifest-sha256.txt tagmanifest-sha256.txt\n" \
	"\n" \
	"The layout is that of BagIt 1.0 (RFC 8493). The same version of Tabularium makes this archive again\n" \
	"of the same commit, byte for byte: tabularium archive --rev %.*s\n" \
	"That is why it does not say when it was made.\n"
#define README_FACTS(f)                                                                                     \
	TEXT_ARG((f)->portal), TEXT_ARG((f)->day), TEXT_ARG((f)->base_url), TEXT_ARG((f)->time),               \
	    TEXT_ARG((f)->commit), (f)->n_datasets, TEXT_ARG((f)->commit)

static struct text
readme(struct arena *a, const struct facts *f)
{
	return arena_printf(a, GERMAN_README ENGLISH_README, README_FACTS(f), README_FACTS(f));
}

struct bag_summary
archive_write_bag(const struct build *b, const char *generation, const char *out, enum tar_compression compression)
{
	const struct catalog *c = build_catalog(b);
	struct arena *a = arena_new();
	struct facts f = find_facts(a, c);
	const struct value *publisher = c->self ? resource_value(c->self, CATALOG_publisher) : NULL;
	/* Without Bagging-Date: the archive of a commit is the same on every day. */
	struct bag_field fields[] = {
		{ "Source-Organization",
		    publisher && publisher->resource ? resource_title(publisher->resource, 0) : c->settings->city },
		{ "Contact-Name", c->settings->contact_name },
		{ "Contact-Email", c->settings->contact_email },
		{ "External-Description", arena_printf(a, "%.*s, %.*s", TEXT_ARG(f.portal), TEXT_ARG(f.day)) },
		{ "External-Identifier", f.name },
		{ "Bag-Group-Identifier", f.base_url },
		{ "Internal-Sender-Identifier", f.commit },
		{ "Commit-Time", f.time },
		{ "Bag-Software-Agent", T("Tabularium " VERSION) },
	};
	struct bag_summary summary = bag_write(&(struct bag){ .generation = generation, .name = f.name, .fields = fields,
						   .n_fields = sizeof fields / sizeof fields[0], .readme = readme(a, &f),
						   .time = c->commit_time, .compression = compression }, out);
	arena_free(a);
	return summary;
}
