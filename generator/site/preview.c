#include "site/preview.h"

#include "core/die.h"
#include "core/file.h"
#include "site/files.h"
#include "site/media_types.h"
#include "site/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct preview {
	struct arena *arena;
	struct tree parent, folder;
	const char *name; /* of the folder in its parent */
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
	const char *among = getenv("TMPDIR");

	p->arena = a;
	p->parent.path = among && among[0] == '/' ? among : "/tmp";
	char *path = (char *)(uintptr_t)path_join(a, p->parent.path, "tabularium-preview-XXXXXX");
	if (!mkdtemp(path)) /* 0700 */
		die("%s: %s", path, strerror(errno));
	p->folder.path = path;
	p->name = text_file_name(text_of(path)).s;
	p->out = path_join(a, path, "site");
	p->parent.fd = open(p->parent.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	p->folder.fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (p->parent.fd < 0 || p->folder.fd < 0)
		die("%s: %s", path, strerror(errno));
	return p;
}

void
preview_close(struct preview *p)
{
	tree_remove(&p->parent, p->name);
	close(p->folder.fd);
	close(p->parent.fd);
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

	/* What is allowed here cannot lead out of the folder: no part of it begins with a dot. */
	if (!tree_path_is_valid(text_of(path)))
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

struct preview_answer
preview_find(const struct preview *p, struct arena *a, struct text path, struct text accept)
{
	struct text name = text_file_name(path);
	const char *wanted = arena_printf(a, "%.*s%s", TEXT_ARG(text_slice(path, 1, path.n)), name.n ? "" : "index.html").s;
	struct preview_answer elsewhere = { .status = 303, .fd = -1 };

	if (!text_starts(path, T("/")))
		return (struct preview_answer){ .status = 404, .fd = -1 };
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
