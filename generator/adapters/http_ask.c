#include "adapters/http_ask.h"

#include "core/die.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_BODY = 1 }; /* bytes; then it is known that there are some */

void
http_begin(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		die("libcurl does not start");
}

/* --- which numbers are private ------------------------------------------------------------------ */

/* The blocks that are not globally reachable (IANA IPv4 Special-Purpose Address Registry), and multicast. */
static bool
is_private_v4(uint32_t address)
{
	static const struct {
		uint32_t network;
		unsigned bits;
	} blocks[] = {
		{ 0x00000000, 8 },  /* 0.0.0.0: this network */
		{ 0x0a000000, 8 },  /* 10.0.0.0 */
		{ 0x64400000, 10 }, /* 100.64.0.0: shared by customers of a provider */
		{ 0x7f000000, 8 },  /* 127.0.0.0 */
		{ 0xa9fe0000, 16 }, /* 169.254.0.0: link-local; clouds keep their secrets there */
		{ 0xac100000, 12 }, /* 172.16.0.0 */
		{ 0xc0000000, 24 }, /* 192.0.0.0 */
		{ 0xc0a80000, 16 }, /* 192.168.0.0 */
		{ 0xc6120000, 15 }, /* 198.18.0.0: benchmarks */
		{ 0xe0000000, 3 },  /* 224.0.0.0 and above: multicast, reserved, broadcast */
	};

	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		if ((address ^ blocks[i].network) >> (32 - blocks[i].bits) == 0)
			return true;
	return false;
}

static bool
is_private_v6(const unsigned char *a)
{
	static const unsigned char zeros[12] = { 0 }, mapped[12] = { [10] = 0xff, [11] = 0xff },
				   translated[12] = { 0x00, 0x64, 0xff, 0x9b };
	uint32_t last = (uint32_t)a[12] << 24 | (uint32_t)a[13] << 16 | (uint32_t)a[14] << 8 | a[15];

	/* ::, ::1, ::1.2.3.4; ::ffff:1.2.3.4; 64:ff9b::1.2.3.4 */
	if (memcmp(a, zeros, 12) == 0)
		return last <= 1 || is_private_v4(last);
	if (memcmp(a, mapped, 12) == 0 || memcmp(a, translated, 12) == 0)
		return is_private_v4(last);
	return (a[0] & 0xfe) == 0xfc ||                  /* fc00::/7: unique local */
	       (a[0] == 0xfe && (a[1] & 0xc0) == 0x80) || /* fe80::/10: link-local */
	       a[0] == 0xff;                              /* multicast */
}

static bool
is_private(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, address, sizeof v4);
		return is_private_v4(ntohl(v4.sin_addr.s_addr));
	}
	if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, address, sizeof v6);
		return is_private_v6(v6.sin6_addr.s6_addr);
	}
	return true;
}

/* --- one question ---------------------------------------------------------------------------------- */

struct asking {
	bool allow_private, is_refused;
	size_t n_bytes;
};

/* Where libcurl connects to: behind the name's last translation, so that no answer of a name server can
 * lead elsewhere than what was looked at. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct asking *asking = context;

	(void)purpose;
	if (!asking->allow_private && is_private(&address->addr)) {
		asking->is_refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t
count_bytes(char *bytes, size_t size, size_t n, void *context)
{
	struct asking *asking = context;

	(void)bytes;
	asking->n_bytes += size * n;
	return asking->n_bytes >= MAX_BODY ? 0 : size * n; /* 0 ends the transfer */
}

/* The numbers behind a proxy are not for us to see, and the proxy's own is mostly private. */
static bool
has_proxy(void)
{
	static const char *const variables[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };

	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		const char *value = getenv(variables[i]);
		if (value && *value)
			return true;
	}
	return false;
}

static struct text
media_type_of(struct arena *a, const char *header)
{
	struct text t = text_of(header);
	char *small;

	t = text_trim(text_slice(t, 0, text_find_char(t, ';')));
	small = arena_array(a, char, t.n + 1);
	for (size_t i = 0; i < t.n; i++)
		small[i] = (char)(t.s[i] >= 'A' && t.s[i] <= 'Z' ? t.s[i] + 32 : t.s[i]);
	return (struct text){ small, t.n };
}

static enum http_outcome
outcome_of(CURLcode result, const struct asking *asking)
{
	if (asking->is_refused)
		return HTTP_PRIVATE;
	switch (result) {
	case CURLE_OK: return HTTP_ANSWERED;
	case CURLE_WRITE_ERROR: return asking->n_bytes ? HTTP_ANSWERED : HTTP_SILENT;
	case CURLE_COULDNT_RESOLVE_HOST: return HTTP_NO_HOST;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_ISSUER_ERROR: return HTTP_BAD_CERTIFICATE;
	default: return HTTP_SILENT;
	}
}

static void
set_options(CURL *handle, const struct http_question *q, struct asking *asking)
{
	curl_easy_setopt(handle, CURLOPT_URL, q->url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)q->max_seconds);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)q->max_seconds);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(handle, CURLOPT_USERAGENT, "tabularium/" VERSION " (link check)");
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, count_bytes);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, asking);
	curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, asking);
	if (q->get)
		curl_easy_setopt(handle, CURLOPT_RANGE, "0-0"); /* who knows it sends no more */
	else
		curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
}

struct http_answer
http_ask(struct arena *a, const struct http_question *q)
{
	char words[CURL_ERROR_SIZE] = "";
	struct asking asking = { .allow_private = q->allow_private || has_proxy() };
	struct http_answer answer = { 0 };
	CURL *handle = curl_easy_init();
	char *s = NULL;
	long status = 0;

	if (!handle)
		die("libcurl does not start");
	set_options(handle, q, &asking);
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
	CURLcode result = curl_easy_perform(handle);
	answer.outcome = outcome_of(result, &asking);
	if (answer.outcome != HTTP_ANSWERED) {
		answer.fault = arena_text(a, text_of(words[0] ? words : curl_easy_strerror(result)));
	} else {
		curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
		answer.status = (unsigned)status;
		if (curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &s) == CURLE_OK && s)
			answer.location = arena_text(a, text_of(s));
		if (curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &s) == CURLE_OK && s)
			answer.media_type = media_type_of(a, s);
	}
	curl_easy_cleanup(handle);
	return answer;
}
