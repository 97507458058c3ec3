#include "adapters/web.h"

#include "core/die.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 256, IDLE_SECONDS = 60, EVENT_BYTES = 1024 };

/* Somebody who waits for what web_tell() says. */
struct listener {
	struct web *web;
	struct MHD_Connection *connection;
	struct listener *next;
	struct buf waiting;
	bool is_asleep;
};

struct web {
	struct MHD_Daemon *daemon;
	web_answering *answer;
	void *context;
	struct listener *listeners;
	bool is_closing;
};

/* --- who may ask ---------------------------------------------------------------------------------- */

/* "localhost:8000": the port may be another one, where a tunnel leads here. */
static bool
is_this_machine(const char *host)
{
	static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };

	for (size_t k = 0; host && k < sizeof names / sizeof names[0]; k++) {
		size_t n = strlen(names[k]);
		if (text_equal_nocase(text_slice(text_of(host), 0, n), text_of(names[k])) &&
		    (host[n] == '\0' || (host[n] == ':' && strspn(host + n + 1, "0123456789") == strlen(host + n + 1))))
			return true;
	}
	return false;
}

static struct text
header(struct MHD_Connection *c, const char *name)
{
	return text_of(MHD_lookup_connection_value(c, MHD_HEADER_KIND, name));
}

/* --- listeners -------------------------------------------------------------------------------------- */

static ssize_t
say(void *context, uint64_t at, char *bytes, size_t n)
{
	struct listener *l = context;

	(void)at;
	if (l->web->is_closing)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (l->waiting.n == 0) {
		l->is_asleep = true;
		MHD_suspend_connection(l->connection);
		return 0;
	}
	n = n < l->waiting.n ? n : l->waiting.n;
	memcpy(bytes, l->waiting.s, n);
	memmove(l->waiting.s, l->waiting.s + n, l->waiting.n - n);
	l->waiting.n -= n;
	return (ssize_t)n;
}

static void
forget_listener(void *context)
{
	struct listener *l = context, **link = &l->web->listeners;

	while (*link != l)
		link = &(*link)->next;
	*link = l->next;
	buf_free(&l->waiting);
	free(l);
}

static struct MHD_Response *
listening(struct web *w, struct MHD_Connection *c, struct text first)
{
	struct listener *l = allocate(sizeof *l);

	*l = (struct listener){ .web = w, .connection = c, .next = w->listeners };
	w->listeners = l;
	buf_text(&l->waiting, first);
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, EVENT_BYTES, say, l, forget_listener);
}

static void
wake(struct listener *l)
{
	if (l->is_asleep)
		MHD_resume_connection(l->connection);
	l->is_asleep = false;
}

void
web_tell(struct web *w, struct text bytes)
{
	for (struct listener *l = w->listeners; l; l = l->next) {
		buf_text(&l->waiting, bytes);
		wake(l);
	}
	/* Nothing that poll() would see has come. */
	MHD_run(w->daemon);
}

/* --- answers ------------------------------------------------------------------------------------------- */

/* "bytes=100-199", "bytes=100-" or "bytes=-100" (RFC 9110, 14.1.2); anything else, several parts too, is
 * answered with the whole. */
static bool
read_range(struct text t, uint64_t size, uint64_t *from, uint64_t *to)
{
	size_t unit = strlen("bytes=");

	if (!text_starts(t, T("bytes=")) || size == 0)
		return false;
	t = text_slice(t, unit, t.n);
	size_t dash = text_find_char(t, '-');
	struct text first = text_slice(t, 0, dash), last = text_slice(t, dash + 1, t.n);
	*to = size - 1;
	if (dash == t.n)
		return false;
	if (first.n == 0) {
		if (!text_number(last, UINT64_MAX / 2, from) || *from == 0)
			return false;
		*from = *from < size ? size - *from : 0;
		return true;
	}
	if (!text_number(first, UINT64_MAX / 2, from) || (last.n && !text_number(last, UINT64_MAX / 2, to)))
		return false;
	*to = *to < size ? *to : size - 1;
	return *from < size && *from <= *to;
}

static void
add(struct MHD_Response *r, const char *name, const char *value)
{
	if (value && MHD_add_response_header(r, name, value) != MHD_YES)
		die("libmicrohttpd refuses the header %s: %s", name, value);
}

static struct MHD_Response *
file(struct MHD_Connection *c, struct web_answer *answer)
{
	uint64_t from = 0, to = answer->size - 1;
	bool is_part = answer->status == 200 && read_range(header(c, "Range"), answer->size, &from, &to);
	struct MHD_Response *r = is_part ? MHD_create_response_from_fd_at_offset64(to - from + 1, answer->fd, from) :
					   MHD_create_response_from_fd64(answer->size, answer->fd);
	char range[80];

	if (!r)
		die("libmicrohttpd cannot send a file");
	if (is_part) {
		answer->status = 206;
		snprintf(range, sizeof range, "bytes %llu-%llu/%llu", (unsigned long long)from, (unsigned long long)to,
		    (unsigned long long)answer->size);
		add(r, "Content-Range", range);
	}
	add(r, "Accept-Ranges", "bytes");
	return r;
}

static enum MHD_Result
send_answer(struct web *w, struct MHD_Connection *c, struct web_answer *answer)
{
	struct MHD_Response *r = answer->is_for_events ? listening(w, c, answer->bytes) :
	    answer->fd >= 0 ? file(c, answer) :
	    MHD_create_response_from_buffer(answer->bytes.n, (void *)(uintptr_t)answer->bytes.s, MHD_RESPMEM_MUST_COPY);

	if (!r)
		die("libmicrohttpd cannot answer");
	add(r, "Content-Type", answer->type);
	add(r, "Location", answer->location);
	add(r, "Content-Security-Policy", answer->policy);
	add(r, "X-Content-Type-Options", "nosniff");
	add(r, "Cross-Origin-Resource-Policy", "same-origin");
	/* What is shown is what was saved last, never what a browser remembers. */
	add(r, "Cache-Control", "no-store");
	enum MHD_Result result = MHD_queue_response(c, answer->status, r);
	MHD_destroy_response(r);
	return result;
}

static enum MHD_Result
refuse(struct web *w, struct MHD_Connection *c, unsigned status, struct text sentence)
{
	return send_answer(w, c, &(struct web_answer){ .status = status, .type = "text/plain; charset=utf-8", .fd = -1,
					 .bytes = sentence });
}

static enum MHD_Result
on_request(void *context, struct MHD_Connection *c, const char *path, const char *method, const char *version,
    const char *body, size_t *n_body, void **state)
{
	static char seen;
	struct web *w = context;
	struct web_answer answer = { .status = 404, .fd = -1 };

	(void)version;
	(void)body;
	if (!*state) { /* the headers are there; what follows them is not wanted */
		*state = &seen;
		if (strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0)
			return MHD_YES;
		return refuse(w, c, MHD_HTTP_METHOD_NOT_ALLOWED, T("Only GET and HEAD.\n"));
	}
	*n_body = 0;
	if (!is_this_machine(MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host")))
		return refuse(w, c, MHD_HTTP_MISDIRECTED_REQUEST, T("This preview is for this machine only.\n"));
	struct web_request request = { text_of(path), header(c, "Accept"), header(c, "Accept-Language") };
	w->answer(w->context, &request, &answer);
	return send_answer(w, c, &answer);
}

/* --- the server ------------------------------------------------------------------------------------------ */

/* A reader who leaves in the middle is no news. */
static void
ignore(void *context, const char *format, va_list words)
{
	(void)context;
	(void)format;
	(void)words;
}

struct web *
web_open(uint16_t port, web_answering *answer, void *context)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct web *w = allocate(sizeof *w);

	*w = (struct web){ .answer = answer, .context = context };
	w->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, port, NULL, NULL, on_request,
	    w, MHD_OPTION_EXTERNAL_LOGGER, ignore, NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)MOST_CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
	    MHD_OPTION_END);
	if (w->daemon)
		return w;
	free(w);
	return NULL;
}

void
web_close(struct web *w)
{
	w->is_closing = true;
	for (struct listener *l = w->listeners; l; l = l->next)
		wake(l);
	MHD_run(w->daemon);
	MHD_stop_daemon(w->daemon);
	free(w);
}

int
web_fd(const struct web *w)
{
	return MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

int
web_patience(const struct web *w)
{
	MHD_UNSIGNED_LONG_LONG milliseconds;

	if (MHD_get_timeout(w->daemon, &milliseconds) != MHD_YES)
		return -1;
	return milliseconds < 60000 ? (int)milliseconds : 60000;
}

void
web_run(struct web *w)
{
	MHD_run(w->daemon);
}
