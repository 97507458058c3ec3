/*
 * adapters/http.h: the limits, against a server in another process on this machine.
 */
#include "adapters/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 1 << 20 };

static pid_t server;
static unsigned port;

static void
send_all(int to, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(to, bytes, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		bytes += sent;
		n -= (size_t)sent;
	}
}

/* /known: a large answer that says so; /unknown: one that does not; /slow: none; else "good". */
static void
answer(int to)
{
	static char large[LARGE];
	char request[4096] = "", head[128];
	ssize_t n = recv(to, request, sizeof request - 1, 0);

	if (n <= 0)
		return;
	if (strncmp(request, "GET /slow", 9) == 0) {
		sleep(20);
		return;
	}
	bool is_known = strncmp(request, "GET /known", 10) == 0, is_unknown = strncmp(request, "GET /unknown", 12) == 0;
	memset(large, 'x', sizeof large);
	if (is_unknown)
		snprintf(head, sizeof head, "HTTP/1.0 200 OK\r\n\r\n");
	else
		snprintf(head, sizeof head, "HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n", is_known ? LARGE : 4);
	send_all(to, head, strlen(head));
	send_all(to, is_known || is_unknown ? large : "good", is_known || is_unknown ? LARGE : 4);
}

static int
start_server(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 8) != 0 ||
	    getsockname(listener, (struct sockaddr *)&address, &size) != 0)
		return -1;
	port = ntohs(address.sin_port);
	server = fork();
	if (server == 0) {
		for (;;) {
			int to = accept(listener, NULL, NULL);
			if (to < 0)
				_exit(0);
			answer(to);
			close(to);
		}
	}
	close(listener);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	return server < 0 ? -1 : 0;
}

static int
stop_server(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return 0;
}

static bool
get(struct arena *a, const char *path, size_t max_bytes, unsigned max_seconds, struct text *body, struct text *fault)
{
	const char *url = arena_printf(a, "http://127.0.0.1:%u%s", port, path).s;

	return http_get(a, &(struct http_request){ url, NULL, max_bytes, max_seconds }, body, fault);
}

static void
test_limits(void **state)
{
	struct arena *a = arena_new();
	struct text body = T(""), fault = T("");

	(void)state;
	assert_true(get(a, "/", 4, 5, &body, &fault));
	assert_true(text_equal(body, T("good")));
	assert_false(get(a, "/", 3, 5, &body, &fault));
	assert_true(get(a, "/known", LARGE, 5, &body, &fault));
	assert_int_equal(body.n, LARGE);
	/* One byte too much, whether it is announced or not. */
	assert_false(get(a, "/known", LARGE - 1, 5, &body, &fault));
	assert_true(text_starts(fault, T("the answer is larger than 1048575 bytes")));
	assert_false(get(a, "/unknown", LARGE - 1, 5, &body, &fault));
	assert_true(text_starts(fault, T("the answer is larger than 1048575 bytes")));
	assert_false(get(a, "/slow", 0, 1, &body, &fault));
	assert_true(text_find(fault, T("timed out")) < fault.n);
	arena_free(a);
}

static void
test_schemes(void **state)
{
	static const char *const refused[] = { "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
		"http://user@127.0.0.1/", "https://user:pw@127.0.0.1/x", "" };
	struct arena *a = arena_new();
	struct text body, fault;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		fault = T("");
		assert_false(http_get(a, &(struct http_request){ .url = refused[i] }, &body, &fault));
		assert_true(fault.n > 0);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_schemes),
	};

	return cmocka_run_group_tests(tests, start_server, stop_server);
}
