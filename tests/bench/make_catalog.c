/*
 * Writes a catalogue of N datasets, always the same for the same N, as a stream for
 * `git fast-import`: the catalogue, and the folder SITE beside it as site/.
 *
 *	make_catalog N SITE >stream          the first commit
 *	make_catalog --change K              another commit, in which dataset K says one sentence more
 *	make_catalog --history N COMMITS     that many more commits: some change one to three datasets, every
 *	                                     200th changes 400 at once, every 50th brings a side branch home
 *	make_catalog --hugo N FOLDER         the same facts as content/ of a Hugo site, in both languages
 *
 * A dataset has 2 to 4 KB, 1 to 8 distributions, title and description in German and English; the
 * English description stands in a file of its own for every third. A folder holds 300 of them.
 */
#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { N_AGENTS = 40, A_FOLDER = 300, FIRST_COMMIT = 1780315200 /* 1 June 2026, noon */ };

static const char *const german[] = { "Standorte", "Anzahl", "Messwerte", "Flächen", "Bäume", "Wege", "Straßen",
	"Haltestellen", "Schulen", "Kitas", "Wohnungen", "Gebäude", "Grünanlagen", "Spielplätze", "Brunnen",
	"Radwege", "Zählstellen", "Unfälle", "Baustellen", "Parkplätze", "Märkte", "Vereine", "Museen",
	"Bibliotheken", "Wahlbezirke", "Haushalte", "Betriebe", "Anlagen", "Leitungen", "Gewässer", "Böden",
	"Lärmpegel", "Luftgüte", "Temperatur", "Niederschlag", "Energie", "Abfall", "Steuern", "Ausgaben" };
static const char *const english[] = { "sites", "number", "measurements", "areas", "trees", "paths", "streets",
	"stops", "schools", "nurseries", "flats", "buildings", "parks", "playgrounds", "fountains",
	"cycleways", "counters", "accidents", "roadworks", "car parks", "markets", "clubs", "museums",
	"libraries", "wards", "households", "firms", "plants", "pipes", "waters", "soils",
	"noise levels", "air quality", "temperature", "rainfall", "energy", "waste", "taxes", "spending" };
static const char *const german_sentence[] = {
	"Die Angaben stammen aus dem Fachverfahren des Amtes und werden nachts übernommen.",
	"Jede Zeile steht für einen Standort mit Lage, Art und dem Tag der letzten Prüfung.",
	"Werte unter der Nachweisgrenze sind leer und nicht mit null zu verwechseln.",
	"Wer mit den Zahlen rechnet, sollte die **Hinweise** in der ersten Zeile beachten.",
	"Zum Vergleich mit früheren Jahren eignet sich die Reihe erst ab der letzten Umstellung.",
	"Die Koordinaten beziehen sich auf das europäische System `ETRS89` in der Zone 33.",
	"Fragen beantwortet das Amt; Fehler melden Sie bitte über die Seite des Datensatzes." };
static const char *const english_sentence[] = {
	"The figures come from the office's own system and are taken over every night.",
	"Each row is one site with its place, its kind and the day of the last inspection.",
	"Values below the limit of detection are empty, which is not the same as nought.",
	"Whoever calculates with them should mind the **notes** in the first row.",
	"Earlier years can be compared only since the method was changed.",
	"Coordinates are given in the European system `ETRS89`, zone 33.",
	"The office answers questions; please report errors on the page of the dataset." };
static const char *const themes[] = { "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI",
	"SOCI", "TECH", "TRAN" };
static const char *const formats[] = { "CSV", "JSON", "GEOJSON", "XLSX", "GPKG", "SHP", "XML", "KML", "ODS", "GML",
	"XLS", "TSV" };
static const char *const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL", "IRREG" };
static const char *const hvd[] = { "c_04bf94a3", "c_06b1eec4", "c_13e3cf16", "c_23385471", "c_60182062", "c_56a1bf47" };
#define COUNT(a) (sizeof(a) / sizeof *(a))
#define PICK(a, r) ((a)[random_below((r), COUNT(a))])

static uint64_t
random_next(uint64_t *state) /* splitmix64 */
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static size_t
random_below(uint64_t *state, size_t n)
{
	return random_next(state) % n;
}

/* --- text ------------------------------------------------------------------------------------ */

static char text[1 << 16];
static size_t n_text;

__attribute__((format(printf, 1, 2))) static void
add(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	n_text += (size_t)vsnprintf(text + n_text, sizeof text - n_text, format, arguments);
	va_end(arguments);
}

/* A name nobody else has: the number in syllables. No digits, which would look like a year. */
static const char *
name_of(size_t number)
{
	static const char syllables[] = "babedibofudalemonurasetivowake";
	static char name[64];
	size_t n = 0;

	do {
		memcpy(name + n, syllables + 2 * (number % 15), 2);
		n += 2;
		number /= 15;
	} while (number);
	name[n] = '\0';
	name[0] = (char)(name[0] - 'a' + 'A');
	return name;
}

/* Paragraphs of four, indented as a block of YAML wants it. */
static void
add_sentences(const char *const *sentences, size_t n_sentences, size_t n, uint64_t *r, const char *indent)
{
	for (size_t i = 0; i < n; i++)
		add("%s%s", i == 0 ? indent : i % 4 ? " " : "\n\n", i && i % 4 == 0 ? indent : ""),
		    add("%s", sentences[random_below(r, n_sentences)]);
	add("\n");
}

/* Front matter and German description; `flat` as Hugo reads it, in one language. */
static void
dataset(size_t number, int language, int flat, int changed)
{
	uint64_t state = number * 2654435761u + 1, *r = &state;
	size_t word = random_below(r, COUNT(german)), other = random_below(r, COUNT(german));
	size_t n_distributions = 1 + random_below(r, 8), agent = random_below(r, N_AGENTS);
	size_t theme = random_below(r, COUNT(themes)), year = 1990 + random_below(r, 30);
	int by = random_below(r, 3) > 0;
	const char *name = name_of(number);

	n_text = 0;
	add("---\n");
	if (flat)
		add("title: %s im Gebiet %s\n", language ? english[word] : german[word], name);
	else
		add("title:\n  de: %s im Gebiet %s\n  en: \"Area %s: %s\"\n", german[word], name, name, english[word]);
	if (!flat)
		add("release: public\n");
	add("%s: agent-%02zu\n", flat ? "publishers" : "publisher", agent);
	add("contact: { name: Datenstelle %02zu, email: amt%02zu@example.org }\n", agent, agent);
	add("themes: [%s, %s]\n", themes[theme], themes[(theme + 1 + random_below(r, 12)) % 13]);
	add("keywords: [%s, %s, Gebiet, Stadt]\n", german[word], word == other ? "Karte" : german[other]);
	add("license: %s\n", by ? "dl-by-de/2.0" : "dl-zero-de/2.0");
	if (by)
		add("attribution: Stadt Musterstadt, Datenstelle %02zu\n", agent);
	add("issued: %zu-%02zu-%02zu\n", year, 1 + random_below(r, 12), 1 + random_below(r, 28));
	add("modified: 2026-%02zu-%02zu\n", 1 + random_below(r, 5), 1 + random_below(r, 28));
	add("frequency: %s\n", PICK(frequencies, r));
	add("temporal: { from: %zu-01-01, to: 2025-12-31 }\n", year);
	add("spatial: { ags: \"14713000\", bbox: [12.%02zu, 51.23, 12.55, 51.4%zu] }\n", 10 + random_below(r, 20), random_below(r, 9));
	if (number % 10 == 3)
		add("hvd: %s\n", PICK(hvd, r));
	add("landing_page: https://www.example.org/daten/%zu\n", number);
	if (flat) { /* one of Hugo's lists */
		add("formats: [");
		for (size_t i = 0; i < n_distributions; i++)
			add("%s%s", i ? ", " : "", formats[(number + i * 5) % COUNT(formats)]);
		add("]\n");
	}
	add("distributions:\n");
	for (size_t i = 0; i < n_distributions; i++) {
		const char *format = formats[(number + i * 5) % COUNT(formats)];
		add("  - title: %s %zu als %s\n", german[word], i + 1, format);
		add("    download_url: https://daten.example.org/%zu/%s-%zu.%s\n", number, name, i + 1, format);
		add("    format: %s\n    byte_size: %zu\n    modified: 2026-0%zu-15\n", format,
		    1000 + random_below(r, 1 << 24), 1 + random_below(r, 5));
	}
	if (number % 10 == 3)
		add("services:\n  - title: %s als Dienst\n    type: WFS\n    url: https://geo.example.org/%zu/wfs\n"
		    "    endpoint_description: https://geo.example.org/%zu/wfs?service=WFS&request=GetCapabilities\n"
		    "    page: https://geo.example.org/%zu/hilfe\n", german[word], number, number, number);
	if (!flat && number % 3) {
		add("description:\n  de: |\n");
		add_sentences(german_sentence, COUNT(german_sentence), 8 + random_below(r, 8), r, "    ");
		add("  en: |\n");
		add_sentences(english_sentence, COUNT(english_sentence), 8 + random_below(r, 4), r, "    ");
		if (changed)
			add("\n    One sentence more: %d.\n", changed);
	}
	add("---\n");
	/* Hugo has nothing like a description in the front matter: it reads one file a language. */
	if (flat && language)
		add_sentences(english_sentence, COUNT(english_sentence), 8 + random_below(r, 4), r, "");
	else if (flat || number % 3 == 0)
		add_sentences(german_sentence, COUNT(german_sentence), 8 + random_below(r, 8), r, "");
	if (changed && number % 3 == 0)
		add("\nEin Satz mehr: %d.\n", changed);
}

static void
translation(size_t number)
{
	uint64_t state = number * 40503u + 7, *r = &state;

	n_text = 0;
	add("---\nkeywords: [area, city, map]\n---\n");
	add_sentences(english_sentence, COUNT(english_sentence), 8 + random_below(r, 4), r, "");
}
/* --- fast-import ------------------------------------------------------------------------------- */

static void
file_of(const char *path, const char *bytes, size_t n)
{
	printf("M 100644 inline \"%s\"\ndata %zu\n", path, n);
	fwrite(bytes, 1, n, stdout);
	putchar('\n');
}

static void
path_of(char path[128], size_t number, const char *language)
{
	snprintf(path, 128, "catalog/datasets/f%04zu/d%06zu%s.md", number / A_FOLDER, number, language);
}

static void
commit(long time, const char *message, const char *from)
{
	printf("commit refs/heads/main\ncommitter Bench <bench@example.org> %ld +0000\ndata %zu\n%s\n%s", time,
	    strlen(message), message, from);
}

static void
folder(const char *on_disk, const char *path)
{
	DIR *d = opendir(on_disk);
	struct dirent *e;

	if (!d) {
		fprintf(stderr, "make_catalog: %s: %s\n", on_disk, strerror(errno));
		exit(2);
	}
	while ((e = readdir(d))) {
		char from[4096], to[4096];
		struct stat st;
		if (e->d_name[0] == '.' || strcmp(e->d_name, "public") == 0)
			continue;
		snprintf(from, sizeof from, "%s/%s", on_disk, e->d_name);
		snprintf(to, sizeof to, "%s/%s", path, e->d_name);
		if (stat(from, &st) == 0 && S_ISDIR(st.st_mode)) {
			folder(from, to);
			continue;
		}
		FILE *f = fopen(from, "rb");
		char *bytes = malloc((size_t)st.st_size + 1);
		size_t n = fread(bytes, 1, (size_t)st.st_size, f);
		file_of(to, bytes, n);
		free(bytes);
		fclose(f);
	}
	closedir(d);
}

static void
whole(size_t n, const char *site)
{
	char path[128];

	commit(FIRST_COMMIT, "Everything", "");
	for (size_t i = 0; i < N_AGENTS; i++) {
		n_text = 0;
		add("---\nname: Datenstelle %02zu\ntype: LocalAuthority\nhomepage: https://amt%02zu.example.org/\n", i, i);
		add(i ? "part_of: agent-%02zu\n" : "", (i - 1) / 4);
		add("---\nEine Stelle der Stadt, die Daten bereitstellt.\n");
		snprintf(path, sizeof path, "catalog/agents/agent-%02zu.md", i);
		file_of(path, text, n_text);
	}
	n_text = 0;
	add("title: { de: Daten der Musterstadt, en: Data of Musterstadt }\n"
	    "description: { de: Ein Katalog für Messungen., en: A catalogue to measure with. }\n"
	    "publisher: agent-00\nlanguage: [DEU, ENG]\nlicense: dl-zero-de/2.0\nissued: 2026-05-01\n"
	    "homepage: https://opendata.example.org/\navailability: STABLE\ncontributor_id: freistaatSachsen\n"
	    "spatial: { ags: \"14713000\" }\n"
	    "theme_taxonomy: [http://publications.europa.eu/resource/authority/data-theme]\n"
	    "defaults: { language: [DEU], availability: AVAILABLE, access_rights: PUBLIC, contributor_id: freistaatSachsen, geocoding_level: municipality }\n");
	file_of("catalog/catalog.yaml", text, n_text);
	folder(site, "site");
	for (size_t i = 0; i < n; i++) {
		path_of(path, i, "");
		dataset(i, 0, 0, 0);
		file_of(path, text, n_text);
		if (i % 3 == 0) {
			path_of(path, i, ".en");
			translation(i);
			file_of(path, text, n_text);
		}
	}
}

static void
changed_dataset(size_t number, int how)
{
	char path[128];

	path_of(path, number, "");
	dataset(number, 0, 0, how);
	file_of(path, text, n_text);
}

static void
history(size_t n, size_t n_commits)
{
	struct { size_t at, step, files; int how; } side[2] = { 0 };
	uint64_t state = 5, *r = &state;
	long time = FIRST_COMMIT;

	for (size_t i = 1; i <= n_commits; i++) {
		size_t at = random_below(r, n), step = i % 200 == 0 ? n / 400 + 1 : 1 + random_below(r, n / 4 + 1);
		size_t files = i % 200 == 0 ? (n < 400 ? n : 400) : 1 + random_below(r, 3);
		int to_side = i % 50 == 47 || i % 50 == 48;
		time += 600;
		printf("commit refs/heads/%s\ncommitter Bench <bench@example.org> %ld +0000\ndata 0\n\n", to_side ? "side" : "main",
		    time);
		if (i == 1)
			printf("from refs/heads/main^0\n"); /* as it is on the disk */
		else if (i % 50 == 47)
			printf("from refs/heads/main\n");
		else if (i % 50 == 49)
			printf("merge refs/heads/side\n");
		for (size_t s = 0; i % 50 == 49 && s < 2; s++)
			for (size_t k = 0; k < side[s].files; k++)
				changed_dataset((side[s].at + k * side[s].step) % n, side[s].how);
		if (to_side) {
			side[i % 50 - 47].at = at;
			side[i % 50 - 47].step = step;
			side[i % 50 - 47].files = files;
			side[i % 50 - 47].how = (int)i;
		}
		for (size_t k = 0; k < files; k++)
			changed_dataset((at + k * step) % n, (int)i);
	}
}

static void
hugo(size_t n, const char *to)
{
	for (size_t i = 0; i < n; i++)
		for (int language = 0; language < 2; language++) {
			char path[4096];
			if (i % A_FOLDER == 0) {
				snprintf(path, sizeof path, "%s/f%04zu", to, i / A_FOLDER);
				mkdir(path, 0755);
			}
			snprintf(path, sizeof path, "%s/f%04zu/d%06zu%s.md", to, i / A_FOLDER, i, language ? ".en" : "");
			dataset(i, language, 1, 0);
			FILE *f = fopen(path, "wb");
			if (!f || fwrite(text, 1, n_text, f) != n_text || fclose(f)) {
				fprintf(stderr, "make_catalog: %s: %s\n", path, strerror(errno));
				exit(2);
			}
		}
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "--hugo") == 0) {
		hugo(strtoul(argv[2], NULL, 10), argv[3]);
	} else if (argc == 3 && strcmp(argv[1], "--change") == 0) {
		commit(FIRST_COMMIT + 86400, "One sentence", "from refs/heads/main^0\n");
		changed_dataset(strtoul(argv[2], NULL, 10), 1);
	} else if (argc == 4 && strcmp(argv[1], "--history") == 0) {
		history(strtoul(argv[2], NULL, 10), strtoul(argv[3], NULL, 10));
	} else if (argc == 3) {
		whole(strtoul(argv[1], NULL, 10), argv[2]);
	} else {
		fprintf(stderr, "usage: make_catalog N SITE | --change K | --history N COMMITS | --hugo N FOLDER\n");
		return 2;
	}
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
