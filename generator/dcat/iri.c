#include "dcat/iri.h"

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* RFC 3987 §2.2: ucschar and iprivate, less what changes the direction of reading. */
static bool
is_iri_character(uint32_t c)
{
	if (c < 0x80)
		return c > 0x20 && c != 0x7f && !(c == '<' || c == '>' || c == '"' || c == '{' || c == '}' ||
							c == '|' || c == '\\' || c == '^' || c == '`');
	return c >= 0xa0 && c != UTF8_INVALID && !(c >= 0x2028 && c <= 0x202f) &&
	       !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2060 && c <= 0x206f) &&
	       !(c >= 0xfdd0 && c <= 0xfdef) && !(c >= 0xfff0 && c <= 0xffff) && c != 0xfeff &&
	       (c & 0xfffe) != 0xfffe && c != 0x3000 && c != 0x1680 && !(c >= 0x2000 && c <= 0x200a) &&
	       c != 0xa0;
}

/* scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) */
static size_t
scheme_length(struct text t)
{
	size_t n = 0;

	while (n < t.n && (is_alpha(t.s[n]) || (n && (is_digit(t.s[n]) || t.s[n] == '+' || t.s[n] == '-' || t.s[n] == '.'))))
		n++;
	return n && n < t.n && t.s[n] == ':' ? n : 0;
}

static bool
is_web(struct text t, size_t scheme)
{
	return text_equal_nocase(text_slice(t, 0, scheme), T("http")) ||
	       text_equal_nocase(text_slice(t, 0, scheme), T("https"));
}

/* userinfo@host:port */
static struct text
authority(struct text t)
{
	size_t scheme = scheme_length(t);

	if (scheme == 0 || !text_starts(text_slice(t, scheme, t.n), T("://")))
		return T("");
	t = text_slice(t, scheme + 3, t.n);
	size_t end = 0;
	while (end < t.n && t.s[end] != '/' && t.s[end] != '?' && t.s[end] != '#')
		end++;
	return text_slice(t, 0, end);
}

static bool
is_host(struct text host)
{
	if (host.n == 0 || host.s[0] == '.' || host.s[0] == '-' || text_find(host, T("..")) < host.n)
		return false;
	if (host.s[0] == '[') /* an IPv6 literal; what is inside nobody harvests from */
		return host.s[host.n - 1] == ']' && host.n > 3;
	for (size_t i = 0; i < host.n; i++) {
		char c = host.s[i];
		if ((unsigned char)c < 0x80 && !is_alpha(c) && !is_digit(c) && c != '-' && c != '.' && c != '_')
			return false;
	}
	return true;
}

/* Where the port begins, when it is none; else t.n. No port behind the colon is allowed (RFC 3986). */
static size_t
bad_port(struct text t)
{
	struct text host = iri_host(t), whole = authority(t);
	size_t user = text_find_char(whole, '@');
	size_t at = (user < whole.n ? user + 1 : 0) + host.n + 1;
	struct text port = text_slice(whole, at, whole.n);
	uint64_t number;

	if (port.n == 0 || (text_number(port, 65535, &number) && number > 0))
		return t.n;
	return (size_t)(port.s - t.s);
}

enum iri_fault
iri_check(struct text t, size_t *at)
{
	*at = 0;
	if (t.n == 0)
		return IRI_EMPTY;
	for (size_t i = 0; i < t.n;) {
		size_t start = i;
		uint32_t c = utf8_next(t, &i);

		*at = start;
		if (!is_iri_character(c))
			return IRI_BAD_CHARACTER;
		if (c == '%' && !(t.n - start > 2 && is_hex(t.s[start + 1]) && is_hex(t.s[start + 2])))
			return IRI_BAD_PERCENT;
	}
	*at = 0;
	size_t scheme = scheme_length(t);
	if (scheme == 0 || scheme + 1 == t.n)
		return IRI_NO_SCHEME;
	if (!is_web(t, scheme))
		return IRI_GOOD;
	struct text host = authority(t);
	size_t user = text_find_char(host, '@');
	if (user < host.n)
		return IRI_USERINFO;
	if (!is_host(iri_host(t)))
		return IRI_NO_HOST;
	size_t port = bad_port(t);
	if (port == t.n)
		return IRI_GOOD;
	*at = port;
	return IRI_BAD_PORT;
}

enum iri_fault
iri_check_url(struct text t, size_t *at)
{
	enum iri_fault fault = iri_check(t, at);

	if (fault == IRI_GOOD && !is_web(t, scheme_length(t)))
		return IRI_BAD_SCHEME;
	return fault;
}

struct text
iri_host(struct text url)
{
	struct text host = authority(url);
	size_t user = text_find_char(host, '@');

	if (user < host.n)
		host = text_slice(host, user + 1, host.n);
	if (host.n && host.s[0] == '[')
		return text_slice(host, 0, text_find_char(host, ']') + 1);
	return text_slice(host, 0, text_find_char(host, ':'));
}

struct text
iri_file_name(struct text url)
{
	url = text_slice(url, 0, text_find_char(url, '#'));
	url = text_slice(url, 0, text_find_char(url, '?'));
	return text_file_name(url);
}

bool
iri_is_private(struct text url)
{
	struct text host = iri_host(url), rest = host, part;
	unsigned octets[4] = { 0 }, n = 0;

	if (host.n == 0)
		return false;
	if (host.s[0] == '[')
		return text_equal(host, T("[::1]")) || text_starts(host, T("[fe80:")) ||
		       text_starts(host, T("[fc")) || text_starts(host, T("[fd"));
	if (text_find_char(host, '.') == host.n || text_ends(host, T(".local")) ||
	    text_ends(host, T(".localhost")) || text_ends(host, T(".internal")))
		return true;
	while (text_next(&rest, '.', &part)) {
		uint64_t octet;
		if (n == 4 || !text_number(part, 255, &octet))
			return false;
		octets[n++] = (unsigned)octet;
	}
	return n == 4 &&
	       (octets[0] == 127 || octets[0] == 10 || octets[0] == 0 ||
		   (octets[0] == 172 && octets[1] >= 16 && octets[1] <= 31) ||
		   (octets[0] == 192 && octets[1] == 168) || (octets[0] == 169 && octets[1] == 254));
}

bool
email_is_valid(struct text t)
{
	size_t at = text_find_char(t, '@');
	struct text local = text_slice(t, 0, at), domain = text_slice(t, at + 1, t.n);

	if (at == t.n || local.n == 0 || local.n > 64 || text_find_char(domain, '.') == domain.n ||
	    !is_host(domain) || domain.s[domain.n - 1] == '.' || local.s[0] == '.' ||
	    local.s[local.n - 1] == '.' || text_find(local, T("..")) < local.n)
		return false;
	for (size_t i = 0; i < local.n; i++) {
		char c = local.s[i];
		if (!is_alpha(c) && !is_digit(c) && text_find_char(T("!#$&'*+-/=?^_.~"), c) == 15)
			return false;
	}
	for (size_t i = 0; i < domain.n; i++)
		if ((unsigned char)domain.s[i] >= 0x80)
			return false;
	return true;
}

bool
telephone_normalise(struct text t, struct buf *out)
{
	size_t start = out->n, n_digits = 0;

	t = text_trim(t);
	for (size_t i = 0; i < t.n; i++) {
		char c = t.s[i];
		if (is_digit(c)) {
			buf_char(out, c);
			n_digits++;
		} else if (c == '+' && i == 0) {
			buf_char(out, c);
		} else if (c != ' ' && c != '-' && c != '/' && c != '(' && c != ')' && c != '.') {
			n_digits = 0;
			break;
		}
	}
	if (n_digits >= 6 && n_digits <= 15 && out->s[start] == '+')
		return true;
	out->n = start;
	return false;
}
