#include "build/profile_feeds.h"

#include "build/feed_stream.h"

static void
add(void *context, enum syntax syntax, struct text bytes)
{
	struct writer_stream **streams = context;

	writer_stream_add(streams[syntax], bytes);
}

static void
write_feed(const struct catalog *c, enum profile profile, struct writer *writer, unsigned jobs)
{
	struct writer_stream *streams[N_SYNTAXES];
	struct rdf *rdf = rdf_new_as(c, profile);
	struct buf path = { 0 };

	for (size_t i = 0; i < N_SYNTAXES; i++) {
		path.n = 0;
		buf_str(&path, "feed/");
		buf_str(&path, profiles[profile].name);
		buf_str(&path, "/catalog.");
		buf_str(&path, syntaxes[i].extension);
		streams[i] = writer_stream_open(writer, buf_view(&path));
	}
	feed_stream(&(struct feed_stream){ .catalog = c, .rdf = rdf, .syntaxes = (1u << N_SYNTAXES) - 1,
	    .jobs = jobs, .write = add, .context = streams });
	for (size_t i = 0; i < N_SYNTAXES; i++)
		writer_stream_close(streams[i]);
	buf_free(&path);
	rdf_free(rdf);
}

void
write_profile_feeds(const struct catalog *c, struct writer *writer, unsigned jobs)
{
	for (size_t i = 1; i < c->settings->n_profiles; i++)
		write_feed(c, c->settings->profiles[i], writer, jobs);
}
