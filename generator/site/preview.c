#include "site/preview.h"

#include "core/file.h"
#include "site/files.h"
#include "site/manifest.h"
#include "site/media_types.h"
#include "site/redirects.h"
#include "site/scratch.h"
#include "site/tree.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct preview {
	struct arena *arena;
	struct scratch scratch;
	struct tree folder; /* the same */
	const char *out;
};

enum { MAX_KEPT = 64 << 20 };

/* As the servers say it, but the map may ask any host: which ones it will ask is not known here. */
#define PAGE_POLICY                                                                                               \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self' https:; " \
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
#define DATA_POLICY "default-src 'none'; sandbox"

/* --- the folder ------------------------------------------------------------------------------------ */

struct preview *
preview_open(void)
{
	struct arena *a = arena_new();
	struct preview *p = arena_new_of(a, struct preview);

	p->arena = a;
	p->scratch = scratch_make(a, NULL); /* 0700 */
	p->folder = (struct tree){ p->scratch.fd, p->scratch.path };
	p->out = path_join(a, p->scratch.path, "site");
	return p;
}

void
preview_close(struct preview *p)
{
	scratch_remove(&p->scratch);
	arena_free(p->arena);
}

const char *
preview_out(const struct preview *p)
{
	return p->out;
}

bool
preview_has_site(const struct preview *p)
{
	struct stat st;

	return tree_stat(&p->folder, "site/index.html", &st);
}

void
preview_keep(const struct preview *p, const char *name, struct text bytes)
{
	file_write(p->folder.path, text_of(name), bytes);
}

struct text
preview_kept(const struct preview *p, const char *name, struct arena *a)
{
	struct text bytes;

	return file_read(a, path_join(a, p->folder.path, name), MAX_KEPT, &bytes) ? bytes : T("");
}

/* --- answers ----------------------------------------------------------------------------------------- */

static bool
is_file(const struct preview *p, struct arena *a, const char *path)
{
	struct stat st;

	/* What is allowed here cannot lead out of the folder: no part of it begins with a dot. The manifest is the
	 * writer's alone. */
	if (!tree_path_is_valid(text_of(path)) || text_equal(text_of(path), T(MANIFEST_NAME)))
		return false;
	return tree_stat(&p->folder, arena_printf(a, "site/%s", path).s, &st) && S_ISREG(st.st_mode);
}

static struct preview_answer
found(const struct preview *p, struct arena *a, const char *path, unsigned status)
{
	struct preview_answer answer = { .status = status, .path = path, .type = media_type_of(a, text_of(path)),
		.policy = text_starts(text_of(path), T("data/")) ? DATA_POLICY : PAGE_POLICY };
	struct stat st;

	answer.fd = openat(p->folder.fd, arena_printf(a, "site/%s", path).s, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (answer.fd < 0 || fstat(answer.fd, &st) != 0) {
		if (answer.fd >= 0)
			close(answer.fd);
		return (struct preview_answer){ .status = 404, .fd = -1 };
	}
	answer.size = (uint64_t)st.st_size;
	return answer;
}

/* The document of an IRI: the form that is accepted without mentioning HTML, else the page. */
static const char *
document(const struct preview *p, struct arena *a, const char *path, struct text accept)
{
	static const char *const forms[] = { "rdf", "ttl", "jsonld" };

	for (size_t k = 0; k < sizeof forms / sizeof forms[0] && text_find(accept, T("text/html")) == accept.n; k++) {
		const char *form = arena_printf(a, "%s.%s", path, forms[k]).s;
		if (text_find(accept, text_of(media_type_of(a, text_of(form)))) < accept.n && is_file(p, a, form))
			return form;
	}
	const char *page = arena_printf(a, "%s.html", path).s;
	return is_file(p, a, page) ? page : NULL;
}

/* Where what was there under this path went, out of the lines "/datasets/old.rdf /datasets/new.rdf 301". */
static const char *
moved(const struct preview *p, struct arena *a, struct text path)
{
	struct text list = preview_kept(p, "site/" REDIRECTS_NAME, a), line;

	while (text_next(&list, '\n', &line)) {
		struct text from, to;
		if (text_next(&line, ' ', &from) && text_equal(from, path) && text_next(&line, ' ', &to))
			return arena_cstr(a, to);
	}
	return NULL;
}

struct preview_answer
preview_find(const struct preview *p, struct arena *a, struct text path, struct text accept)
{
	struct text name = text_file_name(path);
	const char *wanted = arena_printf(a, "%.*s%s", TEXT_ARG(text_slice(path, 1, path.n)), name.n ? "" : "index.html").s;
	struct preview_answer elsewhere = { .status = 303, .fd = -1 };

	if (!text_starts(path, T("/")))
		return (struct preview_answer){ .status = 404, .fd = -1 };
	/* Before the page there, which is for hosts that do not redirect. */
	if ((elsewhere.location = moved(p, a, path))) {
		elsewhere.status = 301;
		return elsewhere;
	}
	if (is_file(p, a, wanted))
		return found(p, a, wanted, 200);
	/* Before a folder of the same name, which holds what belongs to a dataset. */
	const char *other = text_find_char(name, '.') < name.n ? NULL : document(p, a, wanted, accept);
	if (!other && is_file(p, a, arena_printf(a, "%s/index.html", wanted).s)) {
		elsewhere.status = 301;
		other = arena_printf(a, "%s/", wanted).s;
	}
	if (other) {
		elsewhere.location = arena_printf(a, "/%s", other).s;
		return elsewhere;
	}
	return is_file(p, a, "404.html") ? found(p, a, "404.html", 404) : (struct preview_answer){ .status = 404, .fd = -1 };
}
