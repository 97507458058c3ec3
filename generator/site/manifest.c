#include "site/manifest.h"

#include "core/date.h"
#include "core/die.h"
#include "core/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The form on disk. Each is a line, or the beginning of one. */
#define HEAD_BEGIN "{\"tabularium\":1,"
#define DATASETS "\"datasets\":"
#define CARRIED "\"carried\":["
#define FILES "\"files\":["
#define FOLDER "{\"folder\":\""
#define UNTIL "\",\"until\":\""
#define FILE_PATH "{\"path\":\""
#define FILE_SIZE "\",\"size\":"
#define FILE_DIGEST ",\"sha256\":\""
#define FILE_END "\"}"
#define END "]}"

/* --- the table ----------------------------------------------------------------------------- */

struct manifest *
manifest_new(void)
{
	struct manifest *m = allocate(sizeof *m);

	*m = (struct manifest){ .paths = arena_new() };
	return m;
}

void
manifest_free(struct manifest *m)
{
	if (!m)
		return;
	for (size_t i = 0; i * MANIFEST_CHUNK < m->n; i++)
		free(m->chunks[i]);
	free(m->chunks);
	free(m->slots);
	arena_free(m->paths);
	free(m);
}

struct manifest_file *
manifest_at(const struct manifest *m, size_t i)
{
	return &m->chunks[i / MANIFEST_CHUNK][i % MANIFEST_CHUNK];
}

static struct text
path_of(const struct manifest_file *f)
{
	return (struct text){ f->path, f->path_n };
}

static size_t
slot_of(const struct manifest *m, struct text path, uint32_t hash)
{
	size_t at = hash & (m->n_slots - 1);

	while (m->slots[at]) {
		const struct manifest_file *f = manifest_at(m, m->slots[at] - 1);
		if (f->hash == hash && text_equal(path_of(f), path))
			break;
		at = (at + 1) & (m->n_slots - 1);
	}
	return at;
}

struct manifest_file *
manifest_find(const struct manifest *m, struct text path, uint64_t hash)
{
	if (m->n == 0)
		return NULL;
	uint32_t slot = m->slots[slot_of(m, path, (uint32_t)hash)];
	return slot ? manifest_at(m, slot - 1) : NULL;
}

static void
grow(struct manifest *m)
{
	size_t n_slots = m->n_slots ? m->n_slots * 2 : 2 * MANIFEST_CHUNK;

	if (n_slots > UINT32_MAX)
		die("too many files in one generation (%zu)", m->n);
	free(m->slots);
	m->slots = calloc(n_slots, sizeof *m->slots);
	if (!m->slots)
		die("out of memory (%zu bytes)", n_slots * sizeof *m->slots);
	m->n_slots = n_slots;
	/* Of the chunks only the list moves: a file keeps its address. */
	m->chunks = reallocate(m->chunks, n_slots / 2 / MANIFEST_CHUNK * sizeof *m->chunks);
	for (size_t i = 0; i < m->n; i++) {
		size_t at = manifest_at(m, i)->hash & (n_slots - 1);
		while (m->slots[at])
			at = (at + 1) & (n_slots - 1);
		m->slots[at] = (uint32_t)i + 1;
	}
}

struct manifest_file *
manifest_add(struct manifest *m, struct text path, uint64_t hash)
{
	if (m->n == m->n_slots / 2)
		grow(m);
	if (m->n % MANIFEST_CHUNK == 0)
		m->chunks[m->n / MANIFEST_CHUNK] =
		    allocate(MANIFEST_CHUNK * sizeof(struct manifest_file));
	m->slots[slot_of(m, path, (uint32_t)hash)] = (uint32_t)m->n + 1;

	struct manifest_file *f = manifest_at(m, m->n++);
	*f = (struct manifest_file){
		.path = arena_cstr(m->paths, path),
		.path_n = (uint16_t)path.n,
		.hash = (uint32_t)hash,
	};
	return f;
}

static int
by_path(const void *a, const void *b)
{
	return text_compare(
	    path_of(*(struct manifest_file *const *)a), path_of(*(struct manifest_file *const *)b));
}

struct manifest_file **
manifest_sorted(const struct manifest *m, size_t *n)
{
	struct manifest_file **files = allocate(m->n * sizeof(struct manifest_file *));

	*n = 0;
	for (size_t i = 0; i < m->n; i++) {
		struct manifest_file *f = manifest_at(m, i);
		if (f->state != MANIFEST_FORMER)
			files[(*n)++] = f;
	}
	qsort(files, *n, sizeof(struct manifest_file *), by_path);
	return files;
}

/* --- writing ------------------------------------------------------------------------------- */

static void
json_string(struct buf *out, struct text t)
{
	buf_char(out, '"');
	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c < 0x20)
			buf_printf(out, "\\u%04x", c);
		else
			buf_char(out, (char)c);
	}
	buf_char(out, '"');
}

static void
write_carried(struct buf *out, const struct carried *list, size_t n)
{
	buf_str(out, CARRIED);
	for (size_t i = 0; i < n; i++) {
		buf_str(out, i ? "," FOLDER : FOLDER);
		buf_text(out, list[i].folder);
		buf_str(out, UNTIL);
		date_write_seconds(out, list[i].until);
		buf_str(out, FILE_END);
	}
	buf_str(out, "],\n");
}

void
manifest_head(struct buf *out, const struct manifest_facts *f)
{
	buf_str(out, HEAD_BEGIN "\n\"commit\":");
	json_string(out, f->commit);
	buf_str(out, ",\n\"commitTime\":\"");
	date_write_seconds(out, f->commit_time);
	buf_str(out, "\",\n\"baseUrl\":");
	json_string(out, f->base_url);
	buf_str(out, ",\n" DATASETS);
	buf_number(out, f->n_datasets);
	buf_str(out, ",\n");
	if (f->n_carried)
		write_carried(out, f->carried, f->n_carried);
	buf_str(out, FILES "\n");
}

static void
write_file(struct buf *out, const struct manifest_file *f, bool is_last)
{
	buf_str(out, FILE_PATH);
	buf_text(out, path_of(f));
	buf_str(out, FILE_SIZE);
	buf_number(out, f->size);
	buf_str(out, FILE_DIGEST);
	digest_write(out, &f->digest);
	buf_str(out, is_last ? FILE_END "\n" : FILE_END ",\n");
}

void
manifest_write(
    const struct tree *generation, struct text head, struct manifest_file *const *files, size_t n)
{
	enum { PIECE = 256 * 1024 };
	struct buf out = { 0 };
	uint64_t size = 0;
	int fd = tree_create(generation, MANIFEST_NAME);

	buf_text(&out, head);
	for (size_t i = 0; i <= n; i++) {
		if (i < n)
			write_file(&out, files[i], i + 1 == n);
		else
			buf_str(&out, END "\n");
		if (out.n < PIECE && i < n)
			continue;
		tree_write(generation, MANIFEST_NAME, fd, buf_view(&out));
		size += out.n;
		out.n = 0;
	}
	buf_free(&out);
	tree_check_size(generation, MANIFEST_NAME, fd, size);
	tree_close(generation, MANIFEST_NAME, fd);
}

/* --- reading ------------------------------------------------------------------------------- */

enum { LONGEST_LINE = 64 * 1024 };

struct lines {
	const struct tree *tree;
	int fd;
	size_t from, to; /* what is read and not yet handed out */
	char bytes[LONGEST_LINE];
};

/* Without its line feed; false at the end, and for a line that has no end or is too long. */
static bool
next_line(struct lines *l, struct text *line)
{
	for (;;) {
		struct text rest = { l->bytes + l->from, l->to - l->from };
		size_t end = text_find_char(rest, '\n');

		if (end < rest.n) {
			*line = text_slice(rest, 0, end);
			l->from += end + 1;
			return true;
		}
		memmove(l->bytes, rest.s, rest.n);
		l->from = 0;
		l->to = rest.n;
		if (l->to == LONGEST_LINE)
			return false;
		size_t n = tree_read(
		    l->tree, MANIFEST_NAME, l->fd, l->bytes + l->to, LONGEST_LINE - l->to);
		if (n == 0)
			return false;
		l->to += n;
	}
}

static bool
take(struct text *t, struct text what)
{
	if (!text_starts(*t, what))
		return false;
	*t = text_slice(*t, what.n, t->n);
	return true;
}

static bool
take_number(struct text *t, uint64_t *number)
{
	size_t n = 0;

	while (n < t->n && t->s[n] >= '0' && t->s[n] <= '9')
		n++;
	if (!text_number(text_slice(*t, 0, n), INT64_MAX, number) || (n > 1 && t->s[0] == '0'))
		return false;
	*t = text_slice(*t, n, t->n);
	return true;
}

/* Behind CARRIED, the rest of its line. */
static bool
read_carried(struct arena *a, struct text line, struct manifest_facts *facts)
{
	struct carried *list = arena_array(a, struct carried, line.n / (sizeof FOLDER) + 1);
	struct date until;

	facts->carried = list;
	do {
		struct carried *c = &list[facts->n_carried++];
		if (!take(&line, T(FOLDER)))
			return false;
		c->folder = arena_text(a, text_slice(line, 0, text_find_char(line, '"')));
		line = text_slice(line, c->folder.n, line.n);
		if (!tree_path_is_valid(c->folder) || !take(&line, T(UNTIL)) ||
		    !date_parse(text_slice(line, 0, text_find_char(line, '"')), &until))
			return false;
		c->until = date_seconds(&until);
		line = text_slice(line, text_find_char(line, '"'), line.n);
		if (!take(&line, T(FILE_END)))
			return false;
	} while (take(&line, T(",")));
	return text_equal(line, T("],"));
}

/* In this order; what is carried may be missing. Of commit and base URL only the beginning matters. */
static bool
read_head(struct lines *l, struct text line, struct arena *a, struct buf *head,
    struct manifest_facts *facts)
{
	enum { IS_FIRST, COMMIT, TIME, BASE_URL, HAS_DATASETS, IS_CARRIED, HAS_FILES, N_LINES };
	static const char *const begins[N_LINES] = { HEAD_BEGIN, "\"commit\":\"",
		"\"commitTime\":\"", "\"baseUrl\":\"", DATASETS, CARRIED, FILES };

	for (size_t i = 0; i < N_LINES; i++) {
		if (i && !next_line(l, &line))
			return false;
		buf_text(head, line);
		buf_char(head, '\n');
		if (i == IS_CARRIED && !text_starts(line, T(CARRIED)))
			i++;
		if (!take(&line, text_of(begins[i])))
			return false;
		if (i == HAS_DATASETS &&
		    !(take_number(&line, &facts->n_datasets) && text_equal(line, T(","))))
			return false;
		if (i == IS_CARRIED && !read_carried(a, line, facts))
			return false;
		if ((i == IS_FIRST || i == HAS_FILES) && line.n)
			return false;
	}
	return true;
}

static bool
read_file(struct manifest *m, struct text line, struct text *previous, bool *is_last)
{
	uint64_t size;
	struct digest digest;

	if (!take(&line, T(FILE_PATH)))
		return false;
	struct text path = text_slice(line, 0, text_find_char(line, '"'));
	line = text_slice(line, path.n, line.n);
	if (!tree_path_is_valid(path) || text_compare(*previous, path) >= 0 ||
	    !take(&line, T(FILE_SIZE)) || !take_number(&line, &size) ||
	    !take(&line, T(FILE_DIGEST)) ||
	    !digest_parse(text_slice(line, 0, 2 * DIGEST_SIZE), &digest))
		return false;
	line = text_slice(line, 2 * DIGEST_SIZE, line.n);
	if (!take(&line, T(FILE_END)))
		return false;
	*is_last = !take(&line, T(","));
	if (line.n)
		return false;

	struct manifest_file *f = manifest_add(m, path, text_hash(path));
	f->state = MANIFEST_FORMER;
	f->size = size;
	f->digest = digest;
	*previous = path_of(f);
	return true;
}

static bool
read_files(struct manifest *m, struct lines *l)
{
	struct text line, previous = T("");
	bool is_last = false;

	while (next_line(l, &line)) {
		if (text_equal(line, T(END)))
			return (is_last || m->n == 0) && !next_line(l, &line) && l->to == 0;
		if (is_last || !read_file(m, line, &previous, &is_last))
			return false;
	}
	return false;
}

enum manifest_reading
manifest_read(struct manifest *m, const struct tree *generation, struct buf *head,
    struct manifest_facts *facts)
{
	enum manifest_reading reading = MANIFEST_FOREIGN;
	struct text line;
	int fd =
	    openat(generation->fd, MANIFEST_NAME, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return MANIFEST_ABSENT;
	if (fd < 0)
		die("%s/" MANIFEST_NAME ": %s", generation->path, strerror(errno));
	struct lines *l = allocate(sizeof *l);
	l->tree = generation;
	l->fd = fd;
	l->from = l->to = 0;
	if (next_line(l, &line) && text_starts(line, T("{\"tabularium\":")))
		reading = read_head(l, line, m->paths, head, facts) && read_files(m, l)
			      ? MANIFEST_READ
			      : MANIFEST_DAMAGED;
	free(l);
	close(fd);
	return reading;
}
