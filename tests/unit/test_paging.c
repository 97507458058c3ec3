/*
 * The paged feed: which dataset stands on which page, what the gate lets through, and which folders
 * of former generations go along. What ends the program is tried in a child.
 */
#include "rdf/paging.h"

#include "adapters/xml.h"
#include "build/gate.h"
#include "site/writer.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* --- a catalogue ------------------------------------------------------------------------------- */

struct sample {
	struct arena *arena;
	struct settings settings;
	struct catalog catalog;
};

/* Datasets d0000, d0001 …, but not the one left out. */
static struct sample
make(size_t n, size_t left_out)
{
	struct sample s = { .arena = arena_new() };
	struct resource_list *l = &s.catalog.datasets;

	l->list = arena_array(s.arena, const struct resource *, n);
	for (size_t i = 0; i < n; i++) {
		struct resource *r = arena_new_of(s.arena, struct resource);
		if (i == left_out)
			continue;
		r->class = CLASS_DATASET;
		r->release = RELEASE_PUBLIC;
		r->id = arena_printf(s.arena, "d%04zu", i);
		r->iri = arena_printf(s.arena, "datasets/d%04zu", i);
		r->number = (uint32_t)l->n;
		l->list[l->n++] = r;
	}
	return s;
}

static const struct catalog *
whole(struct sample *s)
{
	s->settings.base_url = T("https://example.org/");
	s->catalog.settings = &s->settings;
	return &s->catalog;
}

/* --- pages ------------------------------------------------------------------------------------- */

static void
check_pages(const struct paging *p, const struct catalog *c)
{
	unsigned bits = (unsigned)__builtin_ctzl(p->n_pages);

	assert_int_equal(p->first[0], 0);
	assert_int_equal(p->first[p->n_pages], c->datasets.n);
	for (size_t page = 0; page < p->n_pages; page++)
		for (size_t i = p->first[page]; i < p->first[page + 1]; i++) {
			assert_int_equal(paging_page_of(p->datasets[i]->id, bits), page);
			if (i > p->first[page])
				assert_true(text_compare(p->datasets[i - 1]->id, p->datasets[i]->id) < 0);
		}
}

static void
test_number_of_pages(void **state)
{
	static const size_t cases[][2] = { { 0, 1 }, { 1, 1 }, { 100, 1 }, { 101, 2 }, { 200, 2 }, { 201, 4 },
		{ 400, 4 }, { 401, 8 }, { 3000, 32 }, { 3200, 32 }, { 3201, 64 } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct sample s = make(cases[i][0], SIZE_MAX);
		struct paging p = paging_new(s.arena, whole(&s));
		assert_int_equal(p.n_pages, cases[i][1]);
		check_pages(&p, &s.catalog);
		arena_free(s.arena);
	}
}

/* `printf baumkataster | sha256sum` begins with a0da: no version and no machine may say otherwise. */
static void
test_page_is_for_ever(void **state)
{
	(void)state;
	assert_int_equal(paging_page_of(T("baumkataster"), 16), 0xa0da);
	assert_int_equal(paging_page_of(T("baumkataster"), 8), 0xa0);
	assert_int_equal(paging_page_of(T("baumkataster"), 1), 1);
	assert_int_equal(paging_page_of(T("baumkataster"), 0), 0);
}

/* One dataset more or less: only its page has another list. */
static void
test_one_dataset_more(void **state)
{
	struct sample with = make(1000, SIZE_MAX), without = make(1000, 417);
	struct paging a = paging_new(with.arena, whole(&with)), b = paging_new(without.arena, whole(&without));
	size_t n_different = 0;

	(void)state;
	assert_int_equal(a.n_pages, b.n_pages);
	for (size_t page = 0; page < a.n_pages; page++) {
		size_t n = a.first[page + 1] - a.first[page];
		bool is_same = n == b.first[page + 1] - b.first[page];
		for (size_t i = 0; is_same && i < n; i++)
			is_same = text_equal(a.datasets[a.first[page] + i]->id, b.datasets[b.first[page] + i]->id);
		n_different += !is_same;
	}
	assert_int_equal(n_different, 1);
	arena_free(with.arena);
	arena_free(without.arena);
}

/* When the number of pages doubles, each falls into two neighbours. */
static void
test_doubling_splits(void **state)
{
	struct sample few = make(800, SIZE_MAX), many = make(801, SIZE_MAX);
	struct paging a = paging_new(few.arena, whole(&few)), b = paging_new(many.arena, whole(&many));

	(void)state;
	assert_int_equal(2 * a.n_pages, b.n_pages);
	for (size_t page = 0; page < b.n_pages; page++)
		for (size_t i = b.first[page]; i < b.first[page + 1]; i++)
			assert_int_equal(
			    paging_page_of(b.datasets[i]->id, (unsigned)__builtin_ctzl(a.n_pages)), page / 2);
	arena_free(few.arena);
	arena_free(many.arena);
}

/* --- XML --------------------------------------------------------------------------------------- */

static void
note_open(void *context, unsigned depth, struct text namespace, struct text name,
    const struct xml_attribute *attributes, size_t n)
{
	buf_printf(context, "%u{%.*s}%.*s", depth, TEXT_ARG(namespace), TEXT_ARG(name));
	for (size_t i = 0; i < n; i++)
		buf_printf(context, "[%.*s=%.*s]", TEXT_ARG(attributes[i].name), TEXT_ARG(attributes[i].value));
}

static void
note_text(void *context, struct text piece)
{
	buf_text(context, piece);
}

static const char *
read_xml(const char *document, size_t piece, struct buf *noted, struct buf *message)
{
	static const struct xml_events events = { note_open, note_text, NULL };
	struct xml_reader *r = xml_reader_new(&events, noted);
	size_t n = strlen(document);

	noted->n = message->n = 0;
	for (size_t i = 0; i < n; i += piece)
		xml_reader_add(r, text_slice(text_of(document), i, i + piece));
	return xml_reader_end(r, message);
}

static void
test_xml_is_read(void **state)
{
	const char *document = "<a xmlns=\"u:\" b=\"1&amp;2&#38;#38;&lt;\" c=\"ä\">x&amp;y<![CDATA[<z>]]><d/></a>";
	struct buf noted = { 0 }, message = { 0 };

	(void)state;
	for (size_t piece = 1; piece < 100; piece += 7) {
		assert_null(read_xml(document, piece, &noted, &message));
		assert_string_equal(buf_cstr(&noted), "0{u:}a[b=1&2&#38;<][c=ä]x&y<z>1{u:}d");
	}
	buf_free(&noted);
	buf_free(&message);
}

static void
test_xml_is_refused(void **state)
{
	static const char *const documents[] = {
		"", "<a>", "<a></b>", "<a>&unknown;</a>", "<a b=\"1\" b=\"2\"/>", "<a/><b/>", "<a>\x01</a>", "<a>\xff</a>",
		"<!DOCTYPE a><a/>", "<!DOCTYPE a [<!ENTITY e \"x\">]><a>&e;</a>",
		"<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
		"<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\"><a/>",
		"<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><a/>",
	};
	struct buf noted = { 0 }, message = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
		if (!read_xml(documents[i], 1000, &noted, &message))
			fail_msg("accepted: %s", documents[i]);
		assert_true(text_find(buf_view(&noted), T("root:")) == noted.n);
		if (strncmp(documents[i], "<!DOCTYPE", 9) == 0)
			assert_non_null(strstr(buf_cstr(&message), "DOCTYPE"));
	}
	buf_free(&noted);
	buf_free(&message);
}

/* --- folders ----------------------------------------------------------------------------------- */

static char folder[64];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int
set_up(void **state)
{
	(void)state;
	strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/tabularium-paging-XXXXXX"
						     : "/tmp/tabularium-paging-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	return chdir("/") == 0 && nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : -1;
}

static struct writer *
start(void)
{
	return writer_open("public", &(struct writer_options){ .jobs = 2 });
}

static void
publish(struct writer *w, int64_t time)
{
	size_t before;

	assert_int_not_equal(writer_publish(w, &(struct publication){ .commit = T("abc"), .commit_time = time,
						   .base_url = T("https://example.org/"), .n_datasets = 3 }, &before),
	    WRITER_SHRUNK);
}

/* --- the gate ---------------------------------------------------------------------------------- */

#define HEAD                                                                                       \
	"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "                      \
	"xmlns:dcat=\"http://www.w3.org/ns/dcat#\" xmlns:hydra=\"http://www.w3.org/ns/hydra/core#\">"
#define IRI(id) "https://example.org/datasets/" id
#define LISTED(id) "<dcat:Catalog rdf:about=\"u:c\"><dcat:dataset rdf:resource=\"" IRI(id) "\"/></dcat:Catalog>"
#define DESCRIBED(id) "<dcat:Dataset rdf:about=\"" IRI(id) "\"/>"
#define OTHERWISE(id)                                                                              \
	"<rdf:Description rdf:about=\"" IRI(id) "\"><rdf:type rdf:resource=\"http://www.w3.org/ns/dcat#Dataset\"/></rdf:Description>"
#define BOTH(id) LISTED(id) DESCRIBED(id)
#define PAGING(total, next) "<hydra:PagedCollection rdf:about=\"u:p\"><hydra:totalItems>" total "</hydra:totalItems>" next "</hydra:PagedCollection>"
#define NEXT(page) "<hydra:next>x</hydra:next><hydra:nextPage>https://example.org/" page "</hydra:nextPage>"
#define TAIL "</rdf:RDF>"
#define SECOND HEAD PAGING("3", "") BOTH("d0002") TAIL

static const struct {
	const char *what, *first, *second;
	bool is_good;
} feeds[] = {
	{ "good", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") TAIL, SECOND, true },
	{ "by rdf:type", HEAD PAGING("3", NEXT("2.rdf")) LISTED("d0000") OTHERWISE("d0000") BOTH("d0001") TAIL, SECOND, true },
	{ "one is missing", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") TAIL, SECOND, false },
	{ "one is listed only", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") LISTED("d0001") TAIL, SECOND, false },
	{ "one is not listed", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") DESCRIBED("d0001") TAIL, SECOND, false },
	{ "twice on a page", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") DESCRIBED("d0001") TAIL, SECOND, false },
	{ "on two pages", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") DESCRIBED("d0002") TAIL, SECOND, false },
	{ "unknown", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") DESCRIBED("geheim") TAIL, SECOND, false },
	{ "cut off", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001"), SECOND, false },
	{ "no next page", HEAD PAGING("3", "") BOTH("d0000") BOTH("d0001") TAIL, SECOND, false },
	{ "the wrong page", HEAD PAGING("3", NEXT("3.rdf")) BOTH("d0000") BOTH("d0001") TAIL, SECOND, false },
	{ "goes on", HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") TAIL,
	    HEAD PAGING("3", NEXT("3.rdf")) BOTH("d0002") TAIL, false },
	{ "another total", HEAD PAGING("4", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") TAIL, SECOND, false },
	{ "no total", HEAD PAGING("", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") TAIL, SECOND, false },
	{ "DOCTYPE", "<!DOCTYPE rdf>" HEAD PAGING("3", NEXT("2.rdf")) BOTH("d0000") BOTH("d0001") TAIL, SECOND, false },
};

/* The exit code of a build that has this feed; what it said in `said`. */
static int
gate(struct sample *s, const char *first, const char *second, char said[1000])
{
	int out[2];

	assert_int_equal(pipe(out), 0);
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		struct text paths[] = { T("1.rdf"), T("2.rdf") };
		dup2(out[1], STDERR_FILENO);
		struct writer *w = start();
		writer_file(w, paths[0], text_of(first));
		writer_file(w, paths[1], text_of(second));
		gate_feeds(whole(s), w, &(struct gate_feed){ paths, 2, true }, 1, 2);
		writer_abandon(w);
		_exit(0);
	}
	close(out[1]);
	ssize_t n, at = 0;
	while ((n = read(out[0], said + at, (size_t)(999 - at))) > 0)
		at += n;
	said[at] = '\0';
	close(out[0]);
	int status;
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_gate(void **state)
{
	struct sample s = make(3, SIZE_MAX);
	char said[1000];

	(void)state;
	for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++) {
		int status = gate(&s, feeds[i].first, feeds[i].second, said);
		if (status != (feeds[i].is_good ? 0 : 2))
			fail_msg("%s: ended with %d: %s", feeds[i].what, status, said);
		if (!feeds[i].is_good && !strstr(said, "nothing was published"))
			fail_msg("%s: says: %s", feeds[i].what, said);
	}
	arena_free(s.arena);
}

/* --- generations that go along ------------------------------------------------------------------- */

enum { DAY = 24 * 60 * 60, MOST = 3 };

static bool
is_there(const char *path)
{
	char full[100];

	snprintf(full, sizeof full, "public/%s", path);
	return access(full, R_OK) == 0;
}

static void
publish_page(const char *path, int64_t day, bool carries)
{
	struct writer *w = start();

	writer_file(w, T("index.html"), T("x"));
	writer_file(w, text_of(path), text_of(path));
	if (carries)
		writer_carry(w, &(struct writer_carrying){ T("feed"), day * DAY, 7 * DAY, MOST });
	publish(w, day * DAY);
}

static void
test_folders_go_along(void **state)
{
	(void)state;
	publish_page("feed/a/2.rdf", 1, true);
	publish_page("feed/b/2.rdf", 20, true); /* a was left on day 20, however old it is */
	assert_true(is_there("feed/a/2.rdf") && is_there("feed/b/2.rdf"));
	publish_page("feed/b/2.rdf", 26, true);
	publish_page("feed/c/2.rdf", 27, true);
	assert_true(is_there("feed/a/2.rdf") && is_there("feed/b/2.rdf") && is_there("feed/c/2.rdf"));
	publish_page("feed/c/2.rdf", 28, true);
	assert_true(!is_there("feed/a/2.rdf") && is_there("feed/b/2.rdf"));
	/* One that comes back is made again, and counts anew when it is left. */
	publish_page("feed/b/2.rdf", 30, true);
	publish_page("feed/d/2.rdf", 36, true);
	assert_true(is_there("feed/b/2.rdf") && is_there("feed/c/2.rdf"));
	publish_page("feed/d/2.rdf", 38, true);
	assert_true(is_there("feed/b/2.rdf") && !is_there("feed/c/2.rdf"));
	/* Nothing goes along without being asked to. */
	publish_page("feed/d/2.rdf", 38, false);
	assert_true(!is_there("feed/b/2.rdf") && is_there("feed/d/2.rdf"));
}

/* With no seconds to live: those of the generation before, of each folder by itself. */
static void
publish_index(const char *de, const char *en, int64_t day)
{
	struct writer *w = start();

	writer_file(w, text_of(de), T("x"));
	writer_file(w, text_of(en), T("x"));
	writer_carry(w, &(struct writer_carrying){ T("search/de"), day * DAY, 0, SIZE_MAX });
	writer_carry(w, &(struct writer_carrying){ T("search/en"), day * DAY, 0, SIZE_MAX });
	publish(w, day * DAY);
}

static void
test_one_generation_goes_along(void **state)
{
	(void)state;
	publish_index("search/de/a/t0", "search/en/a/t0", 1);
	publish_index("search/de/b/t0", "search/en/a/t0", 2);
	assert_true(is_there("search/de/a/t0") && is_there("search/de/b/t0") && is_there("search/en/a/t0"));
	publish_index("search/de/b/t0", "search/en/b/t0", 2); /* another commit of the same second */
	assert_true(is_there("search/de/a/t0") && is_there("search/en/a/t0"));
	publish_index("search/de/c/t0", "search/en/b/t0", 3);
	assert_true(!is_there("search/de/a/t0") && !is_there("search/en/a/t0"));
	assert_true(is_there("search/de/b/t0") && is_there("search/de/c/t0") && is_there("search/en/b/t0"));
}

static void
test_only_the_latest_go_along(void **state)
{
	(void)state;
	publish_page("feed/a/2.rdf", 1, true);
	publish_page("feed/b/2.rdf", 2, true);
	publish_page("feed/c/2.rdf", 3, true);
	publish_page("feed/d/2.rdf", 4, true);
	assert_true(is_there("feed/a/2.rdf"));
	publish_page("feed/e/2.rdf", 5, true);
	assert_true(!is_there("feed/a/2.rdf") && is_there("feed/b/2.rdf"));
}

/* What stands beside the folders, or deeper, is nobody's generation. */
static void
test_only_folders_go_along(void **state)
{
	(void)state;
	publish_page("feed/catalog.rdf", 1, true);
	publish_page("feed/a/b/2.rdf", 2, true);
	assert_false(is_there("feed/catalog.rdf"));
	publish_page("feeds/a/2.rdf", 3, true);
	assert_true(is_there("feed/a/b/2.rdf"));
	publish_page("index.rdf", 4, true);
	assert_false(is_there("feeds/a/2.rdf"));
}

static void
test_touched_file_does_not_go_along(void **state)
{
	FILE *f;

	(void)state;
	publish_page("feed/a/2.rdf", 1, true);
	assert_non_null(f = fopen("public/feed/a/2.rdf", "w"));
	fputs("defaced", f);
	fclose(f);
	publish_page("feed/b/2.rdf", 2, true);
	assert_false(is_there("feed/a/2.rdf"));
}

static void
test_keep_and_read_back(void **state)
{
	struct writer_reader *r;
	char bytes[20];

	(void)state;
	publish_page("feed/a/2.rdf", 1, true);
	struct writer *w = start();
	assert_true(writer_keep(w, T("feed/a/2.rdf")));
	assert_false(writer_keep(w, T("feed/b/2.rdf")));
	writer_file(w, T("new"), T("0123456789"));
	r = writer_reader_open(w, T("feed/a/2.rdf"));
	assert_int_equal(writer_read(r, 5, bytes, sizeof bytes), 7);
	assert_memory_equal(bytes, "a/2.rdf", 7);
	writer_reader_close(r);
	r = writer_reader_open(w, T("new"));
	assert_int_equal(writer_read(r, 3, bytes, 4), 4);
	assert_memory_equal(bytes, "3456", 4);
	assert_int_equal(writer_read(r, 10, bytes, 4), 0);
	writer_reader_close(r);
	publish(w, 2 * DAY);
	assert_true(is_there("feed/a/2.rdf") && is_there("new"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number_of_pages),
		cmocka_unit_test(test_page_is_for_ever),
		cmocka_unit_test(test_one_dataset_more),
		cmocka_unit_test(test_doubling_splits),
		cmocka_unit_test(test_xml_is_read),
		cmocka_unit_test(test_xml_is_refused),
		cmocka_unit_test_setup_teardown(test_gate, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_folders_go_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_the_latest_go_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_one_generation_goes_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_only_folders_go_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_touched_file_does_not_go_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_keep_and_read_back, set_up, tear_down),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
