#include "adapters/tar.h"

#include "core/die.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <sys/stat.h>

struct tar {
	struct tar_options options;
	struct archive *archive;
	struct archive_entry *entry;
};

_Noreturn static void
fail(const struct tar *t)
{
	const char *why = archive_error_string(t->archive);

	die("the archive cannot be made: %s", why ? why : "the library says nothing");
}

static la_ssize_t
hand_over(struct archive *archive, void *context, const void *bytes, size_t n)
{
	struct tar *t = context;

	(void)archive;
	t->options.write(t->options.context, (struct text){ bytes, n });
	return (la_ssize_t)n;
}

static int
compress_with(const struct tar *t)
{
	switch (t->options.compression) {
	case TAR_PLAIN: return archive_write_add_filter_none(t->archive);
	case TAR_GZIP:
		if (archive_write_add_filter_gzip(t->archive) != ARCHIVE_OK)
			return ARCHIVE_FATAL;
		/* Its head would name the time of day. */
		return archive_write_set_filter_option(t->archive, "gzip", "timestamp", NULL);
	case TAR_ZSTD: return archive_write_add_filter_zstd(t->archive);
	}
	return ARCHIVE_FATAL;
}

struct tar *
tar_open(const struct tar_options *options)
{
	struct tar *t = allocate(sizeof *t);

	*t = (struct tar){ *options, archive_write_new(), archive_entry_new() };
	if (!t->archive || !t->entry)
		die("out of memory");
	if (archive_write_set_format_pax_restricted(t->archive) != ARCHIVE_OK || compress_with(t) != ARCHIVE_OK ||
	    /* Its end is not filled up to a block of tapes: compressed or not, it is the same tar. */
	    archive_write_set_bytes_in_last_block(t->archive, 1) != ARCHIVE_OK ||
	    archive_write_open(t->archive, t, NULL, hand_over, NULL) != ARCHIVE_OK)
		fail(t);
	return t;
}

void
tar_file(struct tar *t, const char *path, uint64_t size)
{
	struct archive_entry *e = archive_entry_clear(t->entry);

	archive_entry_set_pathname(e, path);
	archive_entry_set_filetype(e, S_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)size);
	archive_entry_set_mtime(e, (time_t)t->options.time, 0);
	if (archive_write_header(t->archive, e) != ARCHIVE_OK)
		fail(t);
}

void
tar_add(struct tar *t, struct text bytes)
{
	if (bytes.n && archive_write_data(t->archive, bytes.s, bytes.n) != (la_ssize_t)bytes.n)
		fail(t);
}

void
tar_close(struct tar *t)
{
	if (archive_write_close(t->archive) != ARCHIVE_OK || archive_write_free(t->archive) != ARCHIVE_OK)
		fail(t);
	archive_entry_free(t->entry);
	free(t);
}
