#include "site/bag.h"

#include "core/die.h"
#include "site/manifest.h"
#include "site/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAYLOAD "data/portal/"

enum { PIECE = 256 * 1024 };

/* --- where it goes ------------------------------------------------------------------------------ */

struct sink {
	struct tree tree; /* the folder of `out`; of standard output only a name */
	const char *path; /* while it is written */
	int fd;
	struct buf bytes;
	struct digest_state *digest;
	uint64_t size;
};

static void
flush(struct sink *s)
{
	digest_add(s->digest, buf_view(&s->bytes));
	tree_write(&s->tree, s->path, s->fd, buf_view(&s->bytes));
	s->size += s->bytes.n;
	s->bytes.n = 0;
}

static void
take(void *context, struct text bytes)
{
	struct sink *s = context;

	buf_text(&s->bytes, bytes);
	if (s->bytes.n >= PIECE)
		flush(s);
}

static struct sink
sink_open(struct arena *a, const char *out)
{
	struct sink s = { .tree = { -1, "standard output" }, .path = "", .fd = STDOUT_FILENO, .digest = digest_begin() };

	if (!out)
		return s;
	struct text name = text_file_name(text_of(out));
	struct text folder = text_slice(text_of(out), 0, strlen(out) - name.n);
	s.tree.path = folder.n ? arena_cstr(a, folder) : ".";
	s.tree.fd = open(s.tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s.tree.fd < 0)
		die("%s: %s", s.tree.path, strerror(errno));
	s.path = arena_printf(a, ".%.*s.new", TEXT_ARG(name)).s;
	tree_remove(&s.tree, s.path);
	s.fd = tree_create(&s.tree, s.path);
	return s;
}

static void
sink_close(struct sink *s, const char *out)
{
	flush(s);
	buf_free(&s->bytes);
	if (!out)
		return;
	struct text name = text_file_name(text_of(out));
	if (fsync(s->fd) != 0)
		die("%s: %s", out, strerror(errno));
	tree_close(&s->tree, s->path, s->fd);
	if (renameat(s->tree.fd, s->path, s->tree.fd, name.s) != 0)
		die("%s: %s", out, strerror(errno));
	close(s->tree.fd);
}

/* --- what goes in --------------------------------------------------------------------------------- */

struct packing {
	const struct bag *bag;
	struct tar *tar;
	struct tree generation;
	struct buf path;
	struct buf payload, tags; /* the two manifests */
	uint64_t n_bytes, n_files;
};

static const char *
path_in_bag(struct packing *p, const char *folder, struct text path)
{
	p->path.n = 0;
	buf_text(&p->path, p->bag->name);
	buf_printf(&p->path, "/%s%.*s", folder, TEXT_ARG(path));
	return buf_cstr(&p->path);
}

/* As sha256sum(1) writes and reads it (RFC 8493, §2.1.3). */
static void
add_line(struct buf *manifest, const struct digest *digest, const char *folder, struct text path)
{
	digest_write(manifest, digest);
	buf_printf(manifest, "  %s%.*s\n", folder, TEXT_ARG(path));
}

/* A file of the generation, which must be as its manifest says; the manifest itself is known to nobody:
 * `known` is NULL. */
static void
pack_file(struct packing *p, const char *path, uint64_t size, const struct digest *known)
{
	struct digest_state *state = digest_begin();
	int fd = tree_open_file(&p->generation, path);
	char *bytes = allocate(PIECE);
	uint64_t left = size;

	tar_file(p->tar, path_in_bag(p, PAYLOAD, text_of(path)), size);
	while (left) {
		size_t n = tree_read(&p->generation, path, fd, bytes, left < PIECE ? (size_t)left : PIECE);
		if (n == 0)
			break;
		digest_add(state, (struct text){ bytes, n });
		tar_add(p->tar, (struct text){ bytes, n });
		left -= n;
	}
	struct digest digest = digest_finish(state);
	if (left || (known && !digest_equal(&digest, known)))
		die("%s/%s: is not what was written; is the disk damaged?", p->generation.path, path);
	tree_close(&p->generation, path, fd);
	free(bytes);
	add_line(&p->payload, &digest, PAYLOAD, text_of(path));
	p->n_bytes += size;
	p->n_files++;
}

static void
pack_generation(struct packing *p)
{
	struct manifest *m = manifest_new();
	struct manifest_facts facts;
	struct buf head = { 0 };
	struct stat st;
	bool is_named = false;

	if (manifest_read(m, &p->generation, &head, &facts) != MANIFEST_READ ||
	    !tree_stat(&p->generation, MANIFEST_NAME, &st))
		die("%s/" MANIFEST_NAME ": cannot be read back", p->generation.path);
	/* As read: in the order of their paths. */
	for (size_t i = 0; i < m->n; i++) {
		const struct manifest_file *f = manifest_at(m, i);
		if (!is_named && strcmp(f->path, MANIFEST_NAME) > 0) {
			pack_file(p, MANIFEST_NAME, (uint64_t)st.st_size, NULL);
			is_named = true;
		}
		pack_file(p, f->path, f->size, &f->digest);
	}
	if (!is_named)
		pack_file(p, MANIFEST_NAME, (uint64_t)st.st_size, NULL);
	buf_free(&head);
	manifest_free(m);
}

static void
pack_text(struct packing *p, const char *name, struct text bytes)
{
	struct digest digest = digest_of(bytes);

	tar_file(p->tar, path_in_bag(p, "", text_of(name)), bytes.n);
	tar_add(p->tar, bytes);
	add_line(&p->tags, &digest, "", text_of(name));
}

/* "Label: value", each on one line (RFC 8493, §2.2.2). */
static void
write_info(struct buf *out, const struct packing *p)
{
	for (size_t i = 0; i < p->bag->n_fields; i++) {
		const struct bag_field *f = &p->bag->fields[i];
		if (f->value.n == 0)
			continue;
		buf_printf(out, "%s: ", f->label);
		for (size_t k = 0; k < f->value.n; k++)
			buf_char(out, (unsigned char)f->value.s[k] < 0x20 ? ' ' : f->value.s[k]);
		buf_char(out, '\n');
	}
	buf_printf(out, "Payload-Oxum: %llu.%llu\n", (unsigned long long)p->n_bytes, (unsigned long long)p->n_files);
}

struct bag_summary
bag_write(const struct bag *b, const char *out)
{
	struct arena *a = arena_new();
	struct sink sink = sink_open(a, out);
	struct packing p = { .bag = b, .generation = { .path = b->generation } };
	struct buf info = { 0 };

	p.generation.fd = open(b->generation, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p.generation.fd < 0)
		die("%s: %s", b->generation, strerror(errno));
	p.tar = tar_open(&(struct tar_options){ .compression = b->compression, .time = b->time, .write = take,
	    .context = &sink });
	pack_text(&p, "bagit.txt", T("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"));
	pack_text(&p, "README.txt", b->readme);
	pack_generation(&p);
	write_info(&info, &p);
	pack_text(&p, "bag-info.txt", buf_view(&info));
	pack_text(&p, "manifest-sha256.txt", buf_view(&p.payload));
	struct text tags = buf_view(&p.tags);
	tar_file(p.tar, path_in_bag(&p, "", T("tagmanifest-sha256.txt")), tags.n);
	tar_add(p.tar, tags);
	tar_close(p.tar);
	close(p.generation.fd);
	sink_close(&sink, out);
	buf_free(&info);
	buf_free(&p.path);
	buf_free(&p.payload);
	buf_free(&p.tags);
	arena_free(a);
	return (struct bag_summary){ (size_t)p.n_files, sink.size, digest_finish(sink.digest) };
}
