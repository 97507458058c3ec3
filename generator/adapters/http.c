#include "adapters/http.h"

#include "core/die.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

struct answer {
	struct buf body;
	size_t max;
	bool is_too_large;
};

static size_t
take(char *bytes, size_t size, size_t n, void *context)
{
	struct answer *answer = context;

	if (n > answer->max - answer->body.n) {
		answer->is_too_large = true;
		return 0; /* ends the transfer */
	}
	buf_bytes(&answer->body, bytes, size * n);
	return size * n;
}

static bool
has_user_information(const char *url)
{
	const char *host = strstr(url, "://");
	size_t n;

	if (!host)
		return false;
	host += 3;
	n = strcspn(host, "/?#");
	return memchr(host, '@', n) != NULL;
}

static CURL *
new_handle(void)
{
	static bool is_ready;
	CURL *handle;

	if (!is_ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		die("libcurl does not start");
	is_ready = true;
	handle = curl_easy_init();
	if (!handle)
		die("libcurl does not start");
	return handle;
}

static bool
is_https(const char *url)
{
	return curl_strnequal(url, "https://", 8);
}

static void
set_limits(CURL *handle, const struct http_request *request, struct answer *answer)
{
	unsigned seconds = request->max_seconds ? request->max_seconds : HTTP_MAX_SECONDS;
	unsigned connect = seconds < HTTP_CONNECT_SECONDS ? seconds : HTTP_CONNECT_SECONDS;

	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, is_https(request->url) ? "https" : "http,https");
	curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(handle, CURLOPT_MAXREDIRS, (long)HTTP_MAX_REDIRECTS);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)seconds);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)connect);
	curl_easy_setopt(handle, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)answer->max);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(handle, CURLOPT_FAILONERROR, 1L);
}

bool
http_get(struct arena *a, const struct http_request *request, struct text *body, struct text *fault)
{
	char words[CURL_ERROR_SIZE] = "";
	struct answer answer = { .max = request->max_bytes ? request->max_bytes : HTTP_MAX_BYTES };
	struct curl_slist *headers = NULL;

	if (has_user_information(request->url)) {
		*fault = T("the address holds a user name or password");
		return false;
	}
	CURL *handle = new_handle();
	set_limits(handle, request, &answer);
	if (request->accept)
		headers = curl_slist_append(NULL, arena_printf(a, "Accept: %s", request->accept).s);
	curl_easy_setopt(handle, CURLOPT_URL, request->url);
	curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(handle, CURLOPT_USERAGENT, "tabularium/" VERSION);
	curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
	CURLcode result = curl_easy_perform(handle);
	if (result == CURLE_OK)
		*body = arena_text(a, buf_view(&answer.body));
	else if (answer.is_too_large || result == CURLE_FILESIZE_EXCEEDED)
		*fault = arena_printf(a, "the answer is larger than %zu bytes", answer.max);
	else
		*fault = arena_text(a, text_of(words[0] ? words : curl_easy_strerror(result)));
	curl_slist_free_all(headers);
	curl_easy_cleanup(handle);
	buf_free(&answer.body);
	return result == CURLE_OK;
}
