/*
 * Where a link may lead. Judged by how browsers read an address, which is laxer than the RFC.
 */
#include "adapters/markdown_tree.h"

static struct text
until(struct text t, const char *ends)
{
	size_t n = 0;

	while (n < t.n && text_find_char(text_of(ends), t.s[n]) == text_of(ends).n)
		n++;
	return text_slice(t, 0, n);
}

/* Browsers drop tabs and line breaks and take `\` for `/`: "/\host" would be "//host". */
static bool
has_trap(struct text url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.s[i] < 0x20 || url.s[i] == 0x7f || url.s[i] == '\\')
			return true;
	return url.s[0] == ' ';
}

static enum link_kind
web(struct text rest)
{
	if (!text_starts(rest, T("//")))
		return LINK_INVALID;
	struct text authority = until(text_slice(rest, 2, rest.n), "/?#");
	if (text_find_char(authority, '@') < authority.n)
		return LINK_USER;
	bool has_host = authority.n && authority.s[0] != ':';
	return has_host && text_find_char(authority, ' ') == authority.n ? LINK_EXTERNAL
									 : LINK_INVALID;
}

enum link_kind
markdown_link_kind(struct text url, struct text *scheme)
{
	*scheme = T("");
	if (url.n == 0)
		return LINK_EMPTY;
	if (has_trap(url))
		return LINK_INVALID;
	if (text_starts(url, T("//")))
		return LINK_WITHOUT_SCHEME;
	struct text first = until(url, "/?#");
	size_t colon = text_find_char(first, ':');
	if (colon == first.n)
		return url.s[0] == '#' || url.s[0] == '?' ? LINK_FRAGMENT : LINK_RELATIVE;
	*scheme = text_slice(url, 0, colon);
	struct text rest = text_slice(url, colon + 1, url.n);
	if (text_equal_nocase(*scheme, T("https")) || text_equal_nocase(*scheme, T("http")))
		return web(rest);
	if (text_equal_nocase(*scheme, T("mailto")))
		return rest.n ? LINK_MAIL : LINK_INVALID;
	return LINK_SCHEME;
}
