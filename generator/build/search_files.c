#include "build/search_files.h"

#include "core/work.h"
#include "search/search.h"

enum { FILES_AT_ONCE = 64 };

struct search_work {
	const struct search *search;
	struct writer *writer;
	struct buf *paths, *bytes; /* one a thread */
};

static void
write_files(void *context, size_t number, unsigned worker)
{
	struct search_work *w = context;
	size_t n = search_count(w->search), from = number * FILES_AT_ONCE;

	for (size_t i = from; i < n && i < from + FILES_AT_ONCE; i++) {
		w->paths[worker].n = w->bytes[worker].n = 0;
		search_path(w->search, i, &w->paths[worker]);
		search_render(w->search, i, &w->bytes[worker]);
		writer_file(w->writer, buf_view(&w->paths[worker]), buf_view(&w->bytes[worker]));
	}
}

static void
write_language(const struct catalog *c, size_t language, const struct names *names, struct writer *writer, unsigned jobs)
{
	struct search *search = search_new(c, language, names, jobs);
	struct arena *a = arena_new();
	struct search_work w = { search, writer, arena_array(a, struct buf, jobs), arena_array(a, struct buf, jobs) };

	work(jobs, (search_count(search) + FILES_AT_ONCE - 1) / FILES_AT_ONCE, write_files, &w);
	for (unsigned k = 0; k < jobs; k++) {
		buf_free(&w.paths[k]);
		buf_free(&w.bytes[k]);
	}
	arena_free(a);
	search_free(search);
}

void
write_search(const struct catalog *c, const struct names *names, struct writer *writer, unsigned jobs)
{
	for (size_t language = 0; language < c->settings->n_languages; language++)
		write_language(c, language, &names[language], writer, jobs);
}

void
carry_search(const struct catalog *c, struct writer *writer)
{
	struct buf in = { 0 };

	/* A working tree has no time; who looks at a preview loads the page again. */
	for (size_t language = 0; c->commit.n && language < c->settings->n_languages; language++) {
		in.n = 0;
		buf_printf(&in, "search/%.*s", TEXT_ARG(c->settings->languages[language]));
		writer_carry(writer, &(struct writer_carrying){ .in = buf_view(&in), .commit_time = c->commit_time,
					 .most = SIZE_MAX });
	}
	buf_free(&in);
}
