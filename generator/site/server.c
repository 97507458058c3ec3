#include "site/server.h"

#include <string.h>

struct server_base
server_base(struct text url)
{
	struct server_base b = { .whole = text_slice(url, 0, url.n - (text_ends(url, T("/")) ? 1 : 0)) };
	size_t start = text_find(url, T("://")) + strlen("://");
	struct text rest = text_slice(b.whole, start, b.whole.n);
	size_t end = text_find_char(rest, '/');

	b.scheme = text_slice(b.whole, 0, start);
	b.host = text_slice(rest, 0, end);
	b.host = text_slice(b.host, 0, text_find_char(b.host, ':'));
	b.path = text_slice(rest, end, rest.n);
	return b;
}
